"""Moves of stock."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuRef
from argosy.console import shell, tables, words
from argosy.console.views.stock import place_words
from argosy.inventory import queries
from argosy.inventory.types import MoveRow, MovesWanted, PlaceRef
from argosy.kernel import periods
from argosy.kernel.keyset import Slice, Sort
from argosy.web.access import require
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

TABLE: Final = Table(
    key="moves",
    title=gettext_lazy("Stock moves"),
    columns=(
        Column("at", gettext_lazy("When"), Kind.INSTANT, sorts="id"),
        Column("sku", gettext_lazy("SKU"), Kind.CODE),
        Column("title", gettext_lazy("Title")),
        Column("quantity", gettext_lazy("Units"), Kind.COUNT),
        Column("origin", gettext_lazy("From")),
        Column("target", gettext_lazy("To")),
        Column("reason", gettext_lazy("Why"), Kind.TAG),
        Column("row", gettext_lazy("Source row"), Kind.COUNT, hidden=True),
        Column("recorded", gettext_lazy("Recorded"), Kind.INSTANT, hidden=True),
    ),
    default=Sort("id", descending=True),
)


@require("stock.view")
def moves(request: HttpRequest) -> HttpResponse:
    """Every move, the latest recorded first."""
    lens = shell.lens_of(request)
    place, reason = request.GET.get("place", ""), request.GET.get("reason", "")
    known = {one.id: one for one in queries.places()}
    chosen = queries.place_by_key(key=place) if place else None
    since, until = lens.span.since, lens.span.until
    wanted = MovesWanted(
        place=chosen.id if chosen else None,
        reason=reason,
        since=periods.starts_at(since, lens.zone) if since else None,
        until=periods.starts_at(until, lens.zone) if until else None,
        entities=frozenset(one.entity for one in lens.seen) if lens.narrowed else None,
    )

    def source(sort: Sort, after: str | None, limit: int) -> Slice[MoveRow]:
        return queries.moves(wanted=wanted, sort=sort, after=after, limit=limit)

    listing = tables.Listing(TABLE, source, draw_moves)
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    said = {
        "place": place_words(chosen.kind, chosen.title) if chosen else "",
        "reason": words.say(words.REASON, reason) if reason else "",
    }
    chips = [
        Chip(word, address(request, **{name: None, "after": None, "seen": None}))
        for name, word in said.items()
        if word
    ]
    context = {
        "places": [(one.key, place_words(one.kind, one.title)) for one in known.values()],
        "reasons": [(code, words.say(words.REASON, code)) for code in words.REASON],
    }
    shown = tables.show(request, listing, tables.Around(chips=chips))
    return tables.page(request, "console/moves.html", shown, context)


def draw_moves(rows: Sequence[MoveRow]) -> list[Row]:
    """Moves as rows of a table."""
    known = {one.id: one for one in queries.places()}
    refs = catalogue.refs(skus={row.sku for row in rows})
    return [_row(row, known, refs.get(row.sku)) for row in rows]


def _row(row: MoveRow, known: dict[int, PlaceRef], ref: SkuRef | None) -> Row:
    href = reverse("stock-one", args=[row.sku])
    cells = ends_of(row, known) | {
        "sku": Cell(ref.code if ref else str(row.sku), href=href),
        "title": Cell(ref.title if ref else ""),
        "quantity": Cell(row.quantity),
    }
    return Row(cells, key=str(row.id), href=href)


def ends_of(row: MoveRow, known: dict[int, PlaceRef]) -> dict[str, Cell]:
    """When, from where, to where and why a move went."""
    origin, target = known[row.origin], known[row.target]
    return {
        "at": Cell(row.occurred_at),
        "origin": Cell(place_words(origin.kind, origin.title)),
        "target": Cell(place_words(target.kind, target.title)),
        "reason": Cell(
            words.say(words.REASON, row.reason),
            tone="quiet" if row.reverses else "",
            note=_("reversal") if row.reverses else "",
        ),
        "row": Cell(row.source_row if row.source_row is not None else ""),
        "recorded": Cell(row.recorded_at),
    }
