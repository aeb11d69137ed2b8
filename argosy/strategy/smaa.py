"""SMAA-2: how often each option would be chosen, over every weighting its owner has not ruled out.

Sources: Lahdelma and Salminen (2001), "SMAA-2: stochastic multicriteria acceptability analysis for
group decision making", Operations Research 49(3); Tervonen and Lahdelma (2007), "Implementing
stochastic multicriteria acceptability analysis", EJOR 178(2). It knows no shop: only numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Smaa:
    """What N draws of values and weights say of A options under K criteria. Shares are 0 to 1."""

    ranks: (
        FloatArray  # (A, A): share of draws that put the option (row) at the rank (column, 0 best)
    )
    pairwise: FloatArray  # (A, A): share in which the row beats the column; a tie is half a win
    central: FloatArray  # (A, K): mean of the weights that put it first; NaN if none does
    confidence: FloatArray  # (A,): share first under its own central weights; NaN if it has none
    entropy: float  # bits: 0 if all draws agree on the ranking, log2(A!) if every one is as likely


def order_weights(
    *, tiers: Sequence[Sequence[int]], count: int, criteria: int, rng: np.random.Generator
) -> FloatArray:
    """Draw weights that agree with an order of importance and are otherwise unknown.

    `tiers` names criteria (0 to `criteria` - 1), the most important tier first; criteria of one
    tier are unordered among themselves, and those in no tier come last, unordered. The answer is
    (`count`, `criteria`), rows add up to 1, uniform on the part of the simplex where no criterion
    weighs less than one of a later tier.

    That part is made of one piece for each way to order the tiers' insides, and the pieces are
    congruent: so a sorted flat Dirichlet, with each tier's block of ranks dealt to its members at
    random, is an exact draw and none is rejected.

    :raises ValueError: a criterion is unknown or named twice.
    """
    named = [criterion for tier in tiers for criterion in tier]
    if len(set(named)) < len(named) or not set(named) <= set(range(criteria)):
        raise ValueError(f"tiers must name each of {criteria} criteria at most once: {tiers}")
    rest = [criterion for criterion in range(criteria) if criterion not in named]
    falling = -np.sort(-rng.dirichlet(np.ones(criteria), size=count), axis=1)
    weights = np.empty_like(falling)
    start = 0
    for tier in [*tiers, rest]:
        block = falling[:, start : start + len(tier)]
        weights[:, list(tier)] = rng.permuted(block, axis=1) if len(tier) > 1 else block
        start += len(tier)
    return weights


def centroid(n: int) -> FloatArray:
    """Give the mean of all weights that fall in a known order, the heaviest first: (n,).

    The i-th is (1/i + ... + 1/n) / n: rank-order centroid, Barron and Barrett (1996), "Decision
    quality using ranked attribute weights", Management Science 42(11).
    """
    return np.cumsum(1 / np.arange(n, 0, -1))[::-1] / n


def analyse(values: FloatArray, weights: FloatArray) -> Smaa:
    """Rank the options in every draw, and count.

    `values` (N, A, K): what each option is worth under each criterion, already scaled so that one
    unit means the same under all and more is better. `weights` (N, K): rows add up to 1. The value
    of an option in a draw is the weighted sum. Options that tie share the ranks they take up, so
    that the rows and the columns of `ranks` add up to 1; the entropy alone counts a tie as a
    ranking of its own.

    :raises ValueError: the shapes do not fit, there is no draw, or a number is not finite.
    """
    if values.ndim != 3 or weights.shape != (len(values), values.shape[2]) or not values.size:  # noqa: PLR2004 - draws, options and criteria
        raise ValueError(f"values {values.shape} and weights {weights.shape} do not fit")
    if not (np.isfinite(values).all() and np.isfinite(weights).all()):
        raise ValueError("every value and every weight must be a finite number")
    score = _score(values, weights)
    beats = score[:, :, None] > score[:, None, :]
    better, tied = _standing(score)
    options = values.shape[1]
    place = np.arange(options)
    taken = (better[:, :, None] <= place) & (place < (better + tied)[:, :, None])
    first = np.where(better == 0, 1 / tied, 0.0)
    central = _central(first, weights)
    wins = beats.mean(axis=0)
    return Smaa(
        ranks=(taken / tied[:, :, None]).mean(axis=0),
        pairwise=(1 + wins - wins.T) / 2,
        central=central,
        confidence=np.array([_confidence(values, central[a], a) for a in range(options)]),
        entropy=_entropy(better),
    )


def _score(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Weigh and add: (N, A).

    One criterion after the other, not a matrix product: the order of a sum inside a product may
    depend on the machine and on the place in memory, and two equal options would cease to tie.
    """
    score = np.zeros(values.shape[:2])
    for criterion in range(values.shape[2]):
        score += values[:, :, criterion] * weights[..., criterion, None]
    return score


def _standing(score: FloatArray) -> tuple[IntArray, IntArray]:
    """How many options are better than each, and how many do as well (itself included): (N, A)."""
    better = (score[:, None, :] > score[:, :, None]).sum(axis=2)
    tied = (score[:, None, :] == score[:, :, None]).sum(axis=2)
    return better, tied


def _central(first: FloatArray, weights: FloatArray) -> FloatArray:
    """The mean of the weights that put each option first, a shared place counting in part."""
    times = first.sum(axis=0)
    total = first.T @ weights
    return np.where(times[:, None] > 0, total / np.maximum(times, 1e-300)[:, None], np.nan)


def _confidence(values: FloatArray, central: FloatArray, option: int) -> float:
    """How often the option is first if the weights are known to be its central ones."""
    if np.isnan(central).any():
        return float("nan")
    better, tied = _standing(_score(values, central))
    return float(np.mean(np.where(better == 0, 1 / tied, 0.0)[:, option]))


def _entropy(better: IntArray) -> float:
    """Shannon's entropy of the whole ranking, in bits, from the share of draws each one has."""
    shares = np.unique(better, axis=0, return_counts=True)[1] / len(better)
    return float(-(shares * np.log2(shares)).sum()) + 0.0  # No minus zero where all agree.
