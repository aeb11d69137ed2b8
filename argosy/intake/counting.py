"""What somebody found at a place, told by hand: kept as a list of one row, like any other count."""

import csv
from datetime import datetime
from io import BytesIO, StringIO

from django.db import transaction

from argosy.catalogue import queries as catalogue
from argosy.company import queries as company
from argosy.evidence import services as evidence
from argosy.finance import services as finance
from argosy.intake import tables
from argosy.intake.models import Run, RunState
from argosy.inventory import queries as stock
from argosy.inventory.errors import NoSuchPlace
from argosy.inventory.types import Count, CountResult

PROFILE = "stock-count"
ROW = 2  # below its header


@transaction.atomic
def count(
    *, sku: int, place: int, quantity: int, by: int | None, keep: bool, now: datetime
) -> CountResult:
    """See `services.count_stock`."""
    code = catalogue.card(sku=sku).code
    found = next((one for one in stock.stocked_places() if one.id == place), None)
    if found is None:
        raise NoSuchPlace(place=place)
    finance.hold_book(alone=True)
    document = _keep(code, found.key, quantity, by, now)
    counted = Count(sku, place, quantity, now, document=document, source_row=ROW)
    result = tables.take_counts(counts=[counted], entity=company.main_entity().id, now=now)
    if not keep:
        transaction.set_rollback(True)
    return result


def _keep(code: str, place: str, quantity: int, by: int | None, now: datetime) -> int:
    """Keep the count as a file of one row, as a run that is done. Returns its document."""
    text = StringIO()
    csv.writer(text).writerows(
        [
            ("SKU", "Place", "Quantity", "Counted at"),
            (code, place, quantity, f"{now:%Y-%m-%d %H:%M:%S.%f}"),
        ]
    )
    said = text.getvalue()
    name = f"count {code} {place} {now:%Y-%m-%d %H:%M}.csv"
    content = BytesIO(said.encode())
    file = evidence.store_file(content=content, name=name, received_by=by, now=now)
    run = Run.objects.create(
        file=file.id,
        profile=PROFILE,
        state=RunState.DONE,
        **dict.fromkeys(("rows_total", "rows_done", "documents_total", "documents_done"), 1),
        **dict.fromkeys(("created_at", "started_at", "finished_at"), now),
        counts={"new": 1, "known": 0, "other": 1},
        started_by=by,
    )
    row = {"sku": code, "place": place, "content": said, "row_no": ROW}
    (document,) = tables.receive(run, "counts", [row], now)
    return document
