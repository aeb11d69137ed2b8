"""The sheet of costs to fill in: the fewest SKUs behind most of the sales without a cost."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuRef
from argosy.console import ledger, shell, tables
from argosy.finance.types import Costless
from argosy.kernel.keyset import Slice, Sort
from argosy.kernel.keyset import page as page_of
from argosy.kernel.money import Money
from argosy.web.access import require
from argosy.web.tables import Cell, Column, Kind, Row, Table

LARGE_SHARE: Final = Decimal("0.8")
# The heads that our own product list is read by: what leaves filled in comes back as it is.
TABLE: Final = Table(
    key="costs",
    title=gettext_lazy("Costs to state"),
    columns=(
        Column("sku", "SKU", Kind.CODE),
        Column("title", "Title"),
        Column("cost", "Unit cost"),
        Column("currency", "Cost currency"),
        Column("from", "Valid from"),
        Column("sold", gettext_lazy("Sold so far"), Kind.MONEY),
        Column("units", gettext_lazy("Units"), Kind.COUNT),
        Column("share", gettext_lazy("Adds up to"), Kind.SHARE),
    ),
    default=Sort("sold", descending=True),
)


@require("cost.view")
def costs(request: HttpRequest) -> HttpResponse:
    """Which costs to state first, and the sheet to state them in."""
    lens = shell.lens_of(request)
    everything = request.GET.get("all") == "1"
    found = ledger.costless(Decimal(1) if everything else LARGE_SHARE)
    code = ledger.currency(lens)

    def source(_sort: Sort, after: str | None, limit: int) -> Slice[Costless]:
        return page_of(found, after=after, limit=limit)

    def draw(rows: Sequence[Costless]) -> list[Row]:
        refs = catalogue.refs(skus={row.sku for row in rows})
        return [_row(row, refs.get(row.sku), code) for row in rows]

    listing = tables.Listing(TABLE, source, draw)
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    context = {
        "coverage": ledger.coverage(ledger.where(lens)),
        "everything": everything,
        "count": len(found),
        "empty": "console/_empty_costs.html",
    }
    shown = tables.show(request, listing, tables.Around(count=len(found)))
    return tables.page(request, "console/costs.html", shown, context)


def _row(row: Costless, ref: SkuRef | None, code: str) -> Row:
    to_state = _("to be stated")
    cells = {
        "sku": Cell(ref.code if ref else str(row.sku), href=reverse("stock-one", args=[row.sku])),
        "title": Cell(ref.title if ref else ""),
        "cost": Cell(None, title=to_state),
        "currency": Cell(code),
        "from": Cell(""),
        "sold": Cell(Money(row.sold_minor, code)),
        "units": Cell(row.units),
        "share": Cell(row.share_with_those_before),
    }
    return Row(cells, key=str(row.sku))
