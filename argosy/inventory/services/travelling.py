"""Units on their way: purchases, transfers, and their receipt."""

from datetime import datetime

from django.db import transaction

from argosy.inventory import filling
from argosy.inventory.errors import NoSuchArrival, NotAQuantity, OutOfStock
from argosy.inventory.models import Arrival, ArrivalState
from argosy.inventory.services.moving import ends, open_incoming
from argosy.inventory.types import Parcel
from argosy.kernel import sql


@transaction.atomic
def expect(*, parcel: Parcel, place: int, now: datetime) -> int:
    """Note a purchase that is on its way to a place. Returns the arrival's id.

    :raises NotAQuantity: not a whole number above nothing.
    """
    return _arrival(parcel, ends(now=now).supplier, place, now)


@transaction.atomic
def transfer(*, parcel: Parcel, origin: int, target: int, now: datetime) -> int:
    """Send free units from one place to another: they leave now and are expected there.

    Returns the arrival's id, to be received.

    :raises OutOfStock: the origin has not so many to spare.
    :raises NotAQuantity: not a whole number above nothing.
    """
    transit = ends(now=now).transit
    arrival = _arrival(parcel, transit, target, now)
    sql.rows("inventory/lock_skus", {"skus": [parcel.sku]})
    open_incoming()
    told = {
        "entity": parcel.entity,
        "sku": parcel.sku,
        "origin": origin,
        "transit": transit,
        "quantity": parcel.quantity,
        "now": now,
    }
    if not sql.run("inventory/ask_transfer", told):
        raise OutOfStock(skus=[parcel.sku])
    _carry_out(now)
    return arrival


@transaction.atomic
def receive(*, arrival: int, quantity: int, now: datetime) -> int:
    """Take in units that have arrived. Those owed to somebody are promised at once.

    A place where nobody counted yet is known from now on: what came in is there. Returns how many
    reservations the units made good.

    :raises NoSuchArrival: it is none, or nothing of it is expected any more.
    :raises NotAQuantity: not a whole number above nothing.
    """
    if quantity <= 0:
        raise NotAQuantity(quantity=quantity)
    told = {"arrival": arrival, "quantity": quantity, "now": now}
    found = sql.rows("inventory/receive_arrival", told)
    if not found:
        raise NoSuchArrival(arrival=arrival)
    sku, place, origin, entity = found[0]
    sql.rows("inventory/open_levels", {"skus": [sku], "places": [place], "counted_at": [now]})
    sql.rows("inventory/lock_skus", {"skus": [sku]})
    open_incoming()
    move = {"sku": sku, "origin": origin, "target": place, "quantity": quantity, "entity": entity}
    sql.run("inventory/ask_move", move | {"reason": "receive", "occurred_at": now})
    _carry_out(now)
    return filling.fill(skus=[sku], now=now)


@transaction.atomic
def cancel_arrival(*, arrival: int, now: datetime) -> None:
    """Note that the rest of a purchase will not come; a transfer's units are received or counted.

    :raises NoSuchArrival: it is none, is no purchase, or nothing of it is expected any more.
    """
    changed = Arrival.objects.filter(
        pk=arrival, state=ArrivalState.EXPECTED, origin=ends(now=now).supplier
    ).update(state=ArrivalState.CANCELLED, closed_at=now)
    if not changed:
        raise NoSuchArrival(arrival=arrival)


def _arrival(parcel: Parcel, origin: int, place: int, now: datetime) -> int:
    if parcel.quantity <= 0:
        raise NotAQuantity(quantity=parcel.quantity)
    return Arrival.objects.create(
        sku_id=parcel.sku,
        place_id=place,
        origin_id=origin,
        entity_id=parcel.entity,
        quantity=parcel.quantity,
        reference=parcel.reference[:80],
        expected_at=parcel.expected_at,
        state=ArrivalState.EXPECTED,
        created_at=now,
    ).pk


def _carry_out(now: datetime) -> None:
    filling.settle(now=now)
    sql.run("inventory/write_moves", {"now": now})
    sql.run("inventory/clear_incoming")
