"""Orders into the book: a batch as one transaction, single ones collected into one."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.utils import translation

from argosy.api.collecting import Collector
from argosy.api.errors import Quarantined
from argosy.api.replies import encoded, reply_of
from argosy.api.types import Ask, Batch, Told
from argosy.channels import queries as channels
from argosy.evidence import services as evidence
from argosy.evidence.types import Bad
from argosy.identity import services as identity
from argosy.identity.types import Reply
from argosy.intake import services as intake
from argosy.kernel.errors import DomainError

QUARANTINED: Final = "quarantined"
NEW: Final = "new"
PROFILE: Final = "api"
NOWHERE: Final = 0  # the channel of what names none that is there
# What one strange document can bring about; its neighbours are then booked without it.
UNFIT: Final = (DomainError, DatabaseError, ArithmeticError, LookupError, TypeError, ValueError)


def book_batch(*, batch: Batch, raw: bytes, by: int, request: int | None, now: datetime) -> Reply:
    """Book the orders of one call in one transaction, and keep its reply in the same."""
    with transaction.atomic():
        booked = iter(_booked(batch, raw=raw, by=by, now=now))
        told = []
        for position in range(len(batch.documents) + len(batch.faulty)):
            fault = batch.faulty.get(position)
            told.append(
                next(booked)
                if fault is None
                else Told(fault.external_id, fault.channel, QUARANTINED, problems=fault.problems)
            )
        reply = _reply_to_batch(told)
        if request is not None:
            identity.keep_replies(replies={request: reply}, now=now)
    return reply


def book_together(asks: Sequence[Ask]) -> list[Reply]:
    """Book orders that came alone in one transaction, and keep each one's reply in the same."""
    now = datetime.now(UTC)
    # One body keeps its bytes; those of several become one list.
    raw = asks[0].raw if len(asks) == 1 else b"[" + b",".join(ask.raw for ask in asks) + b"]"
    with transaction.atomic():
        batch = Batch(tuple(ask.document for ask in asks))
        told = _booked(batch, raw=raw, by=asks[0].by, now=now)
        replies = [_reply_to_one(one, ask.language) for one, ask in zip(told, asks, strict=True)]
        kept = {
            ask.request: reply
            for ask, reply in zip(asks, replies, strict=True)
            if ask.request is not None
        }
        identity.keep_replies(replies=kept, now=now)
    return replies


class Counters:
    """One collector for each account: what is received is recorded as received by somebody."""

    def __init__(self) -> None:
        self._of: dict[int, Collector[Ask, Reply]] = {}

    def of(self, by: int) -> Collector[Ask, Reply]:
        """The collector of an account."""
        # Two threads may make it at once; setdefault lets one of them win.
        return self._of.get(by) or self._of.setdefault(by, Collector(book_together, unfit=UNFIT))


COUNTERS: Final = Counters()


def _booked(batch: Batch, *, raw: bytes, by: int, now: datetime) -> list[Told]:
    """Keep the body as it came, then set aside what is no document and book what is one."""
    name = f"api-{now:%Y%m%dT%H%M%S%f}.json"
    kept = evidence.store_file(content=BytesIO(raw), name=name, received_by=by, now=now)
    if batch.faulty:
        _set_aside(batch, file=kept.id, now=now)
    if not batch.documents:
        return []
    booked = intake.book_within(documents=batch.documents, file=kept.id, now=now)
    return [
        Told(one.external_id, document.channel or "", one.fate, one.order, one.problems)
        for one, document in zip(booked.outcomes, batch.documents, strict=True)
    ]


def _set_aside(batch: Batch, *, file: int, now: datetime) -> None:
    ids = {one.key: one.id for one in channels.list_channels()}
    for position, fault in batch.faulty.items():
        cells = {"order": json.dumps(fault.values, default=str)}  # in ASCII, whatever it holds
        bad = Bad(fault.external_id, ((position, cells),), fault.problems)
        evidence.quarantine(
            run=0,
            file=file,
            channel=ids.get(fault.channel, NOWHERE),
            profile=PROFILE,
            bad=[bad],
            now=now,
        )


def _reply_to_batch(told: Sequence[Told]) -> Reply:
    made = any(one.fate == NEW for one in told)
    status = HTTPStatus.CREATED if made else HTTPStatus.OK
    return Reply(int(status), encoded({"results": [_told(one) for one in told]}))


def _reply_to_one(one: Told, language: str) -> Reply:
    if one.fate == QUARANTINED:
        first = one.problems[0]
        refusal = Quarantined(external_id=one.external_id, field=first.field, problem=first.code)
        with translation.override(language):
            return reply_of(refusal, result=_told(one))
    status = HTTPStatus.CREATED if one.fate == NEW else HTTPStatus.OK
    return Reply(int(status), encoded(_told(one)))


def _told(one: Told) -> dict[str, Any]:
    return {
        "external_id": one.external_id,
        "channel": one.channel,
        "fate": one.fate,
        "order": one.order,
        "problems": [
            {"field": one.field, "code": one.code, "value": one.value} for one in one.problems
        ],
    }
