"""The rules of thumb of a practised seller: dated, sourced, and open to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from argosy.strategy.reading import DATA, FaultyData, day, once, read, sourced

STRENGTHS: Final = ("gate", "advice")


@dataclass(frozen=True, slots=True)
class Policy:
    """One rule of thumb."""

    key: str
    title: str  # in English; the catalogue of messages has the 中文
    says: str  # the same
    limit: Mapping[str, float | str]  # what it measures, and where it draws the line
    unit: str  # of the first limit
    strength: Literal["gate", "advice"]  # a gate closes an option, advice is only said
    source: tuple[str, ...]  # `judgement` beside another: the number is ours, the rule is theirs
    as_of: date
    quote_zh: str  # the sentence that it stands on


@cache
def policies() -> Mapping[str, Policy]:
    """Every rule of thumb, by key.

    :raises FaultyData: one lacks a text, its source, its date or its quotation, or stands twice.
    """
    return parsed(read(DATA / "policies.yaml"))


def parsed(stated: Mapping[str, Any]) -> Mapping[str, Policy]:
    """The rules of thumb of one file, by key.

    :raises FaultyData: as `policies`.
    """
    rows = once(stated["policies"], "key")
    return MappingProxyType({key: _policy(key, row) for key, row in rows})


def _policy(key: str, row: Mapping[str, Any]) -> Policy:
    empty = [name for name in ("title", "says", "limit", "unit", "quote_zh") if not row.get(name)]
    if empty:
        raise FaultyData(f"{key}: {empty} is empty")
    if row.get("strength") not in STRENGTHS:
        raise FaultyData(f"{key}: strength is neither gate nor advice")
    return Policy(
        key=key,
        title=row["title"],
        says=row["says"],
        limit=MappingProxyType(row["limit"]),
        unit=row["unit"],
        strength=row["strength"],
        source=sourced(row, "source", key),
        as_of=day(row, "as_of", key),
        quote_zh=row["quote_zh"],
    )
