"""Everything that is owed, by promise, with the ways out, and filling it from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from argosy.catalogue import queries as catalogue
from argosy.console import promises, shell, tables
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.console.promises import Owed
from argosy.console.views.acting import whole
from argosy.inventory import queries
from argosy.inventory import services as inventory
from argosy.inventory.errors import OutOfStock
from argosy.inventory.types import BackorderRow
from argosy.kernel import formats
from argosy.kernel.keyset import Slice, Sort
from argosy.kernel.keyset import page as page_of
from argosy.orders import queries as orders
from argosy.orders.types import OrderRow
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

TABLE: Final = Table(
    key="backorders",
    title=gettext_lazy("Owed"),
    columns=(
        Column("order", gettext_lazy("Order"), Kind.CODE),
        Column("sku", gettext_lazy("SKU"), Kind.CODE),
        Column("units", gettext_lazy("Units"), Kind.COUNT),
        Column("promised", gettext_lazy("Leaves by"), Kind.INSTANT),
        Column("place", gettext_lazy("Owed at"), minor=True),
        Column("why", gettext_lazy("Why"), minor=True),
        Column("elsewhere", gettext_lazy("Free elsewhere")),
        Column("coming", gettext_lazy("On its way"), minor=True),
        Column("instead", gettext_lazy("Instead"), minor=True),
        Column(
            "cancel",
            gettext_lazy("Free to cancel until"),
            Kind.INSTANT,
            minor=True,
        ),
        Column("since", gettext_lazy("Owed since"), Kind.INSTANT, hidden=True),
    ),
    default=Sort("promised"),
)
SHOWN_MAX: Final = 1_000
FIT: Final = {
    "elsewhere": gettext_lazy("Free elsewhere"),
    "coming": gettext_lazy("On its way"),
    "none": gettext_lazy("No way out"),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of filling from elsewhere."""

    units: int
    orders: int
    refused: int


@require("stock.view")
def backorders(request: HttpRequest) -> HttpResponse:
    """Everything owed, the earliest promise first."""
    lens, now = shell.lens_of(request), datetime.now(UTC)
    fit = request.GET.get("fit", "")
    if fit and fit not in FIT:
        raise BadParameter(name="fit", value=fit)
    code = request.GET.get("sku", "")
    rows, named = _visible(lens, catalogue.by_code(code=code).id if code else None)
    found = rows
    if fit:
        found = [one.row for one in promises.ways_out(rows) if _fits(one, fit)]

    def source(_sort: Sort, after: str | None, limit: int) -> Slice[BackorderRow]:
        return page_of(found, after=after, limit=limit)

    listing = tables.Listing(TABLE, source, lambda page: _draw(page, named, lens, now))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=now)
    full = len(rows) >= SHOWN_MAX
    units = sum(one.quantity for one in found)
    around = tables.Around(
        count=len(found),
        count_max=SHOWN_MAX - 1 if full and not fit else None,
        chips=_chips(request, fit, code),
        totals={"units": Cell(units)} if found and not full else {},
        totals_words=_("In all"),
    )
    may = scope_of(request).may("stock.act")
    context = {
        "fits": FIT.items(),
        "filled": told(request),
        "bulk": may and bool(found),
        "bulk_action": reverse("stock-backorders-fill"),
        "bulk_words": _("Fill the ticked from elsewhere"),
        "bulk_note": _("Each is held at the place that has the most of it free; it leaves there."),
        "empty": "console/_empty_backorders.html",
    }
    return tables.page(
        request, "console/backorders.html", tables.show(request, listing, around), context
    )


@require("stock.act")
@require_POST
def fill(request: HttpRequest) -> HttpResponse:
    """Let other places make good what is owed: of the ticked, or of one from one place."""
    lens, typed = shell.lens_of(request), request.POST
    ticked = {
        whole({"take": name.removeprefix("take.")}, "take")
        for name in typed
        if name.startswith("take.")
    }
    only = whole(typed, "to") if "to" in typed else None
    rows, _named = _visible(lens)
    wanted = [one for one in rows if one.id in ticked]
    done = _filled(wanted, only, asked=len(ticked), now=datetime.now(UTC))
    query = f"units={done.units}&orders={done.orders}&refused={done.refused}"
    back = typed.get("sku", "")
    where = (
        reverse("stock-one", args=[whole(typed, "sku")]) if back else reverse("stock-backorders")
    )
    return HttpResponseRedirect(f"{where}?{query}")


