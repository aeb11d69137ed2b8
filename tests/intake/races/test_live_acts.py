"""Two who act on one live order, or on the last unit, at once: one does, the other is told."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from argosy.demo.festival.unguarded import unguarded
from argosy.fulfilment.errors import OrderNotOpen
from argosy.intake import services
from argosy.inventory import services as inventory
from argosy.inventory.errors import HoldLapsed, OutOfStock
from argosy.inventory.types import Basket, Want
from argosy.orders.errors import IllegalTransition, StaleOrder
from tests.intake.conftest import NOON, line, order
from tests.intake.races.conftest import ask, tell
from tests.intake.races.live import (
    LATER,
    act,
    booked,
    levels,
    order_of,
    outcome,
    place,
    promises,
    shipped,
    shops,
    stock,
)

__all__ = ["booked", "place", "shops", "stock"]  # fixtures
pytestmark = pytest.mark.race


@pytest.mark.parametrize("first", ["cancel", "ship"])
def test_of_cancelling_and_shipping_at_once_one_wins(stock, booked, at_once, first):  # S5
    stock(BOX=5)
    booked(order("S-1", line("BOX", 2)))()
    number = order_of("S-1")
    calls = {
        "cancel": partial(services.cancel_order, act=act(number), now=LATER),
        "ship": shipped(number),
    }
    other = calls["ship" if first == "cancel" else "cancel"]
    assert at_once(calls[first], partial(outcome, other)) in {OrderNotOpen, IllegalTransition}
    left = 5 if first == "cancel" else 3
    assert (levels(), promises()) == ([("BOX", left, 0, 0)], (0, 0))
    assert ask(
        "SELECT shipped_at IS NULL, cancelled_at IS NULL FROM orders_order"
        " WHERE external_id = 'S-1'"
    ) == [(first == "cancel", first == "ship")]


def sell_the_last(booked, at_once) -> None:
    at_once(
        booked(order("S-1", line("BOX", 1))),
        booked(order("S-2", line("BOX", 1)), shop="far"),
    )


def test_the_last_unit_is_promised_once_and_the_other_sale_is_owed(stock, booked, at_once):  # S6
    stock(BOX=1)
    sell_the_last(booked, at_once)
    assert (levels(), promises()) == ([("BOX", 1, 1, 0)], (1, 1))


def buy_the_last(entity: int, place: int, sku: int, at_once) -> object:
    first, second = (
        partial(
            inventory.reserve_one, basket=Basket(holder, place, entity, (Want(sku, 1),)), now=NOON
        )
        for holder in ("b-1", "b-2")
    )
    return at_once(first, partial(outcome, second))


def test_at_our_own_checkout_the_last_unit_is_sold_once(stock, entity, place, at_once):  # S6
    skus = stock(BOX=1)
    assert buy_the_last(entity, place, skus["BOX"], at_once) is OutOfStock
    assert (levels(), promises()) == ([("BOX", 1, 1, 0)], (1, 0))


@pytest.fixture
def _unconstrained(transactional_db: None) -> Iterator[None]:
    """Levels without the last line of defence."""
    tell("ALTER TABLE inventory_level DROP CONSTRAINT level_never_oversold")
    yield
    tell("TRUNCATE inventory_level CASCADE")
    tell(
        "ALTER TABLE inventory_level ADD CONSTRAINT level_never_oversold"
        " CHECK (reserved >= 0 AND leased >= 0 AND on_hand >= reserved + leased)"
    )


def test_without_its_guard_only_the_constraint_refuses(stock, entity, place, at_once, without):
    skus = stock(BOX=1)
    without("inventory/reserve_single", unguarded("inventory/reserve_single"))
    with pytest.raises(IntegrityError, match="level_never_oversold"):
        buy_the_last(entity, place, skus["BOX"], at_once)
    assert (levels(), promises()) == ([("BOX", 1, 1, 0)], (1, 0))


@pytest.mark.usefixtures("_unconstrained")
def test_without_guard_and_constraint_it_is_sold_twice(stock, entity, place, at_once, without):
    skus = stock(BOX=1)
    without("inventory/reserve_single", unguarded("inventory/reserve_single"))
    buy_the_last(entity, place, skus["BOX"], at_once)
    assert (levels(), promises()) == ([("BOX", 1, 2, 0)], (2, 0))


def held_until(entity: int, place: int, sku: int) -> None:
    basket = Basket("b-1", place, entity, (Want(sku, 1),), expires_at=LATER)
    inventory.reserve_one(basket=basket, now=NOON)


def test_a_hold_that_is_extended_while_it_lapses_stays(stock, entity, place, at_once):  # S9
    held_until(entity, place, stock(BOX=1)["BOX"])
    until = LATER + timedelta(minutes=5)
    at_once(
        partial(inventory.extend, holder="b-1", until=until, now=LATER - timedelta(seconds=1)),
        partial(inventory.expire, now=LATER),
    )
    assert (levels(), promises()) == ([("BOX", 1, 1, 0)], (1, 0))


def test_a_hold_that_lapses_while_it_is_extended_is_gone_and_says_so(
    stock, entity, place, at_once
):  # S9
    held_until(entity, place, stock(BOX=1)["BOX"])
    until = LATER + timedelta(minutes=5)
    extend = partial(inventory.extend, holder="b-1", until=until, now=LATER - timedelta(seconds=1))
    assert at_once(partial(inventory.expire, now=LATER), partial(outcome, extend)) is HoldLapsed
    assert (levels(), promises()) == ([("BOX", 1, 0, 0)], (0, 0))


def test_of_two_people_who_change_one_order_the_second_is_told(stock, booked, at_once):  # S33
    stock(BOX=9)
    booked(order("S-1", line("BOX", 4)))()
    number = order_of("S-1")
    ((goods,),) = ask(
        "SELECT line.id FROM orders_line AS line JOIN orders_order AS known"
        " ON known.document = line.document WHERE known.external_id = 'S-1'"
    )
    first, second = (
        partial(
            services.change_quantities, act=act(number, 0), quantities={goods: units}, now=LATER
        )
        for units in (3, 2)
    )
    assert at_once(first, partial(outcome, second)) is StaleOrder
    assert (levels(), promises()) == ([("BOX", 9, 3, 0)], (3, 0))
    with transaction.atomic():
        assert ask(f"SELECT revision FROM orders_order WHERE id = {number}") == [(1,)]  # noqa: S608
