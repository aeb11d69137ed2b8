"""Writes of what leaves. All of one order happen under its row's lock."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from argosy.fulfilment.errors import (
    NoPlaceKnown,
    NothingToShip,
    NotInTheFuture,
    ShipmentNotLeft,
    ShipmentOutdated,
)
from argosy.fulfilment.holding import Held, Left, hold_open, left_to_ship, parts_of
from argosy.fulfilment.models import CARRIER_MAX, OPEN, TRACKING_MAX, Shipment, ShipmentState
from argosy.fulfilment.parcels import (
    act,
    closed,
    give_up_outdated,
    hold_of,
    order_of,
    plan_parcel,
    units_of,
)
from argosy.fulfilment.routed import places_of
from argosy.fulfilment.types import Shipped
from argosy.inventory import queries as places
from argosy.inventory import services as inventory
from argosy.inventory.types import Consumption
from argosy.kernel import sql


def ship(
    *,
    shipment: int,
    at: datetime,
    carrier: str,
    tracking: str,
    revision: int | None,
    by: int | None,
    now: datetime,
) -> Shipped:
    """Hand a shipment over: its units leave stock, and the order is shipped once nothing is left.

    Said twice it is refused the second time; of cancelling and shipping at once, one wins.

    :raises NoSuchShipment: there is none.
    :raises ShipmentClosed: it has left, or was given up.
    :raises ShipmentOutdated: the order's lines are others by now.
    :raises OrderNotOpen: the order is cancelled, withdrawn or shipped.
    :raises StaleOrder: somebody has changed the order since `revision`.
    :raises NotInTheFuture: it is said to leave later than now.
    """
    if at > now:
        raise NotInTheFuture(at=at.isoformat())
    with transaction.atomic():
        held = hold_of(shipment)
        found = Shipment.objects.get(pk=shipment)
        if found.state not in OPEN:
            raise closed(shipment)
        hold_open(held.id)
        if found.document != held.document:
            raise ShipmentOutdated(shipment=shipment)
        return _ship(held, found, at, (carrier, tracking), revision, by, now)


@transaction.atomic
def ship_order(
    *,
    order: int,
    at: datetime,
    carrier: str,
    tracking: str,
    revision: int | None,
    by: int | None,
    now: datetime,
) -> tuple[Shipped, ...]:
    """Ship what is left of an order, from where it was planned or routed, all in one go.

    :raises OrderNotOpen: the order is cancelled, withdrawn or shipped.
    :raises NothingToShip: nothing is left.
    :raises NoPlaceKnown: neither a route nor a promise nor the channel says where from.
    :raises NotInTheFuture: it is said to leave later than now.
    """
    if at > now:
        raise NotInTheFuture(at=at.isoformat())
    held = hold_open(order)
    give_up_outdated(held, now)
    for place, lines in places_of(held, left_to_ship([order])).items():
        if place is None:
            raise NoPlaceKnown
        plan_parcel(held, place, lines, by, now)
    waiting = list(Shipment.objects.filter(order=order, state__in=OPEN).order_by("pk"))
    if not waiting:
        raise NothingToShip
    done = []
    for one in waiting:
        done.append(_ship(held, one, at, (carrier, tracking), revision, by, now))
        revision = None  # What this call itself changed is no surprise to it.
    return tuple(done)


@transaction.atomic
def track(*, shipment: int, carrier: str, tracking: str) -> None:
    """Say, or correct, under which number a shipment that has left travels.

    :raises NoSuchShipment: there is none.
    :raises ShipmentNotLeft: it has not left.
    """
    found = Shipment.objects.filter(pk=shipment, state=ShipmentState.SHIPPED).update(
        carrier=carrier[:CARRIER_MAX], tracking=tracking[:TRACKING_MAX]
    )
    if not found:
        order_of(shipment)
        raise ShipmentNotLeft(shipment=shipment)


def _ship(
    held: Held,
    shipment: Shipment,
    at: datetime,
    label: tuple[str, str],
    revision: int | None,
    by: int | None,
    now: datetime,
) -> Shipped:
    carrier, tracking = label[0][:CARRIER_MAX], label[1][:TRACKING_MAX]
    asked = {"shipment": shipment.pk, "at": at, "by": by, "now": now}
    gone = sql.rows("fulfilment/leave", asked | {"carrier": carrier, "tracking": tracking})
    lines: dict[int, int] = dict(gone)
    if len(lines) != shipment.lines.count():
        raise closed(shipment.pk)
    left = left_to_ship([held.id])
    complete = not any(one.to_leave for one in left)
    detail = {
        "shipment": shipment.pk,
        "place": shipment.place_id,
        "carrier": carrier,
        "tracking": tracking,
        "lines": [{"line": line, "quantity": units} for line, units in sorted(lines.items())],
        "by": by,
    }
    act(held, "shipped" if complete else "split", at, detail, revision, now)
    _consume(held, shipment.place_id, lines, left, at, now)
    _owe_no_more(held, left, now)
    return Shipped(shipment.pk, held.id, sum(lines.values()), complete)


def _consume(
    held: Held,
    place: int,
    lines: Mapping[int, int],
    left: Sequence[Left],
    at: datetime,
    now: datetime,
) -> None:
    rows = {one.line: one.source_row for one in left}
    items = [
        Consumption(
            holder=held.holder,
            sku=part.sku,
            place=place,
            quantity=lines[line] * part.each,
            line=line,
            document=held.document,
            source_row=rows[line],
            occurred_at=at,
        )
        for line, parts in sorted(parts_of(list(lines)).items())
        for part in parts
    ]
    skus = {one.sku for one in items}
    counted = {level.sku for level in places.levels(skus=skus) if level.place == place}
    if held_there := [one for one in items if one.sku in counted]:
        inventory.consume(items=held_there, entity=held.entity, now=now)
    if unknown := [one for one in items if one.sku not in counted]:
        _draw_on_unknown(unknown, held.entity, now)


def _draw_on_unknown(items: Sequence[Consumption], entity: int, now: datetime) -> None:
    """Let units leave a place where nobody has counted them: there is nothing to be held."""
    inventory.open_incoming()
    sql.run(
        "fulfilment/offer_uncounted",
        {
            "skus": [one.sku for one in items],
            "quantities": [one.quantity for one in items],
            "lines": [one.line for one in items],
            "rows": [one.source_row for one in items],
            "claim": items[0].holder,
            "place": items[0].place,
            "document": items[0].document,
            "occurred_at": items[0].occurred_at,
            "entity": entity,
            "customer": inventory.ends(now=now).customer,
        },
    )
    inventory.move_incoming(now=now)


def _owe_no_more(held: Held, left: Sequence[Left], now: datetime) -> None:
    """Have promised to the order no more than what has not left of it."""
    units = units_of({one.line: one.to_leave for one in left if one.sku and one.to_leave})
    inventory.open_promises()
    asked = {"holder": held.holder, "skus": list(units), "quantities": list(units.values())}
    if sql.run("fulfilment/offer_promises", asked):
        inventory.promise_incoming(now=now)
