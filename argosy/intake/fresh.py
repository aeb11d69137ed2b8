"""The short way into the book: orders of which nothing is known yet, and nothing new is named.

On a festival night nearly all are such. They need no merging and no learning, so their rows are
encoded here and given to each context's own services, which write them with one statement each.
Whatever is not plainly so takes the long way (`booking`), which knows every case; both ways lead to
the same book, and a test holds them against each other.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from zoneinfo import ZoneInfo

from argosy.catalogue import queries as catalogue
from argosy.channels import queries as channels
from argosy.channels.types import ChannelRef
from argosy.customers import services as customers
from argosy.evidence import services as evidence
from argosy.finance import services as finance
from argosy.intake.classes import CLASSES, LineClass
from argosy.intake.promises import due, holder_of
from argosy.intake.types import OrderDocument, OrderLine
from argosy.intake.vetting import line_minor
from argosy.orders import services as orders

BY_KEY: Final[Mapping[str, LineClass]] = {one.key: one for one in CLASSES}
NULL: Final = "\\N"
WHOLE: Final = Decimal(1)
ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Arrived:
    """A document with what is known of it before it is booked."""

    n: int  # its position among those given
    document: OrderDocument
    channel: ChannelRef
    digest: bytes
    row: int  # its row in the evidence


@dataclass(slots=True)
class Rows:
    """Encoded rows, context by context."""

    documents: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    postings: list[str] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    recipients: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """What the short way came to."""

    orders: dict[int, int]  # position to order
    promises: bytes = b""  # encoded, to be asked for
    lines: int = 0
    other_lines: int = 0
    postings: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the batch's names stand for."""

    listings: Mapping[tuple[int, str], tuple[int, int]]
    parts: Mapping[int, tuple[tuple[int, int], ...]]
    labels: set[tuple[int, str, str]]


def candidates(arrived: Sequence[Arrived]) -> tuple[list[Arrived], Known]:
    """Those that may go the short way by what they say, and what their names stand for."""
    plain = [one for one in arrived if _is_plain(one.document)]
    asked = {(one.channel.id, line.sku) for one in plain for line in one.document.lines if line.sku}
    listings = channels.resolve(
        channels=[channel for channel, _ in asked], skus=[code for _, code in asked]
    )
    labelled = any(line.country for one in plain for line in one.document.lines)
    known = Known(
        listings=listings,
        parts=catalogue.parts(skus=sorted({sku for _, sku in listings.values()})),
        labels=channels.labels_known(channels={one.channel.id for one in plain})
        if labelled
        else set(),
    )
    return [one for one in plain if _names_nothing_new(one, known)], known


def _is_plain(document: OrderDocument) -> bool:
    return (
        document.kind == "order"
        and document.shipped_at is None
        and document.cancelled_at is None
        and not document.reference
        and all(
            BY_KEY[line.line_class].kind != "refund"
            and (BY_KEY[line.line_class].stock is None or line.line_class == "merchandise")
            and (line.quantity is None or line.quantity > 0)
            for line in document.lines
        )
        and any(BY_KEY[line.line_class].makes_order for line in document.lines)
    )


def _names_nothing_new(one: Arrived, known: Known) -> bool:
    channel = one.channel.id
    for line in one.document.lines:
        needs = BY_KEY[line.line_class].goods
        if (needs or line.sku) and (channel, line.sku or "") not in known.listings:
            return False
        if line.country:
            market = (line.market or line.country)[:40]
            if (channel, market, line.country[:80]) not in known.labels:
                return False
    return True


