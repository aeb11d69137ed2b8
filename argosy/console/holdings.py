"""What is held of each SKU and how fast it goes: catalogue, inventory and ledger read together."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuRef
from argosy.console import ledger
from argosy.console.lens import Lens
from argosy.finance.types import Filter
from argosy.inventory import queries
from argosy.inventory.types import LevelRow

LOW_DAYS: Final = 21  # cover below this is called low
SPEED_DAYS: Final = 30  # sales of so many days say how fast a SKU goes


@dataclass(frozen=True, slots=True)
class Holding:
    """One SKU over the places asked for; `None` is unknown."""

    ref: SkuRef
    on_hand: int | None
    reserved: int | None
    leased: int | None
    available: int | None
    owed: int
    coming: int
    sold: int
    counted_at: datetime | None
    places: tuple[tuple[int, int], ...]  # place, units on hand

    @property
    def code(self) -> str:
        """The SKU's code, to sort by."""
        return self.ref.code

    @property
    def title(self) -> str:
        """The SKU's title, to sort by."""
        return self.ref.title

    @property
    def cover(self) -> int | None:
        """Days until nothing is left at the last speed; `None` where none can be said."""
        if self.available is None or self.sold <= 0:
            return None
        return int(Decimal(self.available) * SPEED_DAYS / self.sold)

    @property
    def state(self) -> str:
        """Which of `STATES` it is."""
        if self.available is None:
            return "unknown"
        if self.available <= 0:
            return "out"
        if self.cover is None:
            return "idle"
        return "low" if self.cover < LOW_DAYS else "ok"


def holdings(lens: Lens, *, place: int | None = None) -> list[Holding]:
    """Every SKU with what is held of it, and how fast it goes."""
    where = Filter(
        since=lens.today - timedelta(days=SPEED_DAYS - 1),
        until=lens.today + timedelta(days=1),
        channels=lens.channel_filter,
        kinds=("sale",),
    )
    sums = ledger.sums(by="sku", where=where, currency=lens.currency)
    sold = {int(one.key): one.units for one in sums}
    held: dict[int, list[LevelRow]] = defaultdict(list)
    for level in queries.levels():
        if place is None or level.place == place:
            held[level.sku].append(level)
    owed = _by_sku(queries.owed_units(), place)
    coming = _by_sku(queries.arriving_units(), place)
    return [
        _holding(ref, held.get(sku, []), owed[sku], coming[sku], sold.get(sku, 0))
        for sku, ref in catalogue.refs().items()
    ]


def _by_sku(units: Mapping[tuple[int, int], int], place: int | None) -> Counter[int]:
    summed: Counter[int] = Counter()
    for (sku, at), count in units.items():
        if place is None or at == place:
            summed[sku] += count
    return summed


def _holding(ref: SkuRef, levels: Sequence[LevelRow], owed: int, coming: int, sold: int) -> Holding:
    if not levels:
        return Holding(ref, None, None, None, None, owed, coming, sold, None, ())
    return Holding(
        ref=ref,
        on_hand=sum(level.on_hand for level in levels),
        reserved=sum(level.reserved for level in levels),
        leased=sum(level.leased for level in levels),
        available=sum(level.available for level in levels),
        owed=owed,
        coming=coming,
        sold=sold,
        counted_at=max(level.counted_at for level in levels),
        places=tuple((level.place, level.on_hand) for level in levels if level.on_hand),
    )
