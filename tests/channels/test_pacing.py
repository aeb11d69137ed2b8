"""The pace of a listing: what counts of sales say, and what they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.channels.pacing import pace_from_sales, recent_rate


def test_a_listing_without_sales_has_the_pace_that_is_stated():
    found = pace_from_sales([])
    assert (found.rate_per_hour, found.dispersion) == (1.0, 2.0)


def test_silence_lowers_the_rate_but_never_to_nothing():
    day, week = pace_from_sales([0] * 24), pace_from_sales([0] * 168)
    assert day.rate_per_hour == pytest.approx(0.2)
    assert week.rate_per_hour == pytest.approx(6 / 174)


def test_even_sales_have_their_rate_and_no_more_than_chance_for_dispersion():
    found = pace_from_sales([5] * 336)
    assert found.rate_per_hour == pytest.approx(5, abs=0.01)
    assert found.dispersion == 1.0


def test_newer_hours_count_more():
    rising, falling = pace_from_sales([1] * 72 + [9] * 72), pace_from_sales([9] * 72 + [1] * 72)
    assert rising.rate_per_hour > 6
    assert falling.rate_per_hour < 4


def test_a_surge_counts_into_the_rate_and_not_into_the_dispersion():
    usual = [0, 2] * 84
    found = pace_from_sales([*usual, 100])
    assert found.rate_per_hour > pace_from_sales(usual).rate_per_hour
    assert found.dispersion == pytest.approx(pace_from_sales(usual).dispersion, abs=0.01)


def test_orders_of_several_units_show_in_the_dispersion():
    assert pace_from_sales([0, 0, 0, 6] * 84).dispersion == pytest.approx(4.4, abs=0.1)


def test_one_order_is_no_burst_and_many_within_minutes_are():
    assert recent_rate([]) == 0.0
    assert recent_rate([(0.0, 3)]) == 0.0
    burst = [(float(age_s), 1) for age_s in range(0, 120, 5)]
    assert recent_rate(burst) > 50
    assert recent_rate([(age_s + 3600, units) for age_s, units in burst]) == 0.0


@given(st.lists(st.integers(0, 1000), max_size=400), st.sampled_from([60.0, 900.0, 3600.0]))
def test_a_pace_is_always_one_to_count_with(counts, window_s):
    found = pace_from_sales(counts, window_s)
    assert found.rate_per_hour > 0
    assert found.dispersion >= 1
