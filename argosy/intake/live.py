"""Documents that arrive as values, not as a file: into the batch's tables by COPY."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db import connection

from argosy.intake.classes import CLASSES
from argosy.intake.errors import UnknownLineClass
from argosy.intake.types import OrderDocument, OrderLine
from argosy.kernel import money, sql

if TYPE_CHECKING:
    from psycopg import Cursor

KNOWN = frozenset(one.key for one in CLASSES)


def fill_batch(documents: Sequence[OrderDocument]) -> None:
    """Copy documents and their lines into the batch's tables; one given twice counts once."""
    unique = {(one.external_id, digest(one)): one for one in documents}
    _copy("intake/copy_documents", _document_rows(list(unique.values())))
    _copy("intake/copy_lines", _line_rows(list(unique.values())))


def digest(document: OrderDocument) -> bytes:
    """A hash of what a document says: the same however often and in whatever order of lines."""
    lines = sorted(
        json.dumps([str(getattr(line, name)) for name in line.__slots__ if name != "row_no"])
        for line in document.lines
    )
    header = [str(getattr(document, name)) for name in document.__slots__ if name != "lines"]
    return hashlib.sha256(json.dumps([header, lines]).encode()).digest()


def _document_rows(documents: Sequence[OrderDocument]) -> Iterator[tuple[object, ...]]:
    for n, one in enumerate(documents, start=1):
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
            digest(one),
            [line.row_no or position for position, line in enumerate(one.lines, start=1)],
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
            json.dumps(one.recipient) if one.recipient else None,
        )


def _line_rows(documents: Sequence[OrderDocument]) -> Iterator[tuple[object, ...]]:
    for n, document in enumerate(documents, start=1):
        for position, line in enumerate(document.lines, start=1):
            if line.line_class not in KNOWN:
                raise UnknownLineClass(line_class=line.line_class)
            yield (
                n,
                line.row_no or position,
                0,
                line.line_class,
                line.sku,
                line.title,
                line.quantity,
                line.unit_price,
                _amount_minor(line),
                line.currency,
                line.country,
                line.market,
                line.occurred_at,
            )


def _amount_minor(line: OrderLine) -> int:
    amount = line.amount
    if amount is None:
        amount = (line.unit_price or Decimal(0)) * (line.quantity or 0)
    return int(
        amount.scaleb(money.exponent(line.currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    )


def _copy(statement: str, rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        native: Cursor[tuple[object, ...]] = cursor.cursor
        with native.copy(sql.text(statement).encode()) as copy:
            for row in rows:
                copy.write_row(row)
