"""The dated rules of governments and marketplaces: reading them, and which of them is in force.

Not for arithmetic: what a rule's parameters come to is in `rules` and `fba`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from argosy.strategy.reading import DATA, Confidence, FaultyData, day, once, read, sourced, sure

DOMAINS: Final = frozenset({"vat", "customs_duty", "fee", "fx"})
STATUSES: Final = frozenset({"in_force", "pending", "suspended", "expired", "disputed"})
BASES: Final = frozenset(
    {"order_date", "ship_date", "post_date", "period_end", "import_acceptance", "supply_date"}
)
_MEMBERS: Final = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
EU: Final = frozenset(_MEMBERS.split())


@dataclass(frozen=True, slots=True)
class Rule:
    """What somebody set, from when until when, and how we know."""

    rule_id: str
    version: int
    title: str
    jurisdiction: tuple[str, ...]  # countries, or EU, or all
    domain: str
    kind: str
    scope: Mapping[str, Any]
    params: Mapping[str, Any]
    date_basis: str
    effective_from: date  # inclusive
    effective_to: date | None  # exclusive
    recorded_at: date
    status: str
    confidence: Confidence
    sources: tuple[str, ...]
    next_review_by: date

    def covers(self, *, market: str, on: date) -> bool:
        """Whether it applies in a market on a day of its date basis."""
        place = {market, "all"} | ({"EU"} if market in EU else set())
        begun = self.effective_from <= on
        over = self.effective_to is not None and on >= self.effective_to
        return bool(place & set(self.jurisdiction)) and begun and not over

    @property
    def settled(self) -> bool:
        """Whether it may enter a sum; else it only widens the range."""
        return self.status == "in_force"


@cache
def rulebook() -> tuple[Rule, ...]:
    """Every rule of every file.

    :raises FaultyData: one is incomplete, or two say different things of the same day.
    """
    rows: list[Mapping[str, Any]] = []
    for path in sorted((DATA / "rules").glob("*.yaml")):
        rows += read(path)["rules"]
    return parsed(rows)


def parsed(rows: list[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The rules that rows state.

    :raises FaultyData: as `rulebook`.
    """
    found = tuple(_rule(key, row) for key, row in once(rows, "rule_id"))
    _no_two_at_once(found)
    return found


def _rule(key: str, row: Mapping[str, Any]) -> Rule:
    stated = row["jurisdiction"]
    end = row.get("effective_to")
    rule = Rule(
        rule_id=key,
        version=int(row["version"]),
        title=row["title"],
        jurisdiction=tuple(stated) if isinstance(stated, list) else (stated,),
        domain=row["domain"],
        kind=row["kind"],
        scope=MappingProxyType(row.get("scope") or {}),
        params=MappingProxyType(row["params"]),
        date_basis=row["date_basis"],
        effective_from=day(row, "effective_from", key),
        effective_to=None if end is None else day(row, "effective_to", key),
        recorded_at=day(row, "recorded_at", key),
        status=row["status"],
        confidence=sure(row, key),
        sources=sourced(row, "sources", key),
        next_review_by=day(row, "next_review_by", key),
    )
    known = (
        (rule.domain, DOMAINS),
        (rule.status, STATUSES),
        (rule.date_basis, BASES),
    )
    strange = [said for said, allowed in known if said not in allowed]
    if strange:
        raise FaultyData(f"{key}: {strange} is not known")
    if rule.effective_to is not None and rule.effective_to <= rule.effective_from:
        raise FaultyData(f"{key}: it ends before it begins")
    return rule


def _no_two_at_once(rules: tuple[Rule, ...]) -> None:
    """Two settled rules of one place, kind and scope may not share a day."""
    held: dict[tuple[str, ...], list[Rule]] = {}
    for rule in rules:
        if rule.settled:
            for place in rule.jurisdiction:
                held.setdefault((place, rule.domain, rule.kind, repr(rule.scope)), []).append(rule)
    for alike in held.values():
        ordered = sorted(alike, key=lambda rule: rule.effective_from)
        for earlier, later in pairwise(ordered):
            if earlier.effective_to is None or earlier.effective_to > later.effective_from:
                raise FaultyData(f"{earlier.rule_id} and {later.rule_id} hold on the same day")


@cache
def of_kind(domain: str, kind: str) -> tuple[Rule, ...]:
    """Every rule of a domain and kind."""
    return tuple(rule for rule in rulebook() if (rule.domain, rule.kind) == (domain, kind))


def in_force(*, domain: str, kind: str, market: str, on: date) -> list[Rule]:
    """The rules that say something of a market on a day, unsettled ones too."""
    return [rule for rule in of_kind(domain, kind) if rule.covers(market=market, on=on)]
