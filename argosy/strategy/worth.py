"""What it would be worth to know more before choosing: about everything, or about one input.

The expected value of perfect (partial) information, in the units of the benefits. Nothing here
knows what the inputs mean, or what it costs to learn one.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
KNOTS = (3, 5, 7, 9)  # of the splines that are tried, beside a constant and a line
FEW = 12  # distinct values, up to which each has a mean of its own
DRAWS_PER_TERM = 10  # A curve with more terms than this allows is not tried.
WIDE = 10.0  # A positive input that spans more than this factor is tried on a log scale too.
REPEATS = 1e-9  # of a term's size: less than this beside the others is rounding.
EXACT = 1e-9  # A share of the variance: what a fit leaves below it is rounding.


def evpi(benefits: FloatArray) -> float:
    """Give what it is worth to know everything before choosing.

    `benefits` (N, A): the net benefit of each option in each draw. The mean of the best option of
    each draw, less the best mean: Raiffa and Schlaifer (1961), "Applied Statistical Decision
    Theory". Where two options are as good, today's choice owes part of its lead to chance, and the
    answer is low by about as much as the error of their difference's mean.

    :raises ValueError: there is no draw or no option, or a number is not finite.
    """
    _refuse(benefits)
    # From the option chosen today, so that large benefits do not swallow a small difference.
    ahead = benefits - benefits[:, [_best(benefits)]]
    return float(ahead.max(axis=1).mean())


def evppi(inputs: FloatArray, benefits: FloatArray) -> FloatArray:
    """Give what it is worth to know one input exactly before choosing, for each: (P,).

    `inputs` (N, P): the draws of each uncertain input; `benefits` (N, A): the net benefit that
    each option had in the same draw. Strong, Oakley and Brennan (2014), "Estimating multiparameter
    partial expected value of perfect information from a probabilistic sensitivity analysis sample:
    a nonparametric regression approach", Medical Decision Making 34(3): regress how far each option
    is ahead of today's choice on the input, and take the mean of the best regressed lead.

    The best of several noisy means is too high on average. A curve gets only the terms that the
    draws pay for (see `conditional_mean`), so an input that tells nothing is worth 0 and not a
    little; where a curve remains, the bias is of the order of its variance, terms / N. No input
    is worth more than all of them.

    :raises ValueError: the shapes do not fit, there is no draw, or a number is not finite.
    """
    _refuse(inputs, benefits)
    ahead = benefits - benefits[:, [_best(benefits)]]
    most = float(ahead.max(axis=1).mean())
    leads = [conditional_mean(column, ahead).max(axis=1).mean() for column in inputs.T]
    return np.minimum(np.array(leads, dtype=np.float64), most)


def conditional_mean(x: FloatArray, y: FloatArray) -> FloatArray:
    """Estimate the mean of each column of `y` (N, D) given `x` (N,), at every draw: (N, D).

    Least squares with, for each column by itself, the curve of the least Bayesian information
    criterion (Schwarz 1978): a constant, a line, a natural cubic spline of 3 to 9 knots (Harrell,
    "Regression Modeling Strategies", 2.4.5: straight beyond its outer knots) or, where `x` has few
    distinct values, a mean for each. A wide positive `x` is tried on its logarithm too. A constant
    is kept unless `x` tells something: with N draws a line must explain about log(N) / N of the
    variance.
    """
    count = len(x)
    mean: FloatArray = y.mean(axis=0)
    around = y - mean
    total = (around**2).sum(axis=0)
    floor = np.maximum(total * EXACT, np.finfo(np.float64).tiny)
    fitted = np.zeros_like(around)
    least = count * np.log(np.maximum(total, floor))
    for curve in _curves(x):
        onto = curve.T @ around
        left = np.maximum(total - (onto**2).sum(axis=0), floor)
        criterion = count * np.log(left) + curve.shape[1] * np.log(count)
        better = criterion < least
        fitted[:, better] = curve @ onto[:, better]
        least = np.where(better, criterion, least)
    return fitted + mean


def _curves(x: FloatArray) -> Iterator[FloatArray]:
    """The curves to try, each as orthonormal columns (N, terms), orthogonal to a constant."""
    values, where = np.unique(x, return_inverse=True)
    if len(values) <= FEW:
        if len(values) > 1:
            yield _orthonormal(x[:, None])
        if 2 < len(values) <= len(x) / DRAWS_PER_TERM:  # noqa: PLR2004 - two means are a line
            yield _orthonormal(np.eye(len(values))[where][:, 1:])
        return
    # What is a factor by nature (a price, a volume) has bends that only its logarithm shows.
    scales = [values, np.log(values)] if 0 < values[0] * WIDE < values[-1] else [values]
    for scale in scales:
        at = (scale - scale.mean()) / scale.std()
        yield _orthonormal(at[where][:, None])
        for number in KNOTS:
            if number <= min(len(x) / DRAWS_PER_TERM, len(values)):
                yield _orthonormal(_spline(at, _knots(at, number))[where])


def _knots(values: FloatArray, number: int) -> FloatArray:
    """Knots at even quantiles of the distinct values, the outer ones where draws are still many."""
    edge = 0.3 / number
    return np.quantile(values, np.linspace(edge, 1 - edge, number))


def _spline(x: FloatArray, knots: FloatArray) -> FloatArray:
    """The terms of a natural cubic spline but its constant: (N, knots - 1)."""
    *inner, before, last = knots
    span = (last - knots[0]) ** 2

    def cube(knot: float) -> FloatArray:
        return np.maximum(x - knot, 0.0) ** 3

    bends = [
        cube(knot)
        - cube(before) * (last - knot) / (last - before)
        + cube(last) * (before - knot) / (last - before)
        for knot in inner
    ]
    return np.column_stack([x, *(bend / span for bend in bends)])


def _orthonormal(terms: FloatArray) -> FloatArray:
    """An orthonormal basis of the terms' differences from their means; what repeats is left out."""
    centred = terms - terms.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    even = centred[:, size > 0] / size[size > 0]
    # By the small matrix of products: a tenth of the work of a decomposition of the tall one.
    lengths, turns = np.linalg.eigh(even.T @ even)
    kept = lengths > REPEATS
    basis: FloatArray = even @ (turns[:, kept] / np.sqrt(lengths[kept]))
    return basis


def _best(benefits: FloatArray) -> int:
    """The option to choose today: the one of the highest mean."""
    return int(benefits.mean(axis=0).argmax())


def _refuse(*tables: FloatArray) -> None:
    for table in tables:
        if table.ndim != 2 or not len(table) or len(table) != len(tables[0]):  # noqa: PLR2004 - draws and columns
            raise ValueError(f"{[each.shape for each in tables]} are not tables of the same draws")
        if not np.isfinite(table).all():
            raise ValueError("every number must be finite")
    if not tables[-1].shape[1]:
        raise ValueError("there is no option")
