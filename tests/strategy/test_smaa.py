"""SMAA: weights that agree with an order, and what they say of the options.

The published example (thrombolysis, of the R package smaa) is not ours to ship: its test is
skipped where the data is not there.
"""

import gzip
import os
import re
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from argosy.strategy.smaa import analyse, centroid, order_weights

SHARED = Path(os.environ.get("ARGOSY_SHARED") or Path(__file__).resolve().parents[3] / "shared")
EXAMPLE = SHARED / "data" / "smaa_reference"
COUNT = 40_000


def within(drawn, expected, errors=4.5):
    """The mean over the draws is what is expected, to within so many standard errors."""
    error = drawn.std(axis=0) / np.sqrt(len(drawn))
    return bool(np.all(np.abs(drawn.mean(axis=0) - expected) <= errors * error))


def array(name):
    """Read what R's `dput` wrote: numbers, the first dimension fastest, and the dimensions."""
    text = gzip.decompress((EXAMPLE / f"thrombo-{name}.txt.gz").read_bytes()).decode("ascii")
    numbers, shape = (
        re.search(start + r"c\(([^)]*)\)", text)[1] for start in (r"structure\(", r"\.Dim = ")
    )
    sizes = [int(size.strip().removesuffix("L")) for size in shape.split(",")]
    return np.array(numbers.split(","), dtype=np.float64).reshape(sizes, order="F")


@pytest.fixture(scope="module")
def example():
    """Values 10,000 x 2 x 3 and weights 10,000 x 3."""
    if not EXAMPLE.is_dir():
        pytest.skip("the example of R's smaa is not here; set ARGOSY_SHARED to what has it")
    return array("meas"), array("weights-nopref")


def test_the_published_example_comes_out_to_every_printed_digit(example):
    found = analyse(*example)
    assert found.ranks.tolist() == [[0.3504, 0.6496], [0.6496, 0.3504]]
    assert found.pairwise == pytest.approx(np.array([[0.5, 0.3504], [0.6496, 0.5]]), abs=1e-12)
    assert np.round(found.central, 7).tolist() == [
        [0.1865097, 0.2772205, 0.5362698],
        [0.4073100, 0.3641477, 0.2285423],
    ]
    assert found.confidence.tolist() == [0.6682, 0.8956]
    assert round(found.entropy, 7) == 0.9344248


def test_the_published_example_with_known_weights(example):
    values, drawn = example
    found = analyse(values, np.broadcast_to([0.5, 0.2, 0.3], drawn.shape))
    assert found.ranks.tolist() == [[0.1279, 0.8721], [0.8721, 0.1279]]


def test_the_published_values_and_ranks_are_ours(example):
    values, weights = example
    score = np.einsum("nak,nk->na", values, weights)
    assert score == pytest.approx(array("values-nopref"), abs=1e-12)
    assert ((-score).argsort(axis=1).argsort(axis=1) + 1 == array("ranks-nopref")).all()


def test_the_centroid_of_an_order_of_four():
    assert np.round(centroid(4), 4).tolist() == [0.5208, 0.2708, 0.1458, 0.0625]
    assert centroid(1).tolist() == [1.0]


def test_weights_of_a_known_order_fall_and_their_mean_is_the_centroid():
    drawn = order_weights(
        tiers=[[2], [0], [3], [1]], count=COUNT, criteria=4, rng=np.random.default_rng(1)
    )
    in_order = drawn[:, [2, 0, 3, 1]]
    assert drawn.shape == (COUNT, 4)
    assert (np.diff(in_order, axis=1) <= 0).all()
    assert drawn.sum(axis=1) == pytest.approx(1.0, abs=1e-12)
    assert within(in_order, centroid(4))


@pytest.mark.parametrize("tiers", [[[1, 3], [0]], [[4], [0, 2]], [[0, 1, 2, 3, 4]], [], [[2]]])
def test_weights_of_a_partial_order_are_those_that_rejection_would_keep(tiers):
    """Draw from the whole simplex, keep what agrees, and compare the means, squares and products.

    Neither an average nor a sum of squares tells two distributions apart for good, but all first
    and second moments of five weights leave little room.
    """
    place = {criterion: at for at, tier in enumerate(tiers) for criterion in tier}
    tier_of = np.array([place.get(criterion, len(tiers)) for criterion in range(5)])
    flat = np.random.default_rng(2).dirichlet(np.ones(5), size=400_000)
    above = tier_of[:, None] < tier_of[None, :]
    kept = flat[((flat[:, :, None] >= flat[:, None, :]) | ~above).all(axis=(1, 2))]
    drawn = order_weights(tiers=tiers, count=COUNT, criteria=5, rng=np.random.default_rng(3))

    def moments(weights):
        return np.hstack([weights, (weights[:, :, None] * weights[:, None, :]).reshape(-1, 25)])

    ours, theirs = moments(drawn), moments(kept)
    error = np.sqrt(ours.var(axis=0) / len(ours) + theirs.var(axis=0) / len(theirs))
    assert len(kept) > 10_000
    assert (np.abs(ours.mean(axis=0) - theirs.mean(axis=0)) <= 4.5 * error).all()