def place(
    arrived: Sequence[Arrived], known: Known, *, run: Mapping[int, int], file: int, now: datetime
) -> Placed:
    """Book documents of which nothing is known; what they are to be promised is answered."""
    if not arrived:
        return Placed({})
    goods = sum(BY_KEY[line.line_class].goods for one in arrived for line in one.document.lines)
    documents = evidence.draw_numbers(documents=len(arrived))
    numbers, lines = orders.draw_numbers(orders=len(arrived), lines=goods)
    buyers = customers.meet(
        names=[
            (one.channel.id, one.document.customer[:128])
            for one in arrived
            if one.document.customer
        ],
        now=now,
    )
    rows = Rows()
    drawn = iter(lines)
    heads = {one.channel.id: _Head.of(one.channel) for one in arrived}
    for one, document, order in zip(arrived, documents, numbers, strict=True):
        told = _Told(one, document, order, known, heads[one.channel.id], now)
        told.write(rows, drawn, buyers)
        rows.documents.append(told.evidence(run[one.channel.id], file))
    evidence.record_fresh(rows=_bytes(rows.documents), now=now)
    orders.place(
        orders=_bytes(rows.orders),
        lines=_bytes(rows.lines),
        recipients=rows.recipients,
        now=now,
    )
    posted = finance.post_rows(rows=_bytes(rows.postings), now=now)
    posted += finance.post_costs(skus=None, documents=documents, now=now)
    return Placed(
        orders={one.n: number for one, number in zip(arrived, numbers, strict=True)},
        promises=_bytes(rows.promises),
        lines=goods,
        other_lines=sum(len(one.document.lines) for one in arrived) - goods,
        postings=posted,
    )


def _bytes(rows: Iterable[str]) -> bytes:
    text = "\n".join(rows)
    return f"{text}\n".encode() if text else b""


def _text(value: str | None, limit: int) -> str:
    if value is None:
        return NULL
    return value[:limit].translate(ESCAPED)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the rows of one channel begin with."""

    posting: str  # entity, channel, mode
    order: str  # entity, channel
    base: str
    home: str
    zone: ZoneInfo
    days: dict[str, str] = field(default_factory=dict)  # by hour: a zone's rules cost time

    @classmethod
    def of(cls, channel: ChannelRef) -> "_Head":
        """The head of a channel's rows."""
        return cls(
            posting=f"{channel.entity}\t{channel.id}\t{channel.mode}\t",
            order=f"{channel.entity}\t{channel.id}\t",
            base=channel.base_currency,
            home=channel.market or "–",
            zone=ZoneInfo(channel.zone),
        )

    def day(self, at: datetime, text: str) -> str:
        """The channel's day of an instant; zones change on quarters of an hour at the finest."""
        quarter = f"{text[:14]}{at.minute // 15}{text[-6:]}"
        found = self.days.get(quarter)
        if found is None:
            found = self.days[quarter] = at.astimezone(self.zone).date().isoformat()
        return found


