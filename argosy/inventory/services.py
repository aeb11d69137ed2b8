"""Writes of stock. Callers of the batch form fill `incoming_move` (see sql/open_incoming.sql)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from argosy.inventory.models import Place, PlaceKind
from argosy.inventory.types import Count, CountResult, Ends
from argosy.kernel import sql

VIRTUAL = {
    PlaceKind.SUPPLIER: "Suppliers",
    PlaceKind.CUSTOMER: "Customers",
    PlaceKind.TRANSIT: "In transit",
    PlaceKind.BEFORE_COUNT: "Before the first count",
    PlaceKind.SHRINKAGE: "Differences and write-offs",
}


def open_place(*, key: str, title: str, kind: str, country: str, now: datetime) -> int:
    """Record a place; one that exists under this key is left as it is. Returns its id."""
    place, _ = Place.objects.get_or_create(
        key=key, defaults={"title": title, "kind": kind, "country": country, "created_at": now}
    )
    return place.pk


def ends(*, now: datetime) -> Ends:
    """The places that are not stocked, made on first need."""
    found = dict(Place.objects.filter(key__in=VIRTUAL).values_list("key", "pk"))
    for kind in VIRTUAL.keys() - found.keys():
        found[kind] = open_place(
            key=kind.value, title=VIRTUAL[kind], kind=kind.value, country="", now=now
        )
    return Ends(
        supplier=found[PlaceKind.SUPPLIER],
        customer=found[PlaceKind.CUSTOMER],
        transit=found[PlaceKind.TRANSIT],
        before_count=found[PlaceKind.BEFORE_COUNT],
        shrinkage=found[PlaceKind.SHRINKAGE],
    )


def open_incoming() -> None:
    """Make this session's table of incoming moves, empty, for the transaction under way."""
    sql.run("inventory/open_incoming")


def move_incoming(*, now: datetime) -> int:
    """Write the incoming moves and carry them into the levels, locked in SKU order.

    What leaves a place before its first count draws on the before-count place; what a level cannot
    give, though a channel reports it as shipped, comes from shrinkage. Returns how many.
    """
    places = ends(now=now)
    sql.run("inventory/draw_on_history", {"before_count": places.before_count})
    sql.rows("inventory/lock_levels")
    sql.run("inventory/split_shortage", {"shrinkage": places.shrinkage})
    sql.run("inventory/settle_levels")
    written = sql.run("inventory/write_moves", {"now": now})
    sql.run("inventory/clear_incoming")
    return written


def hold(*, skus: Sequence[int]) -> None:
    """Lock all levels of these SKUs for the transaction under way.

    For whoever moves several times in one transaction: locks taken in two goes have no order.
    """
    sql.rows("inventory/lock_skus", {"skus": list(skus)})


def reverse_documents(*, documents: Sequence[int], now: datetime) -> int:
    """Move back what these documents moved and what still stands. Returns how many."""
    open_incoming()
    sql.run("inventory/reverse_documents", {"documents": list(documents)})
    return move_incoming(now=now)


@transaction.atomic
def count(*, counts: Sequence[Count], entity: int, now: datetime) -> CountResult:
    """Take over a stock count: from its instant on, stock at that place is known.

    A first count brings the units from the before-count place; a later one moves only the
    difference to or from shrinkage.
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
    sql.run("inventory/settle_levels")
    sql.run("inventory/write_moves", {"now": now})
    sql.run("inventory/clear_incoming")
    later = indexes[False]
    sql.run("inventory/ask_differences", asked | {"indexes": later})
    moved = sql.run("inventory/settle_levels")
    sql.run("inventory/write_moves", {"now": now})
    sql.run("inventory/clear_incoming")
    return CountResult(first=len(first), corrected=moved, unchanged=len(later) - moved)
