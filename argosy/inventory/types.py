"""What inventory takes and returns."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ends:
    """The ids of the places that are not stocked: where moves begin or end."""

    supplier: int
    customer: int
    transit: int
    before_count: int
    shrinkage: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many units of a SKU somebody counted at a place, and when."""

    sku: int
    place: int
    quantity: int
    counted_at: datetime
    document: int  # evidence of it
    source_row: int


@dataclass(frozen=True, slots=True)
class CountResult:
    """What a count came to."""

    first: int  # SKUs at places that were unknown before
    corrected: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place as others need to know it."""

    id: int
    key: str
    title: str
    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """What one place holds of one SKU; where there is no row, that is unknown."""

    sku: int
    place: int
    on_hand: int
    reserved: int
    leased: int
    counted_at: datetime

    @property
    def available(self) -> int:
        """Units that nobody has been promised."""
        return self.on_hand - self.reserved - self.leased


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Units that went from one place to another."""

    id: int
    sku: int
    origin: int
    target: int
    quantity: int
    reason: str
    document: int | None
    source_row: int | None
    holder: int | None
    reverses: int | None
    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a SKU's ledger: a move, and what its stocked places held after it together.

    `balance` is what the counted places held; it says nothing of the time before the first count.
    """

    move: MoveRow
    balance: int


@dataclass(frozen=True, slots=True)
class MovesWanted:
    """Which moves are asked for. Everything unsaid is everything."""

    place: int | None = None
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    entities: frozenset[int] | None = None
