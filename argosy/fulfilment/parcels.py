"""Shipments of one held order: planned within what is left, given up, looked up."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from argosy.fulfilment.errors import (
    BadQuantity,
    LineNotMapped,
    MoreThanOrdered,
    NoSuchShipment,
    NotAPlaceToShipFrom,
    NothingToShip,
    NotOfThisOrder,
    ShipmentClosed,
)
from argosy.fulfilment.holding import Held, Left, hold, left_to_ship, open_allotments, parts_of
from argosy.fulfilment.models import OPEN, Shipment, ShipmentState
from argosy.fulfilment.promises import gather
from argosy.inventory import queries as places
from argosy.kernel import sql
from argosy.orders import services as orders

Units = Mapping[int, int]


def plan_parcel(
    held: Held, place: int, lines: Mapping[int, int] | None, by: int | None, now: datetime
) -> int:
    if place not in {one.id for one in places.stocked_places()}:
        raise NotAPlaceToShipFrom(place=place)
    left = left_to_ship([held.id])
    wanted = _wanted(left, lines)
    open_allotments(left)
    shipment = Shipment.objects.create(
        order_id=held.id,
        document=held.document,
        place_id=place,
        state=ShipmentState.PLANNED,
        by=by,
        planned_at=now,
        recorded_at=now,
    )
    gather(held, place, units_of(wanted), now)
    asked = {"lines": list(wanted), "quantities": list(wanted.values()), "shipment": shipment.pk}
    taken = {line for (line,) in sql.rows("fulfilment/allot", asked)}
    if missing := wanted.keys() - taken:
        codes = [one.code for one in left if one.line in missing]
        raise MoreThanOrdered(lines=", ".join(codes))
    return shipment.pk


def _wanted(left: Sequence[Left], lines: Mapping[int, int] | None) -> Mapping[int, int]:
    """Units by line, checked against what the order has."""
    known = {one.line: one for one in left}
    if lines is None:
        lines = {one.line: one.free for one in left if one.free > 0}
    if not lines:
        raise NothingToShip
    for quantity in lines.values():
        if quantity <= 0:
            raise BadQuantity(quantity=quantity)
    if strangers := sorted(set(lines) - set(known)):
        raise NotOfThisOrder(lines=", ".join(map(str, strangers)))
    if unmapped := [known[line].code for line in lines if known[line].sku is None]:
        raise LineNotMapped(codes=", ".join(unmapped))
    return dict(sorted(lines.items()))


def units_of(lines: Mapping[int, int]) -> Mapping[int, int]:
    """What units by line come to in counted SKUs, kits by their components."""
    units: dict[int, int] = {}
    for line, parts in parts_of(list(lines)).items():
        for part in parts:
            units[part.sku] = units.get(part.sku, 0) + lines[line] * part.each
    return units


def act(
    held: Held,
    kind: str,
    at: datetime,
    detail: Mapping[str, object],
    revision: int | None,
    now: datetime,
) -> None:
    """Let orders judge the step; the snapshot whose lines these are is its document."""
    orders.act(
        order=held.id,
        kind=kind,
        at=at,
        document=held.document,
        detail=detail,
        revision=revision,
        now=now,
    )


def hold_of(shipment: int) -> Held:
    """Lock the order of a shipment: the one lock that all who change either take first."""
    return hold(order_of(shipment))


def order_of(shipment: int) -> int:
    found = Shipment.objects.filter(pk=shipment).values_list("order_id", flat=True).first()
    if found is None:
        raise NoSuchShipment(shipment=shipment)
    return found


def closed(shipment: int) -> ShipmentClosed:
    state = Shipment.objects.values_list("state", flat=True).get(pk=shipment)
    return ShipmentClosed(shipment=shipment, state=state)


def open_of(order: int) -> Sequence[int]:
    found = Shipment.objects.filter(order=order, state__in=OPEN).order_by("pk")
    return list(found.values_list("pk", flat=True))


def give_up_outdated(held: Held, now: datetime) -> None:
    stale = Shipment.objects.filter(order=held.id, state__in=OPEN).exclude(document=held.document)
    if found := list(stale.values_list("pk", flat=True)):
        give_up_these(found, now)


def give_up_these(shipments: Sequence[int], now: datetime) -> list[int]:
    asked = {"shipments": list(shipments), "now": now}
    return [shipment for (shipment,) in sql.rows("fulfilment/give_up", asked)]
