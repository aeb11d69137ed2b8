"""Fulfilment by Amazon in the United States: size tier, shipping weight, table, surcharge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Any, Final

from argosy.strategy.fees import Three
from argosy.strategy.reading import Confidence
from argosy.strategy.rulebook import Rule, in_force

INCH_CM: Final = 2.54
POUND_KG: Final = 0.45359237
OUNCES: Final = 16
BAND_FROM: Final = 10  # of the table's three prices the second holds from here …
BAND_TO: Final = 50  # … to here, both inclusive
CENT: Final = Decimal("0.01")
LITRE_IN3: Final = 61.0237
# A converted measure may lie a hair above the limit that it is meant to equal.
HAIR: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Fee:
    """What one unit costs to send, and the rules behind it."""

    amount: Three  # US dollars
    rules: list[Rule]
    confidence: Confidence  # no better than this


@dataclass(frozen=True, slots=True)
class _Parcel:
    sides_in: tuple[float, ...] | None  # longest first; None: not known
    unit_lb: float
    volume_lb: float

    @property
    def shipping_lb(self) -> float:
        return max(self.unit_lb, self.volume_lb)


def fee(
    *,
    market: str,
    weight_kg: float,
    size_cm: tuple[float, float, float] | None,
    price: float,
    on: date,
) -> Fee | None:
    """What one unit costs to send on a day; a range where the size is not known; else None."""
    sizes = in_force(domain="fee", kind="fba_sizes", market=market, on=on)
    if not sizes:
        return None
    book = sizes[0]
    pound = weight_kg / POUND_KG
    if size_cm is not None:
        sides = tuple(sorted((side / INCH_CM for side in size_cm), reverse=True))
        volume = sides[0] * sides[1] * sides[2] / book.params["weight"]["divisor_in3_per_lb"]
        found = _charged(book, _Parcel(sides, pound, volume), price, market, on)
        return None if found is None else Fee(_same(found[0]), found[1], "A")
    return _unmeasured(book, weight_kg, price, market, on)


def _same(amount: Decimal) -> Three:
    return Three(float(amount), float(amount), float(amount))


def _unmeasured(book: Rule, weight_kg: float, price: float, market: str, on: date) -> Fee | None:
    """A range from the weight alone: the flattest parcel, a usual one and a bulky one."""
    divisor = book.params["weight"]["divisor_in3_per_lb"]
    litres = book.params["unknown_size"]["litres_per_kg"]
    found = [
        _charged(
            book,
            _Parcel(None, weight_kg / POUND_KG, weight_kg * per_kg * LITRE_IN3 / divisor),
            price,
            market,
            on,
        )
        for per_kg in (0.0, litres["likely"], litres["high"])
    ]
    low, likely, high = found
    if low is None or likely is None or high is None:
        return None
    amounts = sorted(float(amount) for amount, _ in (low, likely, high))
    return Fee(Three(*amounts), likely[1], "C")


def _charged(
    book: Rule, parcel: _Parcel, price: float, market: str, on: date
) -> tuple[Decimal, list[Rule]] | None:
    """Fee and surcharge to the cent, each rounded by itself."""
    tier = _tier(book.params["tiers"], parcel)
    rules = in_force(domain="fee", kind="fba_fulfilment", market=market, on=on)
    tables = [rule for rule in rules if rule.scope["tier"] == tier]
    if not tables:
        return None
    peak = in_force(domain="fee", kind="fba_peak", market=market, on=on)
    season = "peak" if peak else "normal"
    band = (price >= BAND_FROM) + (price > BAND_TO)
    light = tier in book.params["weight"]["unit_weight_only"]
    weight = parcel.unit_lb if light else parcel.shipping_lb
    base = _looked_up(tables[0].params, weight, season, band)
    extra = in_force(domain="fee", kind="fba_surcharge", market=market, on=on)
    total = base + sum((_cents(base * _exact(rule.params["rate"])) for rule in extra), Decimal())
    return total, [tables[0], *peak, *extra]


def _tier(tiers: Sequence[Mapping[str, Any]], parcel: _Parcel) -> str | None:
    """The first tier that holds the parcel; a parcel not measured counts by its weight alone."""
    for tier in tiers:
        slight = tier["tier"] == "small_standard"
        weight = parcel.unit_lb if slight else parcel.shipping_lb
        if slight and parcel.sides_in is None and parcel.volume_lb > 0:
            continue  # what has volume does not pass through a slit of 0.75 in
        if weight <= tier["max_lb"] + HAIR and _fits(tier, parcel.sides_in):
            return str(tier["tier"])
    return None


def _fits(tier: Mapping[str, Any], sides: tuple[float, ...] | None) -> bool:
    if sides is None or "max_in" not in tier:
        return True
    within = all(a <= b + HAIR for a, b in zip(sides, tier["max_in"], strict=True))
    girth = sides[0] + 2 * (sides[1] + sides[2])
    return within and girth <= tier.get("max_length_girth_in", girth) + HAIR


def _looked_up(params: Mapping[str, Any], weight_lb: float, season: str, band: int) -> Decimal:
    """The cell of the table, and what each further step of weight adds."""
    ounces = weight_lb * OUNCES
    for row in params.get("rows", ()):
        if ounces <= row["to_oz"] + HAIR:
            return _exact(row[season][band])
    if "over" in params:
        over = params["over"]
        steps = ceil((ounces - over["above_oz"]) / over["step_oz"] - HAIR)
        return _exact(over[season][band]) + _exact(steps) * _exact(over["add"])
    for part in params["heavy"]:
        if weight_lb <= part["to_lb"] + HAIR:
            steps = max(0, ceil((weight_lb - part["base_lb"]) / part["step_lb"] - HAIR))
            return _exact(part[season][band]) + _exact(steps) * _exact(part["add"])
    raise LookupError("heavier than the tier allows")


def _exact(stated: float) -> Decimal:
    return Decimal(str(stated))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
