"""Whether the book is sound, in plain words: what doctor found last, each with its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.console.middleware import scope_of
from argosy.doctor import queries as doctor
from argosy.doctor.types import Cell, OpenFinding
from argosy.identity.types import Scope
from argosy.web.access import require

# What a column of a finding opens into.
DOORS: Final = {"order": "orders-one", "another": "orders-one", "sku": "stock-one"}
SOURCES: Final = {"document": "profit-source"}
HOLDER: Final = "order:"
NAMES: Final = {
    "order": gettext_lazy("Order"),
    "another": gettext_lazy("Order"),
    "holder": gettext_lazy("Order"),
    "sku": gettext_lazy("SKU"),
    "document": gettext_lazy("Source"),
    "place": gettext_lazy("Place"),
    "quantity": gettext_lazy("Units"),
    "wanted": gettext_lazy("Wanted"),
    "covered": gettext_lazy("There"),
}
TONES: Final = {"critical": "danger", "error": "danger", "warning": "attention"}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as a person reads it."""

    code: str
    said: str
    promise: str
    remedy: str
    tone: str
    since: datetime
    seen: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was found when the book was last examined."""

    examined_at: datetime | None
    is_complete: bool
    findings: tuple[Told, ...]
    promises: int


def soundness(scope: Scope) -> Soundness | None:
    """What to tell this person; nothing to those who see only a part of the company."""
    if not _sees_all(scope):
        return None
    latest = doctor.latest_findings()
    return Soundness(
        examined_at=latest.examined_at,
        is_complete=latest.is_complete,
        findings=tuple(_told(one) for one in latest.findings),
        promises=len(doctor.every_check()),
    )


@require("today.view")
def finding(request: HttpRequest, code: str) -> HttpResponse:
    """One finding: what was promised, which rows break it, what to do."""
    found = [one for one in doctor.latest_findings().findings if one.check.code == code]
    if not found or not _sees_all(scope_of(request)):
        raise Http404
    (one,) = found
    columns = list(dict.fromkeys(name for row in one.sample for name in row))
    context = {
        "finding": _told(one),
        "columns": [NAMES.get(name, name.replace("_", " ")) for name in columns],
        "rows": [list(_cells(row, columns)) for row in one.sample],
        "more": one.rows - len(one.sample),
    }
    return render(request, "console/finding.html", context)


def _sees_all(scope: Scope) -> bool:
    return scope.channels is None and scope.entities is None


def _told(one: OpenFinding) -> Told:
    check = one.check
    return Told(
        code=check.code,
        said=_(check.found).format(rows=f"{one.rows:,}"),
        promise=_(check.promise),
        remedy=_(check.remedy),
        tone=TONES[check.severity],
        since=one.first_seen,
        seen=one.last_seen,
        rows=one.rows,
    )


def _cells(row: Mapping[str, Cell], columns: list[str]) -> Iterator[tuple[str, str]]:
    """Each cell's text and what it opens into, if anything."""
    for name in columns:
        value = row.get(name)
        yield ("" if value is None else str(value)), _door(name, value)


def _door(name: str, value: Cell) -> str:
    if name == "holder" and isinstance(value, str) and value.startswith(HOLDER):
        number = value.removeprefix(HOLDER)
        return reverse("orders-one", args=[int(number)]) if number.isdecimal() else ""
    door = DOORS.get(name) or SOURCES.get(name)
    if door is None or not isinstance(value, int) or value <= 0:
        return ""
    return reverse(door, args=[value])
