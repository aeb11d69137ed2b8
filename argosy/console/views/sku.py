"""One SKU: what is where and for whom, what is owed and on its way, its ledger, and what to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.catalogue import queries as catalogue
from argosy.channels import queries as channels
from argosy.console import promises, shell, tables, words
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.console.views import backorders
from argosy.console.views.moves import ends_of
from argosy.console.views.order import granted
from argosy.inventory import queries
from argosy.inventory.types import ArrivalRow, CountResult, Entry, PlaceRef, ReservationRow
from argosy.kernel.keyset import Slice, Sort
from argosy.orders import queries as orders
from argosy.web.access import require
from argosy.web.tables import Cell, Column, Kind, Row, Table

LEDGER: Final = Table(
    key="ledger",
    title=gettext_lazy("Ledger"),
    columns=(
        Column("at", gettext_lazy("When"), Kind.INSTANT),
        Column("quantity", gettext_lazy("Units"), Kind.COUNT),
        Column("origin", gettext_lazy("From")),
        Column("target", gettext_lazy("To")),
        Column("reason", gettext_lazy("Why"), Kind.TAG),
        Column(
            "balance",
            gettext_lazy("Held after"),
            Kind.COUNT,
            hint=gettext_lazy("Over all counted places"),
        ),
        Column("row", gettext_lazy("Source row"), Kind.COUNT),
        Column("recorded", gettext_lazy("Recorded"), Kind.INSTANT, hidden=True),
    ),
    default=Sort("id", descending=True),
)
HELD_MAX: Final = 20  # reservations shown, the earliest promise first
OWED_MAX: Final = 6  # the rest is one click away
LISTING: Final = "listing:"
SESSION: Final = "session:"


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a form: what was typed, a refusal, or what a count would do or has done."""

    act: str
    typed: Mapping[str, str]
    message: str = ""
    counted: CountResult | None = None
    kept: bool = False  # the count is taken over, not only tried


@dataclass(frozen=True, slots=True)
class Loss:
    """Units that somebody loses to a recount."""

    name: str
    href: str
    units: int


@require("stock.view")
def sku(request: HttpRequest, sku: int) -> HttpResponse:
    """One SKU: what is known of it, what is where, for whom, and its ledger."""
    return page(request, sku)


def page(
    request: HttpRequest, sku: int, said: Said | None = None, status: int = 200
) -> HttpResponse:
    """The SKU's page; after a form with what came of it."""
    lens, scope, now = shell.lens_of(request), scope_of(request), datetime.now(UTC)
    card = catalogue.card(sku=sku)
    known = {one.id: one for one in queries.places()}
    listing = _ledger(sku, lens, known)
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=now)
    levels = queries.levels(skus=[sku])
    coming = queries.arrivals(skus=[sku])
    context: dict[str, Any] = {
        "card": card,
        "levels": [(known[level.place], level) for level in levels],
        "on_hand": sum(level.on_hand for level in levels) if levels else None,
        "available": sum(level.available for level in levels) if levels else None,
        "promised": sum(level.reserved for level in levels) if levels else None,
        "leased": sum(level.leased for level in levels) if levels else None,
        "coming": [_coming(one, known) for one in coming],
        "coming_units": sum(one.quantity - one.received for one in coming),
        "leases": _leases(sku, known),
        "places": queries.stocked_places(),
        "may_act": scope.may("stock.act"),
        "may_count": scope.may("stock.count"),
        "may_fill": scope.may("stock.act"),
        "said": said,
        # Forms without a dialog of their own: their refusal stands above the page.
        "aside": said is not None and said.act in ("receive", "give-up"),
        "done": words.STOCKED.get(request.GET.get("done", ""), ""),
        "filled": backorders.told(request),
        "losses": losses(said.counted, granted(lens)) if said and said.counted else (),
    }
    context |= _holders(sku, known, lens)
    response = tables.page(request, "console/sku.html", tables.show(request, listing), context)
    response.status_code = status
    return response


def _ledger(sku: int, lens: Lens, known: dict[int, PlaceRef]) -> tables.Listing[Entry]:
    entities = [one.entity for one in lens.channels] if lens.narrowed else None

    def source(_sort: Sort, after: str | None, limit: int) -> Slice[Entry]:
        skip = int(after) if after and after.isdecimal() else 0
        found = queries.ledger(sku=sku, entities=entities, skip=skip, limit=limit + 1)
        following = str(skip + limit) if len(found) > limit else None
        return Slice(tuple(found[:limit]), following)

    def draw(rows: Sequence[Entry]) -> list[Row]:
        return [_entry(entry, known) for entry in rows]

    return tables.Listing(LEDGER, source, draw)


