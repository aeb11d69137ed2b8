"""A later word on an order of which something has left: the units stay gone, none goes again."""

from datetime import timedelta

import pytest
from django.db import transaction

from argosy.fulfilment import services
from argosy.inventory import services as inventory
from argosy.orders.models import Order
from tests.fulfilment.conftest import NOW, ask, book, lines_of, on_hand
from tests.fulfilment.test_shipping import plan, ship
from tests.intake.conftest import line, order

HOUR = timedelta(hours=1)


def retell(world, order_id: int, book_lines) -> None:
    """Let a later word count whose lines are others, and settle its stock as booking does."""
    before = Order.objects.get(pk=order_id).document
    word = order("S-1", *book_lines, placed_at=NOW, changed_at=NOW + HOUR, customer="S-1")
    book(world, word, 5000)
    with transaction.atomic():
        inventory.open_incoming()
        inventory.ask_reversals(documents=[before])
        services.carry_over(orders=[order_id], now=NOW)
        inventory.move_incoming(now=NOW)


def moved(order_id: int) -> dict[int | None, int]:
    """Units that went to customers, by line, less what came back."""
    rows = ask(
        "SELECT move.holder,"
        " sum(CASE WHEN target.kind = 'customer' THEN quantity ELSE -quantity END)"
        " FROM inventory_move AS move JOIN inventory_place AS target ON target.id = move.target_id"
        " WHERE move.document IN (SELECT document FROM orders_line WHERE order_id = %s)"
        " GROUP BY move.holder",
        order_id,
    )
    return {holder: int(units) for holder, units in rows if units}


@pytest.mark.parametrize(("now_wanted", "by_line"), [(4, {"BOX": 2}), (2, {"BOX": 2})])
def test_what_left_stays_gone_whatever_the_later_word_wants(counted, placed, now_wanted, by_line):
    order_id = placed(BOX=3)
    ship(plan(counted, order_id, counted.berlin, BOX=2))
    assert on_hand()["berlin", "BOX"] == 8

    retell(counted, order_id, [line("BOX", now_wanted, at=NOW, currency="EUR")])

    assert on_hand()["berlin", "BOX"] == 8
    assert on_hand()["shenzhen", "BOX"] == 10
    ids = lines_of(order_id)
    assert moved(order_id) == {ids[code]: units for code, units in by_line.items()}


def test_of_what_the_later_word_wants_less_the_rest_serves_no_line(counted, placed):
    order_id = placed(BOX=3)
    ship(plan(counted, order_id, BOX=2))

    retell(counted, order_id, [line("BOX", 1, at=NOW, currency="EUR")])

    assert on_hand()["shenzhen", "BOX"] == 8
    assert moved(order_id) == {lines_of(order_id)["BOX"]: 1, None: 1}


def test_kits_are_carried_by_their_components(counted, placed):
    order_id = placed(SET=2)
    ship(plan(counted, order_id, SET=1))

    retell(counted, order_id, [line("SET", 3, at=NOW, currency="EUR")])

    assert (on_hand()["shenzhen", "BOX"], on_hand()["shenzhen", "LID"]) == (9, 8)
    assert moved(order_id) == {lines_of(order_id)["SET"]: 3}


def test_nothing_is_carried_twice(counted, placed):
    order_id = placed(BOX=3)
    ship(plan(counted, order_id, BOX=2))
    retell(counted, order_id, [line("BOX", 4, at=NOW, currency="EUR")])

    with transaction.atomic():
        inventory.open_incoming()
        assert services.carry_over(orders=[order_id], now=NOW) == 0
        inventory.move_incoming(now=NOW)
    assert on_hand()["shenzhen", "BOX"] == 8


def test_an_order_of_which_nothing_has_left_is_passed_over(counted, placed):
    order_id = placed(BOX=3)
    plan(counted, order_id)
    with transaction.atomic():
        inventory.open_incoming()
        assert services.carry_over(orders=[order_id], now=NOW) == 0
