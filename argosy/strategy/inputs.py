"""Every number that goes in: the seller's, the book's, a rule's or a dated benchmark's; and drawn.

A range is read as nine times in ten: a two-piece lognormal with the likely value as its median (a
two-piece normal where zero is within it). Each input has random numbers of its own, from the seed
and its name: equal seeds give equal bytes, an input that is added moves no other, and all options
meet the same luck (common random numbers).
"""

import zlib
from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from argosy.strategy.benchmarks import Benchmark, benchmarks
from argosy.strategy.rules import Ruled
from argosy.strategy.types import Assumption, Profile, Quantity, Range

Floats = NDArray[np.float64]
Z90: Final = 1.6448536269514722  # of a standard normal, nine in ten lie within this
FARTHEST: Final = 3.0  # standard deviations: beyond it a range says nothing
# Whoever judges a range draws it too narrow: benchmarks of little confidence are drawn so much
# wider than they are written. Without it 90 % intervals held 84 % (`argosy bench advice`, on seeds
# that are not reported).
JUDGED: Final = ("C", "D")
WIDER: Final = 1.15


class Inputs:
    """The assumptions of one profile, found as the simulation asks for them, and their draws."""

    def __init__(self, profile: Profile, *, seed: int, paths: int) -> None:
        """No number is looked up before it is asked for: what nobody needs is not listed."""
        self.profile = profile
        self.paths = paths
        self._seed = seed
        self._known: Mapping[str, Benchmark] = benchmarks()
        self._book = frozenset(profile.from_book)
        self.assumed: dict[str, Assumption] = {}
        self._drawn: dict[str, Floats] = {}
        self._normal: dict[str, Floats] = {}

    @property
    def on(self) -> date:
        """The day that is asked about."""
        return self.profile.on

    def answer(
        self, question: str, value: Quantity, *, usual: str, key: str = "", error: float = 0.0
    ) -> Floats:
        """What the seller or the book says of something, else its benchmark.

        `error` widens a figure that is given without a range, by so much either way.
        """
        name = key or question
        if name not in self._drawn:
            if value is None:
                self._assume_benchmark(name, usual, question)
            else:
                self._assume_answer(name, question, value, error, self._known[usual].unit)
            self._drawn[name] = self._draw(self.assumed[name])
        return self._drawn[name]

    def has(self, benchmark: str) -> bool:
        """Whether there is such a benchmark."""
        return benchmark in self._known

    def usual(self, benchmark: str, *, key: str = "") -> Floats:
        """A benchmark's draws; under another key they are drawn on their own."""
        name = key or benchmark
        if name not in self._drawn:
            self._assume_benchmark(name, benchmark, "")
            self._drawn[name] = self._draw(self.assumed[name])
        return self._drawn[name]

    def ruled(self, key: str, found: Ruled, unit: str) -> Floats:
        """A rule's draws: constant where the rule is exact."""
        if key not in self._drawn:
            self.assumed[key] = Assumption(
                key=key,
                low=found.low,
                likely=found.likely,
                high=found.high,
                unit=unit,
                origin="rule",
                source=found.rule,
                title=found.title,
                as_of=found.as_of,
                confidence=found.confidence,
            )
            self._drawn[key] = self._draw(self.assumed[key])
        return self._drawn[key]

    def known(self, key: str) -> Floats:
        """The draws of an input that has been asked for."""
        return self._drawn[key]

    def drawn(self) -> Mapping[str, Floats]:
        """Every input that is uncertain, with its draws."""
        return {
            key: found
            for key, found in self._drawn.items()
            if self.assumed[key].low < self.assumed[key].high
        }

    def normal(self, key: str, count: int = 0) -> Floats:
        """Standard normal numbers of a name: one a path, or `count` rows of them."""
        stream = np.random.Generator(
            np.random.Philox(key=np.array([self._seed, zlib.crc32(key.encode())], np.uint64))
        )
        shape = (count, self.paths) if count else self.paths
        return stream.standard_normal(shape)

    def uniform(self, key: str) -> Floats:
        """Numbers between zero and one of a name, one a path."""
        stream = np.random.Generator(
            np.random.Philox(key=np.array([self._seed, zlib.crc32(key.encode())], np.uint64))
        )
        return stream.random(self.paths)

    def _assume_benchmark(self, name: str, benchmark: str, question: str) -> None:
        found = self._known[benchmark]
        self.assumed[name] = Assumption(
            key=name,
            low=found.low,
            likely=found.likely,
            high=found.high,
            unit=found.unit,
            origin="benchmark",
            question=question,
            source=found.key,
            title=found.title,
            as_of=found.as_of,
            confidence=found.confidence,
        )

    def _assume_answer(
        self, name: str, question: str, value: float | Range, error: float, unit: str
    ) -> None:
        if isinstance(value, Range):
            low, likely, high = value.low, value.likely, value.high
        else:
            low, likely, high = value / (1 + error), value, value * (1 + error)
        self.assumed[name] = Assumption(
            key=name,
            low=min(low, high),
            likely=likely,
            high=max(low, high),
            unit=unit,
            origin="book" if question in self._book else "seller",
            question=question,
            as_of=self.profile.on,
        )

    def _draw(self, one: Assumption) -> Floats:
        if one.low == one.high:
            return np.full(self.paths, one.likely)
        if one.key not in self._normal:
            self._normal[one.key] = np.clip(self.normal(one.key), -FARTHEST, FARTHEST)
        is_judged = one.origin == "benchmark" and one.confidence in JUDGED
        normal = self._normal[one.key] * WIDER if is_judged else self._normal[one.key]
        return spread_over(one.low, one.likely, one.high, normal)


def spread_over(low: float, likely: float, high: float, normal: Floats) -> Floats:
    """A range's value for each standard normal number: low at -1.645, likely at 0, high at 1.645.

    Increasing in the number and in each end of the range, so a higher range is higher path by path.
    """
    if low > 0:
        up, down = float(np.log(high / likely)), float(np.log(likely / low))
        found: Floats = likely * np.exp(np.where(normal > 0, up, down) * normal / Z90)
        return found
    steps = np.where(normal > 0, high - likely, likely - low)
    return np.maximum(likely + steps * normal / Z90, min(low, 0.0))