def test_no_order_inside_a_tier_is_likelier_than_another():
    drawn = order_weights(tiers=[[0, 1, 2]], count=COUNT, criteria=4, rng=np.random.default_rng(4))
    assert (drawn[:, :3].min(axis=1) >= drawn[:, 3]).all()
    for order in permutations(range(3)):
        falls = (np.diff(drawn[:, order], axis=1) <= 0).all(axis=1).astype(float)
        assert within(falls[:, None], 1 / 6)


def test_the_same_seed_draws_the_same_weights():
    first, second = (
        order_weights(tiers=[[1]], count=10, criteria=3, rng=np.random.default_rng(5))
        for _ in range(2)
    )
    assert (first == second).all()


@pytest.mark.parametrize("tiers", [[[0], [0]], [[1, 1]], [[3]], [[-1]]])
def test_a_criterion_named_twice_or_unknown_is_refused(tiers):
    with pytest.raises(ValueError, match="at most once"):
        order_weights(tiers=tiers, count=1, criteria=3, rng=np.random.default_rng(6))


def test_three_options_by_hand():
    """Four draws of one criterion: the rankings are abc, abc, bac and cab."""
    scores = [[3, 2, 1], [9, 5, 0], [2, 3, 1], [2, 1, 3]]
    found = analyse(np.array(scores, dtype=float)[:, :, None], np.ones((4, 1)))
    assert found.ranks.tolist() == [[0.5, 0.5, 0], [0.25, 0.5, 0.25], [0.25, 0, 0.75]]
    assert found.pairwise.tolist() == [[0.5, 0.75, 0.75], [0.25, 0.5, 0.75], [0.25, 0.25, 0.5]]
    assert found.confidence.tolist() == [0.5, 0.25, 0.25]
    assert found.entropy == 1.5  # Of shares 1/2, 1/4 and 1/4.


def test_options_that_tie_share_their_ranks():
    """Two alike above a third in one draw, and below it in the other."""
    scores = [[2, 2, 1], [2, 2, 3]]
    found = analyse(np.array(scores, dtype=float)[:, :, None], np.ones((2, 1)))
    assert found.ranks.tolist() == [[0.25, 0.5, 0.25], [0.25, 0.5, 0.25], [0.5, 0, 0.5]]
    assert found.pairwise.tolist() == [[0.5, 0.5, 0.5], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]
    assert found.confidence.tolist() == [0.25, 0.25, 0.5]


def test_equal_options_tie_in_every_draw():
    rng = np.random.default_rng(7)
    values = np.repeat(rng.random((2_000, 1, 7)), 5, axis=1)
    found = analyse(values, rng.dirichlet(np.ones(7), size=2_000))
    assert found.ranks == pytest.approx(np.full((5, 5), 0.2), abs=1e-12)
    assert (found.pairwise == 0.5).all()
    assert found.entropy == 0.0


def test_an_option_that_is_never_first_has_no_central_weights():
    rng = np.random.default_rng(8)
    values = rng.random((500, 3, 2))
    values[:, 1] -= 2
    found = analyse(values, rng.dirichlet(np.ones(2), size=500))
    assert np.isnan(found.central).tolist() == [[False, False], [True, True], [False, False]]
    assert np.isnan(found.confidence).tolist() == [False, True, False]
    assert found.ranks[1].tolist() == [0, 0, 1]


def test_shares_add_up():
    rng = np.random.default_rng(9)
    values = np.round(rng.random((3_000, 6, 4)), 1)
    weights = order_weights(tiers=[[0, 1]], count=3_000, criteria=4, rng=rng)
    found = analyse(values, weights)
    assert found.ranks.sum(axis=0) == pytest.approx(1.0, abs=1e-12)
    assert found.ranks.sum(axis=1) == pytest.approx(1.0, abs=1e-12)
    assert found.pairwise + found.pairwise.T == pytest.approx(1.0, abs=1e-12)
    assert found.central.sum(axis=1) == pytest.approx(1.0, abs=1e-12)
    # The weights' own mean is that of the central ones, each as often as its option is first.
    assert found.ranks[:, 0] @ found.central == pytest.approx(weights.mean(axis=0), abs=1e-12)
    assert found.entropy > 0


@pytest.mark.parametrize("shape", [(3, 2, 2), (4, 2, 3), (0, 2, 2)])
def test_shapes_that_do_not_fit_are_refused(shape):
    with pytest.raises(ValueError, match="do not fit"):
        analyse(np.zeros(shape), np.full((4 if shape[0] else 0, 2), 0.5))


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="finite"):
        analyse(np.full((1, 2, 1), np.nan), np.ones((1, 1)))
