"""How fast a listing sells, and how unevenly: from counts of what it sold.

Pure: no table, no clock. Rates are units an hour; the newest window stands last.
"""

import math
from collections.abc import Iterable, Sequence

from argosy.channels.types import (
    HALF_LIFE_H,
    HOUR_S,
    PRIOR_H,
    PRIOR_UNITS,
    RECENT_HALF_LIFE_S,
    SIGNS,
    SURGE_TIMES,
    SURGE_UNITS,
    UNKNOWN_DISPERSION,
    UNKNOWN_RATE,
    Measured,
)


def pace_from_sales(counts: Sequence[int], window_s: float = HOUR_S) -> Measured:
    """The rate, newer windows counting more, and the dispersion of what was sold by window.

    A prior of a few hours at the unknown rate keeps the rate above nothing, and is all there is for
    a listing without windows. Surges count into the rate and not into the dispersion: a buffer
    provides for them by itself (`pooling.Surge`).
    """
    hours = window_s / HOUR_S
    fade = 0.5 ** (hours / HALF_LIFE_H)
    sold = UNKNOWN_RATE * PRIOR_H * fade ** len(counts)
    watched = PRIOR_H * fade ** len(counts)
    floor = UNKNOWN_RATE * PRIOR_H / (PRIOR_H + hours * len(counts))
    for age, count in enumerate(reversed(counts)):
        sold += count * fade**age
        watched += hours * fade**age
    return Measured(max(sold / watched, floor), _dispersion(counts))


def recent_rate(sales: Iterable[tuple[float, int]]) -> float:
    """The rate of the last minutes as far as it stands out, from (seconds ago, units) of each sale.

    A sale halves its say every five minutes. Two deviations are taken off, so that a single order
    says nothing and a burst shows within a minute or two.
    """
    memory_s = RECENT_HALF_LIFE_S / math.log(2)
    weight = sum(units * math.exp(-age_s / memory_s) for age_s, units in sales)
    return max(0.0, weight - SIGNS * math.sqrt(weight)) / memory_s * HOUR_S


def _dispersion(counts: Sequence[int]) -> float:
    usual = [count for count in counts if count <= _surge_from(counts)]
    units = sum(usual)
    mean = units / len(usual) if usual else 0.0
    squares = sum((count - mean) ** 2 for count in usual)
    return max(1.0, (squares + UNKNOWN_DISPERSION * PRIOR_UNITS) / (units + PRIOR_UNITS))


def _surge_from(counts: Sequence[int]) -> float:
    return SURGE_TIMES * sum(counts) / max(1, len(counts)) + SURGE_UNITS
