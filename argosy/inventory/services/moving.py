"""Units that go from one place to another."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from argosy.inventory import filling
from argosy.inventory.errors import NotHeld
from argosy.inventory.models import Place, PlaceKind
from argosy.inventory.types import Consumption, Ends
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

    What leaves for a holder (`claim`) is taken from what was promised to it, wherever that is held.
    What leaves a place before its first count draws on the before-count place; what a level cannot
    give, though a channel reports it as shipped, comes from shrinkage. What became free goes to
    those whom it is owed. Returns how many were written.
    """
    places = ends(now=now)
    sql.run("inventory/draw_on_history", {"before_count": places.before_count})
    sql.rows("inventory/lock_levels")
    sql.run("inventory/draw_on_promises", {"same_place": False, "now": now})
    return _settle(places, now)


@transaction.atomic
def consume(*, items: Sequence[Consumption], entity: int, now: datetime) -> int:
    """Let units leave that are held for their holders at these very places. Returns how many moves.

    :raises NotHeld: naming the SKUs of which less is held than is to leave; nothing has changed.
    """
    places = ends(now=now)
    open_incoming()
    sql.run(
        "inventory/ask_consumption",
        {
            "holders": [one.holder for one in items],
            "skus": [one.sku for one in items],
            "places": [one.place for one in items],
            "quantities": [one.quantity for one in items],
            "lines": [one.line for one in items],
            "documents": [one.document for one in items],
            "rows": [one.source_row for one in items],
            "occurred_at": [one.occurred_at for one in items],
            "entity": entity,
            "customer": places.customer,
        },
    )
    sql.rows("inventory/lock_levels")
    sql.run("inventory/draw_on_promises", {"same_place": True, "now": now})
    if missing := [sku for (sku,) in sql.rows("inventory/unpromised")]:
        raise NotHeld(skus=missing)
    return _settle(places, now)


def _settle(places: Ends, now: datetime) -> int:
    sql.run("inventory/split_shortage", {"shrinkage": places.shrinkage})
    gained = filling.settle(now=now)
    written = sql.run("inventory/write_moves", {"now": now})
    sql.run("inventory/clear_incoming")
    filling.fill(skus=gained, now=now)
    return written


def hold(*, skus: Sequence[int]) -> None:
    """Lock all levels of these SKUs for the transaction under way.

    For whoever moves several times in one transaction: locks taken in two goes have no order.
    """
    sql.rows("inventory/lock_skus", {"skus": list(skus)})


def ask_reversals(*, documents: Sequence[int]) -> None:
    """Add to the incoming moves what takes back whatever these documents moved and still stands."""
    sql.run("inventory/reverse_documents", {"documents": list(documents)})
