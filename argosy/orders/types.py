"""What orders return."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from argosy.kernel.money import Money


class State(StrEnum):
    """What is known to have become of an order, the last word first."""

    WITHDRAWN = "withdrawn"  # its only import was undone
    CANCELLED = "cancelled"
    REFUNDED = "refunded"  # in part or whole
    SHIPPED = "shipped"
    PAID = "paid"
    PLACED = "placed"


WAITING: Final = frozenset({State.PLACED, State.PAID})


@dataclass(frozen=True, slots=True)
class Window:
    """From when until just before when, for the channels of one zone; `None` is open."""

    channels: Collection[int] | None
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders are asked for. Everything unsaid is everything; windows add up."""

    windows: Collection[Window] = ()
    text: str = ""  # the start of an order's number
    state: str = ""
    kind: str = ""
    market: str = ""
    currency: str = ""
    sku: int | None = None
    customer: int | None = None
    open: bool = False  # promised, and neither left nor cancelled
    late_at: datetime | None = None  # open, and was to leave before then
    among: Collection[int] | None = None  # only these orders


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order as a list shows it."""

    id: int
    external_id: str
    kind: str
    state: State
    channel: int
    customer: int | None
    market: str
    country_label: str
    placed_at: datetime
    units: int
    total: Money
    refunded: Money
    promised_until: datetime | None  # by when it must leave; None where nothing was promised

    @property
    def waits(self) -> bool:
        """Whether it is still to leave."""
        return self.promised_until is not None and self.state in WAITING


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of goods as the document that counts states it."""

    id: int
    source_row: int
    kind: str
    sku: int | None
    sku_code: str
    sku_title: str
    platform_sku: str
    listing_title: str
    quantity: int
    unit_price: Decimal
    amount: Money
    undoes: tuple[tuple[int, str, int], ...]  # (order id, its number, units) of sales this credits
    undone_by: tuple[tuple[int, str, int], ...]  # the same of credits that undo this sale


@dataclass(frozen=True, slots=True)
class FactRow:
    """Something that a document says happened."""

    kind: str
    occurred_at: datetime
    recorded_at: datetime
    document: int
    detail: Mapping[str, object] | None  # who and why, of what was done to it live


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers drawn for orders and lines that are to be placed; the transaction's in the book."""

    orders: list[int]
    lines: list[int]
    xact: int


@dataclass(frozen=True, slots=True)
class EncodedOrders:
    """Orders as rows of COPY: of copy_orders, copy_lines, copy_facts, copy_recipients."""

    orders: bytes
    lines: bytes
    facts: bytes
    recipients: bytes


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act came to: the order's next revision, and the snapshot that speaks for it."""

    order: int
    revision: int
    document: int
    channel: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How an order stands while its row is held."""

    id: int
    external_id: str
    kind: str
    channel: int
    currency: str
    market: str
    country_label: str
    document: int
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    cancelled_at: datetime | None
    withdrawn_at: datetime | None
    total_minor: int
    refunded_minor: int
    revision: int
    customer: int | None
    as_of: datetime  # the latest instant that the snapshot which speaks knows of

    @property
    def state(self) -> State:
        """What is known to have become of it, the last word first."""
        said = (
            (State.WITHDRAWN, self.withdrawn_at),
            (State.CANCELLED, self.cancelled_at),
            (State.REFUNDED, self.refunded_minor),
            (State.SHIPPED, self.shipped_at),
            (State.PAID, self.paid_at),
        )
        return next((state for state, told in said if told), State.PLACED)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A line that counts, as its document states it."""

    id: int
    source_row: int
    kind: str
    platform_sku: str | None
    sku: int | None
    quantity: int
    unit_price: Decimal
    amount_minor: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One fact as those who follow what is new see it; `(xact, fact)` is its place in the feed."""

    xact: int
    fact: int
    order: int
    channel: int
    external_id: str
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """Who receives an order, for those who may know."""

    name: str
    phone: str
    email: str
    address: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order with everything that orders know of it."""

    row: OrderRow
    document: int
    recorded_at: datetime
    entity: int
    revision: int
    facts: tuple[FactRow, ...]
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many orders are still to leave; each counted no further than `queries.COUNTED_MAX`."""

    open: int
    late: int  # of those, promised to have left by now


@dataclass(frozen=True, slots=True)
class Total:
    """What a list of orders adds up to in one currency."""

    currency: str
    orders: int
    units: int
    total: Money
    refunded: Money


@dataclass(frozen=True, slots=True)
class CreditShare:
    """How many credited lines and units found the sale that they undo; the rest stand alone."""

    lines: int
    matched_lines: int
    units: int
    matched_units: int

    @property
    def share(self) -> Decimal | None:
        """Of the lines, between 0 and 1; None where nothing was credited."""
        return Decimal(self.matched_lines) / Decimal(self.lines) if self.lines else None
