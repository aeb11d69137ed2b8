"""How much to buy: the textbook's numbers, and that nothing near them is cheaper."""

import math

import pytest

from argosy.strategy.stocking import (
    economic_order_quantity,
    newsvendor_normal,
    newsvendor_poisson,
)


def poisson_cost(quantity, *, holding, shortage, mean):
    """The expected cost by its definition, term for term."""
    chance, cost = math.exp(-mean), 0.0
    for demand in range(400):
        over, under = max(quantity - demand, 0), max(demand - quantity, 0)
        cost += chance * (holding * over + shortage * under)
        chance *= mean / (demand + 1)
    return cost


def test_one_purchase_for_a_normal_demand():
    """Snyder and Shen, example 4.3."""
    quantity, cost = newsvendor_normal(holding=0.18, shortage=0.70, mean=50, deviation=8)
    assert quantity == pytest.approx(56.60395592743389, rel=1e-14)
    assert cost == pytest.approx(1.9976051931766445, rel=1e-14)


def test_a_demand_that_is_known_is_bought_and_costs_nothing():
    assert newsvendor_normal(holding=1, shortage=3, mean=50, deviation=0) == (50, 0)


def test_equal_costs_buy_the_mean():
    quantity, cost = newsvendor_normal(holding=2, shortage=2, mean=50, deviation=8)
    assert quantity == 50
    assert cost == pytest.approx(4 * 8 / math.sqrt(2 * math.pi), rel=1e-14)


def test_one_purchase_of_whole_units_for_a_poisson_demand():
    quantity, cost = newsvendor_poisson(holding=1, shortage=4, mean=6)
    assert quantity == 8
    assert cost == pytest.approx(3.5701069457709376, rel=1e-13)


@pytest.mark.parametrize("mean", [0.02, 0.9, 6, 41.5])
@pytest.mark.parametrize(("holding", "shortage"), [(1, 4), (4, 1), (1, 1), (1, 999)])
def test_no_other_number_of_units_is_cheaper(holding, shortage, mean):
    terms = {"holding": holding, "shortage": shortage, "mean": mean}
    quantity, cost = newsvendor_poisson(**terms)
    costs = [poisson_cost(other, **terms) for other in range(120)]
    assert quantity == costs.index(min(costs))
    assert cost == pytest.approx(costs[quantity], rel=1e-10)


def test_a_large_poisson_demand_is_nearly_normal():
    """Its chance of no demand at all is no float; its best purchase is still found."""
    quantity, cost = newsvendor_poisson(holding=1, shortage=4, mean=1_000_000)
    near, near_cost = newsvendor_normal(holding=1, shortage=4, mean=1_000_000, deviation=1_000)
    assert abs(quantity - near) < 1
    assert cost == pytest.approx(near_cost, rel=1e-3)


def test_a_chance_next_to_none_is_still_told():
    """1 - 10^-14 is hardly told from 1 by adding from below; from above there is no trouble."""
    terms, tail = [math.exp(-6)], {}
    for demand in range(1, 100):
        terms.append(terms[-1] * 6 / demand)
    for quantity in range(60):
        tail[quantity] = math.fsum(terms[quantity + 1 :])
    fewest = next(quantity for quantity, beyond in tail.items() if beyond <= 1e-14)
    assert newsvendor_poisson(holding=1e-14, shortage=1, mean=6)[0] == fewest


def test_no_demand_buys_nothing():
    assert newsvendor_poisson(holding=1, shortage=4, mean=0) == (0, 0)


def test_the_economic_order_quantity():
    """Snyder and Shen, example 3.1."""
    quantity, cost = economic_order_quantity(fixed=8, holding=0.225, rate=1300)
    assert quantity == pytest.approx(304.0467800264368, rel=1e-14)
    assert cost == pytest.approx(68.41052550594829, rel=1e-14)
    ordering, keeping = 8 * 1300 / quantity, 0.225 * quantity / 2
    assert ordering == pytest.approx(keeping, rel=1e-14)
    assert ordering + keeping == pytest.approx(cost, rel=1e-14)


@pytest.mark.parametrize(
    ("call", "terms"),
    [
        (newsvendor_normal, {"holding": 0, "shortage": 1, "mean": 5, "deviation": 1}),
        (newsvendor_normal, {"holding": 1, "shortage": 1, "mean": 5, "deviation": -1}),
        (newsvendor_poisson, {"holding": 1, "shortage": 0, "mean": 5}),
        (newsvendor_poisson, {"holding": 1, "shortage": 1, "mean": -5}),
        (economic_order_quantity, {"fixed": 8, "holding": 0, "rate": 13}),
        (economic_order_quantity, {"fixed": -8, "holding": 1, "rate": 13}),
        (economic_order_quantity, {"fixed": 8, "holding": 1, "rate": -13}),
    ],
)
def test_costs_that_make_no_sense_are_refused(call, terms):
    with pytest.raises(ValueError, match=r"must"):
        call(**terms)
