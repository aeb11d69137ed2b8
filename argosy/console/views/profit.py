"""Profit: from revenue to margin, every bar a door to its postings, the unknown beside."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.catalogue import queries as catalogue
from argosy.console import charts, ledger, shell, tables, territories, words
from argosy.console.ledger import Narrowed
from argosy.console.lens import Lens
from argosy.finance import queries as finance
from argosy.finance.types import Margin
from argosy.kernel import formats
from argosy.kernel.keyset import Slice, Sort
from argosy.kernel.keyset import page as page_of
from argosy.kernel.money import Money
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

BY: Final = {
    "month": gettext_lazy("Month"),
    "channel": gettext_lazy("Channel"),
    "mode": gettext_lazy("Mode"),
    "market": gettext_lazy("Market"),
    "sku": gettext_lazy("Product"),
}
RANKED_MAX: Final = 12  # bars of a ranking; the table has them all
SHOWN: Final = ("revenue", "goods", "cm1", "selling", "cm2", "marketing", "cm3", "overhead")
TITLES: Final = {
    "revenue": gettext_lazy("Revenue"),
    "goods": gettext_lazy("Cost of goods"),
    "cm1": gettext_lazy("Margin 1"),
    "selling": gettext_lazy("Selling and delivery"),
    "cm2": gettext_lazy("Margin 2"),
    "marketing": gettext_lazy("Marketing"),
    "cm3": gettext_lazy("Margin 3"),
    "overhead": gettext_lazy("Overhead"),
    "unassigned": gettext_lazy("Unassigned"),
    "profit": gettext_lazy("Profit"),
}
HINTS: Final = {
    "cm1": gettext_lazy("Revenue less cost of goods"),
    "cm2": gettext_lazy("Margin 1 less selling and delivery"),
    "cm3": gettext_lazy("Margin 2 less marketing"),
    "unassigned": gettext_lazy("Stated by a source, but not what for"),
}


@require("profit.view")
def profit(request: HttpRequest) -> HttpResponse:
    """From revenue down to profit, and by what it differs."""
    lens, more = shell.lens_of(request), ledger.narrowed(request)
    by = request.GET.get("by", "month")
    if by not in BY:
        raise BadParameter(name="by", value=by)
    code = ledger.currency(lens)
    found = ledger.margins(by=by, where=ledger.where(lens, more), currency=code)
    table = _table(by)
    listing = _listing(table, found, _Names(lens, by, more, code))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    whole = ledger.whole(found)
    coverage = ledger.coverage(ledger.where(lens, more))
    uncosted = ledger.uncosted(where=ledger.where(lens, more), sold=whole, currency=code)
    around = tables.Around(
        count=len(found),
        chips=_chips(request, more),
        totals=_cells(whole, code),
        totals_words=_("All together"),
    )
    names = _Names(lens, by, more, code)
    fresh: dict[str, str | None] = dict.fromkeys(("after", "seen", "sort", "columns"))
    context: dict[str, Any] = {
        "figures": _figures(whole, code, lens, more),
        "coverage": coverage,
        "waterfall": _waterfall(whole, code, lens, more, uncosted),
        "uncosted": Money(uncosted, code) if uncosted > 0 else None,
        "breakdown": _breakdown(by, found, names),
        "rateless": whole.rateless,
        "currency": code,
        "several": len({one.currency for one in lens.entities}) > 1,
        "tabs": [
            (key, title, address(request, **fresh | {"by": key})) for key, title in BY.items()
        ],
        "tab": by,
        "empty": "console/_empty_orders.html",
        "postings_query": _query(lens, more),
    }
    shown = tables.show(request, listing, around)
    return tables.page(request, "console/profit.html", shown, context)


class _Names:
    """What the keys of a breakdown are called, and where each leads."""

    def __init__(self, lens: Lens, by: str, more: Narrowed, code: str) -> None:
        self.language = translation.get_language() or "en"
        self.lens, self.by, self.more, self.currency = lens, by, more, code
        self.channels = {str(one.id): one for one in lens.channels}
        self.skus = catalogue.refs() if by == "sku" else {}

    def name(self, key: str) -> str:
        """The key in words."""
        named: dict[str, Callable[[], str]] = {
            "month": lambda: formats.month(date.fromisoformat(f"{key}-01"), self.language),
            "channel": lambda: self.channels[key].title if key in self.channels else key,
            "mode": lambda: words.say(words.MODE, key),
            "market": lambda: territories.name(key, self.language) or _("No market"),
            "sku": lambda: self._code(key),
        }
        return named[self.by]()

    def note(self, key: str) -> str:
        """What stands small beside it: a SKU's title."""
        ref = self.skus.get(int(key)) if self.by == "sku" else None
        return ref.title if ref else ""

    def href(self, key: str) -> str:
        """The same page, narrowed to this key and broken down by the next thing."""
        given = self.lens.parameters | self.more.parameters
        following = {"month": "channel", "channel": "sku", "mode": "channel", "market": "channel"}
        if self.by == "channel":
            changes = {"ch": self.channels[key].key if key in self.channels else ""}
        elif self.by == "sku":
            changes = {"sku": self._code(key)}
        else:
            changes = {"p" if self.by == "month" else self.by: key}
        given |= changes | {"by": following.get(self.by, "month")}
        return f"{reverse('profit')}?{urlencode(given)}"

    def _code(self, key: str) -> str:
        ref = self.skus.get(int(key))
        return ref.code if ref else _("No SKU")


