"""Baskets are held whole or not at all; sales already made get what there is."""

from datetime import timedelta

import pytest

from argosy.inventory import services
from argosy.inventory.errors import HoldLapsed, OutOfStock
from argosy.inventory.types import Promised, Reserved
from tests.inventory.conftest import LATER, NOON, everything, held, levels, owed


def test_a_basket_is_held_whole(shelf, basket):
    shelf(BOX=5, LID=2)
    services.reserve_one(basket=basket("b-1", ("BOX", 3), ("LID", 2)), now=NOON)
    assert levels() == [("BOX", "near", 5, 3, 0), ("LID", "near", 2, 2, 0)]
    assert held() == [("b-1", "BOX", "near", 3), ("b-1", "LID", "near", 2)]


def test_of_a_basket_that_lacks_one_thing_nothing_is_held(shelf, basket, sku):
    shelf(BOX=5, LID=2)
    before = everything()
    with pytest.raises(OutOfStock) as refusal:
        services.reserve_one(basket=basket("b-1", ("BOX", 3), ("LID", 3)), now=NOON)
    assert refusal.value.facts == {"skus": [sku("LID")]}
    assert everything() == before


def test_what_nobody_counted_cannot_be_held(basket, sku):
    with pytest.raises(OutOfStock):
        services.reserve_one(basket=basket("b-1", ("BOX", 1)), now=NOON)
    assert held() == []


def test_two_lines_of_one_sku_are_one_wish(shelf, basket):
    shelf(BOX=5)
    before = everything()
    with pytest.raises(OutOfStock):
        services.reserve_one(basket=basket("b-1", ("BOX", 3), ("BOX", 3)), now=NOON)
    assert services.reserve(baskets=[basket("b-1", ("BOX", 3), ("BOX", 3))], now=NOON).held == ()
    assert everything() == before
    services.reserve_one(basket=basket("b-2", ("BOX", 3), ("BOX", 2)), now=NOON)
    assert held() == [("b-2", "BOX", "near", 5)]


def test_baskets_that_contend_run_one_after_another(shelf, basket, sku):
    shelf(BOX=5, LID=1, MUG=9)
    done = services.reserve(
        baskets=[
            basket("b-1", ("BOX", 3)),
            basket("b-2", ("BOX", 3), ("MUG", 1)),  # two are left
            basket("b-3", ("BOX", 2), ("LID", 1)),
            basket("b-4", ("LID", 1), ("MUG", 1)),
            basket("b-5", ("MUG", 4)),
        ],
        now=NOON,
    )
    assert done == Reserved(
        held=("b-1", "b-3", "b-5"), refused={"b-2": (sku("BOX"),), "b-4": (sku("LID"),)}
    )
    assert levels() == [
        ("BOX", "near", 5, 5, 0),
        ("LID", "near", 1, 1, 0),
        ("MUG", "near", 9, 4, 0),
    ]


def test_one_and_many_come_to_the_same(shelf, basket):
    shelf(BOX=5, LID=2)
    services.reserve(baskets=[basket("b-1", ("BOX", 3), ("LID", 2))], now=NOON)
    many = [levels(), held()]
    services.release(holders=["b-1"], now=NOON)
    services.reserve_one(basket=basket("b-1", ("BOX", 3), ("LID", 2)), now=NOON)
    assert [levels(), held()] == many


def test_a_claimant_sells_from_its_own_lease_first(shelf, basket, place, sku):
    shelf(BOX=5)
    services.lease(
        claimant="session:1", sku=sku("BOX"), place=place, quantity=4, ends_at=None, now=NOON
    )
    with pytest.raises(OutOfStock):
        services.reserve_one(basket=basket("b-1", ("BOX", 2)), now=NOON)
    services.reserve_one(basket=basket("b-2", ("BOX", 5), claimant="session:1"), now=NOON)
    assert levels() == [("BOX", "near", 5, 5, 0)]
    assert [row[:4] for row in held()] == [("b-2", "BOX", "near", 5)]


@pytest.mark.parametrize("lines", [1, 30])
def test_a_basket_costs_one_statement_however_long(shelf, basket, queries, lines):
    codes = [f"SKU-{n:02}" for n in range(lines)]
    shelf(**dict.fromkeys(codes, 3))
    wanted = basket("b-1", *((code, 1) for code in codes))
    assert queries(lambda: services.reserve_one(basket=wanted, now=NOON)) == 3  # and a savepoint


@pytest.mark.parametrize("count", [2, 40])
def test_many_baskets_cost_what_few_do(shelf, basket, queries, count):
    shelf(BOX=100)
    wanted = [basket(f"b-{n}", ("BOX", 1)) for n in range(count)]
    assert queries(lambda: services.reserve(baskets=wanted, now=NOON)) == 8


def test_what_is_asked_beyond_the_stock_is_served_in_order_to_the_last_unit(shelf, promise):
    shelf(BOX=5)
    done = promise(("order:1", "BOX", 3), ("order:2", "BOX", 3), ("order:3", "BOX", 1))
    assert done == Promised(promised=2, owed=2)
    assert held() == [("order:1", "BOX", "near", 3), ("order:2", "BOX", "near", 2)]
    assert owed() == [("order:2", "BOX", 1, "short"), ("order:3", "BOX", 1, "short")]


