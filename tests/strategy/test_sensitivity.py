"""What moves an outcome, and where a choice turns: on lines and curves that are known."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from argosy.strategy.sensitivity import break_even, tornado

DRAWS = 10_000


def test_the_ends_of_a_line():
    """0 to 99: the lowest ten are 0 to 9, with the mean 4.5, and the highest ten 90 to 99."""
    x = np.random.default_rng(50).permutation(100).astype(float)
    inputs = np.column_stack([x, -x, np.full(100, 3.0)])
    assert tornado(inputs, 2 * x) == [(9.0, 189.0), (189.0, 9.0), (99.0, 99.0)]


def test_a_tenth_of_draws_that_ten_does_not_divide():
    """Of 15 draws a tenth is one and a half: (0 + 1/2 of 1) / 1.5, and so at the other end."""
    x = np.arange(15.0)
    assert tornado(x[:, None], x) == [pytest.approx((0.5 / 1.5, (14 + 6.5) / 1.5), abs=1e-12)]


def test_equal_inputs_across_the_edge_count_in_part():
    """A shock in 5 draws of 100: the highest tenth is the 5, and 5 of the others on average."""
    shock = np.repeat([0.0, 1.0], [95, 5])
    outcome = np.concatenate([np.arange(95.0), np.full(5, -100.0)])
    expected = [pytest.approx((47.0, (-100 * 5 + 47 * 5) / 10), abs=1e-12)]
    turn = np.random.default_rng(51).permutation(100)
    assert tornado(shock[:, None], outcome) == expected
    assert tornado(shock[turn][:, None], outcome[turn]) == expected


def test_a_normal_input_among_noise():
    """The mean of a standard normal beyond its 90 % quantile q is phi(q) / 0.1."""
    normal = NormalDist()
    beyond = normal.pdf(normal.inv_cdf(0.9)) / 0.1
    rng = np.random.default_rng(52)
    z, noise = rng.standard_normal((DRAWS, 2)), rng.standard_normal(DRAWS)
    moved, idle = tornado(z, 5 + 3 * z[:, 0] + noise)
    allowed = 4 * math.sqrt((9 + 1) / (DRAWS / 10))
    assert moved == pytest.approx((5 - 3 * beyond, 5 + 3 * beyond), abs=allowed)
    assert idle == pytest.approx((5, 5), abs=allowed)


def test_a_line_crosses_where_it_must():
    x = np.linspace(0, 10, DRAWS)
    assert break_even(x, 3 - x) == pytest.approx(3.0, abs=1e-9)
    assert break_even(x, x - 3) == pytest.approx(3.0, abs=1e-9)


def test_a_line_in_noise():
    """The crossing's error is that of the regressed mean there, over the slope."""
    rng = np.random.default_rng(53)
    x = rng.uniform(0, 10, size=DRAWS)
    found = break_even(x, 0.5 * (4 - x) + rng.normal(0, 2, size=DRAWS))
    leverage = 1 + (4 - 5) ** 2 / (100 / 12)
    assert abs(found - 4) <= 4 * 2 * math.sqrt(leverage / DRAWS) / 0.5


def test_a_curve_in_noise():
    """exp(-x) = 1/4 at log 4; a spline of at most 9 terms, each of the noise's variance / N."""
    rng = np.random.default_rng(54)
    x = rng.uniform(0, 4, size=DRAWS)
    found = break_even(x, np.exp(-x) - 0.25 + rng.normal(0, 0.2, size=DRAWS))
    assert abs(found - math.log(4)) <= 4 * 0.2 * math.sqrt(9 / DRAWS) / 0.25


def test_units_do_not_matter():
    x = np.linspace(0.01, 0.6, DRAWS)
    gain = 0.24 - x
    assert break_even(x, gain) == pytest.approx(0.24, abs=1e-9)
    assert break_even(x * 1e6, gain * 1e-6) == pytest.approx(0.24e6, abs=1e-3)


@pytest.mark.parametrize("zero", [0.2, 9.8, -5.0, 20.0])
def test_a_crossing_that_is_hardly_ever_reached_is_none(zero):
    x = np.linspace(0, 10, DRAWS)
    assert break_even(x, x - zero) is None


def test_a_gain_that_turns_and_turns_back_has_no_break_even():
    x = np.linspace(-1, 1, DRAWS)
    assert break_even(x, x**2 - 0.25) is None
    assert break_even(x, 0.25 - x**2) is None


def test_a_gain_that_the_input_does_not_move_has_no_break_even():
    rng = np.random.default_rng(55)
    assert break_even(rng.random(DRAWS), rng.standard_normal(DRAWS)) is None


def test_a_wiggle_near_zero_is_one_crossing():
    """x^3 - x / 16 is 0 at -1/4, 0 and 1/4. The nearest curve that never falls is 0 between them.

    The pool is [-q, q], whose mean is 0 and must be what the curve is at its ends: q = 1/4. Its
    middle is 0; a spline of few knots is not quite the cubic.
    """
    x = np.linspace(-1, 1, DRAWS)
    assert break_even(x, x**3 - x / 16) == pytest.approx(0, abs=0.01)


def test_grades_cross_between_two():
    x = np.arange(1_000) % 5
    gain = np.array([-3.0, -2.0, -1.0, 3.0, 4.0])[x]
    assert break_even(x.astype(float), gain) == pytest.approx(2.25, abs=1e-12)


@pytest.mark.parametrize("draws", [1, 2, 7, 1_000])
def test_constant_columns_do_no_harm(draws):
    z = np.random.default_rng(56).standard_normal(draws)
    constant = np.full(draws, 0.1)
    assert break_even(constant, z) is None
    assert break_even(z, constant) is None
    assert break_even(constant, np.zeros(draws)) is None
    (pair,) = tornado(constant[:, None], z)
    assert pair == pytest.approx((z.mean(), z.mean()), abs=1e-12)
    assert tornado(z[:, None], constant) == [pytest.approx((0.1, 0.1), abs=1e-12)]


@pytest.mark.parametrize("draws", [0, 3])
def test_shapes_that_do_not_fit_are_refused(draws):
    with pytest.raises(ValueError, match="do not fit"):
        tornado(np.zeros((draws, 2)), np.zeros(4 if draws else 0))
    with pytest.raises(ValueError, match="do not fit"):
        break_even(np.zeros(draws), np.zeros(4 if draws else 0))
