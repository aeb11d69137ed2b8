"""Orders: the list, and one order with all that is known of it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuRef
from argosy.console import leaving, shell, tables, territories, words
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.console.views.moves import TABLE as MOVES
from argosy.console.views.moves import draw_moves
from argosy.console.views.postings import TABLE as POSTINGS
from argosy.console.views.postings import draw as draw_postings
from argosy.console.windows import windows
from argosy.customers import queries as customers
from argosy.finance import queries as finance
from argosy.inventory import queries as inventory
from argosy.kernel import formats
from argosy.kernel.keyset import Slice, Sort
from argosy.orders import queries
from argosy.orders.types import OrderRow, State, Total, Wanted
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

TABLE: Final = Table(
    key="orders",
    title=gettext_lazy("Orders"),
    columns=(
        Column("order", gettext_lazy("Order"), Kind.CODE, sorts="external_id"),
        Column("placed", gettext_lazy("Placed"), Kind.INSTANT, sorts="placed_at"),
        Column("channel", gettext_lazy("Channel"), minor=True),
        Column("state", gettext_lazy("State"), Kind.TAG, minor=True),
        Column("kind", gettext_lazy("Document"), Kind.TAG, hidden=True),
        Column("units", gettext_lazy("Units"), Kind.COUNT, sorts="units", minor=True),
        Column(
            "total",
            gettext_lazy("Net"),
            Kind.MONEY,
            sorts="total_minor",
            hint=gettext_lazy("Goods and charges, less what the document says was taken off again"),
        ),
        Column(
            "refunded", gettext_lazy("Refunded"), Kind.MONEY, sorts="refunded_minor", minor=True
        ),
        Column("market", gettext_lazy("Market"), sorts="market", minor=True),
        Column("customer", gettext_lazy("Customer"), Kind.CODE, minor=True),
    ),
    default=Sort("placed_at", descending=True),
)
MOVES_SHOWN: Final = ("at", "sku", "quantity", "origin", "target", "reason")
POSTINGS_SHOWN: Final = ("day", "kind", "sku", "amount", "base", "certainty", "source")
POSTINGS_MAX: Final = 500
FILTERS: Final = ("q", "state", "kind", "market", "currency", "sku", "customer")


@require("orders.view")
def orders(request: HttpRequest) -> HttpResponse:
    """The list of orders."""
    lens = shell.lens_of(request)
    sku = _sku(request)
    wanted = _wanted(request, lens, sku)

    def source(sort: Sort, after: str | None, limit: int) -> Slice[OrderRow]:
        return queries.search(wanted=wanted, sort=sort, after=after, limit=limit)

    listing = tables.Listing(TABLE, source, lambda rows: draw(rows, lens))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    sums = queries.totals(wanted=wanted)
    count = sum(one.orders for one in sums)
    cells, said = _totals(sums)
    around = tables.Around(count=count, chips=_chips(request, sku), totals=cells, totals_words=said)
    context = {
        "states": [(state.value, words.say(words.ORDER_STATE, state)) for state in State],
        "kinds": [(kind, words.say(words.ORDER_KIND, kind)) for kind in words.ORDER_KIND],
        "empty": "console/_empty_orders.html",
    }
    shown = tables.show(request, listing, around)
    return tables.page(request, "console/orders.html", shown, context)


@require("orders.view")
def order(request: HttpRequest, order: int) -> HttpResponse:
    """One order: facts, lines, moves, postings, and the rows they come from."""
    lens, scope = shell.lens_of(request), scope_of(request)
    granted = [one.id for one in lens.channels] if lens.narrowed else None
    found = queries.one(order=order, channels=granted)
    channel = next((one for one in lens.channels if one.id == found.row.channel), None)
    lines = [one.id for one in found.lines]
    moves = inventory.moves_of_lines(lines=lines, document=found.document)
    documents = sorted({found.document} | {one.document for one in found.facts})
    context: dict[str, Any] = {
        "order": found,
        "documents": documents,
        "moves": draw_moves(moves),
        "move_columns": [
            MOVES.column(key) for key in ("at", "sku", "quantity", "origin", "target", "reason")
        ],
        "postings": _postings(documents, lines, lens) if scope.sees_profit else [],
        "posting_columns": [
            POSTINGS.column(key)
            for key in ("day", "kind", "sku", "amount", "base", "certainty", "source")
        ],
        "channel": channel,
        "zone": channel.zone if channel else "UTC",
        "state": words.say(words.ORDER_STATE, found.row.state),
        "tone": words.ORDER_TONE[found.row.state],
        "kind": words.say(words.ORDER_KIND, found.row.kind),
        "market": _market(found.row),
        "customer": customers.names(customers=[found.row.customer]).get(found.row.customer, "")
        if found.row.customer
        else "",
        "facts": [(words.say(words.FACT, one.kind), one) for one in found.facts],
        "lines": [(words.say(words.LINE_KIND, one.kind), one) for one in found.lines],
        "leaving": leaving.of_order(order, translation.get_language() or "en"),
        "may_ship": scope.may("fulfilment.ship"),
        "open": found.row.kind == "order" and found.row.state in (State.PLACED, State.PAID),
        "recipient": _recipient(order) if scope.may("orders.contact") else [],
    }
    return render(request, "console/order.html", context)


def _recipient(order: int) -> list[tuple[str, str]]:
    """What is known of who receives it, in words; empty where nothing is."""
    found = queries.recipient(order=order)
    if found is None:
        return []
    known = {"name": found.name, "phone": found.phone, "email": found.email, **found.address}
    return [
        (words.say(words.FIELD, f"recipient.{key}"), value) for key, value in known.items() if value
    ]


def _postings(documents: Sequence[int], lines: Sequence[int], lens: Lens) -> list[Row]:
    found = finance.postings_of_order(documents=documents, lines=lines, limit=POSTINGS_MAX)
    return draw_postings(found, lens)


def draw(rows: Sequence[OrderRow], lens: Lens) -> list[Row]:
    """Orders as rows of a table."""
    by_id = {one.id: one for one in lens.channels}
    names = customers.names(customers={row.customer for row in rows if row.customer})
    drawn = []
    for row in rows:
        channel = by_id.get(row.channel)
        href = reverse("orders-one", args=[row.id])
        cells = {
            "order": Cell(row.external_id, href=href),
            "placed": Cell(row.placed_at, zone=channel.zone if channel else ""),
            "channel": Cell(channel.title if channel else ""),
            "state": Cell(
                words.say(words.ORDER_STATE, row.state), tone=words.ORDER_TONE[row.state]
            ),
            "kind": Cell(words.say(words.ORDER_KIND, row.kind)),
            "market": Cell(_market(row)),
            "customer": Cell(names.get(row.customer, "") if row.customer else ""),
            "units": Cell(row.units),
            "total": Cell(row.total),
            "refunded": Cell(row.refunded or ""),
        }
        drawn.append(Row(cells, key=str(row.id), href=href))
    return drawn


def _market(row: OrderRow) -> str:
    named = territories.name(row.market, translation.get_language() or "en")
    return named or row.country_label


def _sku(request: HttpRequest) -> SkuRef | None:
    code = request.GET.get("sku", "")
    return catalogue.by_code(code=code) if code else None


def _wanted(request: HttpRequest, lens: Lens, sku: SkuRef | None) -> Wanted:
    given = {name: request.GET.get(name, "").strip() for name in FILTERS}
    if given["state"] and given["state"] not in set(State):
        raise BadParameter(name="state", value=given["state"])
    if given["customer"] and not given["customer"].isdecimal():
        raise BadParameter(name="customer", value=given["customer"])
    return Wanted(
        windows=windows(lens),
        text=given["q"],
        state=given["state"],
        kind=given["kind"],
        market=given["market"],
        currency=given["currency"],
        sku=sku.id if sku else None,
        customer=int(given["customer"]) if given["customer"] else None,
    )


def _chips(request: HttpRequest, sku: SkuRef | None) -> list[Chip]:
    language = translation.get_language() or "en"
    said: dict[str, Callable[[str], str]] = {
        "q": lambda value: _("number starts with {text}").format(text=value),
        "state": lambda value: words.say(words.ORDER_STATE, value),
        "kind": lambda value: words.say(words.ORDER_KIND, value),
        "market": lambda value: _("to {market}").format(market=territories.name(value, language)),
        "currency": lambda value: _("in {currency}").format(currency=value),
        "sku": lambda value: _("with {sku}").format(sku=sku.code if sku else value),
        "customer": lambda value: _("by customer {number}").format(number=value),
    }
    return [
        Chip(word(request.GET[name]), address(request, **{name: None, "after": None, "seen": None}))
        for name, word in said.items()
        if request.GET.get(name)
    ]


def _totals(sums: Sequence[Total]) -> tuple[dict[str, Cell], str]:
    """The row of totals; amounts only where all speak one currency."""
    if not sums:
        return {}, ""
    language = translation.get_language() or "en"
    count = formats.number(sum(one.orders for one in sums), language)
    cells = {"units": Cell(sum(one.units for one in sums))}
    if len(sums) == 1:
        cells |= {"total": Cell(sums[0].total), "refunded": Cell(sums[0].refunded)}
    else:
        note = " · ".join(one.total.format(language) for one in sums)
        cells["total"] = Cell(_("several currencies"), title=note)
    return cells, _("All {count}").format(count=count)
