"""What orders were promised: what is held for them, what is owed and why, and the ways out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuRef
from argosy.channels.types import ChannelRef
from argosy.console import words
from argosy.inventory import queries as inventory
from argosy.inventory.errors import OutOfStock
from argosy.inventory.types import ArrivalRow, BackorderRow, LevelRow, PlaceRef, ReservationRow
from argosy.kernel.errors import DomainError
from argosy.web.refusals import spoken

Stocked = TypeVar("Stocked", LevelRow, ArrivalRow)
HOLDER: Final = "order:"  # how stock is held for an order


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another place that has units to spare."""

    place: PlaceRef
    free: int
    takes: int  # of what is owed, so many could come from there


@dataclass(frozen=True, slots=True)
class Coming:
    """Units on their way that could make good what is owed."""

    arrival: ArrivalRow
    place: str
    units: int
    in_time: bool | None  # for the promise; None where either day is unknown


@dataclass(frozen=True, slots=True)
class Owed:
    """Units owed, with what can be done about them."""

    row: BackorderRow
    sku: SkuRef
    place: str
    why: str
    elsewhere: tuple[Elsewhere, ...]
    coming: tuple[Coming, ...]
    instead: tuple[tuple[SkuRef, int], ...]  # other SKUs of the product, with units to spare

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.row.holder}:{self.row.sku}:{self.row.place}"


@dataclass(frozen=True, slots=True)
class Promised:
    """One SKU of an order: where it is held, where it is owed, what has left."""

    sku: SkuRef
    held: tuple[tuple[str, int], ...]  # place, units
    owed: tuple[tuple[str, int, str], ...]  # place, units, why
    left: int


def holder_of(order: int) -> str:
    """The name under which stock is held for an order."""
    return f"{HOLDER}{order}"


def order_of(holder: str) -> int | None:
    """The order that a holder is, if it is one."""
    number = holder.removeprefix(HOLDER)
    return int(number) if holder.startswith(HOLDER) and number.isdecimal() else None


def promised(
    held: Sequence[ReservationRow], owed: Sequence[BackorderRow], left: Mapping[int, int]
) -> list[Promised]:
    """An order's promises by SKU; `left` is how many units of each have left."""
    titles = {one.id: one.title for one in inventory.places()}
    skus = {one.sku for one in held} | {one.sku for one in owed} | set(left)
    found = [
        Promised(
            sku=ref,
            held=tuple((titles[one.place], one.quantity) for one in held if one.sku == sku),
            owed=tuple(
                (titles[one.place], one.quantity, words.say(words.OWED, one.reason))
                for one in owed
                if one.sku == sku
            ),
            left=left.get(sku, 0),
        )
        for sku, ref in catalogue.refs(skus=skus).items()
    ]
    return sorted(found, key=lambda one: (not one.owed, one.sku.code))


def states_of(orders: Collection[int]) -> dict[int, str]:
    """How the promises of open orders stand: one of `words.PROMISE`."""
    holders = [holder_of(one) for one in orders]
    held = {one.holder for one in inventory.held(holders=holders)}
    owed = {one.holder for one in inventory.backorders(holders=holders)}
    said = {(True, False): "held", (False, True): "owed", (True, True): "part"}
    return {
        order: said.get((holder in held, holder in owed), "none")
        for order, holder in zip(orders, holders, strict=True)
    }


def ways_out(rows: Sequence[BackorderRow]) -> list[Owed]:
    """Backorders with their choices: other places, what is on its way, what else there is."""
    skus = {one.sku for one in rows}
    siblings = catalogue.siblings(skus=skus)
    others = {one.id for found in siblings.values() for one in found}
    places = {one.id: one for one in inventory.places()}
    levels = _by_sku(inventory.levels(skus=skus | others)) if skus else {}
    coming = _by_sku(inventory.arrivals(skus=skus)) if skus else {}
    refs = catalogue.refs(skus=skus)
    return [
        Owed(
            row=row,
            sku=refs[row.sku],
            place=places[row.place].title,
            why=words.say(words.OWED, row.reason),
            elsewhere=_elsewhere(row, levels.get(row.sku, ()), places),
            coming=_coming(row, coming.get(row.sku, ()), places),
            instead=_instead(siblings.get(row.sku, ()), levels),
        )
        for row in rows
    ]


def _by_sku(rows: Iterable[Stocked]) -> dict[int, list[Stocked]]:
    found: dict[int, list[Stocked]] = defaultdict(list)
    for row in rows:
        found[row.sku].append(row)
    return found


def _elsewhere(
    row: BackorderRow, levels: Iterable[LevelRow], places: Mapping[int, PlaceRef]
) -> tuple[Elsewhere, ...]:
    found = [
        Elsewhere(places[one.place], one.available, min(one.available, row.quantity))
        for one in levels
        if one.place != row.place and one.available > 0
    ]
    return tuple(sorted(found, key=lambda one: (-one.takes, one.place.title)))


def _coming(
    row: BackorderRow, arrivals: Iterable[ArrivalRow], places: Mapping[int, PlaceRef]
) -> tuple[Coming, ...]:
    found = [
        Coming(
            arrival=one,
            place=places[one.place].title,
            units=one.quantity - one.received,
            in_time=_in_time(one.expected_at, row.promised_until),
        )
        for one in arrivals
    ]
    return tuple(one for one in found if one.units > 0)


def _in_time(expected_at: datetime | None, promised_until: datetime | None) -> bool | None:
    if expected_at is None or promised_until is None:
        return None
    return expected_at <= promised_until


def _instead(
    siblings: Iterable[SkuRef], levels: Mapping[int, Sequence[LevelRow]]
) -> tuple[tuple[SkuRef, int], ...]:
    free = [(one, sum(level.available for level in levels.get(one.id, ()))) for one in siblings]
    return tuple((one, units) for one, units in free if units > 0)


def cancel_until(channel: ChannelRef | None, placed_at: datetime) -> datetime | None:
    """Until when a cancellation costs nothing; None where the channel's term is not stated."""
    if channel is None or channel.cancel_within_hours is None:
        return None
    return placed_at + timedelta(hours=channel.cancel_within_hours)


def refused(refusal: DomainError) -> str:
    """A refusal of stock in words: SKUs by their codes, where it names them by id."""
    if not isinstance(refusal, OutOfStock):
        return spoken(refusal)
    skus = refusal.facts.get("skus")
    ids = [one for one in skus if isinstance(one, int)] if isinstance(skus, list | tuple) else []
    codes = ", ".join(sorted(one.code for one in catalogue.refs(skus=ids).values()))
    return spoken(OutOfStock(skus=codes)) if codes else spoken(refusal)


def lateness(until: datetime | None, now: datetime) -> str:
    """How far a promise is away or behind, in words of two figures; "" where there is none."""
    if until is None:
        return ""
    minutes = abs(until - now) // timedelta(minutes=1)
    days, hours = divmod(minutes // 60, 24)
    if days:
        said = ngettext("{days} day {hours} h", "{days} days {hours} h", days)
    elif hours:
        said = _("{hours} h {minutes} min")
    else:
        said = _("{minutes} min")
    told = said.format(days=days, hours=hours, minutes=minutes % 60)
    return _("{time} late").format(time=told) if until < now else _("in {time}").format(time=told)
