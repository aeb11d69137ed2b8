"""The Import page: where files are dropped, what is under way, what came before; and one import."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy

from argosy.console import shell, tables, words
from argosy.console.views.imports import phrases, progress, results, seen
from argosy.evidence import queries as evidence
from argosy.intake import queries
from argosy.intake.types import RunView
from argosy.kernel.keyset import Slice, Sort
from argosy.kernel.keyset import page as page_of
from argosy.web.access import require
from argosy.web.tables import Cell, Column, Kind, Row, Table

RUNS_MAX: Final = 1_000
HELD_SHOWN: Final = 5
TABLE: Final = Table(
    key="imports",
    title=gettext_lazy("Imports so far"),
    columns=(
        Column("file", gettext_lazy("File")),
        Column("state", gettext_lazy("State"), Kind.TAG),
        Column("quarantined", gettext_lazy("Quarantine"), Kind.COUNT),
        Column("at", gettext_lazy("When"), Kind.INSTANT),
        Column("profile", gettext_lazy("Kind of export")),
        Column("channel", gettext_lazy("Channel")),
        Column("rows", gettext_lazy("Rows"), Kind.COUNT),
        Column("new", gettext_lazy("New"), Kind.COUNT),
        Column("known", gettext_lazy("Known"), Kind.COUNT),
        Column("changed", gettext_lazy("Changed"), Kind.COUNT),
    ),
    default=Sort("at", descending=True),
)


@require("import.run")
def imports(request: HttpRequest) -> HttpResponse:
    """The page to drop files on, with what is under way and what came before."""
    context = overview(request)
    if isinstance(context, HttpResponse):
        return context
    fragment = request.headers.get("HX-Target") == "listing"
    template = "console/_listing.html" if fragment else "console/imports/imports.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@require("import.run")
def live(request: HttpRequest) -> HttpResponse:
    """The imports under way, asked for again and again; those that ended meanwhile say so."""
    cards = _cards(request)
    if "only" in request.GET:
        cards = [one for one in cards if str(one.run.id) == request.GET["only"]]
    was_open = _ids(request, "open")
    response = render(request, "console/imports/_live.html", live_context(request, cards))
    if any(one.run.id in was_open and not one.open for one in cards):
        if "only" in request.GET:
            response.headers["HX-Refresh"] = "true"  # The page of one import shows its result now.
        else:
            response.headers["HX-Trigger"] = "imports-changed"
    return response


@require("import.run")
def one(request: HttpRequest, run: int) -> HttpResponse:
    """One import: how far it is, or what came of it."""
    found = seen.run_of(request, run)
    if found.state in progress.OPEN:
        now = datetime.now(UTC)
        card = progress.card(found, now=now, alone=_alone(queries.running(now=now)))
        context = live_context(request, [card]) | {"run": found, "only": str(run)}
        return render(request, "console/imports/under_way.html", context)
    return render(request, "console/imports/one.html", results.context(request, found))


def overview(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """All that the Import page shows; or the table of imports as a file, if that is asked for."""
    now, may = datetime.now(UTC), seen.granted(request)
    runs = queries.list_runs(limit=RUNS_MAX, now=now, channels=may)

    def source(_sort: Sort, after: str | None, limit: int) -> Slice[RunView]:
        return page_of(runs, after=after, limit=limit)

    listing = tables.Listing(TABLE, source, draw)
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=now)
    held = evidence.list_held(run=None, limit=HELD_SHOWN, channels=may)
    return (
        live_context(request, _cards(request))
        | choosers(request)
        | {
            "shown": tables.show(request, listing, tables.Around(count=len(runs))),
            "filters": "console/imports/_filters.html",
            "empty": "console/imports/_empty.html",
            "held": [(one, results.label(one), results.first_problem(one)) for one in held],
            "held_count": evidence.count_held(channels=may),
        }
    )


def choosers(request: HttpRequest) -> dict[str, Any]:
    """What a person can say of a file: which export it is, of which channel."""
    return {
        "profiles": [
            {
                "key": one.key,
                "title": phrases.title(one),
                "document": words.say(words.DOCUMENT, one.document),
                "confirmed": one.confirmed,
                "own": not one.built_in,
            }
            for one in queries.profiles()
        ],
        "channels": shell.lens_of(request).channels,
    }


def live_context(request: HttpRequest, cards: Sequence[progress.Card]) -> dict[str, Any]:
    """What the fragment of imports under way needs, and asks for next."""
    still = [str(one.run.id) for one in cards if one.open]
    ended = [str(one.run.id) for one in cards if not one.open]
    return {
        "cards": cards,
        "still": ",".join(still),
        "ended": ",".join(ended),
        "only": request.GET.get("only", ""),
    }


def draw(rows: Sequence[RunView]) -> list[Row]:
    """Imports as rows of a table."""
    known = phrases.profiles()
    return [_row(one, known) for one in rows]


def _row(run: RunView, known: dict[str, Any]) -> Row:
    href = reverse("import-one", args=[run.id])
    profile = known.get(run.profile)
    waiting = f"{reverse('import-quarantine')}?run={run.id}"
    cells = {
        "at": Cell(run.created_at),
        "file": Cell(run.file_name, href=href, note=_sheet(run)),
        "state": Cell(
            words.say(words.RUN_STATE, run.state),
            tone=phrases.STATE_TONE.get(run.state, ""),
            title=run.error_message,
            raw=run.state,
        ),
        "profile": Cell(phrases.title(profile) if profile else run.profile),
        "channel": Cell(run.channel_title),
        "rows": Cell(run.rows_total),
        "new": Cell(run.new),
        "known": Cell(run.known),
        "changed": Cell(run.changed),
        "quarantined": Cell(
            run.quarantined or "",
            href=waiting if run.quarantined else "",
            tone="attention" if run.quarantined else "",
        ),
    }
    return Row(cells, key=str(run.id), href=href)


def _sheet(run: RunView) -> str:
    """Which of the file's tables it is, where it has several."""
    return "" if run.table == run.file_name else run.table.removeprefix(f"{run.file_name}/")


def _cards(request: HttpRequest) -> list[progress.Card]:
    """Those under way, and those that were when this page last asked."""
    now, may = datetime.now(UTC), seen.granted(request)
    running = queries.running(now=now, channels=may)
    here = {one.id for one in running}
    asked = sorted((_ids(request, "open") | _ids(request, "ended")) - here)
    ended = [seen.run_of(request, number) for number in asked]
    alone = _alone(running)
    return [progress.card(one, now=now, alone=alone) for one in (*ended, *running)]


def _alone(running: Sequence[RunView]) -> bool:
    return all(one.state == "queued" for one in running)


def _ids(request: HttpRequest, name: str) -> set[int]:
    return {int(one) for one in request.GET.get(name, "").split(",") if one.isdecimal()}
