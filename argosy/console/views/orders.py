"""Orders: the list, and what of it still waits, is late or is owed something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuRef
from argosy.console import promises, shell, tables, territories, words
from argosy.console.lens import Lens
from argosy.console.views.order import market
from argosy.console.windows import windows
from argosy.customers import queries as customers
from argosy.inventory import queries as inventory
from argosy.kernel import formats
from argosy.kernel.keyset import Slice, Sort
from argosy.orders import queries
from argosy.orders.types import OrderRow, State, Total, Wanted, Window
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
        Column(
            "promised",
            gettext_lazy("Leaves by"),
            Kind.INSTANT,
            hint=gettext_lazy("By when it was promised to leave, while it is still here"),
        ),
        Column("promise", gettext_lazy("Promise"), Kind.TAG),
        Column("kind", gettext_lazy("Document"), Kind.TAG, hidden=True),
        Column("units", gettext_lazy("Units"), Kind.COUNT, sorts="units", minor=True),
        Column(
            "total",
            gettext_lazy("Net"),
            Kind.MONEY,
            sorts="total_minor",
            minor=True,
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
# Of orders that are still to leave: all of them have a promise, so they can be sorted by it.
WAITING: Final = replace(
    TABLE,
    columns=tuple(
        replace(one, sorts="promised_until") if one.key == "promised" else one
        for one in TABLE.columns
    ),
    default=Sort("promised_until"),
)
STANDINGS: Final = {
    "open": gettext_lazy("To leave"),
    "late": gettext_lazy("Late"),
    "owed": gettext_lazy("Owed units"),
}
FEW: Final = 2_000
SUMMED_MAX: Final = 50_000  # orders whose amounts are summed while the page waits
OWED_MAX: Final = 5_000  # orders that are owed something, the earliest promise first
FILTERS: Final = ("q", "state", "standing", "kind", "market", "currency", "sku", "customer")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, read."""

    lens: Lens
    wanted: Wanted
    sku: SkuRef | None
    standing: str

    @property
    def table(self) -> Table:
        """The table that fits: one that sorts by promise where every order has one."""
        return WAITING if self.standing in ("open", "late") else TABLE


@require("orders.view")
def orders(request: HttpRequest) -> HttpResponse:
    """The list of orders."""
    now = datetime.now(UTC)
    asked = _narrowed(_asked(request, shell.lens_of(request), now))

    def source(sort: Sort, after: str | None, limit: int) -> Slice[OrderRow]:
        return queries.search(wanted=asked.wanted, sort=sort, after=after, limit=limit)

    listing = tables.Listing(asked.table, source, lambda rows: draw(rows, asked.lens, now))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=now)
    context = {
        "states": [(state.value, words.say(words.ORDER_STATE, state)) for state in State],
        "kinds": [(kind, words.say(words.ORDER_KIND, kind)) for kind in words.ORDER_KIND],
        "standings": STANDINGS.items(),
        "empty": "console/_empty_orders.html",
    }
    shown = tables.show(request, listing, _around(request, asked))
    return tables.page(request, "console/orders.html", shown, context)


def _narrowed(asked: Asked) -> Asked:
    """The same by their ids, where few orders fit: then one walk through all of them is enough."""
    few = queries.ids(wanted=asked.wanted, limit=FEW + 1)
    return asked if len(few) > FEW else replace(asked, wanted=Wanted(among=few))


def _around(request: HttpRequest, asked: Asked) -> tables.Around:
    """How many there are and what they add up to; neither of more than can be summed at once."""
    count, chips = queries.count(wanted=asked.wanted), _chips(request, asked)
    if count > SUMMED_MAX:
        return tables.Around(count=count, count_max=queries.COUNTED_MAX, chips=chips)
    cells, said = _totals(queries.totals(wanted=asked.wanted))
    return tables.Around(count=count, chips=chips, totals=cells, totals_words=said)


