"""What is assumed where neither the seller nor the book says."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from argosy.strategy.reading import (
    DATA,
    Confidence,
    FaultyData,
    day,
    files,
    once,
    read,
    sourced,
    sources,
    sure,
)

UNITS: Final = frozenset(
    {
        "days",
        "factor",
        "hours",
        "hours_week",
        "kg",
        "level",
        "per_year",
        "share",
        "units",
        "units_month",
        "usd",
        "usd_month",
        "weeks",
    }
)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One number that is assumed: nine times in ten it lies between low and high."""

    key: str
    low: float
    likely: float
    high: float
    unit: str  # one of UNITS; money is US dollars
    source: tuple[str, ...]  # ids; `judgement` where nothing published supports it
    title: str  # of the first source
    as_of: date
    confidence: Confidence
    note: str


@cache
def benchmarks() -> Mapping[str, Benchmark]:
    """Every assumption, by key.

    :raises FaultyData: a range out of order, an unknown source or unit, a key twice, no date.
    """
    return parsed(read(DATA / "benchmarks.yaml"))


def parsed(stated: Mapping[str, Any]) -> Mapping[str, Benchmark]:
    """The assumptions of one file, by key.

    :raises FaultyData: as `benchmarks`.
    """
    day(stated, "as_of", "benchmarks")
    rows = once(stated["benchmarks"], "key")
    return MappingProxyType({key: _benchmark(key, row) for key, row in rows})


def _benchmark(key: str, row: Mapping[str, Any]) -> Benchmark:
    low, likely, high = (float(row[name]) for name in ("low", "likely", "high"))
    if not low <= likely <= high:
        raise FaultyData(f"{key}: low, likely and high are out of order")
    if row.get("unit") not in UNITS:
        raise FaultyData(f"{key}: unknown unit {row.get('unit')!r}")
    ids = sourced(row, "source", key)
    return Benchmark(
        key=key,
        low=low,
        likely=likely,
        high=high,
        unit=row["unit"],
        source=ids,
        title=sources()[ids[0]].title,
        as_of=day(row, "as_of", key),
        confidence=sure(row, key),
        note=row.get("note", ""),
    )


def as_of() -> date:
    """The day on which the assumptions were last gone through."""
    return day(read(DATA / "benchmarks.yaml"), "as_of", "benchmarks")


@cache
def digest() -> str:
    """SHA-256 over all data files: advice names it, so that an old answer can be explained."""
    found = hashlib.sha256()
    for path in files():
        found.update(path.relative_to(DATA).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
