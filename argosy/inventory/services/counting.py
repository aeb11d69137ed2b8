"""What somebody counted."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from argosy.inventory import filling
from argosy.inventory.services.moving import ends, open_incoming
from argosy.inventory.types import Count, CountResult, Loser
from argosy.kernel import sql


@transaction.atomic
def count(
    *, counts: Sequence[Count], entity: int, now: datetime, serves: bool = True
) -> CountResult:
    """Take over a stock count: from its instant on, stock at that place is known.

    A first count brings the units from the before-count place; a later one moves only the
    difference to or from shrinkage. A count below what is promised names who loses, in this very
    transaction: leases shrink first, then reservations by the latest promise.

    Unless it `serves`, nothing of what was found goes to those whom it is owed: a caller who knows
    of moves since the count makes them first, and calls `serve_owed` then.
    """
    places = ends(now=now)
    asked = {
        "skus": [one.sku for one in counts],
        "places": [one.place for one in counts],
        "quantities": [one.quantity for one in counts],
        "rows": [one.source_row for one in counts],
        "counted_at": [one.counted_at for one in counts],
        "entity": entity,
        "documents": [one.document for one in counts],
        "before_count": places.before_count,
        "shrinkage": places.shrinkage,
        "now": now,
    }
    open_incoming()
    first = {(sku, place) for sku, place in sql.rows("inventory/open_levels", asked)}
    sql.rows("inventory/lock_counted", asked)
    indexes: dict[bool, list[int]] = {True: [], False: []}
    for index, one in enumerate(counts, start=1):
        indexes[(one.sku, one.place) in first].append(index)
    sql.run("inventory/ask_first_counts", asked | {"indexes": indexes[True]})
    _settle(now)
    later = indexes[False]
    moved = sql.run("inventory/ask_differences", asked | {"indexes": later})
    losers = [Loser(*row) for row in sql.rows("inventory/lose_on_recount", {"now": now})]
    _settle(now)
    skus = sorted({one.sku for one in counts})
    if serves:
        filling.fill(skus=skus, now=now)
    filling.touch(skus=skus, now=now)  # Also what moved nothing: none is not unknown.
    return CountResult(
        first=len(first),
        corrected=moved,
        unchanged=len(later) - moved,
        losers=tuple(losers),
    )


@transaction.atomic
def serve_owed(*, skus: Sequence[int], now: datetime) -> int:
    """Promise what is free of these SKUs to those whom it is owed. Returns how many were made."""
    sql.rows("inventory/lock_skus", {"skus": sorted(skus)})
    return filling.fill(skus=skus, now=now)


def _settle(now: datetime) -> None:
    filling.settle(now=now)
    sql.run("inventory/write_moves", {"now": now})
    sql.run("inventory/clear_incoming")
