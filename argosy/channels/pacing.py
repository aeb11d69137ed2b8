"""How fast a listing sells, and how unevenly: from counts of what it sold.

Pure: no table, no clock. Rates are units an hour; the newest window stands last.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from argosy.channels.pooling import HOUR_S, UNKNOWN_DISPERSION, UNKNOWN_RATE

HALF_LIFE_H: Final = 72.0  # a window so old counts half
PRIOR_H: Final = 6.0  # hours of sales at the unknown rate that stand beside what was measured
PRIOR_UNITS: Final = 20.0  # units sold with the unknown dispersion that do
SURGE_TIMES: Final = 4  # a window of more than so many times the mean, and …
SURGE_UNITS: Final = 10  # … so many units more, was a surge
RECENT_HALF_LIFE_S: Final = 300.0
SIGNS: Final = 2.0  # deviations that a burst must stand out by


@dataclass(frozen=True, slots=True)
class Measured:
    """What counts of sales say of a listing."""

    rate_per_hour: float
    dispersion: float  # variance over mean, at least 1


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
