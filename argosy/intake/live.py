"""Documents that arrive as values, not as a file: vetted, kept, booked the short or long way."""

import hashlib
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from argosy.channels import queries as channels_queries
from argosy.channels.types import ChannelRef
from argosy.customers import services as customers
from argosy.evidence import services as evidence
from argosy.evidence.types import Bad, Problem
from argosy.finance import services as finance
from argosy.intake import booking, fresh, plain
from argosy.intake.classes import CLASSES
from argosy.intake.encoding import Arrived
from argosy.intake.errors import UnknownLineClass
from argosy.intake.models import LIVE, Run, RunState
from argosy.intake.types import Booked, OrderDocument, Outcome
from argosy.intake.vetting import faults, line_minor
from argosy.inventory import services as inventory
from argosy.kernel import sql
from argosy.kernel.faults import fault

if TYPE_CHECKING:
    from psycopg import Cursor

KNOWN = frozenset(one.key for one in CLASSES)
NOWHERE = 0  # the channel of a document that names none


def book(
    *,
    documents: Sequence[OrderDocument],
    channel: int | None,
    run: int | None,
    file: int | None,
    now: datetime,
) -> Booked:
    """See `services.book`."""
    with transaction.atomic():
        return book_within(documents=documents, channel=channel, run=run, file=file, now=now)


def book_within(
    *,
    documents: Sequence[OrderDocument],
    channel: int | None,
    run: int | None,
    file: int | None,
    now: datetime,
) -> Booked:
    """See `services.book_within`."""
    _refuse_unknown_classes(documents)
    finance.hold_book(alone=False)
    where = _channels(documents, channel)
    said = [plain.canonical(one) for one in documents]
    kept = file if file is not None else _keep(b"\n".join(said), now)
    fault("intake.kept")
    arrived, bad, twins = _vetted(documents, where, said, now)
    told = {one.channel.id for one in arrived}
    runs = {channel: run or _run_of(channel, kept, now) for channel in told}
    outcomes = _set_aside(documents, bad, where, kept, run, now)
    total = _booked(arrived, runs, kept, outcomes, now)
    for n, first in twins.items():
        outcomes[n] = replace(outcomes[first], fate="known")
    fault("intake.before_commit")
    return replace(
        total,
        quarantined=len(bad),
        outcomes=tuple(outcomes[n] for n in range(len(documents))),
    )


def _refuse_unknown_classes(documents: Sequence[OrderDocument]) -> None:
    for document in documents:
        for line in document.lines:
            if line.line_class not in KNOWN:
                raise UnknownLineClass(line_class=line.line_class)


def _channels(
    documents: Sequence[OrderDocument], channel: int | None
) -> dict[str | None, ChannelRef]:
    """The channel of each key, and that of documents which name none."""
    found: dict[str | None, ChannelRef] = {}
    named = channels_queries.by_keys(keys={one.channel for one in documents if one.channel})
    found.update(named)
    if channel is not None:
        found[None] = channels_queries.by_id(channel=channel)
    return found


def _keep(said: bytes, now: datetime) -> int:
    content = io.BytesIO(said)
    name = f"live-{now:%Y%m%dT%H%M%S%f}.jsonl"
    return evidence.store_file(content=content, name=name, received_by=None, now=now).id


def _vetted(
    documents: Sequence[OrderDocument],
    where: Mapping[str | None, ChannelRef],
    said: Sequence[bytes],
    now: datetime,
) -> tuple[list[Arrived], dict[int, list[Problem]], dict[int, int]]:
    """Those without a fault, once each; the faults of the others; and who is whose twin."""
    good: dict[tuple[int, str, bytes], Arrived] = {}
    bad: dict[int, list[Problem]] = {}
    twins: dict[int, int] = {}  # a document given twice is answered as the first
    for n, document in enumerate(documents):
        channel = where.get(document.channel)
        found = faults(document, now=now)
        if channel is None:
            found.insert(0, Problem(0, "channel", "unknown_channel", document.channel or ""))
        if found or channel is None:
            bad[n] = found
            continue
        digest = hashlib.sha256(said[n]).digest()
        key = (channel.id, document.external_id, digest)
        first = good.setdefault(key, Arrived(n, document, channel, digest, n + 1))
        if first.n != n:
            twins[n] = first.n
    return list(good.values()), bad, twins


