"""Ruin: what is told of an option against the formula, and what a look once a month misses."""

import math

import numpy as np
import pytest

from argosy.strategy.counting import Flows
from argosy.strategy.inputs import Inputs
from argosy.strategy.options import option
from argosy.strategy.outcomes import BEHIND as LAYERS
from argosy.strategy.outcomes import played, running
from argosy.strategy.simulating import Fortune
from argosy.strategy.types import WEEKS, Profile
from tests.strategy.passage import bridge_crossing, ruin_closed_form

DRIFT, VOLATILITY, CASH, MONTHS = 1.0, 4.0, 20.0, 24
PATHS = 200_000
PLAYED = 40_000


def closed(**given):
    usual = {"drift": DRIFT, "volatility": VOLATILITY, "cash": CASH, "horizon": float(MONTHS)}
    return ruin_closed_form(**usual | given)


def test_the_closed_form_to_seven_digits():
    assert round(closed(), 7) == 0.0600532


@pytest.mark.parametrize("deviations", [0.0, 0.5, 3.0, 10.0, 29.0, 29.999, 30.001, 31.0, 37.0])
def test_without_drift_ruin_is_twice_the_chance_to_end_below(deviations):
    """The reflection principle, 2 Phi(-u / (s sqrt T)), as far out as a float goes."""
    cash = deviations * VOLATILITY * math.sqrt(MONTHS)
    twice = math.erfc(deviations / math.sqrt(2))
    assert closed(drift=0.0, cash=cash) == pytest.approx(twice, rel=1e-9, abs=0)


@pytest.mark.parametrize("drift", [0.5, 1.0, 3.0])
def test_for_ever_a_rising_path_is_ruined_with_the_chance_of_lundberg(drift):
    """As T grows, exp(-2mu / s^2)."""
    forever = math.exp(-2 * drift * CASH / VOLATILITY**2)
    assert closed(drift=drift, horizon=1e6) == pytest.approx(forever, rel=1e-9)


def test_a_falling_path_is_ruined_for_sure_in_the_end():
    assert closed(drift=-1.0, horizon=1e6) == 1.0


def test_factors_too_large_or_too_small_for_a_float_meet_no_harm():
    """With little noise the path is nearly its line, which reaches zero at u / -m = 20.

    At 19 it is one unit above, 22.9 deviations: a chance of 10^-116, not of nothing.
    """
    assert closed(drift=-1.0, volatility=0.01, horizon=21.0) == 1.0
    assert closed(drift=-1.0, volatility=0.01, horizon=19.0) == pytest.approx(
        9e-117, rel=0.1, abs=0
    )
    half = closed(drift=-1.0, volatility=0.01, horizon=20.0)
    assert 0.5 < half < 0.501


@pytest.mark.parametrize(
    ("given", "chance"),
    [
        ({"volatility": 0.0}, 0.0),
        ({"volatility": 0.0, "drift": -1.0}, 1.0),
        ({"volatility": 0.0, "drift": -1.0, "horizon": 20.0}, 0.0),  # It ends at zero, not below.
        ({"horizon": 0.0}, 0.0),
        ({"cash": 0.0}, 1.0),
        ({"cash": -1.0}, 1.0),
        ({"cash": -1.0, "horizon": 0.0}, 1.0),
    ],
)
def test_where_nothing_is_left_to_chance(given, chance):
    assert closed(**given) == chance


@pytest.mark.parametrize("given", [{"volatility": -1.0}, {"horizon": -1.0}])
def test_what_cannot_be_negative_is_refused(given):
    with pytest.raises(ValueError, match="negative"):
        closed(**given)


def test_a_bridge_by_hand():
    before = np.array([1.0, 2.0, 1.0, -1.0, 1.0, 0.0])
    after = np.array([1.0, 3.0, -1.0, 1.0, 0.0, 0.0])
    variance = np.array([2.0, 4.0, 1.0, 1.0, 1.0, 1.0])
    expected = [math.exp(-1), math.exp(-3), 1, 1, 1, 1]
    assert bridge_crossing(before, after, variance) == pytest.approx(expected, rel=1e-15, abs=0)


def test_a_bridge_without_variance_is_a_line():
    before, after = np.array([1.0, 1.0, 0.0]), np.array([2.0, -0.1, 0.0])
    assert bridge_crossing(before, after, np.array(0.0)).tolist() == [0, 1, 0]


def test_a_bridge_has_the_shape_that_its_arguments_make():
    found = bridge_crossing(np.ones((5, 1)), np.ones((1, 3)), np.array(1.0))
    assert found.shape == (5, 3)


def test_looks_at_month_end_understate_ruin_and_the_bridge_puts_it_right():
    """Of 100 ruined paths about 30 are above zero again when anyone looks."""
    changes = np.random.default_rng(20).normal(DRIFT, VOLATILITY, size=(PATHS, MONTHS))
    cash = CASH + np.cumsum(changes, axis=1)
    seen = (cash < 0).any(axis=1).astype(float)
    before = np.hstack([np.full((PATHS, 1), CASH), cash[:, :-1]])
    lived = 1 - bridge_crossing(before, cash, np.array(VOLATILITY**2))
    ruined = 1 - lived.prod(axis=1)

    def error(of):
        return of.std() / math.sqrt(PATHS)

    assert abs(seen.mean() - 0.0425) <= 4 * error(seen)
    assert closed() - seen.mean() > 30 * error(seen)
    assert abs(ruined.mean() - closed()) <= 4 * error(ruined)
    assert error(ruined) < error(seen) * 1.2


def test_the_ruin_that_an_option_is_told_is_that_at_any_moment():
    """A flow of money that is Brownian motion, told by the adviser's own record of an option."""
    said = {"name": "by formula", "on": "2026-11-27", "capital": {"cash": CASH}}
    inputs = Inputs(Profile.model_validate(said), seed=1, paths=PLAYED)
    dice = np.random.default_rng(3)
    weekly = VOLATILITY * math.sqrt(MONTHS / WEEKS)
    cash = dice.normal(DRIFT * MONTHS / WEEKS, weekly, (WEEKS, PLAYED)).astype(np.float32)
    nothing = np.zeros(PLAYED)
    flow = Flows(cash, cash, dict.fromkeys(LAYERS, nothing), nothing, 0.0, nothing)
    ref = option("storefront", "US", "narrow")
    told = played(inputs, ref, [flow], running(inputs, Fortune(inputs))).outcome
    seen = float((np.cumsum(cash, axis=0).min(axis=0) < -CASH).mean())
    assert abs(told.ruin - closed()) <= 3 * told.ruin_error
    assert told.ruin_error == pytest.approx(math.sqrt(0.06 * 0.94 / PLAYED), rel=0.05)
    # A look once a week alone would miss it by more than its error.
    assert closed() - seen > 6 * told.ruin_error
