"""Units that leave, travel and arrive."""

from datetime import timedelta

import pytest

from argosy.inventory import queries, services
from argosy.inventory.errors import NoSuchArrival, NotAQuantity, NotHeld, OutOfStock
from argosy.inventory.types import Consumption, Parcel
from tests.inventory.conftest import LATER, NOON, ask, everything, held, levels, owed


@pytest.fixture
def leaving(sku, place):
    def make(holder: str, code: str, quantity: int, line: int = 7) -> Consumption:
        return Consumption(holder, sku(code), place, quantity, line, 3, 1, LATER)

    return make


@pytest.fixture
def parcel(sku, entity):
    return lambda quantity: Parcel(sku("BOX"), quantity, entity, "PO-1")


def test_what_is_held_leaves_and_is_used_up(shelf, promise, leaving, entity):
    shelf(BOX=5)
    promise(("order:1", "BOX", 3))
    services.consume(items=[leaving("order:1", "BOX", 2)], entity=entity, now=LATER)
    assert levels() == [("BOX", "near", 3, 1, 0)]
    assert ask("SELECT state, sum(quantity) FROM inventory_reservation GROUP BY 1 ORDER BY 1") == [
        ("active", 1),
        ("consumed", 2),
    ]
    assert ask("SELECT quantity, holder FROM inventory_move WHERE reason = 'ship'") == [(2, 7)]


def test_what_is_not_held_does_not_leave(shelf, promise, leaving, entity, sku):
    shelf(BOX=5, LID=5)
    promise(("order:1", "BOX", 3))
    before = everything()
    items = [leaving("order:1", "BOX", 3), leaving("order:1", "LID", 1, line=8)]
    with pytest.raises(NotHeld) as refusal:
        services.consume(items=items, entity=entity, now=LATER)
    assert refusal.value.facts == {"skus": [sku("LID")]}
    assert everything() == before


def test_two_lines_leave_out_of_one_promise(shelf, promise, leaving, entity):
    shelf(BOX=5)
    promise(("order:1", "BOX", 5))
    services.consume(
        items=[leaving("order:1", "BOX", 2), leaving("order:1", "BOX", 3, line=8)],
        entity=entity,
        now=LATER,
    )
    assert levels() == [("BOX", "near", 0, 0, 0)]
    moved = "SELECT holder, quantity FROM inventory_move WHERE reason = 'ship' ORDER BY 1"
    assert ask(moved) == [(7, 2), (8, 3)]


def test_units_travel_and_arrive(shelf, parcel, place, far):
    shelf(BOX=5)
    shelf(at=far, BOX=0)
    arrival = services.transfer(parcel=parcel(3), origin=place, target=far, now=NOON)
    assert levels() == [("BOX", "near", 2, 0, 0), ("BOX", "far", 0, 0, 0)]
    services.receive(arrival=arrival, quantity=2, now=LATER)
    assert levels() == [("BOX", "near", 2, 0, 0), ("BOX", "far", 2, 0, 0)]
    assert [(one.received, one.state) for one in queries.arrivals()] == [(2, "expected")]
    services.receive(arrival=arrival, quantity=1, now=LATER)
    assert queries.arrivals() == []
    assert levels() == [("BOX", "near", 2, 0, 0), ("BOX", "far", 3, 0, 0)]


def test_what_is_promised_does_not_travel(shelf, promise, parcel, place, far):
    shelf(BOX=5)
    promise(("order:1", "BOX", 3))
    before = everything()
    with pytest.raises(OutOfStock):
        services.transfer(parcel=parcel(3), origin=place, target=far, now=NOON)
    assert everything() == before


def test_what_arrives_goes_to_the_earliest_promise(shelf, promise, parcel, place):
    shelf(BOX=0)
    promise(
        ("order:1", "BOX", 2),
        ("order:2", "BOX", 2),
        until={"order:1": NOON + timedelta(days=2), "order:2": NOON + timedelta(days=1)},
    )
    arrival = services.expect(parcel=parcel(3), place=place, now=NOON)
    assert services.receive(arrival=arrival, quantity=3, now=LATER) == 2
    assert held() == [("order:1", "BOX", "near", 1), ("order:2", "BOX", "near", 2)]
    assert owed() == [("order:1", "BOX", 1, "short")]


def test_what_arrives_where_nobody_counted_is_known_from_then_on(parcel, promise, place):
    promise(("order:1", "BOX", 2))
    arrival = services.expect(parcel=parcel(3), place=place, now=NOON)
    services.receive(arrival=arrival, quantity=3, now=LATER)
    assert levels() == [("BOX", "near", 3, 2, 0)]


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_and_less_than_nothing_is_refused(shelf, parcel, place, far, quantity):
    shelf(BOX=5)
    arrival = services.expect(parcel=parcel(1), place=place, now=NOON)
    before = everything()
    with pytest.raises(NotAQuantity):
        services.receive(arrival=arrival, quantity=quantity, now=LATER)
    with pytest.raises(NotAQuantity):
        services.transfer(parcel=parcel(quantity), origin=place, target=far, now=LATER)
    with pytest.raises(NotAQuantity):
        services.expect(parcel=parcel(quantity), place=place, now=LATER)
    assert everything() == before


def test_what_will_not_come_is_not_received(parcel, place, shelf):
    shelf(BOX=1)
    arrival = services.expect(parcel=parcel(3), place=place, now=NOON)
    services.cancel_arrival(arrival=arrival, now=NOON)
    before = everything()
    with pytest.raises(NoSuchArrival):
        services.receive(arrival=arrival, quantity=3, now=LATER)
    with pytest.raises(NoSuchArrival):
        services.cancel_arrival(arrival=arrival, now=LATER)
    assert everything() == before
