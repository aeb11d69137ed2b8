"""Where goods can be sold or shown, and what suits each place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from argosy.strategy.reading import DATA, FaultyData, day, once, read, sourced

TRAITS: Final = frozenset(
    {
        "brand",
        "cheap",
        "collectable",
        "community",
        "explaining",
        "handmade",
        "impulse",
        "planned",
        "quality",
        "scarce",
        "second_hand",
        "small",
        "standard",
        "unique",
        "visual",
    }
)


@dataclass(frozen=True, slots=True)
class Platform:
    """One place."""

    key: str
    name: str
    kind: Literal["marketplace", "social"]
    markets: tuple[str, ...]  # none: everywhere
    suits: str  # in English; the catalogue of messages has the 中文
    how: str  # the same
    likes: frozenset[str]  # of TRAITS
    dislikes: frozenset[str]
    price: tuple[float, float]  # US dollars that suit
    categories: tuple[str, ...]  # that do well there; none: all alike
    usable: bool  # False: a legacy, nothing new is sold there
    source: tuple[str, ...]
    as_of: date

    def reaches(self, *, market: str) -> bool:
        """Whether buyers of a country are served."""
        return not self.markets or market in self.markets


@cache
def platforms() -> Mapping[str, Platform]:
    """Every place, by key.

    :raises FaultyData: one lacks a text, its source or its date, has an unknown trait or stands
        twice.
    """
    return parsed(read(DATA / "platforms.yaml"))


def parsed(stated: Mapping[str, Any]) -> Mapping[str, Platform]:
    """The places of one file, by key.

    :raises FaultyData: as `platforms`.
    """
    rows = once(stated["platforms"], "key")
    return MappingProxyType({key: _platform(key, row) for key, row in rows})


def _platform(key: str, row: Mapping[str, Any]) -> Platform:
    empty = [name for name in ("name", "kind", "markets", "suits", "how") if not row.get(name)]
    strange = {*row["likes"], *row["dislikes"]} - TRAITS
    if empty or strange:
        raise FaultyData(f"{key}: {empty or sorted(strange)} is empty or unknown")
    low, high = float(row["price"]["low"]), float(row["price"]["high"])
    if not 0 < low <= high:
        raise FaultyData(f"{key}: the prices are out of order")
    return Platform(
        key=key,
        name=row["name"],
        kind=row["kind"],
        markets=() if row["markets"] == "all" else tuple(row["markets"]),
        suits=row["suits"],
        how=row["how"],
        likes=frozenset(row["likes"]),
        dislikes=frozenset(row["dislikes"]),
        price=(low, high),
        categories=tuple(row["categories"]),
        usable=row["usable"] is True,
        source=sourced(row, "source", key),
        as_of=day(row, "as_of", key),
    )
