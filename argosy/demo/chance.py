"""Dice that fall the same way on every machine.

Only `random()` is used of the standard generator: it alone is promised to stay the same across
Python versions. Nothing here is for secrets.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weights(Generic[T]):
    """Things to draw from, each as often as its weight says."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self.things = things
        self.bounds = list(accumulate(weights))

    def at(self, fraction: float) -> T:
        """The thing at this fraction, from 0 up to 1, of all weight."""
        place = bisect_right(self.bounds, fraction * self.bounds[-1])
        return self.things[min(place, len(self.things) - 1)]


class Dice:
    """One stream of chance; streams of other names do not disturb it."""

    def __init__(self, seed: int, *names: object) -> None:
        self._random = Random(":".join(map(str, (seed, *names)))).random  # noqa: S311 - invented data

    def fraction(self) -> float:
        """Anything from 0 up to, not including, 1."""
        return self._random()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random() * (high - low + 1))

    def happens(self, per_cent: float) -> bool:
        """Whether something of this likelihood happens."""
        return self._random() * 100 < per_cent

    def draw(self, weights: Weights[T]) -> T:
        """One of the weighted things."""
        return weights.at(self._random())

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, all equally likely."""
        return things[int(self._random() * len(things))]

    def digits(self, count: int) -> str:
        """So many digits, the last of them never 0: no spreadsheet's rounding looks like it."""
        head = int(self._random() * 10 ** (count - 1))
        return f"{head:0{count - 1}d}{self.whole(1, 9)}"
