"""Two at once: one of shipping and cancelling wins, and nothing is shipped twice."""

from concurrent.futures import Future

import pytest
from django.db import transaction

from argosy.fulfilment import services
from argosy.fulfilment.errors import MoreThanOrdered, OrderNotOpen, ShipmentClosed
from argosy.fulfilment.models import Shipment
from argosy.inventory.services import ends
from argosy.kernel import sql
from argosy.orders import services as orders
from argosy.orders.models import Order
from tests.fulfilment.conftest import NOW, ask, lines_of, on_hand

pytestmark = pytest.mark.race


def ship(shipment: int) -> object:
    return services.ship(
        shipment=shipment, at=NOW, carrier="", tracking="", revision=None, by=None, now=NOW
    )


def cancel(order_id: int) -> None:
    with transaction.atomic():
        orders.act(
            order=order_id,
            kind="cancelled",
            at=NOW,
            document=Order.objects.get(pk=order_id).document,
            detail={},
            revision=None,
            now=NOW,
        )


@pytest.fixture
def planned(counted, placed):
    order_id = placed(BOX=4)
    ends(now=NOW)
    shipment = services.plan(order=order_id, place=counted.shenzhen, lines=None, by=None, now=NOW)
    return order_id, shipment


@pytest.fixture
def at_once(elsewhere, until_blocked):
    """Do one thing; before it is committed start another, which must wait. Returns the other."""

    def run(first, second) -> "Future[object]":
        with transaction.atomic():
            first()
            other = elsewhere(second)
            until_blocked()
        return other

    return run


def state(order_id: int) -> tuple[bool, bool]:
    found = Order.objects.get(pk=order_id)
    return found.shipped_at is not None, found.cancelled_at is not None


def test_shipped_first_it_cannot_be_cancelled_any_more(planned, at_once):
    from argosy.orders.errors import IllegalTransition  # noqa: PLC0415

    order_id, shipment = planned
    other = at_once(lambda: ship(shipment), lambda: cancel(order_id))

    with pytest.raises(IllegalTransition):
        other.result(timeout=10)
    assert state(order_id) == (True, False)
    assert on_hand()["shenzhen", "BOX"] == 6


def test_cancelled_first_it_does_not_leave(planned, at_once):
    order_id, shipment = planned
    other = at_once(lambda: cancel(order_id), lambda: ship(shipment))

    with pytest.raises(OrderNotOpen):
        other.result(timeout=10)
    assert state(order_id) == (False, True)
    assert on_hand()["shenzhen", "BOX"] == 10
    assert Shipment.objects.get(pk=shipment).state == "planned"


def test_of_two_who_ship_the_same_one_does(planned, at_once):
    order_id, shipment = planned
    other = at_once(lambda: ship(shipment), lambda: ship(shipment))

    with pytest.raises(ShipmentClosed):
        other.result(timeout=10)
    assert on_hand()["shenzhen", "BOX"] == 6
    assert ask("SELECT count(*), sum(quantity) FROM inventory_move WHERE reason = 'ship'") == [
        (1, 4)
    ]
    assert state(order_id) == (True, False)


def test_of_two_who_plan_the_last_units_one_does(counted, placed, at_once):
    order_id = placed(BOX=4)
    box = lines_of(order_id)["BOX"]

    def plan() -> int:
        return services.plan(
            order=order_id, place=counted.shenzhen, lines={box: 3}, by=None, now=NOW
        )

    other = at_once(plan, plan)
    with pytest.raises(MoreThanOrdered):
        other.result(timeout=10)
    assert ask("SELECT sum(quantity) FROM fulfilment_shipmentline") == [(3,)]


def test_without_the_guard_the_units_would_leave_twice(counted, placed, monkeypatch):
    """The twin: the statement without its rule, the constraint still there."""
    from django.db import IntegrityError  # noqa: PLC0415

    order_id = placed(BOX=4)
    rule = "AND allotment.earlier + allotment.allotted + given.quantity <= allotment.ordered"
    known = sql.text
    loose = known("fulfilment/allot").replace(rule, "")
    assert loose != known("fulfilment/allot")
    monkeypatch.setattr(
        sql, "text", lambda name: loose if name == "fulfilment/allot" else known(name)
    )
    with pytest.raises(IntegrityError, match="allotment_within_ordered"):
        services.plan(
            order=order_id,
            place=counted.shenzhen,
            lines={lines_of(order_id)["BOX"]: 5},
            by=None,
            now=NOW,
        )
    assert Shipment.objects.count() == 0
