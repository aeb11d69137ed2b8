"""Quarantine: what could not be booked, mended where it stands and applied, or dismissed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from argosy.console import shell, tables, words
from argosy.console.middleware import scope_of
from argosy.console.views.imports import results, seen
from argosy.evidence import queries as evidence
from argosy.evidence.types import Held
from argosy.intake import queries, services
from argosy.intake.errors import StillBad
from argosy.kernel.errors import DomainError
from argosy.kernel.keyset import Slice, Sort
from argosy.kernel.keyset import page as page_of
from argosy.web.access import require
from argosy.web.refusals import STATUS, spoken
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

HELD_MAX: Final = 1_000
LIVE: Final = "live"  # of documents that a channel told by itself: row 0 is the document's own
TABLE: Final = Table(
    key="quarantine",
    title=gettext_lazy("Quarantine"),
    columns=(
        Column("document", gettext_lazy("Document"), Kind.CODE),
        Column("problem", gettext_lazy("What is wrong")),
        Column("channel", gettext_lazy("Channel")),
        Column("file", gettext_lazy("File")),
        Column("rows", gettext_lazy("Rows"), Kind.COUNT),
        Column("at", gettext_lazy("Since"), Kind.INSTANT),
    ),
    default=Sort("at", descending=True),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a quarantined row, to be mended."""

    name: str  # of the form's field
    column: str
    value: str
    problem: str  # in words; "" where nothing is wrong with it
    remedy: str
    fits: bool = True  # whether such a row has such a cell: a line has no date of placing


@require("import.run")
def held(request: HttpRequest) -> HttpResponse:
    """All documents that wait to be mended, or those of one import."""
    asked = request.GET.get("run", "")
    run = seen.run_of(request, int(asked)) if asked.isdecimal() else None
    may = seen.granted(request)
    titles = {one.id: one.title for one in shell.lens_of(request).channels}
    found = evidence.list_held(run=run.id if run else None, limit=HELD_MAX, channels=may)

    def source(_sort: Sort, after: str | None, limit: int) -> Slice[Held]:
        return page_of(found, after=after, limit=limit)

    listing = tables.Listing(TABLE, source, lambda rows: _draw(rows, titles))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    count = evidence.count_held(run=run.id if run else None, channels=may)
    chips = [Chip(run.file_name, address(request, run=None))] if run else []
    context = {
        "shown": tables.show(request, listing, tables.Around(count=count, chips=chips)),
        "filters": "console/imports/_filters.html",
        "empty": "console/imports/_nothing_held.html",
    }
    fragment = request.headers.get("HX-Target") == "listing"
    template = "console/_listing.html" if fragment else "console/imports/quarantine.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@require("import.run")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, quarantined: int) -> HttpResponse:
    """One document: its rows as they came, mended in place and applied."""
    found = seen.held_of(request, quarantined)
    if request.method == "GET" or found.state != "open":
        return render(request, "console/imports/held.html", _context(request, found, {}))
    typed = request.POST
    try:
        services.mend(
            quarantined=quarantined,
            cells=_changed(found, typed),
            by=scope_of(request).user_id,
            now=datetime.now(UTC),
        )
    except StillBad as refusal:
        still = {
            (int(str(refusal.facts["row"])), str(refusal.facts["field"])): str(
                refusal.facts["problem"]
            )
        }
        context = _context(request, found, typed, still)
        status = STATUS[refusal.kind]
        return render(request, "console/imports/held.html", context, status=status)
    except DomainError as refusal:
        context = _context(request, found, typed) | {"message": spoken(refusal)}
        status = STATUS[refusal.kind]
        return render(request, "console/imports/held.html", context, status=status)
    return _onwards(found, "mended")


@require("import.run")
@require_POST
def dismiss(request: HttpRequest, quarantined: int) -> HttpResponse:
    """Close a document without applying it."""
    found = seen.held_of(request, quarantined)
    services.dismiss(quarantined=quarantined, by=scope_of(request).user_id, now=datetime.now(UTC))
    return _onwards(found, "dismissed")


def _onwards(found: Held, what: str) -> HttpResponse:
    """To the next one of the same import, or to the import when none is left."""
    left = evidence.list_held(run=found.run, limit=1)
    if left:
        where = reverse("import-quarantined", args=[left[0].id])
    else:
        where = reverse("import-one", args=[found.run])
    return HttpResponseRedirect(f"{where}?{what}={found.id}")


def _draw(rows: Sequence[Held], titles: Mapping[int, str]) -> list[Row]:
    return [
        Row(
            {
                "document": Cell(
                    results.label(one),
                    href=reverse("import-quarantined", args=[one.id]),
                ),
                "problem": Cell(results.first_problem(one)),
                "channel": Cell(titles.get(one.channel, "")),
                "file": Cell(one.file_name, href=reverse("import-one", args=[one.run])),
                "rows": Cell(len(one.rows)),
                "at": Cell(one.created_at),
            },
            key=str(one.id),
            href=reverse("import-quarantined", args=[one.id]),
        )
        for one in rows
    ]


def _header(found: Held) -> list[str]:
    """The columns of its rows; one that all of them leave empty only if that is the problem."""
    filled = list(dict.fromkeys(name for _row, cells in found.rows for name in cells))
    return filled + sorted({one.field for one in found.problems} - {*filled, ""})


def _context(
    request: HttpRequest,
    found: Held,
    typed: Mapping[str, str],
    still: Mapping[tuple[int, str], str] | None = None,
) -> dict[str, Any]:
    header = _header(found)
    codes = still or {(one.row, one.field): one.code for one in found.problems}
    titles = {one.id: one.title for one in shell.lens_of(request).channels}
    live = found.profile == LIVE
    ours = {name for number, cells in found.rows if number for name in cells}
    rows = []
    for number, cells in found.rows:
        own = (cells.keys() | (ours if number else set())) if live else set(header)
        own |= {name for row, name in codes if row == number}
        fields = [_field(number, nth, name, cells, codes, typed) for nth, name in enumerate(header)]
        rows.append((number, [replace(one, fits=one.column in own) for one in fields]))
    return {
        "held": found,
        "label": results.label(found),
        "open": found.state == "open",
        "live": live,
        "header": [words.say(words.LIVE_FIELD, name) for name in header] if live else header,
        "rows": rows,
        "channel": titles.get(found.channel, ""),
        "still": bool(still),
        "problems": [
            (
                row,
                words.say(words.LIVE_FIELD, name) if live else name,
                *queries.problem(code=code),
                _anchor(row, header, name),
            )
            for (row, name), code in codes.items()
        ],
    }


def _field(
    row: int,
    nth: int,
    column: str,
    cells: Mapping[str, str],
    codes: Mapping[tuple[int, str], str],
    typed: Mapping[str, str],
) -> Field:
    name = f"cell.{row}.{nth}"
    code = codes.get((row, column), "")
    problem, remedy = queries.problem(code=code) if code else ("", "")
    return Field(name, column, typed.get(name, cells.get(column, "")), problem, remedy)


def _anchor(row: int, header: Sequence[str], column: str) -> str:
    return f"cell.{row}.{header.index(column)}" if column in header else ""


def _changed(found: Held, typed: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Only what was changed, by row and column: the rest stays as it came."""
    header = _header(found)
    changed: dict[int, dict[str, str]] = {}
    for row, cells in found.rows:
        for nth, column in enumerate(header):
            text = typed.get(f"cell.{row}.{nth}")
            if text is not None and text != cells.get(column, ""):
                changed.setdefault(row, {})[column] = text
    return changed