def _table(by: str) -> Table:
    shown = (*SHOWN, "unassigned", "profit")
    hidden = {"selling", "cm1", "cm2", "overhead"}
    return Table(
        key=f"profit-{by}",
        title=BY[by],
        columns=(
            Column("key", BY[by], Kind.CODE if by == "sku" else Kind.TEXT, sorts="key"),
            Column("units", gettext_lazy("Units"), Kind.COUNT, sorts="units", minor=True),
            *(
                Column(
                    key,
                    TITLES[key],
                    Kind.MONEY,
                    sorts=key,
                    hidden=key in hidden,
                    minor=key not in {"revenue", "profit"},
                    hint=HINTS.get(key, ""),
                )
                for key in shown
            ),
            Column("share", gettext_lazy("Of revenue"), Kind.SHARE),
        ),
        default=Sort("key", descending=True) if by == "month" else Sort("profit", descending=True),
    )


def _listing(table: Table, found: Sequence[Margin], names: _Names) -> tables.Listing[Margin]:
    def source(sort: Sort, after: str | None, limit: int) -> Slice[Margin]:
        ordered = sorted(found, key=lambda one: one.key)
        ordered.sort(key=lambda one: getattr(one, sort.field), reverse=sort.descending)
        return page_of(ordered, after=after, limit=limit)

    def draw(rows: Sequence[Margin]) -> list[Row]:
        return [
            Row(
                _cells(one, names.currency)
                | {
                    "key": Cell(
                        names.name(one.key), href=names.href(one.key), title=names.note(one.key)
                    )
                },
                key=one.key,
                href=names.href(one.key),
            )
            for one in rows
        ]

    return tables.Listing(table, source, draw)


def _cells(one: Margin, code: str) -> dict[str, Cell]:
    waits = _("Some worth is unknown: no exchange rate") if one.rateless else ""
    cells = {
        key: Cell(
            Money(getattr(one, key), code),
            tone=("attention" if one.unassigned else "quiet") if key == "unassigned" else "",
        )
        for key in (*SHOWN, "unassigned", "profit")
    }
    cells["profit"] = Cell(
        Money(one.profit, code), tone="loss" if one.profit < 0 else "gain", title=waits
    )
    share = ledger.part(one.profit, one.revenue)
    cells["share"] = Cell("" if share is None else share)
    cells["units"] = Cell(one.units)
    return cells


def _figures(whole: Margin, code: str, lens: Lens, more: Narrowed) -> list[dict[str, Any]]:
    kinds = finance.posting_kinds()

    def doors(*layers: str) -> str:
        chosen = [key for key, kind in kinds.items() if kind.layer in layers]
        return f"{reverse('profit-postings')}?{_query(lens, more, kind=','.join(chosen))}"

    shown = {
        "revenue": ("revenue",),
        "cm1": ("revenue", "goods"),
        "cm2": ("revenue", "goods", "selling"),
        "cm3": ("revenue", "goods", "selling", "marketing"),
        "profit": ledger.LAYERS,
        "unassigned": ("unassigned",),
    }
    return [
        {
            "name": TITLES[key],
            "hint": HINTS.get(key, ""),
            "is_costed": key in {"cm1", "cm2", "cm3", "profit"},
            "money": Money(getattr(whole, key), code),
            "share": ledger.part(getattr(whole, key), whole.revenue) if key != "revenue" else None,
            "href": doors(*layers),
        }
        for key, layers in shown.items()
        if key != "unassigned" or whole.unassigned
    ]


