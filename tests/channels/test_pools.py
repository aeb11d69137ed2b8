"""Pools in one statement: the same answers as the formula in Python, for ten thousand listings."""

import random
from time import perf_counter

import pytest

from argosy.channels.pooling import shown
from argosy.channels.pools import offers
from argosy.channels.types import ChannelPace, Regime

pytestmark = pytest.mark.django_db


def drawn(dice, *, known):
    arriving = dice.choice([0.0, 0.0, 0.0, 40.0])
    return ChannelPace(
        rate_per_hour=dice.choice([None, dice.expovariate(0.2)]),
        dispersion=dice.choice([None, 1 + dice.expovariate(1)]),
        lag_s=dice.choice([1.0, 10.0, 60.0, 300.0, 900.0, 1800.0]),
        showing=dice.choice([0, dice.randrange(12)]) if known else None,
        arriving_s=arriving if known else 0.0,
        meanwhile=dice.choice([None, dice.randrange(9)]) if known and arriving else None,
        recent_per_hour=dice.choice([0.0, 0.0, dice.expovariate(0.02)]),
    )


def pools(seed, count):
    """Plenty and few, known and unknown, settled and on the way."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    return [
        (
            dice.choice([-3, dice.randrange(60), dice.randrange(3000)]),
            [drawn(dice, known=nth % 3 != 0) for _ in range(dice.randrange(1, 9))],
        )
        for nth in range(count)
    ]


def test_the_statement_says_what_the_formula_says():
    asked = pools(5, 1200)
    regimes = set()
    for (available, channels), found in zip(asked, offers(asked), strict=True):
        expected = shown(available, channels)
        regimes.add(expected.regime)
        assert [one.quantity for one in found] == [one.quantity for one in expected.channels]
        assert [one.flight for one in found] == [one.flight for one in expected.channels]
        assert {one.pooled for one in found} == {expected.regime == Regime.POOLED}
    assert regimes == {Regime.POOLED, Regime.SPLIT}


def test_nothing_asked_is_nothing_answered():
    assert offers([]) == []


def test_ten_thousand_listings_are_a_matter_of_a_moment():
    asked = pools(6, 2222)
    assert sum(len(channels) for _available, channels in asked) > 9_500
    since = perf_counter()
    offers(asked)
    assert perf_counter() - since < 4  # A third of a second, unless others keep the machine busy.


def test_the_cost_does_not_grow_with_the_pools(queries):
    assert queries(lambda: offers(pools(7, 1))) == queries(lambda: offers(pools(7, 50)))
