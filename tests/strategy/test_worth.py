"""What it is worth to know more: against the closed forms, and that noise is worth nothing.

With z standard normal, phi its density, Phi its distribution, and one option that gains nothing,
the other mu + sigma z + noise. Who knows z chooses by the sign of mu + sigma z, and

    E max(0, mu + sigma z) = mu Phi(mu / sigma) + sigma phi(mu / sigma)
    EVPPI = E max(0, mu + sigma z) - max(0, mu) = sigma phi(mu / sigma) - |mu| Phi(-|mu| / sigma)

the latter because Phi(x) - 1 = -Phi(-x) where mu is positive. Who knows the noise too has the same
with sigma^2 + noise^2 for sigma^2: EVPI.
"""

import math
from statistics import NormalDist

import numpy as np
import pytest

from argosy.strategy.worth import conditional_mean, evpi, evppi

NORMAL = NormalDist()
DRAWS = 20_000
CASES = [(0.0, 1.0, 1.0), (0.5, 1.0, 2.0), (-0.5, 1.0, 2.0), (-1.0, 0.5, 0.2), (2.0, 1.0, 1.0)]


def closed(mu, sigma):
    return sigma * NORMAL.pdf(mu / sigma) - abs(mu) * NORMAL.cdf(-abs(mu) / sigma)


def error(mu, sigma, noise, z):
    """A standard error that the estimate keeps within.

    One part is the draws of z: that of the mean of max(0, g) - g [mu > 0]. The other is the noise
    that the regressed curve carries, at most that of a mean of the noise itself.
    """
    gain = mu + sigma * z
    lead = np.maximum(gain, 0) - gain * (mu > 0)
    return math.sqrt((lead.var() + noise**2) / len(z))


def two_options(rng, mu, sigma, noise):
    """Draws of z, and of the benefits of doing nothing and of mu + sigma z + noise."""
    z = rng.standard_normal(DRAWS)
    gain = mu + sigma * z + noise * rng.standard_normal(DRAWS)
    return z, np.column_stack([np.zeros(DRAWS), gain])


@pytest.mark.parametrize(("mu", "sigma", "noise"), CASES)
def test_one_input_that_moves_one_option_along_a_line(mu, sigma, noise):
    z, benefits = two_options(np.random.default_rng(30), mu, sigma, noise)
    (found,) = evppi(z[:, None], benefits)
    assert abs(found - closed(mu, sigma)) <= 4 * error(mu, sigma, noise, z)
    assert 0 < found < evpi(benefits)


@pytest.mark.parametrize(("mu", "sigma", "noise"), CASES)
def test_everything(mu, sigma, noise):
    z, benefits = two_options(np.random.default_rng(31), mu, sigma, noise)
    both = math.hypot(sigma, noise)
    assert abs(evpi(benefits) - closed(mu, both)) <= 4 * error(mu, both, 0, z)


@pytest.mark.parametrize(("mu", "sigma", "noise"), CASES)
def test_the_scale_of_an_input_does_not_matter(mu, sigma, noise):
    """A log-normal input that acts by its logarithm, the same mirrored, and in other units."""
    z, benefits = two_options(np.random.default_rng(32), mu, sigma, noise)
    scales = np.column_stack([z, np.exp(z), -z, 1e6 + 1e3 * z])
    found = evppi(scales, benefits)
    assert np.abs(found - closed(mu, sigma)).max() <= 4 * error(mu, sigma, noise, z)
    assert found[1:] == pytest.approx(found[0], rel=1e-9)


def test_an_input_that_helps_at_both_ends():
    """E max(0, z^2 - 1) = 2 phi(1): the integral of z^2 - 1 beyond 1 is phi(1), on either side."""
    rng = np.random.default_rng(33)
    z = rng.standard_normal(DRAWS)
    gain = z**2 - 1
    benefits = np.column_stack([np.zeros(DRAWS), gain + rng.standard_normal(DRAWS)])
    (found,) = evppi(z[:, None], benefits)
    allowed = 4 * math.sqrt((np.maximum(gain, 0).var() + 1) / DRAWS)
    assert abs(found - 2 * NORMAL.pdf(1)) <= allowed


def test_three_options():
    """One gains z, one loses it, one does neither: E|z| = sqrt(2 / pi)."""
    rng = np.random.default_rng(34)
    z, noise = rng.standard_normal(DRAWS), rng.standard_normal((DRAWS, 3))
    (found,) = evppi(z[:, None], np.column_stack([z, -z, np.zeros(DRAWS)]) + noise)
    assert abs(found - math.sqrt(2 / math.pi)) <= 4 * math.sqrt((np.abs(z).var() + 2) / DRAWS)


