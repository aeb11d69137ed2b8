"""New orders as rows of COPY, context by context: the inner loop of a festival night.

Written for speed where it does not hurt to read: text is made once and used for every row that
needs it, and what comes again and again (prices, fees, days) is worked out once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from argosy.channels.types import ChannelRef
from argosy.intake.classes import CLASSES, LineClass
from argosy.intake.promises import due, holder_of
from argosy.intake.types import OrderDocument, OrderLine
from argosy.intake.vetting import line_minor
from argosy.inventory.types import Demand
from argosy.orders.types import EncodedOrders

BY_KEY: Final[Mapping[str, LineClass]] = {one.key: one for one in CLASSES}
STATED: Final = {one.key: f"{one.kind}\t{one.layer}\tstated\tactual" for one in CLASSES}
ESTIMATED: Final = "platform_fee\tselling\tcomputed\testimate"
NULL: Final = "\\N"
WHOLE: Final = Decimal(1)
RETAINED: Final = timedelta(days=180)  # of who receives an order
ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Listing = tuple[int, int, bool]  # its id, its SKU, whether that is a kit
Parts = Mapping[int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A document with what is known of it before it is booked."""

    n: int  # its position among those given
    document: OrderDocument
    channel: ChannelRef
    digest: bytes
    row: int  # its row in the evidence


