"""What finance takes and returns."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from argosy.finance.errors import UnknownPostingKind
from argosy.finance.kinds import kinds


@dataclass(frozen=True, slots=True)
class StatedCost:
    """What one unit of a SKU costs to buy, landed, from a day on."""

    sku: int
    valid_from: date
    unit_cost: Decimal
    currency: str
    document: int
    source_row: int


@dataclass(frozen=True, slots=True)
class StatedRate:
    """What one unit of a currency was worth in a base currency during a month."""

    currency: str
    base: str
    month: date  # its first day
    rate: Decimal


def layer_of(kind: str) -> str:
    """The layer of the margin that a kind of posting belongs to.

    :raises UnknownPostingKind: there is no such kind.
    """
    known = kinds()
    if kind not in known:
        raise UnknownPostingKind(kind=kind)
    return known[kind].layer


@dataclass(frozen=True, slots=True)
class Filter:
    """Which postings are meant. None does not narrow; `until` is exclusive."""

    since: date | None = None
    until: date | None = None
    entities: tuple[int, ...] | None = None
    channels: tuple[int, ...] | None = None
    markets: tuple[str, ...] | None = None
    skus: tuple[int, ...] | None = None
    kinds: tuple[str, ...] | None = None
    documents: tuple[int, ...] | None = None
    basis: str | None = None  # stated, computed


@dataclass(frozen=True, slots=True)
class Sum:
    """What postings of one kind under one key add up to, in the report's currency."""

    key: str
    kind: str
    layer: str
    minor: int  # of those whose worth is known
    units: int
    postings: int  # reversed pairs cancel out
    rateless: int  # sums some of whose worth is unknown: more than 0 means `minor` is not all


@dataclass(frozen=True, slots=True)
class Margin:
    """Revenue down to profit under one key. Amounts are minor units of the report's currency."""

    key: str
    revenue: int
    goods: int
    selling: int
    marketing: int
    overhead: int
    unassigned: int
    units: int
    rateless: int
    kinds: dict[str, int]

    @property
    def cm1(self) -> int:
        """Revenue less the cost of goods."""
        return self.revenue + self.goods

    @property
    def cm2(self) -> int:
        """CM1 less what selling and delivering costs."""
        return self.cm1 + self.selling

    @property
    def cm3(self) -> int:
        """CM2 less what finding the buyer costs."""
        return self.cm2 + self.marketing

    @property
    def profit(self) -> int:
        """CM3 less overhead, with what is unassigned as it stands."""
        return self.cm3 + self.overhead + self.unassigned


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the goods sold, how much is of SKUs whose cost is known (minor units of base currency)."""

    sold: int
    costed: int

    @property
    def share(self) -> Decimal | None:
        """Between 0 and 1; None while nothing was sold."""
        return Decimal(self.costed) / Decimal(self.sold) if self.sold > 0 else None


@dataclass(frozen=True, slots=True)
class Costless:
    """A SKU that was sold and whose cost nobody has stated."""

    sku: int
    sold_minor: int
    units: int
    share_with_those_before: Decimal  # of the sales of all such SKUs


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One posting, for whoever opens a figure."""

    id: int
    entity: int
    channel: int
    mode: str
    market: str
    sku: int | None
    listing: int | None
    order_line: int | None
    kind: str
    layer: str
    basis: str
    certainty: str
    units: int
    amount_minor: int
    currency: str
    base_minor: int | None
    base: str
    rate: Decimal | None
    rate_source: str
    rate_date: date | None
    day: date
    document: int
    source_row: int
    revision: int
    reverses: int | None
    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount that a document states besides its goods: delivery, a voucher, a refund."""

    kind: str
    amount_minor: int
    currency: str
    market: str
    occurred_at: datetime
    source_row: int