def draw(rows: Sequence[OrderRow], lens: Lens, now: datetime) -> list[Row]:
    """Orders as rows of a table."""
    channels = {one.id: one for one in lens.channels}
    names = customers.names(customers={row.customer for row in rows if row.customer})
    waiting = [row.id for row in rows if row.waits]
    stand = promises.states_of(waiting) if waiting else {}
    drawn = []
    for row in rows:
        channel = channels.get(row.channel)
        href = reverse("orders-one", args=[row.id])
        zone = channel.zone if channel else ""
        cells = {
            "order": Cell(row.external_id, href=href),
            "placed": Cell(row.placed_at, zone=zone),
            "channel": Cell(channel.title if channel else ""),
            "state": Cell(
                words.say(words.ORDER_STATE, row.state), tone=words.ORDER_TONE[row.state]
            ),
            "promised": _promised(row, zone, now),
            "promise": _promise(stand.get(row.id, "")),
            "kind": Cell(words.say(words.ORDER_KIND, row.kind)),
            "market": Cell(market(row)),
            "customer": Cell(names.get(row.customer, "") if row.customer else ""),
            "units": Cell(row.units),
            "total": Cell(row.total),
            "refunded": Cell(row.refunded or ""),
        }
        drawn.append(Row(cells, key=str(row.id), href=href))
    return drawn


def _promised(row: OrderRow, zone: str, now: datetime) -> Cell:
    if not row.waits or row.promised_until is None:
        return Cell("")
    late = row.promised_until < now
    return Cell(
        row.promised_until,
        zone=zone,
        tone="danger" if late else "",
        title=promises.lateness(row.promised_until, now),
        note=promises.lateness(row.promised_until, now) if late else "",
    )


def _promise(state: str) -> Cell:
    if not state:
        return Cell("")
    return Cell(words.say(words.PROMISE, state), tone=words.PROMISE_TONE[state], raw=state)


def _asked(request: HttpRequest, lens: Lens, now: datetime) -> Asked:
    given = {name: request.GET.get(name, "").strip() for name in FILTERS}
    sku = catalogue.by_code(code=given["sku"]) if given["sku"] else None
    _check(given)
    standing = given["standing"]
    wanted = Wanted(
        windows=_windows(lens, standing),
        text=given["q"],
        state=given["state"],
        kind=given["kind"],
        market=given["market"],
        currency=given["currency"],
        sku=sku.id if sku else None,
        customer=int(given["customer"]) if given["customer"] else None,
        open=standing in ("open", "late"),
        late_at=now if standing == "late" else None,
        among=_owed() if standing == "owed" else None,
    )
    return Asked(lens, wanted, sku, standing)


def _check(given: dict[str, str]) -> None:
    if given["state"] and given["state"] not in set(State):
        raise BadParameter(name="state", value=given["state"])
    if given["standing"] and given["standing"] not in STANDINGS:
        raise BadParameter(name="standing", value=given["standing"])
    if given["customer"] and not given["customer"].isdecimal():
        raise BadParameter(name="customer", value=given["customer"])


def _windows(lens: Lens, standing: str) -> Sequence[Window]:
    """The days in view; what waits is shown whenever it was placed."""
    if not standing:
        return windows(lens)
    channels = lens.channel_ids
    return () if channels is None else (Window(channels, None, None),)


def _owed() -> list[int]:
    found = [promises.order_of(one) for one in inventory.owed_holders(limit=OWED_MAX)]
    return [order for order in found if order is not None]


def _chips(request: HttpRequest, asked: Asked) -> list[Chip]:
    language = translation.get_language() or "en"
    sku = asked.sku
    said: dict[str, Callable[[str], str]] = {
        "q": lambda value: _("number starts with {text}").format(text=value),
        "state": lambda value: words.say(words.ORDER_STATE, value),
        "standing": lambda value: _("{standing}, whenever placed").format(
            standing=STANDINGS[value]
        ),
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
