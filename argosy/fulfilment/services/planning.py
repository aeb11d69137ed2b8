"""Writes of shipments before they leave. All of one order happen under its row's lock."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from argosy.fulfilment.holding import hold, hold_open
from argosy.fulfilment.models import OPEN, TRACKING_MAX, Package, Shipment, ShipmentState
from argosy.fulfilment.parcels import (
    act,
    closed,
    give_up_outdated,
    give_up_these,
    hold_of,
    open_of,
    plan_parcel,
)
from argosy.fulfilment.types import NewPackage


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
    give_up_outdated(held, now)
    return plan_parcel(held, place, lines, by, now)


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
    give_up_these(list(open_of(order)), now)
    planned = tuple(plan_parcel(held, place, lines, by, now) for place, lines in parts)
    detail = {"shipments": list(planned), "by": by}
    act(held, "split", now, detail, revision, now)
    return planned


@transaction.atomic
def pack(*, shipment: int, packages: Sequence[NewPackage], now: datetime) -> None:
    """Say how a shipment is packed; said again, the last word counts.

    :raises NoSuchShipment: there is none.
    :raises ShipmentClosed: it has left, or was given up.
    """
    hold_of(shipment)
    packed = Shipment.objects.filter(pk=shipment, state__in=OPEN).update(
        state=ShipmentState.PACKED, packed_at=now, recorded_at=now
    )
    if not packed:
        raise closed(shipment)
    Package.objects.filter(shipment=shipment).delete()
    _write_packages(shipment, packages)


@transaction.atomic
def cancel_shipment(*, shipment: int, now: datetime) -> None:
    """Give up a shipment that has not left; its units can be shipped otherwise.

    :raises NoSuchShipment: there is none.
    :raises ShipmentClosed: it has left, or was given up before.
    """
    hold_of(shipment)
    if not give_up_these([shipment], now):
        raise closed(shipment)


@transaction.atomic
def give_up(*, order: int, now: datetime) -> int:
    """Give up everything planned of an order that has not left: it was cancelled. Returns how many.

    :raises NoSuchOrder: there is none.
    """
    hold(order)
    return len(give_up_these(list(open_of(order)), now))


def _write_packages(shipment: int, packages: Sequence[NewPackage]) -> None:
    Package.objects.bulk_create(
        Package(
            shipment_id=shipment,
            number=number,
            weight_g=one.weight_g,
            length_mm=one.size_mm[0] if one.size_mm else None,
            width_mm=one.size_mm[1] if one.size_mm else None,
            height_mm=one.size_mm[2] if one.size_mm else None,
            tracking=one.tracking[:TRACKING_MAX],
        )
        for number, one in enumerate(packages, start=1)
    )