@dataclass(frozen=True, slots=True)
class Given:
    """The numbers that one order was given."""

    document: int
    order: int
    run: int
    file: int
    buyer: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """What the rows of one channel begin with."""

    channel: ChannelRef
    posting: str  # entity, channel, mode
    order: str  # entity, channel
    base: str
    home: str
    zone: ZoneInfo
    days: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, channel: ChannelRef) -> "Head":
        """The head of a channel's rows."""
        return cls(
            channel=channel,
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


@lru_cache(maxsize=65_536)
def fee_minor(minor: int, share: Decimal) -> int:
    """The platform's share of an amount as a cost, rounded half away from zero."""
    return -int((minor * share).quantize(WHOLE, rounding=ROUND_HALF_UP))


@lru_cache(maxsize=4_096)
def _market(name: str) -> str:
    """A market as a posting keeps it, encoded."""
    return name[:40].translate(ESCAPED)


class Encoder:
    """Rows of new orders, gathered one order at a time."""

    def __init__(
        self,
        listings: Mapping[tuple[int, str], Listing],
        parts: Parts,
        lines: Iterator[int],
        xact: int,
        now: datetime,
    ) -> None:
        self._listings, self._parts, self._lines = listings, parts, lines
        self._now, self._written = now, now.isoformat()
        self._end_of_fact = f"\t{self._written}\t{xact}"
        self._heads: dict[int, Head] = {}
        self._documents: list[str] = []
        self._orders: list[str] = []
        self._order_lines: list[str] = []
        self._facts: list[str] = []
        self._recipients: list[str] = []
        self._priced: list[str] = []
        self._foreign: list[str] = []
        self._reservations: list[str] = []
        self._promises: list[str] = []
        self._units: dict[tuple[int, int], int] = {}
        self._taken: dict[tuple[int, str], int] = {}
        self._sums: dict[tuple[str, str, int, str, str, str], list[int]] = {}

    def add(self, one: Arrived, given: Given) -> None:
        """Encode one order: its document, itself, its lines, its money, what it is promised."""
        said, channel = one.document, one.channel
        head = self._heads.get(channel.id)
        if head is None:
            head = self._heads[channel.id] = Head.of(channel)
        market = _market(said.market or said.country or head.home)
        total = units = 0
        wanted: dict[int, list[int]] = {}
        known_at, at = None, ""
        for position, line in enumerate(said.lines, start=1):
            minor = line_minor(line)
            total += minor
            of = BY_KEY[line.line_class]
            listing = self._listings.get((channel.id, line.sku or ""))
            if line.occurred_at is not known_at:  # mostly the same one
                known_at, at = line.occurred_at, line.occurred_at.isoformat()
            row = line.row_no or position
            number = NULL
            if of.goods and line.quantity is not None and listing is not None:
                number = str(next(self._lines))
                units += line.quantity
                self._order_lines.append(
                    f"{number}\t{given.order}\t{given.document}\t{row}\t{line.line_class}\t"
                    f"{listing[0]}\t{listing[1]}\t{line.quantity}\t{line.unit_price or 0}\t"
                    f"{minor}\t{at}"
                )
                self._want(wanted, listing, line.quantity)
            if of.kind is not None and minor:
                place = (number, listing, f"{given.document}\t{row}\t0\t", at)
                self._post(head, line, of, place, minor, market)
        self._documents.append(_document(one, given, self._written))
        until = due(channel, said, now=self._now)
        self._order(one, given, head, market, (total, units), until)
        if until is not None and channel.place is not None:
            self._promise(one, given, wanted, until)

    def _want(self, wanted: dict[int, list[int]], listing: Listing, quantity: int) -> None:
        for part, each in self._parts.get(listing[1], ((listing[1], 1),)):
            if part in wanted:
                wanted[part][0] += quantity * each
            else:
                wanted[part] = [quantity * each, listing[0]]

    def _post(
        self,
        head: Head,
        line: OrderLine,
        of: LineClass,
        place: tuple[str, Listing | None, str, str],
        minor: int,
        market: str,
    ) -> None:
        number, listing, row, at = place
        day = head.day(line.occurred_at, at)
        if line.market or line.country:
            market = _market(line.market or line.country or "")
        sku = 0 if listing is None else listing[1]
        named = f"{NULL}\t{NULL}" if listing is None else f"{listing[0]}\t{sku}"
        begin = f"{head.posting}{market}\t{named}\t{number}\t"
        units = (line.quantity or 0) if of.goods else 0
        said = [(STATED[of.key], units, minor)]
        share = head.channel.fee_share
        if share and of.kind == "sale" and (fee := fee_minor(minor, share)):
            said.append((ESTIMATED, 0, fee))
        for what, pieces, amount in said:
            start = f"{begin}{what}\t{pieces}\t{amount}\t{line.currency}\t"
            if line.currency != head.base:
                self._foreign.append(
                    f"{start}{head.base}\t{NULL}\t{NULL}\t\t{NULL}\tf\t{day}\t{row}{at}"
                )
                continue
            self._priced.append(
                f"{start}{amount}\t1\tsame\t{day}\t{day}\t{row}0\t{at}\t{self._written}"
            )
            key = (head.posting, market, sku, what, day, line.currency)
            summed = self._sums.get(key)
            if summed is None:
                summed = self._sums[key] = [0, 0, 0]
            summed[0] += amount
            summed[1] += pieces
            summed[2] += 1

    def _order(
        self,
        one: Arrived,
        given: Given,
        head: Head,
        market: str,
        summed: tuple[int, int],
        until: datetime | None,
    ) -> None:
        said = one.document
        placed_at = said.placed_at or min(line.occurred_at for line in said.lines)
        placed = placed_at.isoformat()
        paid = said.paid_at.isoformat() if said.paid_at else NULL
        self._orders.append(
            f"{given.order}\t{given.document}\t{head.order}{_text(said.external_id, 200)}\torder\t"
            f"{NULL if given.buyer is None else given.buyer}\t{said.lines[0].currency}\t{market}\t"
            f"{_text(said.country or '', 80)}\t{placed}\t{paid}\t{summed[0]}\t0\t{summed[1]}\t"
            f"{until.isoformat() if until else NULL}\t{self._written}"
        )
        begin, end = f"{given.order}\t{given.document}\t", self._end_of_fact
        self._facts.append(f"{begin}placed\t{placed}{end}")
        if said.paid_at:
            self._facts.append(f"{begin}paid\t{paid}{end}")
        if said.changed_at:
            self._facts.append(f"{begin}changed\t{said.changed_at.isoformat()}{end}")
        if said.recipient:
            self._recipients.append(_recipient(given.order, said.recipient, self._now))

    def _promise(
        self, one: Arrived, given: Given, wanted: Mapping[int, list[int]], until: datetime
    ) -> None:
        place, entity = one.channel.place or 0, one.channel.entity
        holder, by = holder_of(given.order), until.isoformat()
        for sku, (quantity, listing) in wanted.items():
            claimant = f"listing:{listing}"
            begin = f"{holder}\t{sku}\t{place}\t{entity}\t{quantity}\t"
            self._reservations.append(f"{begin}active\t{by}\t{self._written}")
            self._promises.append(f"{begin}{claimant}\t{one.n + 1}\t{by}")
            self._units[sku, place] = self._units.get((sku, place), 0) + quantity
            self._taken[sku, claimant] = self._taken.get((sku, claimant), 0) + quantity

    @property
    def documents(self) -> bytes:
        """Rows of evidence."""
        return _bytes(self._documents)

    @property
    def orders(self) -> EncodedOrders:
        """Rows of orders."""
        return EncodedOrders(
            orders=_bytes(self._orders),
            lines=_bytes(self._order_lines),
            facts=_bytes(self._facts),
            recipients=_bytes(self._recipients),
        )

    @property
    def priced(self) -> tuple[bytes, bytes, bytes]:
        """Postings in their entity's own currency, and what they add up to with and without SKU."""
        sums, totals = [], dict[tuple[str, str, str, str, str], list[int]]()
        for (head, market, sku, what, day, currency), said in self._sums.items():
            amount, units, postings = said
            worth = f"{amount}\t{amount}\t0\t{units}\t{postings}\tf"
            sums.append(f"{head}{market}\t{sku}\t{what}\t{day}\t{currency}\t{worth}")
            total = totals.setdefault((head, market, what, day, currency), [0, 0, 0])
            for position, value in enumerate(said):
                total[position] += value
        encoded = [
            f"{head}{market}\t{what}\t{day}\t{currency}\t{amount}\t{amount}\t0\t{units}\t{postings}\tf"
            for (head, market, what, day, currency), (amount, units, postings) in totals.items()
        ]
        return _bytes(self._priced), _bytes(sums), _bytes(encoded)

    @property
    def foreign(self) -> bytes:
        """Postings in other currencies, which finance has to price."""
        return _bytes(self._foreign)

    @property
    def postings(self) -> int:
        """How many postings there are."""
        return len(self._priced) + len(self._foreign)

    @property
    def demand(self) -> Demand:
        """What the orders want of stock in all, with the reservations this comes to."""
        return Demand(units=self._units, taken=self._taken, rows=_bytes(self._reservations))

    @property
    def promises(self) -> bytes:
        """The same order by order, for when there is not plenty."""
        return _bytes(self._promises)


def _document(one: Arrived, given: Given, received: str) -> str:
    said = one.document
    as_of = max(line.occurred_at for line in said.lines)
    for at in (said.placed_at, said.paid_at, said.changed_at):
        if at is not None and at > as_of:
            as_of = at
    return (
        f"{given.document}\t{one.channel.id}\torder\t{_text(said.external_id, 200)}\t"
        f"\\\\x{one.digest.hex()}\t{given.file}\t{{{one.row}}}\t{given.run}\t{as_of.isoformat()}\t\t"
        f"applied\t{received}"
    )


def _recipient(order: int, said: Mapping[str, str], now: datetime) -> str:
    rest = {name: text for name, text in said.items() if name not in {"name", "phone", "email"}}
    return (
        f"{order}\tdelivery\t{(now + RETAINED).date().isoformat()}\t"
        f"{_text(said.get('name', ''), 200)}\t"
        f"{_text(said.get('phone', ''), 60)}\t{_text(said.get('email', ''), 254)}\t"
        f"{json.dumps(rest).translate(ESCAPED)}"
    )


def _text(value: str, limit: int) -> str:
    return value[:limit].translate(ESCAPED)


def _bytes(rows: Iterable[str]) -> bytes:
    text = "\n".join(rows)
    return f"{text}\n".encode() if text else b""
