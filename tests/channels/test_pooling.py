"""Pooled leases: what is shown is never too much, and worse circumstances never show more."""

import math
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.channels.pooling import (
    buffer_for,
    buffer_of,
    of_kit,
    risk_of,
    shown,
    units_at_risk,
)
from argosy.channels.types import BOUND, CALM, AtRisk, ChannelPace, Regime, Surge

RATES = st.floats(0, 500)
DISPERSIONS = st.floats(1, 12)
LAGS = st.floats(0, 1800)
BOUNDS = st.sampled_from([0.05, 0.01, 0.001, 1e-4, 1e-6])
PACES = st.builds(ChannelPace, rate_per_hour=RATES, dispersion=DISPERSIONS, lag_s=LAGS)
POOLS = st.lists(PACES, min_size=1, max_size=6)
STOCK = st.integers(0, 2000)


@st.composite
def held_pools(draw):
    """Channels that are known to show something, some of it still on its way."""
    found = []
    for pace in draw(POOLS):
        arriving = draw(st.sampled_from([0.0, 0.0, pace.lag_s]))
        meanwhile = draw(st.integers(0, 30)) if arriving else None
        showing = draw(st.integers(0, 30))
        found.append(replace(pace, showing=showing, arriving_s=arriving, meanwhile=meanwhile))
    return found


def exact_tail(units: int, mean: float, dispersion: float) -> float:
    """P(D > units) of the negative binomial, by its recursion: the reference of the closed form."""
    if dispersion - 1 < 1e-9:
        probability = math.exp(-mean)
        ratios = (mean / (nth + 1) for nth in range(units))
    else:
        shape, share = mean / (dispersion - 1), 1 - 1 / dispersion
        probability = dispersion**-shape
        ratios = (share * (shape + nth) / (nth + 1) for nth in range(units))
    total = probability
    for ratio in ratios:
        probability *= ratio
        total += probability
    return max(0.0, 1 - total)


def exact_buffer(mean: float, dispersion: float, bound: float) -> int:
    units = 0
    while exact_tail(units, mean, dispersion) > bound:
        units += 1
    return units


@given(st.floats(0.0001, 60), DISPERSIONS, BOUNDS)
def test_demand_exceeds_the_buffer_no_more_often_than_the_bound(mean, dispersion, bound):
    buffer = buffer_for(mean, dispersion, bound)
    # One part in a million million is the rounding of a sum that comes close to one.
    assert exact_tail(buffer, mean, dispersion) <= bound + 1e-12


@pytest.mark.parametrize(
    ("mean", "dispersion", "exact", "ours"),
    [
        (0.0005, 1, 0, 0),
        (0.1, 1, 2, 2),
        (1, 1, 5, 8),
        (10, 1, 21, 25),
        (100, 1, 132, 140),
        (1, 3, 13, 24),
        (10, 3, 34, 47),
        (100, 3, 161, 181),
    ],
)
def test_how_conservative_the_closed_form_is(mean, dispersion, exact, ours):
    assert exact_buffer(mean, dispersion, 0.001) == exact
    assert buffer_for(mean, dispersion, 0.001) == ours


@given(st.integers(0, 80), st.floats(0.0001, 60), DISPERSIONS)
def test_the_risk_of_a_buffer_is_never_understated(units, mean, dispersion):
    assert risk_of(units, mean, dispersion) >= exact_tail(units, mean, dispersion) - 1e-12


@given(st.floats(0.0001, 300), DISPERSIONS, BOUNDS)
def test_a_buffer_and_its_risk_are_one_formula(mean, dispersion, bound):
    assert risk_of(buffer_for(mean, dispersion, bound), mean, dispersion) <= bound * (1 + 1e-9)