def _run_of(channel: int, file: int, now: datetime) -> int:
    """The import that stands for what a channel told live on a day."""
    day = f"{now.astimezone(UTC):%Y-%m-%d}"
    told = {"profile": LIVE, "channel": channel, "member": day}
    for (found,) in sql.often("intake/run_of", told):
        return int(found)
    made = Run.objects.create(
        file=file,
        member=day,
        profile=LIVE,
        channel_id=channel,
        state=RunState.DONE,
        created_at=now,
        started_at=now,
        finished_at=now,
    )
    return made.pk


def _set_aside(
    documents: Sequence[OrderDocument],
    bad: Mapping[int, Sequence[Problem]],
    where: Mapping[str | None, ChannelRef],
    file: int,
    run: int | None,
    now: datetime,
) -> dict[int, Outcome]:
    """Quarantine what has a fault; those outcomes by position."""
    by_channel: dict[int, list[int]] = defaultdict(list)
    for n in bad:
        found = where.get(documents[n].channel)
        by_channel[found.id if found else NOWHERE].append(n)
    for channel, positions in by_channel.items():
        evidence.quarantine(
            run=run or _run_of_unknown(channel, file, now),
            file=file,
            channel=channel,
            profile=LIVE,
            bad=[
                Bad(documents[n].external_id, plain.rows(documents[n]), tuple(bad[n]))
                for n in positions
            ],
            now=now,
        )
    return {
        n: Outcome(documents[n].external_id, channel, "quarantined", None, tuple(bad[n]))
        for channel, positions in by_channel.items()
        for n in positions
    }


def _run_of_unknown(channel: int, file: int, now: datetime) -> int:
    if channel != NOWHERE:
        return _run_of(channel, file, now)
    day = f"{now.astimezone(UTC):%Y-%m-%d}"
    found = Run.objects.filter(profile=LIVE, channel=None, member=day).order_by("pk").first()
    if found is None:
        found = Run.objects.create(
            file=file,
            member=day,
            profile=LIVE,
            state=RunState.DONE,
            created_at=now,
            finished_at=now,
        )
    return found.pk


def _booked(
    arrived: Sequence[Arrived],
    runs: Mapping[int, int],
    file: int,
    outcomes: dict[int, Outcome],
    now: datetime,
) -> Booked:
    """Book what is without a fault, tell what became of each, and make the promises last."""
    spoken = [
        (one.channel.id, subject)
        for one in arrived
        for subject in (one.document.external_id, one.document.reference)
        if subject
    ]
    evidence.hold_subjects(
        channels=[channel for channel, _ in spoken], subjects=[subject for _, subject in spoken]
    )
    candidates, known = fresh.candidates(_single(arrived))
    told = {
        "channels": sql.array(one.channel.id for one in candidates),
        "subjects": sql.texts(one.document.external_id for one in candidates),
    }
    spoken_of = {position for (position,) in sql.often("intake/spoken_of", told)}
    short = [one for position, one in enumerate(candidates, start=1) if position not in spoken_of]
    if short and len(short) < len(arrived):
        # Newcomers among the buyers are named at once: in two goes they would have no order.
        _welcome(arrived, now)
    placed = fresh.place(short, known, run=runs, file=file, now=now)
    for one in short:
        order = placed.orders[one.n]
        outcomes[one.n] = Outcome(one.document.external_id, one.channel.id, "new", order)
    total = Booked(
        new=len(short),
        merchandise_lines=placed.lines,
        other_lines=placed.other_lines,
        postings=placed.postings,
    )
    rest = [one for one in arrived if one.n not in placed.orders]
    if not rest and inventory.promise_plenty(demand=placed.demand, now=now):
        return total
    inventory.open_promises()
    inventory.ask_promises(rows=placed.promises)
    fault("intake.before_promises")
    if rest:
        total = _long_way(rest, runs, file, total, outcomes, now)
    inventory.promise_incoming(now=now, fresh=not rest)
    return total


def _single(arrived: Sequence[Arrived]) -> list[Arrived]:
    """Those that are the only ones of this batch to speak of their order."""
    subjects = {(one.channel.id, one.document.external_id) for one in arrived}
    if len(subjects) == len(arrived):
        return list(arrived)
    times = Counter((one.channel.id, one.document.external_id) for one in arrived)
    return [one for one in arrived if times[one.channel.id, one.document.external_id] == 1]


