"""What the book knows of the goods: prices, costs, paces and returns, by SKU."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuCard
from argosy.channels import queries as channels
from argosy.finance import queries as finance
from argosy.finance.types import Filter
from argosy.strategy.types import Quantity, Range, Variant

BEST: Final = 20  # SKUs whose pace is that of what sells well
PRODUCTS: Final = 5
ENDS: Final = (Decimal("0.05"), Decimal("0.5"), Decimal("0.95"))
_TITLE_MAX: Final = 80
_GRAMS: Final = 1000

# What a minor unit of a currency was worth in US dollars; None where no rate is known.
Worth = Callable[[str], Decimal | None]


class Months(Protocol):
    """Whole months, `until` exclusive."""

    @property
    def since(self) -> date:
        """The first day."""

    @property
    def until(self) -> date:
        """The first day after."""

    @property
    def months(self) -> int:
        """How many."""


@dataclass(slots=True)
class Sold:
    """What one SKU did in the window; money in US dollars."""

    sku: int
    sales: Decimal = Decimal(0)
    refunds: Decimal = Decimal(0)  # as a positive number
    units: int = 0
    returned: int = 0
    cost: Decimal | None = None  # of the units that went and did not come back

    @property
    def kept(self) -> int:
        """Units that went and did not come back."""
        return self.units - self.returned

    @property
    def price(self) -> Decimal:
        """What was paid for one, in the mean."""
        return self.sales / self.units

    @property
    def unit_cost(self) -> Decimal | None:
        """What one cost, where that is stated."""
        return self.cost / self.kept if self.cost and self.kept > 0 else None


@dataclass
class Goods:
    """The SKUs that were sold in a window, the one that sold most first."""

    window: Months
    worth: Worth
    sold: list[Sold] = field(init=False)

    def __post_init__(self) -> None:
        """Read them."""
        found: dict[int, Sold] = {}
        for currency in sorted({one.base_currency for one in channels.list_channels()}):
            worth = self.worth(currency)
            if worth is not None:
                self._read(currency, worth, found)
        known = [one for one in found.values() if one.kept > 0 and one.sales > one.refunds]
        self.sold = sorted(known, key=lambda one: (one.refunds - one.sales, one.sku))

    def answers(self) -> dict[str, object]:
        """Answers about the product, by question; None is unknown."""
        costed = [(one.unit_cost, one.units) for one in self.sold if one.unit_cost is not None]
        sold = sum(one.units for one in self.sold)
        returned = sum(one.returned for one in self.sold)
        paces = [(pace, 1) for one in self.sold[:BEST] if (pace := self._pace(one)) is not None]
        weights = [(Decimal(card.weight_g) / _GRAMS, 1) for card in self._cards() if card.weight_g]
        return {
            "product.price": _ends([(one.price, one.units) for one in self.sold]),
            "product.unit_cost": _ends([(cost, units) for cost, units in costed if cost]),
            "product.weight_kg": _ends(weights),
            "product.return_rate": _part(returned, sold),
            "market.comparable_units": _ends(paces),
        }

    def variants(self) -> tuple[Variant, ...]:
        """The SKUs that sold most, each as a product."""
        cards = {card.id: card for card in self._cards()}
        return tuple(self._variant(one, cards[one.sku]) for one in self.sold[:PRODUCTS])

    def _variant(self, one: Sold, card: SkuCard) -> Variant:
        pace = self._pace(one)
        return Variant(
            title=(card.title or card.code)[:_TITLE_MAX],
            price=float(round(one.price, 2)),
            unit_cost=None if one.unit_cost is None else float(round(one.unit_cost, 2)),
            weight_kg=card.weight_g / _GRAMS if card.weight_g else None,
            comparable_units=None if pace is None else float(round(pace, 1)),
            return_rate=_part(one.returned, one.units),
        )

    def _cards(self) -> list[SkuCard]:
        return [catalogue.card(sku=one.sku) for one in self.sold[:PRODUCTS]]

    def _pace(self, one: Sold) -> Decimal | None:
        """Units a month that did not come back; not known of a book without a whole month."""
        return Decimal(one.kept) / self.window.months if self.window.months else None

    def _read(self, currency: str, worth: Decimal, found: dict[int, Sold]) -> None:
        ids = tuple(one.id for one in channels.list_channels() if one.base_currency == currency)
        where = Filter(
            since=self.window.since,
            until=self.window.until,
            channels=ids,
            kinds=("sale", "refund", "cost_of_goods"),
        )
        for one in finance.sums(by="sku", where=where, currency=currency):
            sku = int(one.key)
            # Without a SKU it is no goods; with an unknown rate it is not all of them.
            if not sku or one.rateless:
                continue
            into = found.setdefault(sku, Sold(sku))
            if one.kind == "sale":
                into.sales += one.minor * worth
                into.units += one.units
            elif one.kind == "refund":
                into.returned += -one.units
                into.refunds -= one.minor * worth
            else:
                into.cost = (into.cost or Decimal(0)) - one.minor * worth


def _part(returned: int, sold: int) -> float | None:
    """The share that came back; where nothing did, nobody may have written it down."""
    return float(round(Decimal(returned) / sold, 4)) if returned > 0 and sold > 0 else None


def _ends(weighted: Sequence[tuple[Decimal, int]]) -> Quantity:
    """The range in which nine of ten lie, by weight, around their median."""
    if not weighted:
        return None
    found = sorted(weighted)
    whole = sum(weight for _, weight in found)
    ends = []
    for share in ENDS:
        seen = 0
        for value, weight in found:
            seen += weight
            if seen >= share * whole:
                ends.append(float(round(value, 2)))
                break
    low, likely, high = ends
    return likely if low == high else Range(low=low, likely=likely, high=high)