@given(RATES, DISPERSIONS, LAGS, BOUNDS, st.floats(1, 3), st.floats(0, 100))
def test_a_buffer_grows_with_rate_dispersion_lag_and_a_smaller_bound(
    rate, dispersion, lag_s, bound, times, more
):
    least = buffer_of(rate, dispersion, lag_s, bound)
    assert least >= 0
    assert buffer_of(rate * times, dispersion, lag_s, bound) >= least
    assert buffer_of(rate, dispersion * times, lag_s, bound) >= least
    assert buffer_of(rate, dispersion, lag_s + more, bound) >= least
    assert buffer_of(rate, dispersion, lag_s, bound / times) >= least
    assert buffer_of(rate, dispersion, lag_s, bound, Surge(20 + more, 600)) >= least


def test_what_nobody_measured_is_counted_with_as_stated():
    assert buffer_of(None, None, 60, BOUND) == buffer_of(1.0, 2.0, 60, BOUND)
    assert buffer_of(None, None, 60, BOUND) > buffer_of(0.01, 1.0, 60, BOUND)


@given(STOCK, POOLS, BOUNDS)
def test_nothing_shown_is_negative_or_more_than_there_is(available, channels, bound):
    found = shown(available, channels, bound)
    for one in found.channels:
        assert 0 <= one.quantity <= available
        assert one.quantity + one.buffer == available
        assert 0 <= one.probability <= bound
    if found.regime == Regime.SPLIT:
        assert found.total <= available
    else:
        assert all(one.quantity > 0 for one in found.channels)


@given(st.integers(-50, 300), held_pools(), BOUNDS)
def test_a_split_promises_no_more_than_there_is_whatever_is_on_its_way(available, channels, bound):
    found = shown(available, channels, bound)
    if found.regime == Regime.SPLIT:
        assert found.total <= max(0, available)


@given(STOCK, POOLS, BOUNDS, st.data())
@settings(max_examples=300)
def test_worse_circumstances_never_show_more(available, channels, bound, data):
    """In all; and on no single channel either, as long as all of them are offered the pool."""
    nth = data.draw(st.integers(0, len(channels) - 1))
    one, times = channels[nth], data.draw(st.floats(1, 5))
    worse = data.draw(
        st.sampled_from(
            [
                replace(one, lag_s=one.lag_s * times),
                replace(one, rate_per_hour=one.rate * times),
                replace(one, dispersion=(one.dispersion or 1) * times),
                replace(one, recent_per_hour=one.rate * times * 20),
            ]
        )
    )
    before = shown(available, channels, bound)
    for after in (
        shown(available, [*channels[:nth], worse, *channels[nth + 1 :]], bound),
        shown(available, channels, bound / times),
    ):
        assert after.total <= before.total
        if after.regime == before.regime == Regime.POOLED:
            pairs = zip(before.channels, after.channels, strict=True)
            assert all(new.quantity <= old.quantity for old, new in pairs)


@given(STOCK, POOLS, BOUNDS)
def test_less_stock_is_never_shown_as_more(available, channels, bound):
    assert shown(available, channels, bound).total <= shown(available + 1, channels, bound).total


def pace(rate=10.0, lag_s=60.0, **said):
    return ChannelPace(rate_per_hour=rate, dispersion=1.0, lag_s=lag_s, **said)


def quantities(found):
    return [one.quantity for one in found.channels]


def test_plenty_is_shown_on_every_channel_less_its_buffer():
    found = shown(1000, [pace(lag_s=1), pace(lag_s=1800)])
    assert found.regime == Regime.POOLED
    assert [one.buffer for one in found.channels] == [2, 110]
    assert quantities(found) == [998, 890]


def test_the_last_unit_is_on_one_channel_only():
    settled = [pace(rate=1, showing=0), pace(rate=9, showing=0), pace(rate=3, showing=0)]
    found = shown(1, settled)
    assert quantities(found) == [0, 1, 0]
    assert [one.send for one in found.channels] == [False, True, False]


def test_a_split_that_holds_is_left_alone():
    found = shown(7, [pace(showing=3), pace(showing=4)])
    assert quantities(found) == [3, 4]
    assert not any(one.send for one in found.channels)


