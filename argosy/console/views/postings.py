"""Postings: the lines of money behind every figure, each with the source row it came from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from argosy.catalogue import queries as catalogue
from argosy.console import ledger, shell, tables, territories, words
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.finance import queries as finance
from argosy.finance.types import Filter, PostingRow
from argosy.intake import queries as intake
from argosy.kernel import formats
from argosy.kernel.errors import BadCursor
from argosy.kernel.keyset import Slice, Sort
from argosy.kernel.money import Money
from argosy.orders import queries as orders
from argosy.web.access import require
from argosy.web.errors import BadParameter, NotAllowed
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

TABLE: Final = Table(
    key="postings",
    title=gettext_lazy("Postings"),
    columns=(
        Column("day", gettext_lazy("Day"), Kind.DAY),
        Column("kind", gettext_lazy("What"), Kind.TEXT),
        Column("amount", gettext_lazy("Amount"), Kind.MONEY, minor=True),
        Column("base", gettext_lazy("In base currency"), Kind.MONEY),
        Column("channel", gettext_lazy("Channel"), minor=True),
        Column("sku", gettext_lazy("SKU"), Kind.CODE),
        Column("order", gettext_lazy("Order"), Kind.CODE, minor=True),
        Column("market", gettext_lazy("Market"), hidden=True),
        Column("units", gettext_lazy("Units"), Kind.COUNT, hidden=True),
        Column("certainty", gettext_lazy("Certainty"), Kind.TAG),
        Column("rate", gettext_lazy("Rate"), Kind.NUMBER, hidden=True),
        Column("rate_source", gettext_lazy("Rate by"), Kind.TAG, hidden=True),
        Column("source", gettext_lazy("Source row"), Kind.CODE),
        Column("recorded", gettext_lazy("Recorded"), Kind.INSTANT, hidden=True),
    ),
    default=Sort("id", descending=True),
)
CERTAINTY: Final[words.Words] = {
    "estimate": gettext_lazy("Estimate"),
    "actual": gettext_lazy("Actual"),
}


@require("profit.view")
def postings(request: HttpRequest) -> HttpResponse:
    """The postings that a figure adds up."""
    lens, more = shell.lens_of(request), ledger.narrowed(request)
    kinds = tuple(filter(None, request.GET.get("kind", "").split(",")))
    if unknown := set(kinds) - finance.posting_kinds().keys():
        raise BadParameter(name="kind", value=min(unknown))
    where = ledger.where(lens, more)
    where = Filter(
        **{name: getattr(where, name) for name in where.__slots__ if name != "kinds"},
        kinds=kinds or None,
    )

    def source(_sort: Sort, after: str | None, limit: int) -> Slice[PostingRow]:
        if after is not None and not after.isdecimal():
            raise BadCursor
        below = int(after) if after else None
        found = finance.postings(where=where, below=below, limit=limit + 1)
        following = str(found[limit - 1].id) if len(found) > limit else None
        return Slice(tuple(found[:limit]), following)

    listing = tables.Listing(TABLE, source, lambda rows: draw(rows, lens))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    code = ledger.currency(lens)
    sums = ledger.sums(by="all", where=where, currency=code)
    around = tables.Around(
        count=sum(one.postings for one in sums), chips=_chips(request, kinds, more)
    )
    context = {
        "sum": Money(sum(one.minor for one in sums), code),
        "parts": [
            (_(finance.posting_kinds()[one.kind].title), Money(one.minor, code), one.postings)
            for one in sums
        ],
        "rateless": sum(one.rateless for one in sums),
        "empty": "console/_empty_orders.html",
    }
    shown = tables.show(request, listing, around)
    return tables.page(request, "console/postings.html", shown, context)


@require("orders.view")
def source(request: HttpRequest, document: int) -> HttpResponse:
    """The rows of a document as they stand in the file it came from."""
    lens, scope = shell.lens_of(request), scope_of(request)
    found = intake.source_rows(document=document)
    channel = intake.run(run=found.run, now=datetime.now(UTC)).channel
    if lens.narrowed and channel not in {one.id for one in lens.channels}:
        raise NotAllowed(permission=_("this channel"))
    # A row has whatever the platform put in it, names and addresses too.
    if not scope.may("orders.contact") and not scope.may("profit.view"):
        raise NotAllowed(permission="orders.contact")
    row = request.GET.get("row", "")
    context = {"source": found, "row": int(row) if row.isdecimal() else None}
    return render(request, "console/source.html", context)


def draw(rows: Sequence[PostingRow], lens: Lens) -> list[Row]:
    """Postings as rows of a table."""
    language = translation.get_language() or "en"
    titles = {one.id: one.title for one in lens.channels}
    skus = catalogue.refs(skus={row.sku for row in rows if row.sku})
    numbers = orders.orders_of_lines(lines=[row.order_line for row in rows if row.order_line])
    return [_row(row, titles, skus, numbers, language) for row in rows]


def _row(
    row: PostingRow,
    titles: dict[int, str],
    skus: dict[int, Any],
    numbers: dict[int, tuple[int, str]],
    language: str,
) -> Row:
    order = numbers.get(row.order_line) if row.order_line else None
    sku = skus.get(row.sku) if row.sku else None
    no_rate = _("No exchange rate of {currency} for this day").format(currency=row.currency)
    note = _("reversal") if row.reverses else ""
    cells = {
        "day": Cell(row.day),
        "kind": Cell(_(finance.posting_kinds()[row.kind].title), note=note),
        "amount": Cell(Money(row.amount_minor, row.currency)),
        "base": Cell(None, title=no_rate)
        if row.base_minor is None
        else Cell(Money(row.base_minor, row.base)),
        "channel": Cell(titles.get(row.channel, "")),
        "sku": Cell(
            sku.code if sku else "",
            href=reverse("stock-one", args=[sku.id]) if sku else "",
            title=sku.title if sku else "",
        ),
        "order": Cell(
            order[1] if order else "",
            href=reverse("orders-one", args=[order[0]]) if order else "",
        ),
        "market": Cell(territories.name(row.market, language)),
        "units": Cell(row.units),
        "certainty": Cell(
            words.say(CERTAINTY, row.certainty),
            tone="quiet" if row.certainty == "actual" else "attention",
        ),
        "rate": Cell(row.rate if isinstance(row.rate, Decimal) else ""),
        "rate_source": Cell(row.rate_source),
        "source": Cell(
            _("row {number}").format(number=row.source_row),
            href=f"{reverse('profit-source', args=[row.document])}?row={row.source_row}",
            raw=str(row.source_row),
        ),
        "recorded": Cell(row.recorded_at),
    }
    return Row(cells, key=str(row.id))


def _chips(request: HttpRequest, kinds: Sequence[str], more: ledger.Narrowed) -> list[Chip]:
    language = translation.get_language() or "en"
    known = finance.posting_kinds()
    said = {
        "kind": _(known[kinds[0]].title)
        if len(kinds) == 1
        else ngettext("{count} kind", "{count} kinds", len(kinds)).format(
            count=formats.number(len(kinds), language)
        ),
        "market": _("to {market}").format(market=territories.name(more.market, language)),
        "sku": _("with {sku}").format(sku=more.sku),
        "mode": words.say(words.MODE, more.mode),
    }
    present = (["kind"] if kinds else []) + list(more.parameters)
    return [
        Chip(said[name], address(request, **{name: None, "after": None, "seen": None}))
        for name in present
    ]