def _long_way(
    rest: Sequence[Arrived],
    runs: Mapping[int, int],
    file: int,
    total: Booked,
    outcomes: dict[int, Outcome],
    now: datetime,
) -> Booked:
    """Book documents of orders that are known, or that name something new, channel by channel."""
    by_channel: dict[int, list[Arrived]] = defaultdict(list)
    for one in rest:
        by_channel[one.channel.id].append(one)
    stock = booking.Later()
    inventory.open_incoming()
    for channel, ones in sorted(by_channel.items()):
        booking.open_batch(keeps_moves=True)
        fill_batch([(one.n + 1, one.digest, one.row, one.document) for one in ones])
        ticket = booking.Ticket(run=runs[channel], file=file, channel=ones[0].channel)
        booked = booking.apply_batch(ticket=ticket, now=now, match=True, later=stock)
        by_n = {one.n: one.document for one in ones}
        unmapped = {code for (code,) in sql.rows("intake/unmapped")}
        for n, fate, order in sql.rows("intake/outcomes"):
            document = by_n[n - 1]
            told = "known" if fate == "again" else fate
            outcomes[n - 1] = Outcome(
                document.external_id, channel, told, order, tuple(_waiting(document, unmapped))
            )
        total = replace(
            total,
            new=total.new + booked.new,
            known=total.known + booked.known + booked.again,
            changed=total.changed + booked.changed,
            merchandise_lines=total.merchandise_lines + booked.merchandise_lines,
            other_lines=total.other_lines + booked.other_lines,
            postings=total.postings + booked.postings,
        )
    return replace(total, moves=booking.settle_stock(stock, now=now))


def _welcome(arrived: Sequence[Arrived], now: datetime) -> None:
    customers.meet(
        names=[
            (one.channel.id, one.document.customer[:128])
            for one in arrived
            if one.document.customer
        ],
        now=now,
    )


def _waiting(document: OrderDocument, unmapped: set[str]) -> Iterator[Problem]:
    for row, line in enumerate(document.lines, start=1):
        if line.sku in unmapped:
            yield Problem(row, "sku", "unknown_sku", line.sku or "")


def fill_batch(told: Sequence[tuple[int, bytes, int, OrderDocument]]) -> None:
    """Copy documents (number, digest, row of the evidence) and lines into the batch's tables."""
    _copy("intake/copy_documents", _document_rows(told))
    _copy("intake/copy_lines", _line_rows(told))


def _document_rows(
    told: Sequence[tuple[int, bytes, int, OrderDocument]],
) -> Iterator[tuple[object, ...]]:
    for n, digest, row, one in told:
        stamps = [line.occurred_at for line in one.lines]
        known = [
            at
            for at in (
                *stamps,
                *(one.placed_at, one.paid_at, one.changed_at, one.shipped_at, one.cancelled_at),
            )
            if at is not None
        ]
        yield (
            n,
            one.external_id,
            one.kind,
            digest,
            [line.row_no for line in one.lines]
            if all(line.row_no for line in one.lines)
            else [row],
            max(known),
            min(stamps, default=min(known)),
            one.placed_at,
            one.paid_at,
            one.changed_at,
            one.shipped_at,
            one.cancelled_at,
            one.customer,
            one.country,
            one.market,
            one.lines[0].currency,
            one.reference,
            json.dumps(dict(one.recipient)) if one.recipient else None,
        )


def _line_rows(
    told: Sequence[tuple[int, bytes, int, OrderDocument]],
) -> Iterator[tuple[object, ...]]:
    for n, _, _, document in told:
        for position, line in enumerate(document.lines, start=1):
            yield (
                n,
                line.row_no or position,
                0,
                line.line_class,
                line.sku,
                line.title,
                line.quantity,
                line.unit_price,
                line_minor(line),
                line.currency,
                line.country,
                line.market,
                line.occurred_at,
            )


def _copy(statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        native: Cursor[tuple[object, ...]] = cursor.cursor
        with native.copy(sql.text(statement).encode()) as copy:
            for row in rows:
                copy.write_row(row)
