"""The plan of a festival: the same for the same seed, and as bad as nights are."""

from collections import Counter

import pytest

from argosy.demo.festival.conducting import broken_steps
from argosy.demo.festival.plan import Plan
from argosy.demo.festival.types import BASKETS, LEASED


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan(seed=7, orders=2000)


def test_the_same_seed_is_the_same_festival_to_the_byte(plan):
    assert Plan(7, 2000).encoded() == plan.encoded()
    assert Plan(8, 2000).encoded() != plan.encoded()
    assert broken_steps(Plan(7, 2000), 4) == broken_steps(plan, 4)


def test_every_sale_is_told_and_some_several_times_and_in_the_wrong_order(plan):
    told = Counter(word for step in plan.steps if step.kind == "tell" for word in step.words)
    said = {
        (sale.number, word) for sale in plan.sales if sale.channel != BASKETS for word in sale.said
    }
    assert told.keys() == said
    assert set(told.values()) == {1, 2, 3, 4}
    first = {
        word: place
        for place, word in reversed(
            list(
                enumerate(word for step in plan.steps if step.kind == "tell" for word in step.words)
            )
        )
    }
    overtaken = [
        number
        for number, word in said
        if word != "placed" and first[number, word] < first[number, "placed"]
    ]
    assert len(overtaken) > 20


def test_the_hottest_goods_are_few_and_kits_share_their_parts(plan):
    asked = Counter(
        code for sale in plan.sales for code, units, _ in sale.lines for _ in range(units)
    )
    hottest = plan.goods[0]
    assert asked[hottest.code] == max(asked.values())
    assert hottest.units < asked[hottest.code] / 2
    parts = Counter(part for good in plan.goods for part, _ in good.parts)
    assert max(parts.values()) > 1


def test_a_leased_channel_sells_no_more_than_its_leases(plan):
    sold = Counter(
        code
        for sale in plan.sales
        if sale.channel == LEASED
        for code, units, _ in sale.lines
        for _ in range(units)
    )
    leased = {good.code: good.leased for good in plan.goods}
    assert sold
    assert all(units <= leased[code] for code, units in sold.items())


def test_who_races_is_cancelled_and_shipped_side_by_side(plan):
    acts = [step for step in plan.steps if step.kind in {"cancel", "ship"}]
    raced = Counter(step.words[0][0] for step in acts)
    assert set(raced.values()) == {2}
    assert raced.keys() == {sale.number for sale in plan.sales if sale.ending == "raced"}
