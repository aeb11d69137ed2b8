"""What inventory takes and returns."""

from collections.abc import Mapping
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
    losers: tuple["Loser", ...] = ()


@dataclass(frozen=True, slots=True)
class Loser:
    """Who lost units to a recount that found less than was promised."""

    kind: str  # lease, reservation
    holder: str  # or claimant
    sku: int
    place: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Want:
    """So many units of a SKU."""

    sku: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Basket:
    """What one holder wants of a place, all of it or nothing."""

    holder: str
    place: int
    entity: int
    lines: tuple[Want, ...]
    claimant: str = ""
    promised_until: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reserved:
    """What became of baskets."""

    held: tuple[str, ...]  # holders
    refused: Mapping[str, tuple[int, ...]]  # holder to the SKUs that are short


@dataclass(frozen=True, slots=True)
class Promised:
    """What became of a batch of promises: rows of each kind that were written."""

    promised: int
    owed: int


@dataclass(frozen=True, slots=True)
class Touched:
    """SKUs whose stock changed, and what claimants took of them: SKU and claimant to units."""

    skus: frozenset[int]
    taken: Mapping[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a batch of new holders wants in all, and the reservations that this comes to.

    `units` is by SKU and place, `taken` by SKU and claimant; `rows` are encoded for
    copy_reservations.
    """

    units: Mapping[tuple[int, int], int]
    taken: Mapping[tuple[int, str], int]
    rows: bytes


@dataclass(frozen=True, slots=True)
class Consumption:
    """Units of a SKU that leave a place for their holder, and the order line that they serve."""

    holder: str
    sku: int
    place: int
    quantity: int
    line: int
    document: int
    source_row: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """Units that travel: what they are, whose, under which number, and when they are expected."""

    sku: int
    quantity: int
    entity: int
    reference: str
    expected_at: datetime | None = None  # unknown is a value


@dataclass(frozen=True, slots=True)
class LeaseShift:
    """Unsold units that pass from one claimant's lease to another's."""

    sku: int
    place: int
    giver: str
    taker: str
    units: int


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """Units held for somebody, or held once."""

    id: int
    holder: str
    sku: int
    place: int
    quantity: int
    state: str
    promised_until: datetime | None
    expires_at: datetime | None
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class BackorderRow:
    """Units owed to somebody that no place holds."""

    id: int
    holder: str
    sku: int
    place: int
    quantity: int
    reason: str
    state: str
    promised_until: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """What a claimant may sell without asking."""

    id: int
    claimant: str
    sku: int
    place: int
    granted: int
    quantity: int
    state: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """Units on their way to a place."""

    id: int
    sku: int
    place: int
    origin: int
    quantity: int
    received: int
    reference: str
    expected_at: datetime | None
    state: str


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
