"""What leaves, leaves once and never more than was ordered; after a refusal nothing has changed."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from argosy.fulfilment import queries, services
from argosy.fulfilment.errors import (
    BadQuantity,
    LineNotMapped,
    MoreThanOrdered,
    NoSuchShipment,
    NotAPlaceToShipFrom,
    NothingToShip,
    NotInTheFuture,
    NotOfThisOrder,
    OrderNotOpen,
    ShipmentClosed,
    ShipmentNotLeft,
    ShipmentOutdated,
)
from argosy.fulfilment.models import Allotment, Shipment, ShipmentLine
from argosy.fulfilment.types import NewPackage, Shipped
from argosy.inventory.errors import OutOfStock
from argosy.inventory.models import Backorder, Level, Move, Reservation
from argosy.inventory.services import ends
from argosy.orders.errors import NoSuchOrder
from argosy.orders.models import Fact, Order
from tests.fulfilment.conftest import NOW, ask, book, held, lines_of, on_hand
from tests.intake.conftest import line, order

HOUR = timedelta(hours=1)


def plan(world, order_id: int, place: int | None = None, **units: int) -> int:
    ids = lines_of(order_id)
    return services.plan(
        order=order_id,
        place=place or world.shenzhen,
        lines={ids[code]: quantity for code, quantity in units.items()} or None,
        by=None,
        now=NOW,
    )


def ship(shipment: int, **what: object) -> Shipped:
    given = {"at": NOW, "carrier": "", "tracking": "", "revision": None, "by": None} | what
    return services.ship(shipment=shipment, now=NOW, **given)


def facts(order_id: int) -> list[str]:
    found = Fact.objects.filter(order=order_id).exclude(kind__in=("placed", "paid", "changed"))
    return list(found.order_by("pk").values_list("kind", flat=True))


def queries_of(call) -> int:
    with CaptureQueriesContext(connection) as made:
        call()
    return len(made)


def everything() -> list[object]:
    """All that shipping could change."""
    return [
        sorted(table.objects.values_list(), key=str)
        for table in (
            *(Shipment, ShipmentLine, Allotment),
            *(Level, Reservation, Backorder),
        )
    ] + [
        (Move.objects.count(), Fact.objects.count()),
        list(Order.objects.order_by("pk").values_list("pk", "shipped_at", "revision")),
    ]


@pytest.fixture
def refused():
    """Check that a call is refused and that nothing is different afterwards."""

    def check(error: type[Exception], call) -> None:
        before = everything()
        with pytest.raises(error), transaction.atomic():
            call()
        assert everything() == before

    return check


def test_a_shipped_order_takes_its_units_off_stock_and_is_shipped(counted, placed):
    order_id = placed(BOX=2, LID=3)
    done = ship(plan(counted, order_id), carrier="DHL", tracking="JJD1")

    assert (done.units, done.complete) == (5, True)
    assert on_hand()["shenzhen", "BOX"] == 8
    assert on_hand()["shenzhen", "LID"] == 7
    assert held(order_id) == {}
    assert facts(order_id) == ["shipped"]
    assert Order.objects.get(pk=order_id).shipped_at == NOW
    moved = ask("SELECT quantity, reason, holder FROM inventory_move WHERE holder IS NOT NULL")
    ids = lines_of(order_id)
    assert sorted(moved) == sorted([(2, "ship", ids["BOX"]), (3, "ship", ids["LID"])])
    (row,) = queries.shipments(order=order_id)
    assert (row.state, row.carrier, row.tracking, row.shipped_at) == ("shipped", "DHL", "JJD1", NOW)


def test_a_kit_leaves_by_its_components(counted, placed):
    order_id = placed(SET=2)
    ship(plan(counted, order_id))

    assert on_hand()["shenzhen", "BOX"] == 8
    assert on_hand()["shenzhen", "LID"] == 6
    assert held(order_id) == {}


def test_an_order_is_shipped_only_once_nothing_is_left_of_it(counted, placed):
    order_id = placed(BOX=3)
    first, second = plan(counted, order_id, BOX=1), plan(counted, order_id, BOX=2)

    assert ship(first).complete is False
    assert Order.objects.get(pk=order_id).shipped_at is None
    assert held(order_id) == {("shenzhen", "BOX"): 2}
    assert ship(second).complete is True
    assert facts(order_id) == ["split", "shipped"]
    assert on_hand()["shenzhen", "BOX"] == 7


def test_more_than_ordered_is_refused(counted, placed, refused):
    order_id = placed(BOX=2)
    refused(MoreThanOrdered, lambda: plan(counted, order_id, BOX=3))
    plan(counted, order_id, BOX=1)
    refused(MoreThanOrdered, lambda: plan(counted, order_id, BOX=2))
    plan(counted, order_id, BOX=1)
    refused(NothingToShip, lambda: plan(counted, order_id))


def test_behind_the_rule_stands_a_constraint(counted, placed):
    order_id = placed(BOX=2)
    plan(counted, order_id)
    with pytest.raises(IntegrityError, match="allotment_within_ordered"), transaction.atomic():
        Allotment.objects.update(allotted=3)
    with pytest.raises(IntegrityError, match="allotment_within_ordered"), transaction.atomic():
        Allotment.objects.update(shipped=3)


@pytest.mark.parametrize("quantity", [0, -1, -(10**9)])
def test_a_quantity_that_is_none_is_refused(counted, placed, refused, quantity):
    order_id = placed(BOX=2)
    refused(BadQuantity, lambda: plan(counted, order_id, BOX=quantity))


def test_a_line_of_another_order_is_refused(counted, placed, refused):
    order_id, other = placed("S-1"), placed("S-2")
    stranger = lines_of(other)["BOX"]
    refused(
        NotOfThisOrder,
        lambda: services.plan(
            order=order_id, place=counted.shenzhen, lines={stranger: 1}, by=None, now=NOW
        ),
    )


def test_a_line_that_nobody_has_mapped_is_refused(counted, placed, refused):
    order_id = placed(ODD=1)
    refused(LineNotMapped, lambda: plan(counted, order_id))


def test_what_is_not_there_is_refused(counted, placed, refused):
    order_id = placed(BOX=1)
    refused(NoSuchOrder, lambda: plan(counted, 0))
    refused(NoSuchShipment, lambda: ship(0))
    refused(NotAPlaceToShipFrom, lambda: plan(counted, order_id, ends(now=NOW).customer))


def test_shipped_twice_is_refused_the_second_time(counted, placed, refused):
    shipment = plan(counted, placed(BOX=2))
    ship(shipment)
    refused(ShipmentClosed, lambda: ship(shipment))


def test_what_was_given_up_does_not_leave(counted, placed, refused):
    order_id = placed(BOX=2)
    shipment = plan(counted, order_id)
    services.cancel_shipment(shipment=shipment, now=NOW)
    refused(ShipmentClosed, lambda: ship(shipment))
    refused(ShipmentClosed, lambda: services.cancel_shipment(shipment=shipment, now=NOW))
    assert ship(plan(counted, order_id)).complete


def test_nothing_leaves_for_a_cancelled_order(counted, placed, refused):
    order_id = placed(BOX=2)
    shipment = plan(counted, order_id)
    Order.objects.filter(pk=order_id).update(cancelled_at=NOW)

    refused(OrderNotOpen, lambda: ship(shipment))
    refused(OrderNotOpen, lambda: plan(counted, order_id))
    assert services.give_up(order=order_id, now=NOW) == 1
    assert services.give_up(order=order_id, now=NOW) == 0


def test_nothing_has_left_at_an_instant_yet_to_come(counted, placed, refused):
    shipment = plan(counted, placed(BOX=2))
    refused(NotInTheFuture, lambda: ship(shipment, at=NOW + HOUR))
    assert ship(shipment, at=NOW - HOUR).complete


def test_a_change_that_somebody_else_made_meanwhile_is_not_overwritten(counted, placed, refused):
    from argosy.orders import errors  # noqa: PLC0415

    shipment = plan(counted, placed(BOX=2))
    refused(errors.StaleOrder, lambda: ship(shipment, revision=7))


def test_planning_at_another_place_takes_the_promise_along(counted, placed):
    order_id = placed(BOX=2)
    plan(counted, order_id, counted.berlin)

    assert held(order_id) == {("berlin", "BOX"): 2}


def test_planning_where_there_is_not_enough_changes_nothing(counted, placed, refused):
    order_id = placed(BOX=2)
    refused(OutOfStock, lambda: plan(counted, order_id, counted.dallas))
    assert held(order_id) == {("shenzhen", "BOX"): 2}


def test_a_part_planned_elsewhere_leaves_the_rest_where_it_was(counted, placed):
    order_id = placed(BOX=5)
    plan(counted, order_id, counted.berlin, BOX=2)
    assert held(order_id) == {("berlin", "BOX"): 2, ("shenzhen", "BOX"): 3}
    plan(counted, order_id, counted.berlin, BOX=2)
    assert held(order_id) == {("berlin", "BOX"): 4, ("shenzhen", "BOX"): 1}


def test_an_order_is_split_over_places_in_one_go(counted, placed, refused):
    order_id = placed(BOX=4)
    box = lines_of(order_id)["BOX"]
    plan(counted, order_id)
    first, second = services.split_order(
        order=order_id,
        parts=[(counted.shenzhen, {box: 1}), (counted.berlin, {box: 3})],
        revision=None,
        by=None,
        now=NOW,
    )

    assert held(order_id) == {("shenzhen", "BOX"): 1, ("berlin", "BOX"): 3}
    states = {one.id: (one.state, one.lines) for one in queries.shipments(order=order_id)}
    assert (states[first], states[second]) == (("planned", ((box, 1),)), ("planned", ((box, 3),)))
    assert sorted(state for state, _lines in states.values()) == ["cancelled", "planned", "planned"]
    refused(
        MoreThanOrdered,
        lambda: services.split_order(
            order=order_id,
            parts=[(counted.shenzhen, {box: 4}), (counted.berlin, {box: 1})],
            revision=None,
            by=None,
            now=NOW,
        ),
    )


def test_what_nobody_has_counted_leaves_all_the_same(world, placed):
    order_id = placed(BOX=2)
    assert ship(plan(world, order_id)).complete

    (moved,) = ask(
        "SELECT place.kind, move.quantity FROM inventory_move AS move"
        " JOIN inventory_place AS place ON place.id = move.origin_id"
    )
    assert moved == ("before_count", 2)


def test_a_later_word_on_the_order_makes_its_shipments_void(counted, placed, refused):
    order_id = placed(BOX=2)
    shipment = plan(counted, order_id)
    fewer = order(
        "S-1",
        line("BOX", 1, at=NOW, currency="EUR"),
        placed_at=NOW,
        changed_at=NOW + HOUR,
        customer="S-1",
    )
    book(counted, fewer, 5000)

    refused(ShipmentOutdated, lambda: ship(shipment))
    again = plan(counted, order_id)
    assert [one.state for one in queries.shipments(order=order_id)] == ["cancelled", "planned"]
    assert ship(again).units == 1


def test_what_left_under_an_earlier_word_is_not_sent_again(counted, placed, refused):
    order_id = placed(BOX=3)
    ship(plan(counted, order_id, BOX=2))
    more = order(
        "S-1",
        line("BOX", 4, at=NOW, currency="EUR"),
        placed_at=NOW,
        changed_at=NOW + HOUR,
        customer="S-1",
    )
    book(counted, more, 5000)

    refused(MoreThanOrdered, lambda: plan(counted, order_id, BOX=3))
    shipment = plan(counted, order_id, BOX=2)
    refused(NothingToShip, lambda: plan(counted, order_id))
    assert dict(queries.shipment(shipment=shipment).lines) == {lines_of(order_id)["BOX"]: 2}


def test_a_shipment_is_packed_as_it_was_said_last(counted, placed):
    shipment = plan(counted, placed(BOX=2))
    services.pack(shipment=shipment, packages=[NewPackage(500), NewPackage(700)], now=NOW)
    services.pack(shipment=shipment, packages=[NewPackage(1200, (300, 200, 100), "JJD2")], now=NOW)

    found = queries.shipment(shipment=shipment)
    assert (found.state, found.packed_at) == ("packed", NOW)
    (package,) = found.packages
    assert (package.number, package.weight_g, package.size_mm) == (1, 1200, (300, 200, 100))
    ship(shipment)
    with pytest.raises(ShipmentClosed):
        services.pack(shipment=shipment, packages=[], now=NOW)


def test_a_tracking_number_is_corrected_after_it_has_left_and_not_before(counted, placed):
    shipment = plan(counted, placed(BOX=2))
    with pytest.raises(ShipmentNotLeft):
        services.track(shipment=shipment, carrier="DHL", tracking="JJD2")
    ship(shipment, carrier="DHL", tracking="JJD1")
    services.track(shipment=shipment, carrier="UPS", tracking="1Z" + "9" * 100)

    found = queries.shipment(shipment=shipment)
    assert (found.carrier, len(found.tracking)) == ("UPS", 80)
    with pytest.raises(NoSuchShipment):
        services.track(shipment=0, carrier="", tracking="")


def test_a_whole_order_is_shipped_in_one_call(counted, placed, refused):
    order_id = placed(BOX=3)
    plan(counted, order_id, counted.berlin, BOX=1)

    def whole():
        return services.ship_order(
            order=order_id, at=NOW, carrier="DHL", tracking="", revision=None, by=None, now=NOW
        )

    done = whole()
    assert [(one.units, one.complete) for one in done] == [(1, False), (2, True)]
    assert (on_hand()["berlin", "BOX"], on_hand()["shenzhen", "BOX"]) == (9, 8)
    refused(OrderNotOpen, whole)


def test_statements_of_shipping_do_not_grow_with_the_lines(counted, placed):
    counts = []
    ship(plan(counted, placed("S-0")))  # makes the places that every company has
    for number, units in (("S-1", {"BOX": 1}), ("S-2", {"BOX": 1, "LID": 1, "SET": 1})):
        shipment = plan(counted, placed(number, **units))
        counts.append(queries_of(partial(ship, shipment)))
    assert counts[0] == counts[1]
    assert ShipmentLine.objects.count() == 5
    assert Shipment.objects.filter(state="shipped").count() == 3