def test_asked_again_nothing_changes(shelf, promise):
    shelf(BOX=5)
    promise(("order:1", "BOX", 3), ("order:2", "BOX", 3))
    before = everything()
    assert promise(("order:1", "BOX", 3), ("order:2", "BOX", 3)) == Promised(0, 0)
    assert everything() == before


def test_who_is_to_have_less_gives_back_first_what_is_owed(shelf, promise):
    shelf(BOX=5)
    promise(("order:1", "BOX", 8))
    promise(("order:1", "BOX", 6))
    assert (held(), owed()) == (
        [("order:1", "BOX", "near", 5)],
        [("order:1", "BOX", 1, "short")],
    )
    promise(("order:1", "BOX", 2))
    assert (held(), owed()) == ([("order:1", "BOX", "near", 2)], [])
    assert levels() == [("BOX", "near", 5, 2, 0)]


def test_what_is_no_longer_named_is_given_back(shelf, promise):
    shelf(BOX=5, LID=5)
    promise(("order:1", "BOX", 2), ("order:1", "LID", 2))
    promise(("order:1", "BOX", 2))
    assert held() == [("order:1", "BOX", "near", 2)]
    assert levels() == [("BOX", "near", 5, 2, 0), ("LID", "near", 5, 0, 0)]


def test_what_becomes_free_goes_to_the_earliest_promise(shelf, promise):
    shelf(BOX=2)
    promise(
        ("order:1", "BOX", 2),
        ("order:2", "BOX", 1),
        ("order:3", "BOX", 1),
        until={"order:2": NOON + timedelta(days=2), "order:3": NOON + timedelta(days=1)},
    )
    promise(("order:1", "BOX", 1))
    assert held() == [("order:1", "BOX", "near", 1), ("order:3", "BOX", "near", 1)]
    services.release(holders=["order:1"], now=NOON)
    assert held() == [("order:2", "BOX", "near", 1), ("order:3", "BOX", "near", 1)]
    assert owed() == []


def test_a_hold_that_was_not_extended_lapses(shelf, basket):
    shelf(BOX=5)
    services.reserve_one(basket=basket("b-1", ("BOX", 3), expires_at=LATER), now=NOON)
    assert services.expire(now=NOON) == 0
    assert services.expire(now=LATER) == 1
    assert (levels(), held()) == ([("BOX", "near", 5, 0, 0)], [])


def test_an_extended_hold_stays_and_a_lapsed_one_cannot_be_extended(shelf, basket):
    shelf(BOX=5)
    services.reserve_one(basket=basket("b-1", ("BOX", 3), expires_at=LATER), now=NOON)
    services.extend(holder="b-1", until=LATER + timedelta(minutes=5), now=NOON)
    assert services.expire(now=LATER) == 0
    before = everything()
    with pytest.raises(HoldLapsed):
        services.extend(holder="b-1", until=LATER, now=LATER + timedelta(minutes=5))
    assert everything() == before


def test_a_paid_basket_passes_to_its_order_and_never_lapses(shelf, basket):
    shelf(BOX=5)
    services.reserve_one(basket=basket("b-1", ("BOX", 3), expires_at=LATER), now=NOON)
    services.hand_over(holder="b-1", to="order:1", promised_until=None, now=NOON)
    assert services.expire(now=LATER) == 0
    assert held() == [("order:1", "BOX", "near", 3)]
    with pytest.raises(HoldLapsed):
        services.hand_over(holder="b-1", to="order:2", promised_until=None, now=NOON)


def test_a_promise_moves_to_a_place_that_has_it(shelf, promise, sku, place, far):
    shelf(BOX=5)
    shelf(at=far, BOX=2)
    promise(("order:1", "BOX", 4))
    told = {"holder": "order:1", "sku": sku("BOX"), "from_place": place, "to_place": far}
    services.rehome(**told, quantity=2, now=NOON)
    assert held() == [("order:1", "BOX", "far", 2), ("order:1", "BOX", "near", 2)]
    assert levels() == [("BOX", "near", 5, 2, 0), ("BOX", "far", 2, 2, 0)]
    before = everything()
    with pytest.raises(OutOfStock):
        services.rehome(**told, quantity=1, now=NOON)
    assert everything() == before


def test_of_a_promise_no_more_moves_than_is_held(shelf, promise, sku, place, far):
    shelf(BOX=5)
    shelf(at=far, BOX=9)
    promise(("order:1", "BOX", 2))
    before = everything()
    with pytest.raises(OutOfStock):
        services.rehome(
            holder="order:1", sku=sku("BOX"), from_place=place, to_place=far, quantity=3, now=NOON
        )
    assert everything() == before


def test_what_is_owed_is_held_where_there_is_some(shelf, promise, sku, place, far):
    shelf(BOX=1)
    shelf(at=far, BOX=9)
    promise(("order:1", "BOX", 3))
    services.rehome(
        holder="order:1", sku=sku("BOX"), from_place=place, to_place=far, quantity=2, now=NOON
    )
    assert held() == [("order:1", "BOX", "far", 2), ("order:1", "BOX", "near", 1)]
    assert owed() == []