def _entry(entry: Entry, known: dict[int, PlaceRef]) -> Row:
    move = entry.move
    stocked = {"warehouse", "platform"}
    leaves, arrives = known[move.origin].kind in stocked, known[move.target].kind in stocked
    signed = move.quantity * (arrives - leaves)
    touches = leaves or arrives
    outside = _("Moved outside the counted places")
    cells = ends_of(move, known) | {
        "quantity": Cell(signed or move.quantity, tone="" if touches else "quiet"),
        "balance": Cell(entry.balance) if touches else Cell("", title=outside),
    }
    return Row(cells, key=str(move.id))


def _holders(sku: int, known: Mapping[int, PlaceRef], lens: Lens) -> dict[str, Any]:
    """For whom units are held, and to whom they are owed; orders not to be seen have no name."""
    held = queries.held_of_sku(sku=sku, limit=HELD_MAX)
    owed = queries.backorders(skus=[sku], limit=OWED_MAX)
    holders = [*(one.holder for one in held), *(one.holder for one in owed)]
    named = names(holders, granted(lens))
    ways = promises.ways_out(owed)
    return {
        "held": [_held(one, known, named) for one in held],
        "held_max": HELD_MAX if len(held) == HELD_MAX else 0,
        "owed": [(named.get(one.row.holder, ("", "")), one) for one in ways],
        "owed_units": sum(u for (of, _at), u in queries.owed_units().items() if of == sku),
        "owed_max": OWED_MAX if len(owed) == OWED_MAX else 0,
    }


def _held(
    one: ReservationRow, known: Mapping[int, PlaceRef], named: Mapping[str, tuple[str, str]]
) -> dict[str, object]:
    name, href = named.get(one.holder, ("", ""))
    return {"name": name, "href": href, "place": known[one.place].title, "row": one}


def _coming(one: ArrivalRow, known: Mapping[int, PlaceRef]) -> dict[str, object]:
    return {
        "row": one,
        "place": known[one.place].title,
        "origin": known[one.origin],
        "left": one.quantity - one.received,
        "purchase": known[one.origin].kind == "supplier",
    }


def _leases(sku: int, known: Mapping[int, PlaceRef]) -> list[dict[str, object]]:
    found = queries.leases(skus=[sku])
    named = claimants(one.claimant for one in found)
    return [
        {"name": named[one.claimant], "place": known[one.place].title, "row": one} for one in found
    ]


def names(holders: Sequence[str], may_see: Sequence[int] | None) -> dict[str, tuple[str, str]]:
    """The number and address of each holder that is an order and may be seen."""
    ids = {number: one for one in holders if (number := promises.order_of(one)) is not None}
    found = orders.named(orders=list(ids), channels=may_see)
    return {
        ids[order]: (row.external_id, reverse("orders-one", args=[order]))
        for order, row in found.items()
    }


def claimants(codes: Iterable[str]) -> dict[str, str]:
    """Who holds leases, in words: a channel's listing, a live session."""
    wanted = list(codes)
    listings = [
        int(number)
        for one in wanted
        if one.startswith(LISTING) and (number := one.removeprefix(LISTING)).isdecimal()
    ]
    titles = {one.id: one.title for one in channels.list_channels()}
    rows = channels.listings_of(listings=listings) if listings else []
    named = {
        f"{LISTING}{one.id}": f"{titles.get(one.channel, '')} · {one.platform_sku}" for one in rows
    }
    return {
        one: named.get(one)
        or (
            _("Live session {name}").format(name=one.removeprefix(SESSION))
            if one.startswith(SESSION)
            else one
        )
        for one in wanted
    }


def losses(counted: CountResult, may_see: Sequence[int] | None) -> list[Loss]:
    """Who loses what to a recount, in words."""
    holders = [one.holder for one in counted.losers if one.kind == "reservation"]
    named = names(holders, may_see)
    leased = claimants(one.holder for one in counted.losers if one.kind == "lease")
    found = []
    for one in counted.losers:
        if one.kind == "lease":
            found.append(
                Loss(_("lease of {name}").format(name=leased[one.holder]), "", one.quantity)
            )
        else:
            name, href = named.get(one.holder, (_("an order that you may not see"), ""))
        found.append(Loss(name, href, one.quantity))
    return found