@dataclass(slots=True)
class _Told:
    """One order as rows."""

    one: Arrived
    document: int
    order: int
    known: Known
    head: _Head
    now: datetime

    def evidence(self, run: int, file: int) -> str:
        """The document's own row."""
        said, channel = self.one.document, self.one.channel.id
        as_of = max(line.occurred_at for line in said.lines)
        for at in (said.placed_at, said.paid_at, said.changed_at):
            if at is not None and at > as_of:
                as_of = at
        return (
            f"{self.one.n + 1}\t{channel}\torder\t{_text(said.external_id, 200)}\t"
            f"\\\\x{self.one.digest.hex()}\t{file}\t{{{self.one.row}}}\t{run}\t"
            f"{as_of.isoformat()}\t{self.document}\tnew"
        )

    def write(
        self, rows: Rows, drawn: Iterator[int], buyers: Mapping[tuple[int, str], int]
    ) -> None:
        """The order, its lines, its money, and what it is to be promised."""
        said, channel = self.one.document, self.one.channel
        total = units = 0
        wanted: dict[int, list[int]] = {}
        market = (said.market or said.country or self.head.home)[:40].translate(ESCAPED)
        for position, line in enumerate(said.lines, start=1):
            minor = line_minor(line)
            total += minor
            of = BY_KEY[line.line_class]
            listing = self.known.listings.get((channel.id, line.sku or ""))
            at = line.occurred_at.isoformat()
            number = NULL
            if of.goods and line.quantity is not None and listing is not None:
                number = str(next(drawn))
                units += line.quantity
                rows.lines.append(
                    f"{number}\t{self.document}\t{line.row_no or position}\t0\t{line.line_class}\t"
                    f"{listing[0]}\t{listing[1]}\t{line.quantity}\t{line.unit_price or 0}\t"
                    f"{minor}\t{at}"
                )
                self._want(wanted, listing, line.quantity)
            if of.kind is not None and minor:
                self._post(rows.postings, line, (number, listing, position, at), of, minor, market)
        promised_until = due(channel, said, now=self.now)
        rows.orders.append(self._order(total, units, promised_until, market, buyers))
        rows.recipients = rows.recipients or bool(said.recipient)
        if promised_until is not None and channel.place is not None:
            holder, until = holder_of(self.order), promised_until.isoformat()
            rows.promises += [
                f"{holder}\t{sku}\t{channel.place}\t{channel.entity}\t{quantity}\t"
                f"listing:{listing_id}\t{self.one.n + 1}\t{until}"
                for sku, (quantity, listing_id) in wanted.items()
            ]

    def _want(self, wanted: dict[int, list[int]], listing: tuple[int, int], quantity: int) -> None:
        for part, each in self.known.parts.get(listing[1], ((listing[1], 1),)):
            if part in wanted:
                wanted[part][0] += quantity * each
            else:
                wanted[part] = [quantity * each, listing[0]]

    def _post(
        self,
        postings: list[str],
        line: OrderLine,
        place: tuple[str, tuple[int, int] | None, int, str],
        of: LineClass,
        minor: int,
        market: str,
    ) -> None:
        number, listing, position, at = place
        head, fee_share = self.head, self.one.channel.fee_share
        day = head.day(line.occurred_at, at)
        if line.market or line.country:
            market = (line.market or line.country or "")[:40].translate(ESCAPED)
        named = f"{NULL}\t{NULL}" if listing is None else f"{listing[0]}\t{listing[1]}"
        begin = f"{head.posting}{market}\t{named}\t{number}\t"
        is_same = line.currency == head.base
        worth = f"1\tsame\t{day}\tt" if is_same else f"{NULL}\t\t{NULL}\tf"
        end = f"{worth}\t{day}\t{self.document}\t{line.row_no or position}\t0\t{at}"
        units = (line.quantity or 0) if of.goods else 0
        postings.append(
            f"{begin}{of.kind}\t{of.layer}\tstated\tactual\t{units}\t{minor}\t{line.currency}\t"
            f"{head.base}\t{minor if is_same else NULL}\t{end}"
        )
        if of.kind == "sale" and fee_share:
            fee = -int((minor * fee_share).quantize(WHOLE, rounding=ROUND_HALF_UP))
            if fee:
                postings.append(
                    f"{begin}platform_fee\tselling\tcomputed\testimate\t0\t{fee}\t"
                    f"{line.currency}\t{head.base}\t{fee if is_same else NULL}\t{end}"
                )

    def _order(
        self,
        total: int,
        units: int,
        promised_until: datetime | None,
        market: str,
        buyers: Mapping[tuple[int, str], int],
    ) -> str:
        said, channel = self.one.document, self.one.channel
        buyer = buyers.get((channel.id, said.customer[:128])) if said.customer else None
        placed = said.placed_at or min(line.occurred_at for line in said.lines)
        recipient = NULL
        if said.recipient:
            recipient = json.dumps(dict(said.recipient)).translate(ESCAPED)
        return (
            f"{self.document}\t{self.order}\t{self.head.order}{_text(said.external_id, 200)}\torder\t"
            f"{NULL if buyer is None else buyer}\t{said.lines[0].currency}\t{market}\t"
            f"{_text(said.country or '', 80)}\t{placed.isoformat()}\t"
            f"{said.paid_at.isoformat() if said.paid_at else NULL}\t{total}\t0\t{units}\t"
            f"{recipient}\t{promised_until.isoformat() if promised_until else NULL}\tt"
        )
