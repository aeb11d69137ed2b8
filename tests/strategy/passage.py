"""The chance that cash runs out before a horizon: exactly, and between two steps of a simulation.

Looked at only at month's end, a path that was ruined and came back counts as alive: the bridge
puts back what such a look misses.
"""

import math

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
FAR = 30.0  # standard deviations, from which the tail of the normal is taken from its expansion


def ruin_closed_form(*, drift: float, volatility: float, cash: float, horizon: float) -> float:
    """Give the chance, 0 to 1, that `cash` + Brownian motion falls below zero within `horizon`.

    `drift` is money per unit of time, `volatility` money per square root of it, `cash` money at
    the start, `horizon` time. The first passage of Brownian motion with drift is inverse Gaussian,
    whose distribution is (Shuster (1968), "On the inverse Gaussian distribution function", JASA 63)

        Phi((-u - mT) / (s sqrt T)) + exp(-2mu / s^2) Phi((-u + mT) / (s sqrt T)).

    :raises ValueError: the volatility or the horizon is negative.
    """
    if volatility < 0 or horizon < 0:
        raise ValueError("the volatility and the horizon must not be negative")
    spread = volatility * math.sqrt(horizon)
    if spread == 0 or cash < 0:
        return float(min(cash, cash + drift * horizon) < 0)
    ends_below = (-cash - drift * horizon) / spread
    mirrored = (-cash + drift * horizon) / spread
    if mirrored > 0:
        came_back = math.exp(-2 * drift * cash / volatility**2) * _below(mirrored)
    else:
        # The same product, written so that a large factor never meets a vanishing one.
        came_back = math.exp(-(ends_below**2) / 2) / math.sqrt(2 * math.pi) * _mills(-mirrored)
    return min(1.0, _below(ends_below) + came_back)


def bridge_crossing(before: FloatArray, after: FloatArray, variance: FloatArray) -> FloatArray:
    """Give the chance that a path known at two moments was below zero at some time between them.

    `before` and `after` are money at the two moments, `variance` the variance (money squared) of
    the Brownian change between them; any shapes that broadcast. The chance is
    exp(-2 before after / variance), whatever the drift, if both are above zero (Glasserman, "Monte
    Carlo Methods in Financial Engineering", 6.4), else 1. Without variance the path is a line.
    """
    product = np.maximum(before, 0.0) * np.maximum(after, 0.0)
    below = np.minimum(before, after) < 0
    moves = np.asarray(variance) > 0
    exponent = product / np.where(moves, variance, 1.0)
    return np.where(moves, np.exp(-2 * exponent), below.astype(np.float64))


def _below(z: float) -> float:
    """The standard normal distribution, exact in its far tail too."""
    return math.erfc(-z / math.sqrt(2)) / 2


def _mills(z: float) -> float:
    """The normal's upper tail over its density, for z >= 0 (Abramowitz and Stegun, 26.2.12)."""
    if z > FAR:
        square = z * z
        return (1 - (1 - (3 - 15 / square) / square) / square) / z
    return _below(-z) * math.sqrt(2 * math.pi) * math.exp(z * z / 2)
