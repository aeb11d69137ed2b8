"""What moves an outcome, and how far an input must go before the choice turns.

It reads the draws of a simulation that has been run, and runs none.
"""

import numpy as np
from numpy.typing import NDArray

from argosy.strategy.worth import conditional_mean

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
TAIL = 0.1  # of the draws, at either end of an input
RANGE = (0.05, 0.95)  # quantiles of an input, between which a break-even is looked for


def tornado(inputs: FloatArray, outcome: FloatArray) -> list[tuple[float, float]]:
    """Give the mean outcome when an input is in its lowest and in its highest tenth, for each.

    `inputs` (N, P), `outcome` (N,) of the same draws; the answer has P pairs in the outcome's
    unit. A tenth is a tenth of the draws: where equal inputs straddle its edge, each of them counts
    in part, so that the order of the draws does not matter and a constant input has the overall
    mean twice.

    :raises ValueError: there is no draw, or the shapes do not fit.
    """
    if not outcome.size or inputs.shape[:1] != outcome.shape:
        raise ValueError(f"inputs {inputs.shape} and outcome {outcome.shape} do not fit")
    return [
        (_lowest_tenth(column, outcome), _lowest_tenth(-column, outcome)) for column in inputs.T
    ]


def break_even(x: FloatArray, gain: FloatArray) -> float | None:
    """Give the value of an input at which one option stops being better than another.

    `x` (N,): draws of the input; `gain` (N,): what the first option gained over the second in the
    same draw. The mean gain is regressed on the input (`worth.conditional_mean`), and between the
    5 % and 95 % quantiles of the input made monotone by the nearest rising or falling curve (pool
    adjacent violators: Barlow et al. (1972), "Statistical Inference under Order Restrictions").
    The answer, in the input's unit, is where that crosses zero.

    None where the regressed gain has the same sign at both ends of that range: the choice does not
    turn on this input, or turns and turns back, or the draws do not tell.

    :raises ValueError: there is no draw, or the shapes do not fit.
    """
    if not x.size or x.shape != gain.shape:
        raise ValueError(f"the input {x.shape} and the gain {gain.shape} do not fit")
    at, where, count = np.unique(x, return_index=True, return_counts=True)
    mean = conditional_mean(x, gain[:, None])[where, 0]
    low, high = np.quantile(x, RANGE)
    inside = (low <= at) & (at <= high)
    at, mean, count = at[inside], mean[inside], count[inside]
    if not len(at) or mean[0] * mean[-1] >= 0:
        return None
    # The outer levels are no nearer to zero than the curve's ends, so zero lies between two levels.
    centres, levels = _rising(at, mean * np.sign(mean[-1]), count)
    return float(np.interp(0.0, levels, centres))


def _lowest_tenth(x: FloatArray, outcome: FloatArray) -> float:
    """The mean outcome over the tenth of the draws that has the lowest x."""
    values, where, count = np.unique(x, return_inverse=True, return_counts=True)
    tenth = len(x) * TAIL
    taken = np.clip(tenth - (np.cumsum(count) - count), 0.0, count)
    mean = np.bincount(where, weights=outcome, minlength=len(values)) / count
    return float((taken * mean).sum() / tenth)


def _rising(x: FloatArray, y: FloatArray, count: IntArray) -> tuple[FloatArray, FloatArray]:
    """The nearest curve, by squares, that never falls: the middle of each level, and the levels.

    Where neighbours had to be pooled only the middle of the pool is given: a stretch that is level
    at zero, give or take a rounding, is crossed in its middle and not at whichever of its ends.
    """
    pools: list[tuple[float, float, int]] = []  # sum of x, sum of y, draws
    for at, mean, draws in zip(x.tolist(), y.tolist(), count.tolist(), strict=True):
        pool = (at * draws, mean * draws, draws)
        while pools and pools[-1][1] * pool[2] >= pool[1] * pools[-1][2]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1], before[2] + pool[2])
        pools.append(pool)
    sums = np.array(pools)
    return sums[:, 0] / sums[:, 2], sums[:, 1] / sums[:, 2]