def _filled(rows: Sequence[BackorderRow], only: int | None, *, asked: int, now: datetime) -> Filled:
    """Fill each from the place that has the most, one after the other: each is whole by itself."""
    units, holders, refused = 0, set(), asked - len(rows)
    for row in rows:
        (one,) = promises.ways_out([row])
        places = [way for way in one.elsewhere if only in (None, way.place.id)]
        if not places:
            refused += 1
            continue
        try:
            inventory.rehome(
                holder=row.holder,
                sku=row.sku,
                from_place=row.place,
                to_place=places[0].place.id,
                quantity=places[0].takes,
                now=now,
            )
        except OutOfStock:  # somebody was faster; the others go on
            refused += 1
            continue
        units += places[0].takes
        holders.add(row.holder)
    return Filled(units, len(holders), refused)


def _visible(lens: Lens, sku: int | None = None) -> tuple[list[BackorderRow], dict[int, OrderRow]]:
    """What is owed of orders that may be seen; to who sees all, also what no order is owed."""
    may_see = lens.channel_ids
    rows = queries.backorders(skus=None if sku is None else [sku], limit=SHOWN_MAX)
    ids = {order for one in rows if (order := promises.order_of(one.holder)) is not None}
    named = orders.named(orders=ids, channels=may_see)
    if may_see is None:
        return rows, named
    return [one for one in rows if promises.order_of(one.holder) in named], named


def _chips(request: HttpRequest, fit: str, code: str) -> list[Chip]:
    fresh = {"after": None, "seen": None}
    said = {
        "fit": str(FIT.get(fit, "")),
        "sku": _("of {sku}").format(sku=code) if code else "",
    }
    return [
        Chip(word, address(request, **fresh | {name: None})) for name, word in said.items() if word
    ]


def _fits(one: Owed, fit: str) -> bool:
    ways = {"elsewhere": bool(one.elsewhere), "coming": bool(one.coming)}
    if fit == "none":
        return not (one.elsewhere or one.coming or one.instead)
    return ways.get(fit, True)


def _draw(
    rows: Sequence[BackorderRow], named: dict[int, OrderRow], lens: Lens, now: datetime
) -> list[Row]:
    channels = {one.id: one for one in lens.channels}
    drawn = []
    for one in promises.ways_out(rows):
        order = named.get(promises.order_of(one.row.holder) or 0)
        channel = channels.get(order.channel) if order else None
        href = reverse("orders-one", args=[order.id]) if order else ""
        late = one.row.promised_until is not None and one.row.promised_until < now
        until = promises.cancel_until(channel, order.placed_at) if order else None
        zone = channel.zone if channel else ""
        cells = {
            "order": Cell(order.external_id if order else one.row.holder, href=href),
            "sku": Cell(
                one.sku.code, href=reverse("stock-one", args=[one.sku.id]), title=one.sku.title
            ),
            "units": Cell(one.row.quantity),
            "promised": Cell(
                one.row.promised_until or "",
                zone=zone,
                tone="danger" if late else "",
                title=promises.lateness(one.row.promised_until, now),
            ),
            "place": Cell(one.place),
            "why": Cell(one.why),
            "elsewhere": Cell(_elsewhere(one)),
            "coming": Cell(*_coming(one)),
            "instead": Cell(", ".join(f"{sku.code} {free}" for sku, free in one.instead)),
            "cancel": Cell(until or "", zone=zone, tone="danger" if until and until < now else ""),
            "since": Cell(one.row.created_at),
        }
        drawn.append(Row(cells, key=str(one.row.id), href=href))
    return drawn


def _elsewhere(one: Owed) -> str:
    language = translation.get_language() or "en"
    return " · ".join(
        f"{way.place.title} {formats.number(way.free, language)}" for way in one.elsewhere
    )


def _coming(one: Owed) -> tuple[str, str, str]:
    """(what comes first, its address, a note on its day)."""
    if not one.coming:
        return "", "", ""
    first, language = one.coming[0], translation.get_language() or "en"
    expected = first.arrival.expected_at
    day = formats.day(expected.date(), language) if expected else _("day unknown")
    notes = {True: _("in time"), False: _("too late"), None: ""}
    return f"{formats.number(first.units, language)} · {day}", "", notes[first.in_time]


def told(request: HttpRequest) -> str:
    """What the last filling came to, as the address says it."""
    told = {name: request.GET.get(name, "") for name in ("units", "orders", "refused")}
    if not all(text.isdecimal() and len(text) <= len("9999999") for text in told.values()):
        return ""
    units, count, refused = (int(text) for text in told.values())
    said = ngettext(
        "{units} unit of {orders} orders is held elsewhere now.",
        "{units} units of {orders} orders are held elsewhere now.",
        units,
    ).format(units=units, orders=count)
    if not refused:
        return said
    more = ngettext(
        "{refused} could not be filled: nobody has it free any more.",
        "{refused} could not be filled: nobody has them free any more.",
        refused,
    )
    return f"{said} {more.format(refused=refused)}"
