"""What people do to an order after something of it has left: stock stays as it is."""

from argosy.fulfilment import queries, services
from argosy.intake import services as intake
from argosy.intake.types import Act
from tests.fulfilment.conftest import NOW, book, held, lines_of, on_hand
from tests.fulfilment.test_carrying import HOUR, moved
from tests.fulfilment.test_shipping import plan, ship
from tests.intake.conftest import line, order


def act(order_id: int) -> Act:
    return Act(order=order_id, by=None, at=NOW, reason="", revision=None)


def test_a_refund_after_it_left_moves_no_stock(counted, placed):
    order_id = placed(BOX=2, SET=1)
    ship(plan(counted, order_id, counted.berlin))
    before = on_hand()

    intake.refund_order(act=act(order_id), amount_minor=100, now=NOW)

    assert on_hand() == before
    ids = lines_of(order_id)
    assert moved(order_id) == {ids["BOX"]: 2, ids["SET"]: 3}


def test_an_address_that_changes_between_two_parcels_moves_no_stock(counted, placed):
    order_id = placed(BOX=3)
    ship(plan(counted, order_id, counted.berlin, BOX=1))
    before = on_hand()

    intake.change_address(act=act(order_id), address={"city": "Berlin"}, now=NOW)

    assert on_hand() == before
    assert sum(held(order_id).values()) == 2
    done = services.ship_order(
        order=order_id, at=NOW, carrier="", tracking="", revision=None, by=None, now=NOW
    )
    assert [(one.units, one.complete) for one in done] == [(2, True)]
    assert moved(order_id) == {lines_of(order_id)["BOX"]: 3}


def test_what_is_cancelled_in_part_is_not_sent(counted, placed):
    order_id = placed(BOX=3)
    ship(plan(counted, order_id, BOX=1))
    fewer = {lines_of(order_id)["BOX"]: 2}
    intake.change_quantities(act=act(order_id), quantities=fewer, now=NOW)

    services.ship_order(
        order=order_id, at=NOW, carrier="", tracking="", revision=None, by=None, now=NOW
    )
    assert on_hand()["shenzhen", "BOX"] == 8
    assert moved(order_id) == {lines_of(order_id)["BOX"]: 2}
    assert queries.to_ship(channels=None, limit=9) == []
    assert held(order_id) == {}


def test_what_a_channel_reports_as_shipped_is_not_moved_twice(counted, placed):
    order_id = placed(BOX=3)
    ship(plan(counted, order_id, counted.berlin, BOX=1))
    all_gone = order(
        "S-1",
        line("BOX", 3, at=NOW, currency="EUR"),
        placed_at=NOW,
        shipped_at=NOW + HOUR,
        changed_at=NOW + HOUR,
        customer="S-1",
    )
    book(counted, all_gone, 5000)

    assert (on_hand()["berlin", "BOX"], on_hand()["shenzhen", "BOX"]) == (9, 8)
    assert moved(order_id) == {lines_of(order_id)["BOX"]: 3}
    assert held(order_id) == {}