def test_a_yes_or_no_has_a_mean_for_each_answer():
    """In a tenth of the draws the second option loses 6, else it gains 1: so it is chosen, for 0.3.

    Knowing which, one avoids a loss of 6 in a tenth of the draws.
    """
    struck = np.arange(1_000) % 10 == 0
    benefits = np.column_stack([np.zeros(1_000), np.where(struck, -6.0, 1.0)])
    (found,) = evppi(struck[:, None].astype(float), benefits)
    assert found == pytest.approx(0.6, abs=1e-12)
    assert found == pytest.approx(evpi(benefits), abs=1e-12)


def test_a_few_grades_have_a_mean_each():
    """Grades 0 to 7 that gain and lose 1 in turn: no curve, and knowing the grade is worth 1/2."""
    grade = np.arange(1_000) % 8
    benefits = np.column_stack([np.zeros(1_000), 1.0 - 2 * (grade % 2)])
    assert evppi(grade[:, None].astype(float), benefits) == pytest.approx([0.5], abs=1e-12)


def test_inputs_that_tell_nothing_are_worth_nothing():
    """Options that are equal on average, the worst case: the plain regressed maximum is above 0.

    A line is taken only if it explains more than log(N) / N of the variance, which pure noise does
    in one case of 300 (a chi-squared of one degree above log 5000); what is then mistaken for worth
    is about 0.4 (2 log(N) / N)^(1/2) = 0.023 of a deviation of 1.4, so 0.03 bounds it with room.
    """
    rng = np.random.default_rng(35)
    inputs, benefits = rng.standard_normal((5_000, 200)), rng.standard_normal((5_000, 2))
    found = evppi(inputs, benefits)
    assert (found == 0).mean() > 0.97
    assert found.max() < 0.03


def test_what_tells_something_is_found_among_what_does_not():
    rng = np.random.default_rng(36)
    inputs = rng.standard_normal((5_000, 6))
    noise = rng.standard_normal((5_000, 3))
    benefits = np.column_stack([inputs[:, 2], 2 * inputs[:, 4], np.zeros(5_000)]) + noise
    found = evppi(inputs, benefits)
    assert found.argsort().tolist()[-2:] == [2, 4]
    assert found[[0, 1, 3, 5]].max() < 0.03


@pytest.mark.parametrize("seed", range(8))
def test_no_input_is_worth_more_than_all(seed):
    rng = np.random.default_rng(seed)
    inputs = rng.lognormal(size=(400, 5))
    benefits = inputs @ rng.standard_normal((5, 4)) + rng.standard_normal((400, 4))
    found = evppi(inputs, benefits)
    assert (found >= 0).all()
    assert (found <= evpi(benefits)).all()


def test_a_choice_that_never_changes_is_worth_no_learning():
    z = np.random.default_rng(37).standard_normal(1_000)
    benefits = np.column_stack([z, z + 1])
    assert evpi(benefits) == 0
    assert evppi(z[:, None], benefits).tolist() == [0]


@pytest.mark.parametrize("draws", [1, 2, 5, 25, 1_000])
def test_constant_columns_and_few_draws_do_no_harm(draws):
    z = np.random.default_rng(38).standard_normal(draws)
    inputs = np.column_stack([np.full(draws, 0.1), z])
    constant = np.full((draws, 2), [[3.0, 2.0]])
    assert evppi(inputs, constant).tolist() == [0, 0]
    assert evppi(inputs, np.column_stack([z, -z]))[0] == 0
    assert evppi(np.empty((draws, 0)), constant).shape == (0,)
    assert evppi(inputs, z[:, None]).tolist() == [0, 0]  # There is nothing to choose from.


def test_a_mean_given_what_says_nothing_is_the_mean():
    y = np.random.default_rng(39).standard_normal((500, 3))
    assert conditional_mean(np.full(500, 7.0), y) == pytest.approx(
        np.broadcast_to(y.mean(axis=0), y.shape), abs=1e-12
    )


def test_a_curve_is_followed():
    """A smooth curve in noise, where most draws are: within a tenth of the noise."""
    rng = np.random.default_rng(40)
    x = rng.uniform(0, 10, size=DRAWS)
    found = conditional_mean(x, (np.sin(x / 2) + rng.standard_normal(DRAWS))[:, None])[:, 0]
    inside = (x > 0.5) & (x < 9.5)
    assert np.abs(found - np.sin(x / 2))[inside].max() < 0.1


@pytest.mark.parametrize(
    ("inputs", "benefits", "said"),
    [
        ((4, 1), (5, 2), "same draws"),
        ((0, 1), (0, 2), "same draws"),
        ((4,), (4, 2), "same draws"),
        ((4, 1), (4, 0), "no option"),
    ],
)
def test_tables_that_do_not_fit_are_refused(inputs, benefits, said):
    with pytest.raises(ValueError, match=said):
        evppi(np.zeros(inputs), np.zeros(benefits))


def test_numbers_that_are_none_are_refused():
    with pytest.raises(ValueError, match="finite"):
        evpi(np.array([[1.0, np.nan]]))
    with pytest.raises(ValueError, match="finite"):
        evppi(np.array([[np.inf]]), np.ones((1, 2)))