def test_who_has_run_out_is_given_what_is_free_and_nobody_else_is_told():
    found = shown(9, [pace(showing=3), pace(showing=0)])
    assert quantities(found) == [3, 4]
    assert [one.send for one in found.channels] == [False, True]
    assert [one.probability for one in found.channels] == [0.0, 0.0]


def test_who_holds_more_than_a_share_gives_way_to_who_has_run_out():
    settled = [pace(rate=0.1, lag_s=1, showing=8), pace(showing=0)]
    found = shown(8, settled)
    assert quantities(found) == [0, 0]
    told = [replace(settled[0], showing=0, arriving_s=1, meanwhile=8), settled[1]]
    assert quantities(shown(8, told))[1] <= 8 - told[0].showing
    heard = [replace(settled[0], showing=0), settled[1]]
    assert sum(quantities(shown(8, heard))) == 8


def test_what_is_on_its_way_is_held_back_until_it_has_arrived():
    unheard = [pace(showing=90), pace(showing=90)]
    found = shown(20, unheard)
    assert (found.regime, found.total) == (Regime.SPLIT, 1)
    told = [
        replace(one, showing=new.quantity, arriving_s=60, meanwhile=90)
        for one, new in zip(unheard, found.channels, strict=True)
    ]
    assert quantities(shown(20, told)) == quantities(found)
    heard = [replace(one, arriving_s=0) for one in told]
    assert quantities(shown(20, heard)) == [10, 9]  # One may still sell before the first hears.


def test_a_single_channel_shows_all_it_can_be_sure_of():
    assert quantities(shown(5, [pace(showing=0)])) == [5]
    assert quantities(shown(5, [pace(showing=5)])) == [5]


def test_a_kit_shows_its_scarcest_component():
    first, second = shown(20, [pace(showing=0)]), shown(5, [pace(showing=0)])
    kit = of_kit([(first.channels[0], 2), (second.channels[0], 1)], showing=0)
    assert (kit.quantity, kit.send) == (5, True)


def test_a_kit_lowered_for_one_component_leaves_the_other_its_flight():
    kept = shown(8, [pace(showing=8), pace(showing=0)]).channels[0]
    kept = replace(kept, quantity=8, send=False, flight=4)
    lowered = replace(kept, quantity=3, send=True, flight=1)
    assert of_kit([(kept, 2), (lowered, 1)], showing=4).quantity == 2


def test_nothing_is_at_risk_while_no_more_is_shown_than_there_is():
    calm = [pace(rate=1000, showing=4), pace(rate=1000, showing=4)]
    assert units_at_risk(8, calm) == AtRisk(expected=0.0, at_most=0, probability=0.0)


def test_units_at_risk_are_what_is_shown_beyond_what_is_there():
    hot = [pace(rate=100_000, showing=4), pace(rate=100_000, showing=4)]
    assert units_at_risk(5, hot) == AtRisk(expected=3.0, at_most=3, probability=1.0)


@given(st.integers(0, 30), st.floats(0, 300), st.floats(1, 5))
def test_units_at_risk_are_never_understated(available, rate, dispersion):
    channels = [
        ChannelPace(rate, dispersion, 120, showing=60),
        ChannelPace(rate / 2, dispersion, 30, showing=60),
    ]
    mean = (rate * 120 + rate / 2 * 30) / 3600
    found = units_at_risk(available, channels, 0.99)
    expected = sum(exact_tail(units, mean, dispersion) for units in range(available, 120))
    assert found.expected >= expected - 1e-6
    assert exact_tail(available + found.at_most, mean, dispersion) <= 0.01 or found.at_most == 120


def test_a_surge_is_provided_for_and_can_be_left_out():
    assert buffer_of(60, 1, 60, BOUND) == 40
    assert buffer_of(60, 1, 60, BOUND, CALM) == 8


def test_ten_thousand_listings_are_a_matter_of_a_moment():
    channels = [pace(rate=nth + 1, lag_s=10.0**nth / 50) for nth in range(5)]
    since = process_time()
    for available in range(2000):
        shown(available, channels)
    assert process_time() - since < 4  # A third of a second; what others do is not counted.
