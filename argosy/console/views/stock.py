"""Stock: what is where, what is unknown, and how each SKU came to it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.console import shell, tables, words
from argosy.console.holdings import Holding, holdings
from argosy.inventory import queries
from argosy.kernel.keyset import Slice, Sort
from argosy.kernel.keyset import page as page_of
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

TABLE: Final = Table(
    key="stock",
    title=gettext_lazy("Stock"),
    columns=(
        Column("sku", gettext_lazy("SKU"), Kind.CODE, sorts="code"),
        Column("title", gettext_lazy("Title"), sorts="title"),
        Column("on_hand", gettext_lazy("On hand"), Kind.COUNT, sorts="on_hand", minor=True),
        Column("reserved", gettext_lazy("Promised"), Kind.COUNT, sorts="reserved", minor=True),
        Column(
            "leased",
            gettext_lazy("Leased"),
            Kind.COUNT,
            sorts="leased",
            minor=True,
            hint=gettext_lazy("Units that a channel may sell without asking first"),
        ),
        Column(
            "available",
            gettext_lazy("Available"),
            Kind.COUNT,
            sorts="available",
            hint=gettext_lazy("On hand, less what is promised and what is leased"),
        ),
        Column(
            "owed",
            gettext_lazy("Owed"),
            Kind.COUNT,
            sorts="owed",
            hint=gettext_lazy("Units sold that no place holds"),
        ),
        Column("coming", gettext_lazy("On its way"), Kind.COUNT, sorts="coming", minor=True),
        Column("sold", gettext_lazy("Sold in 30 days"), Kind.COUNT, sorts="sold", minor=True),
        Column(
            "cover",
            gettext_lazy("Days of cover"),
            Kind.COUNT,
            sorts="cover",
            hint=gettext_lazy("Available, at the speed of the last 30 days"),
        ),
        Column("places", gettext_lazy("Where"), minor=True),
        Column(
            "counted", gettext_lazy("Last counted"), Kind.INSTANT, sorts="counted_at", minor=True
        ),
    ),
    default=Sort("sold", descending=True),
)
STATES: Final = {
    "owed": gettext_lazy("Owed units"),
    "unknown": gettext_lazy("Never counted"),
    "out": gettext_lazy("Sold out"),
    "low": gettext_lazy("Low cover"),
    "ok": gettext_lazy("Enough"),
    "idle": gettext_lazy("Not moving"),
}


@require("stock.view")
def stock(request: HttpRequest) -> HttpResponse:
    """What is where."""
    lens = shell.lens_of(request)
    place, state = request.GET.get("place", ""), request.GET.get("state", "")
    if state and state not in STATES:
        raise BadParameter(name="state", value=state)
    chosen = queries.place_by_key(key=place).id if place else None
    found = _fitting(holdings(lens, place=chosen), request.GET.get("q", ""), state)

    def source(sort: Sort, after: str | None, limit: int) -> Slice[Holding]:
        return page_of(_sorted(found, sort), after=after, limit=limit)

    titles = {one.id: one.title for one in queries.places()}
    listing = tables.Listing(TABLE, source, lambda rows: _draw(rows, titles))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    known = [one for one in found if one.on_hand is not None]
    around = tables.Around(
        count=len(found),
        chips=_chips(request, titles, chosen),
        totals={
            "on_hand": Cell(sum(one.on_hand or 0 for one in known)),
            "reserved": Cell(sum(one.reserved or 0 for one in known)),
            "leased": Cell(sum(one.leased or 0 for one in known)),
            "owed": Cell(sum(one.owed for one in found)),
            "coming": Cell(sum(one.coming for one in found)),
            "available": Cell(sum(one.available or 0 for one in known)),
            "sold": Cell(sum(one.sold for one in found)),
        }
        if found
        else {},
        totals_words=_("Of {known} counted SKUs").format(known=len(known)),
    )
    context = {
        "places": queries.stocked_places(),
        "states": STATES.items(),
        "empty": "console/_empty_stock.html",
    }
    shown = tables.show(request, listing, around)
    return tables.page(request, "console/stock.html", shown, context)


def _fitting(found: Sequence[Holding], text: str, state: str) -> list[Holding]:
    wanted = text.strip().casefold()
    return [
        one
        for one in found
        if (not state or one.state == state or (state == "owed" and one.owed))
        and (not wanted or wanted in one.code.casefold() or wanted in one.title.casefold())
    ]


def _sorted(found: Sequence[Holding], sort: Sort) -> list[Holding]:
    """Unknown comes last whichever way: it is neither much nor little."""

    def value(one: Holding) -> str | int | date | None:
        return getattr(one, sort.field, None)

    known = [one for one in found if value(one) is not None]
    # Two stable passes: ties stay in order of code, whichever way.
    known.sort(key=lambda one: one.code)
    known.sort(key=value, reverse=sort.descending)  # type: ignore[arg-type]
    return known + sorted((one for one in found if value(one) is None), key=lambda one: one.code)


def _draw(rows: Sequence[Holding], titles: dict[int, str]) -> list[Row]:
    never = _("Never counted. Import a stock count to know.")
    still = _("Nothing was sold in 30 days")
    drawn = []
    for row in rows:
        href = reverse("stock-one", args=[row.ref.id])
        cover = Cell("", title=still) if row.sold <= 0 and row.available is not None else None
        unknown = never if row.on_hand is None else ""
        low = "attention" if row.state in ("low", "out") else ""
        cells = {
            "sku": Cell(row.code, href=href),
            "title": Cell(row.title),
            "on_hand": Cell(row.on_hand, title=unknown),
            "reserved": Cell(row.reserved, title=unknown),
            "leased": Cell(row.leased, title=unknown),
            "available": Cell(row.available, tone=low, title=unknown),
            "owed": Cell(row.owed or "", tone="danger"),
            "coming": Cell(row.coming or ""),
            "sold": Cell(row.sold),
            "cover": cover or Cell(row.cover, tone=low, title="" if row.cover else never),
            "places": Cell(" · ".join(f"{titles.get(at, at)} {n}" for at, n in row.places)),
            "counted": Cell(row.counted_at or ""),
        }
        drawn.append(Row(cells, key=row.code, href=href))
    return drawn


def _chips(request: HttpRequest, titles: dict[int, str], place: int | None) -> list[Chip]:
    said = {
        "q": request.GET.get("q", ""),
        "state": str(STATES.get(request.GET.get("state", ""), "")),
        "place": titles.get(place, "") if place is not None else "",
    }
    return [
        Chip(
            word if name != "q" else _("containing {text}").format(text=word),
            address(request, **{name: None, "after": None, "seen": None}),
        )
        for name, word in said.items()
        if word
    ]


def place_words(kind: str, title: str) -> str:
    """A place's name: ours for the ends of moves, the seller's own for the rest."""
    return words.say(words.PLACE, kind) if kind in words.PLACE else title
