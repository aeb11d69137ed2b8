"""A document that arrived as a value, as text: one canonical line, or rows of cells for people."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Any, Final

from pydantic_core import PydanticSerializationError, to_json

from argosy.evidence.types import Problem
from argosy.intake.types import OrderDocument, OrderLine

LINE_FIELDS: Final = tuple(one.name for one in fields(OrderLine) if one.name != "row_no")
HEADER_FIELDS: Final = tuple(
    one.name for one in fields(OrderDocument) if one.name not in {"lines", "recipient"}
)
CANONICAL_HEADER: Final = tuple(name for name in HEADER_FIELDS if name != "channel")
SAID: Final = (
    *("line_class", "currency", "occurred_at", "sku", "title", "quantity", "unit_price"),
    *("amount", "country", "market"),
)
INSTANTS: Final = frozenset(
    {"occurred_at", "placed_at", "paid_at", "changed_at", "shipped_at", "cancelled_at"}
)
AMOUNTS: Final = frozenset({"unit_price", "amount", "total"})

_header: Final = attrgetter(*CANONICAL_HEADER)
_said: Final = attrgetter(*SAID)

Cells = dict[str, str]


def canonical(document: OrderDocument) -> bytes:
    """What a document says as one line of JSON: the same however its lines are ordered."""
    lines = [_said(line) for line in _in_order(document.lines)]
    return _json([_header(document), sorted((document.recipient or {}).items()), lines])


def _in_order(lines: Sequence[OrderLine]) -> Sequence[OrderLine]:
    """By SKU, class and quantity; where that does not tell lines apart, by all they say."""
    if len(lines) < 2:  # noqa: PLR2004 - one line is in order
        return lines
    keys = {(line.sku or "", line.line_class, str(line.quantity)): line for line in lines}
    if len(keys) == len(lines):
        return [keys[key] for key in sorted(keys)]
    return sorted(lines, key=lambda line: _json(_said(line)))


def _json(value: Sequence[object]) -> bytes:
    try:
        return to_json(value)
    except PydanticSerializationError:  # a lone surrogate: not to be booked, but to be kept
        return json.dumps(value, default=str).encode()


def read_back(text: bytes) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What a canonical line says, as a table: the fields' names; the document's row, its lines'."""
    header, recipient, lines = json.loads(text)
    told = dict(zip(CANONICAL_HEADER, header, strict=True))
    told |= {f"recipient.{name}": value for name, value in recipient}
    names = tuple(dict.fromkeys([*told, *LINE_FIELDS]))
    cells = [told, *(dict(zip(SAID, line, strict=True)) for line in lines)]
    return names, tuple(
        tuple("" if row.get(name) is None else str(row[name]) for name in names) for row in cells
    )


def rows(document: OrderDocument) -> tuple[tuple[int, Cells], ...]:
    """The document as cells: row 0 its own fields, then a row for each line."""
    header = {name: _cell(getattr(document, name)) for name in HEADER_FIELDS}
    header |= {
        f"recipient.{name}": str(value) for name, value in (document.recipient or {}).items()
    }
    lines = [{name: _cell(getattr(line, name)) for name in LINE_FIELDS} for line in document.lines]
    return tuple(
        (number, {name: text for name, text in cells.items() if text})
        for number, cells in enumerate([header, *lines])
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def from_rows(cells: dict[int, Cells]) -> tuple[OrderDocument | None, list[Problem]]:
    """The document that corrected cells make, or what of them cannot be read."""
    found: list[Problem] = []
    header = _read(0, cells.get(0, {}), found)
    lines = [_read(row, cells[row], found) for row in sorted(cells) if row > 0]
    recipient = {
        name.removeprefix("recipient."): text
        for name, text in cells.get(0, {}).items()
        if name.startswith("recipient.")
    }
    for row, line in enumerate(lines, start=1):
        found += [
            Problem(row, name, "missing", "")
            for name in ("line_class", "currency", "occurred_at")
            if not line.get(name)
        ]
    if found:
        return None, found
    made = tuple(OrderLine(**line) for line in lines)
    given = {"external_id": "", "kind": ""} | header
    return OrderDocument(lines=made, recipient=recipient or None, **given), []


def _read(row: int, cells: Cells, found: list[Problem]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    names = HEADER_FIELDS if row == 0 else LINE_FIELDS
    for name in names:
        text = cells.get(name, "").strip()
        if not text:
            continue
        try:
            made[name] = _value(name, text)
        except (ValueError, InvalidOperation):
            code = "bad_date" if name in INSTANTS else "bad_number"
            found.append(Problem(row, name, code, text))
    return made


def _value(name: str, text: str) -> object:
    if name in INSTANTS:
        return datetime.fromisoformat(text)
    if name in AMOUNTS:
        return Decimal(text)
    return int(text) if name == "quantity" else text
