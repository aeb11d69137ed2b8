"""Pages of a long list that cost the same however deep: "after this row", not "skip so many".

A cursor is the sort values of the last row seen, as text that fits in an address. It is no secret
and no promise: whatever comes back is only compared with, never run.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from argosy.kernel.errors import BadCursor

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Some rows of a list, and the cursor after them; `None` at its end."""

    rows: tuple[T, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Sort:
    """By which field, and which way; ties go by key the same way."""

    field: str
    descending: bool = False


def take(
    queryset: "QuerySet[M, Any]", *, sort: Sort, after: str | None, limit: int
) -> tuple[list[Any], str | None]:
    """The next rows as the queryset yields them (dictionaries of `values`), and the cursor after.

    The queryset must yield `id` and the sorted field, which must not be null.

    :raises BadCursor: the cursor is not one of this list.
    """
    sign = "-" if sort.descending else ""
    ordered = queryset.order_by(sign + sort.field, f"{sign}id")
    try:
        if after is not None:
            ordered = ordered.filter(_beyond(sort, _decode(after)))
        found = list(ordered[: limit + 1])
    except (ValidationError, ValueError, TypeError) as unfit:
        raise BadCursor from unfit
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], _encode([last[sort.field], last["id"]])


def page(rows: Sequence[T], *, after: str | None, limit: int) -> Slice[T]:
    """A page of a list that is short enough to be whole in memory; the cursor counts.

    :raises BadCursor: the cursor is not one of this list.
    """
    start = 0
    if after is not None:
        (start,) = _decode(after, length=1)
        if not isinstance(start, int) or start < 0:
            raise BadCursor
    end = start + limit
    return Slice(tuple(rows[start:end]), _encode([end]) if end < len(rows) else None)


def _beyond(sort: Sort, place: list[Any]) -> Q:
    value, key = place
    way = "lt" if sort.descending else "gt"
    # The first condition says nothing new; it is the one that an index can start from.
    return Q(**{f"{sort.field}__{way}e": value}) & (
        Q(**{f"{sort.field}__{way}": value}) | Q(**{f"id__{way}": key})
    )


def _encode(values: list[Any]) -> str:
    text = json.dumps([_plain(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _decode(cursor: str, length: int = 2) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (UnicodeError, binascii.Error, ValueError, RecursionError) as garbled:
        raise BadCursor from garbled
    if not isinstance(values, list) or len(values) != length:
        raise BadCursor
    return values
