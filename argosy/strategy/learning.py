"""What would change the answer: which input swings it, where it tips, what is worth finding out."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from argosy.strategy import sensitivity, worth
from argosy.strategy.finding import test_of
from argosy.strategy.inputs import Floats, Inputs
from argosy.strategy.outcomes import Played
from argosy.strategy.types import BreakEven, Learnable, Swing

SHOWN: Final = 8
LOOKED_AT: Final = 14  # inputs that move the difference most; the rest are worth next to nothing
TIPS: Final = 5


class Draws:
    """Every uncertain input with its draws, and the ranks that all questions here start from."""

    def __init__(self, inputs: Mapping[str, Floats]) -> None:
        """Rank each input once."""
        self.values = inputs
        self.keys = sorted(inputs)
        self._ranks = np.stack([_ranks(inputs[key]) for key in self.keys]) if inputs else None

    def moving(self, outcome: Floats, count: int) -> list[str]:
        """The inputs whose ranks go most with an outcome's, most first."""
        if self._ranks is None or float(np.ptp(outcome)) == 0:
            return []
        strength = np.abs(self._ranks @ _ranks(outcome)).tolist()
        order = sorted(zip(strength, self.keys, strict=True), key=lambda pair: (-pair[0], pair[1]))
        return [key for _strength, key in order[:count]]


def swings(draws: Draws, outcome: Floats) -> tuple[Swing, ...]:
    """The inputs that move an outcome most, by its mean in their lowest and highest tenth."""
    inputs, keys = draws.values, draws.moving(outcome, SHOWN * 2)
    if not keys:
        return ()
    ends = sensitivity.tornado(np.stack([inputs[key] for key in keys], axis=1), outcome)
    found = [
        Swing(
            key=key,
            at_low=round(low, 4),
            at_high=round(high, 4),
            input_low=round(float(np.quantile(inputs[key], 0.05)), 6),
            input_high=round(float(np.quantile(inputs[key], 0.95)), 6),
        )
        for key, (low, high) in zip(keys, ends, strict=True)
    ]
    found.sort(key=lambda one: (-abs(one.at_high - one.at_low), one.key))
    return tuple(found[:SHOWN])


def tips(draws: Draws, first: Played, second: Played) -> tuple[BreakEven, ...]:
    """Where the second earns as much as the first: the values that turn the answer round."""
    inputs, gain = draws.values, first.profit - second.profit
    found = []
    for key in draws.moving(gain, LOOKED_AT):
        value = sensitivity.break_even(inputs[key], gain)
        if value is None:
            continue
        rises = float(np.corrcoef(inputs[key], gain)[0, 1]) > 0
        one, other = first.option.key, second.option.key
        below, above = (other, one) if rises else (one, other)
        found.append(BreakEven(key=key, value=round(value, 6), below=below, above=above))
    return tuple(found[:TIPS])


def learnables(inputs: Inputs, draws: Draws, options: Sequence[Played]) -> tuple[Learnable, ...]:
    """What is worth finding out before choosing, dearest first, and the cheapest way to do so.

    The choice is between the options and leaving it: what helps to decide that is worth something
    even where there is one option only.
    """
    if not options:
        return ()
    benefits = np.stack([*(one.profit for one in options), np.zeros(inputs.paths)], axis=1)
    best = benefits.mean(axis=0).argmax()
    keys: list[str] = []
    for nth in range(benefits.shape[1]):
        if nth != best:
            keys += draws.moving(benefits[:, best] - benefits[:, nth], LOOKED_AT // 2)
    keys = list(dict.fromkeys(keys))[: LOOKED_AT + 4]
    if not keys:
        return ()
    values = worth.evppi(np.stack([draws.values[key] for key in keys], axis=1), benefits)
    found = [
        _learnable(inputs, key, float(value))
        for key, value in zip(keys, values, strict=True)
        if value > 1
    ]
    found.sort(key=lambda one: (-one.worth, one.key))
    return tuple(found[:SHOWN])


def _learnable(inputs: Inputs, key: str, value: float) -> Learnable:
    found = test_of(key)
    price, hour = (
        float(np.median(inputs.known(one))) for one in ("product.price", "team.hour_cost")
    )
    return Learnable(
        key=key,
        worth=round(value, 2),
        test=found.key,
        size=found.size,
        size_unit=found.unit,
        cost=round(found.cost(price=price, hour=hour), 2),
        days=found.days,
    )


def _ranks(draws: Floats) -> Floats:
    ranks = np.empty(len(draws))
    ranks[np.argsort(draws, kind="stable")] = np.arange(len(draws))
    ranks -= ranks.mean()
    found: Floats = ranks / max(float(np.linalg.norm(ranks)), 1e-12)
    return found