def _waterfall(
    whole: Margin, code: str, lens: Lens, more: Narrowed, uncosted: int
) -> charts.Chart | None:
    """By kind, with a subtotal after each layer that has anything.

    Goods whose cost nobody stated stand as an unknown: their sales, which their cost eats into.
    """
    steps, language = [], translation.get_language() or "en"
    known = finance.posting_kinds()

    def href(kinds: str) -> str:
        return f"{reverse('profit-postings')}?{_query(lens, more, kind=kinds)}"

    passed: list[str] = []
    for layer in ledger.LAYERS:
        here = [key for key, kind in known.items() if kind.layer == layer and whole.kinds.get(key)]
        steps += [
            charts.Step(_(known[key].title), Money(whole.kinds[key], code), href(key))
            for key in here
        ]
        passed += here
        if layer == "goods" and uncosted > 0:
            costs = f"{reverse('profit-costs')}{lens.query}"
            title = _("Cost nobody stated")
            steps.append(charts.Step(title, Money(-uncosted, code), costs, unknown=True))
        subtotal = ledger.SUBTOTALS.get(layer)
        if here and subtotal and whole.revenue:
            amount = Money(getattr(whole, subtotal), code)
            title = str(TITLES[subtotal])
            steps.append(charts.Step(title, amount, href(",".join(passed)), total=True))
    if not steps:
        return None
    if steps[-1].total:
        steps.pop()
    amount = Money(whole.profit, code)
    steps.append(charts.Step(str(TITLES["profit"]), amount, href(",".join(passed)), total=True))
    title, note = _finding(whole, code, language, uncosted)
    heads = (_("Step"), _("Amount"))
    return charts.waterfall(steps, title=title, note=note, heads=heads, language=language)


def _finding(whole: Margin, code: str, language: str, uncosted: int) -> tuple[str, str]:
    """What the chart says, in words: what is left of the revenue, and what took most of it."""
    left = ledger.part(whole.profit, whole.revenue)
    costs = {kind: minor for kind, minor in whole.kinds.items() if minor < 0}
    if left is None or not costs:
        return _("Where the revenue goes"), ""
    title = _("{share} of the revenue is left").format(share=formats.percent(left, language))
    if left < 0:
        title = _("The period lost {money}").format(
            money=formats.compact_money(Money(-whole.profit, code), language)
        )
    if uncosted > 0:
        sold = formats.compact_money(Money(uncosted, code), language)
        return title, _("Before the cost of goods sold for {money}, which nobody stated").format(
            money=sold
        )
    kind, minor = min(costs.items(), key=lambda one: one[1])
    known = finance.posting_kinds()
    kinds = {key for key, one in known.items() if one.layer != "outside"}
    if kind not in kinds:
        return title, ""
    note = _("Most of it went to: {kind}, {money}").format(
        kind=_(known[kind].title), money=formats.compact_money(Money(-minor, code), language)
    )
    return title, note


def _breakdown(by: str, found: Sequence[Margin], names: _Names) -> charts.Chart | None:
    if len(found) < 2:  # noqa: PLR2004 - one bar compares with nothing
        return None
    heads = (str(BY[by]), str(TITLES["profit"]))
    best = max(found, key=lambda one: one.profit)
    title = _("{name} earned most: {money}").format(
        name=names.name(best.key),
        money=formats.compact_money(Money(best.profit, names.currency), names.language),
    )

    def bars(ordered: Sequence[Margin]) -> list[charts.Bar]:
        return [
            charts.Bar(names.name(one.key), Money(one.profit, names.currency), names.href(one.key))
            for one in ordered
        ]

    if by == "month":
        ordered = sorted(found, key=lambda one: one.key)
        return charts.columns(
            bars(ordered), title=title, note="", heads=heads, language=names.language
        )
    ordered = sorted(found, key=lambda one: -one.profit)
    note = ""
    if len(ordered) > RANKED_MAX:
        half = RANKED_MAX // 2
        note = _("The best {half} and the worst {half} of {count}").format(
            half=half, count=formats.number(len(ordered), names.language)
        )
        ordered = ordered[:half] + ordered[-half:]
    return charts.ranking(
        bars(ordered), title=title, note=note, heads=heads, language=names.language
    )


def _query(lens: Lens, more: Narrowed, **changes: str) -> str:
    return urlencode(lens.parameters | more.parameters | changes, safe=",")


def _chips(request: HttpRequest, more: Narrowed) -> list[Chip]:
    language = translation.get_language() or "en"
    said = {
        "market": _("to {market}").format(market=territories.name(more.market, language)),
        "sku": _("with {sku}").format(sku=more.sku),
        "mode": words.say(words.MODE, more.mode),
    }
    return [
        Chip(said[name], address(request, **{name: None, "after": None, "seen": None}))
        for name in more.parameters
    ]
