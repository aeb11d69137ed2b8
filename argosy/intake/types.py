"""What intake takes and returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from argosy.evidence.types import Problem


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line or charge of a document. `line_class` is one of `intake.classes`."""

    line_class: str
    currency: str
    occurred_at: datetime
    row_no: int = 0  # of the source; 0: numbered in the order given
    sku: str | None = None  # the platform's own
    title: str | None = None
    quantity: int | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None  # signed; overrides quantity × unit price
    country: str | None = None
    market: str | None = None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class OrderDocument:
    """One snapshot of an order, credit or transaction as a channel tells it."""

    external_id: str
    kind: str  # order, credit, adjustment, transaction
    lines: tuple[OrderLine, ...]
    placed_at: datetime | None = None
    paid_at: datetime | None = None
    changed_at: datetime | None = None
    shipped_at: datetime | None = None
    cancelled_at: datetime | None = None
    customer: str | None = None
    country: str | None = None
    market: str | None = None
    reference: str | None = None
    recipient: Mapping[str, str] | None = None
    channel: str | None = None  # its key, where a batch speaks of several
    total: Decimal | None = None  # what the channel says it adds up to; checked where it is said


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something to which order, when, and which revision of it they have seen."""

    order: int
    by: int | None
    at: datetime
    reason: str
    revision: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document of a batch, in the order in which they were given."""

    external_id: str
    channel: int  # 0 where it is none
    fate: str  # new, known, changed, quarantined
    order: int | None  # its order, where it is one
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Booked:
    """What a batch came to."""

    new: int = 0
    known: int = 0
    changed: int = 0
    again: int = 0
    merchandise_lines: int = 0
    other_lines: int = 0
    postings: int = 0
    moves: int = 0
    quarantined: int = 0
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """Lines of one class and currency, with what they add up to."""

    line_class: str
    kind: str
    currency: str
    lines: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class RunView:
    """An import as a person sees it."""

    id: int
    file: int
    file_name: str
    table: str  # which of the file's tables, where it has several
    profile: str
    channel: int | None
    channel_title: str
    state: str
    rows_total: int
    rows_done: int
    documents_total: int
    documents_done: int
    new: int
    known: int
    changed: int
    quarantined: int
    merchandise_lines: int
    other_lines: int
    quarantined_lines: int
    totals: tuple[ClassTotal, ...]
    skipped: tuple[tuple[int, str, str], ...]  # row, reason, its text
    error_code: str
    error_message: str
    notes: tuple[str, ...]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    seconds_left: float | None  # while it runs
    peak_rss_mb: int
    started_by: int | None
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is; for whoever shows it."""

    phase: str  # reading, applying
    done: int
    total: int
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A digest of the book's business content, and how much of it there is."""

    fingerprint: str
    orders: int
    lines: int
    moves: int
    postings: int


@dataclass(frozen=True, slots=True)
class ProfileView:
    """An import profile as a person chooses it."""

    key: str
    title_en: str
    title_zh: str
    document: str
    confirmed: bool
    source: str
    built_in: bool


@dataclass(frozen=True, slots=True)
class ClassView:
    """What becomes of lines of one class."""

    key: str
    kind: str  # of the posting; "" where it is no money
    layer: str  # of the margin
    goods: bool  # a line of the order
    stock: str  # ship, return, write_off, find; "" where nothing moves


@dataclass(frozen=True, slots=True)
class SourceRows:
    """The rows of a document as its file has them."""

    file_name: str
    table: str
    run: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing an import would touch."""

    documents: int  # would be given up
    kept: int  # stay, because another import brought them too
    orders: int
    postings: int
    moves: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A table of a file that no profile fits: what it has, and what its columns may be."""

    table: str
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    guesses: Mapping[str, tuple[str, float]]  # our field: the column it may be, and how sure
