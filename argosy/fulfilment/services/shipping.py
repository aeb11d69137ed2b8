"""Writes of shipments: planned, packed, left. All of one order happen under its row's lock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from argosy.fulfilment.errors import (
    BadQuantity,
    LineNotMapped,
    MoreThanOrdered,
    NoPlaceKnown,
    NoSuchShipment,
    NotAPlaceToShipFrom,
    NothingToShip,
    NotInTheFuture,
    NotOfThisOrder,
    ShipmentClosed,
    ShipmentNotLeft,
    ShipmentOutdated,
)
from argosy.fulfilment.holding import (
    Held,
    Left,
    hold,
    hold_open,
    left_to_ship,
    open_allotments,
    parts_of,
)
from argosy.fulfilment.models import OPEN, Package, Shipment, ShipmentState
from argosy.fulfilment.promises import gather
from argosy.fulfilment.routed import places_of
from argosy.fulfilment.types import NewPackage, Shipped
from argosy.inventory import queries as places
from argosy.inventory import services as inventory
from argosy.inventory.types import Consumption
from argosy.kernel import sql
from argosy.orders import services as orders

TEXT_MAX: Final = 80
CARRIER_MAX: Final = 60


@transaction.atomic
def plan(
    *, order: int, place: int, lines: Mapping[int, int] | None, by: int | None, now: datetime
) -> int:
    """Plan a shipment of units by order line, or of everything not yet planned. Returns its id.

    Promises that lie elsewhere are moved to the place. Shipments planned for an earlier word on
    the order are given up.

    :raises OrderNotOpen: the order is cancelled, withdrawn or shipped.
    :raises MoreThanOrdered: naming the lines; nothing is planned.
    :raises NothingToShip: everything is planned or gone.
    :raises NotOfThisOrder: a line is of another order, or of an earlier word on this one.
    :raises LineNotMapped: a line's SKU is not known yet.
    :raises OutOfStock: the place has not enough to take the promises over.
    """
    held = hold_open(order)
    _give_up_outdated(held, now)
    return _plan(held, place, lines, by, now)


@transaction.atomic
def split_order(
    *,
    order: int,
    parts: Sequence[tuple[int, Mapping[int, int]]],
    revision: int | None,
    by: int | None,
    now: datetime,
) -> tuple[int, ...]:
    """Plan an order anew as several shipments: (place, units by line) each. Returns their ids.

    What was planned and has not left is given up first.

    :raises OrderNotOpen: the order is cancelled, withdrawn or shipped.
    :raises StaleOrder: somebody has changed the order since.
    :raises MoreThanOrdered: naming the lines; nothing is changed.
    """
    held = hold_open(order)
    _give_up(list(_open_of(order)), now)
    planned = tuple(_plan(held, place, lines, by, now) for place, lines in parts)
    detail = {"shipments": list(planned), "by": by}
    _act(held, "split", now, detail, revision, now)
    return planned


@transaction.atomic
def pack(*, shipment: int, packages: Sequence[NewPackage], now: datetime) -> None:
    """Say how a shipment is packed; said again, the last word counts.

    :raises NoSuchShipment: there is none.
    :raises ShipmentClosed: it has left, or was given up.
    """
    _hold_of(shipment)
    packed = Shipment.objects.filter(pk=shipment, state__in=OPEN).update(
        state=ShipmentState.PACKED, packed_at=now, recorded_at=now
    )
    if not packed:
        raise _closed(shipment)
    Package.objects.filter(shipment=shipment).delete()
    _write_packages(shipment, packages)


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
        held = _hold_of(shipment)
        found = Shipment.objects.get(pk=shipment)
        if found.state not in OPEN:
            raise _closed(shipment)
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
    _give_up_outdated(held, now)
    for place, lines in places_of(held, left_to_ship([order])).items():
        if place is None:
            raise NoPlaceKnown
        _plan(held, place, lines, by, now)
    waiting = list(Shipment.objects.filter(order=order, state__in=OPEN).order_by("pk"))
    if not waiting:
        raise NothingToShip
    done = []
    for one in waiting:
        done.append(_ship(held, one, at, (carrier, tracking), revision, by, now))
        revision = None  # What this call itself changed is no surprise to it.
    return tuple(done)


@transaction.atomic
def track(*, shipment: int, carrier: str, tracking: str, now: datetime) -> None:
    """Say, or correct, under which number a shipment that has left travels.

    :raises NoSuchShipment: there is none.
    :raises ShipmentNotLeft: it has not left.
    """
    found = Shipment.objects.filter(pk=shipment, state=ShipmentState.SHIPPED).update(
        carrier=carrier[:CARRIER_MAX], tracking=tracking[:TEXT_MAX], recorded_at=now
    )
    if not found:
        _existing(shipment)
        raise ShipmentNotLeft(shipment=shipment)


@transaction.atomic
def cancel_shipment(*, shipment: int, now: datetime) -> None:
    """Give up a shipment that has not left; its units can be shipped otherwise.

    :raises NoSuchShipment: there is none.
    :raises ShipmentClosed: it has left, or was given up before.
    """
    _hold_of(shipment)
    if not _give_up([shipment], now):
        raise _closed(shipment)


@transaction.atomic
def give_up(*, order: int, now: datetime) -> int:
    """Give up everything planned of an order that has not left: it was cancelled. Returns how many.

    :raises NoSuchOrder: there is none.
    """
    hold(order)
    return len(_give_up(list(_open_of(order)), now))


def _plan(
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
    gather(held, place, _units(wanted), now)
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


def _units(lines: Mapping[int, int]) -> Mapping[int, int]:
    """What units by line come to in counted SKUs, kits by their components."""
    units: dict[int, int] = {}
    for line, parts in parts_of(list(lines)).items():
        for part in parts:
            units[part.sku] = units.get(part.sku, 0) + lines[line] * part.each
    return units


def _ship(
    held: Held,
    shipment: Shipment,
    at: datetime,
    label: tuple[str, str],
    revision: int | None,
    by: int | None,
    now: datetime,
) -> Shipped:
    carrier, tracking = label[0][:CARRIER_MAX], label[1][:TEXT_MAX]
    asked = {"shipment": shipment.pk, "at": at, "by": by, "now": now}
    gone = sql.rows("fulfilment/leave", asked | {"carrier": carrier, "tracking": tracking})
    lines: dict[int, int] = dict(gone)
    if len(lines) != shipment.lines.count():
        raise _closed(shipment.pk)
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
    _act(held, "shipped" if complete else "split", at, detail, revision, now)
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
    units = _units({one.line: one.to_leave for one in left if one.sku and one.to_leave})
    inventory.open_promises()
    asked = {"holder": held.holder, "skus": list(units), "quantities": list(units.values())}
    if sql.run("fulfilment/offer_promises", asked):
        inventory.promise_incoming(now=now)


def _act(
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


def _hold_of(shipment: int) -> Held:
    """Lock the order of a shipment: the one lock that all who change either take first."""
    return hold(_existing(shipment))


def _existing(shipment: int) -> int:
    found = Shipment.objects.filter(pk=shipment).values_list("order_id", flat=True).first()
    if found is None:
        raise NoSuchShipment(shipment=shipment)
    return found


def _closed(shipment: int) -> ShipmentClosed:
    state = Shipment.objects.values_list("state", flat=True).get(pk=shipment)
    return ShipmentClosed(shipment=shipment, state=state)


def _open_of(order: int) -> Sequence[int]:
    found = Shipment.objects.filter(order=order, state__in=OPEN).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _give_up_outdated(held: Held, now: datetime) -> None:
    stale = Shipment.objects.filter(order=held.id, state__in=OPEN).exclude(document=held.document)
    if found := list(stale.values_list("pk", flat=True)):
        _give_up(found, now)


def _give_up(shipments: Sequence[int], now: datetime) -> list[int]:
    asked = {"shipments": list(shipments), "now": now}
    return [shipment for (shipment,) in sql.rows("fulfilment/give_up", asked)]


def _write_packages(shipment: int, packages: Sequence[NewPackage]) -> None:
    Package.objects.bulk_create(
        Package(
            shipment_id=shipment,
            number=number,
            weight_g=one.weight_g,
            length_mm=one.size_mm[0] if one.size_mm else None,
            width_mm=one.size_mm[1] if one.size_mm else None,
            height_mm=one.size_mm[2] if one.size_mm else None,
            tracking=one.tracking[:TEXT_MAX],
        )
        for number, one in enumerate(packages, start=1)
    )
