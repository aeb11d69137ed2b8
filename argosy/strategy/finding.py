"""The cheapest way to find out what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from argosy.strategy.reading import DATA, day, once, read, sourced


@dataclass(frozen=True, slots=True)
class Test:
    """One way to find inputs out, and what it takes."""

    key: str
    finds: tuple[str, ...]  # how their names begin; after a star, how they end
    size: float
    unit: str
    days: int
    price_share: float  # of the selling price, for each unit of its size
    hours_each: float
    hours: float  # once

    def cost(self, *, price: float, hour: float) -> float:
        """US dollars, with a selling price and what an hour of the team is worth."""
        return self.size * (self.price_share * price + self.hours_each * hour) + self.hours * hour


@cache
def tests() -> tuple[Test, ...]:
    """Every test, in the order in which they are thought of.

    :raises FaultyData: one lacks its source or a figure, or stands twice.
    """
    stated = read(DATA / "tests.yaml")
    day(stated, "as_of", "tests")
    return tuple(_test(key, row) for key, row in once(stated["tests"], "key"))


def test_of(key: str) -> Test:
    """The cheapest test of an input, by its name."""
    return next(one for one in tests() if any(_fits(key, start) for start in one.finds))


def _fits(key: str, start: str) -> bool:
    return key.endswith(start[1:]) if start.startswith("*") else key.startswith(start)


def _test(key: str, row: Mapping[str, Any]) -> Test:
    sourced(row, "source", key)
    return Test(
        key=key,
        finds=tuple(row["finds"]),
        size=float(row["size"]),
        unit=row["unit"],
        days=row["days"],
        price_share=float(row["price_share"]),
        hours_each=float(row["hours_each"]),
        hours=float(row["hours"]),
    )
