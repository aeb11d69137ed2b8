"""What each listing is to show, as an absolute number with a version, and what became of it.

Whoever decides, or writes down what became of it, holds one lock: of two the second waits, and
computes from what is true by then. So a later version never says what an earlier one knew.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from argosy.channels.types import (
    BOUND,
    ONE_WEIGHT,
    RECENT_HALF_LIFE_S,
    SIGNS,
    SURGE,
    UNKNOWN_DISPERSION,
    UNKNOWN_LAG_S,
    UNKNOWN_RATE,
    DesiredQuantity,
    Refreshed,
)
from argosy.inventory import services as inventory
from argosy.kernel import sql

LOCK: Final = 0x53686F770001  # number of the advisory lock
TOUCHES_AT_ONCE: Final = 100_000  # transactions that changed stock
LN_2: Final = 0.6931471805599453
MEMORY_S: Final = RECENT_HALF_LIFE_S / LN_2
UNSTATED: Final = 1 << 30  # a priority behind every stated one


@dataclass(frozen=True, slots=True)
class _Member:
    """One listing's part in a stock that several sell of, in units of that stock."""

    nth: int
    pool: int
    available: int
    rate: float | None
    dispersion: float | None
    lag_s: float
    showing: int
    arriving_s: float
    meanwhile: int | None
    recent: float
    bound: float
    priority: int | None


@dataclass(frozen=True, slots=True)
class _Offer:
    """What it may show of that stock; `last`: others come first, because little is left."""

    quantity: int
    flight: int
    pooled: bool
    last: bool = False


def hold() -> None:
    """Be the only one who decides what listings show, until the transaction ends."""
    sql.rows("channels/hold_desired", {"lock": LOCK})


@transaction.atomic
def refresh_desired(*, now: datetime, limit: int = TOUCHES_AT_ONCE) -> Refreshed:
    """Decide anew what each listing shows whose stock was touched, once however often it was.

    Takes up to so many touches in this very transaction: if it fails, they are there again. Also
    looks at listings that are due by themselves or were never looked at. A number gets a new
    version only where it is not what the channel shows by itself.
    """
    hold()
    touched = inventory.take_touches(limit=limit)
    told = {
        "now": now,
        "memory_s": MEMORY_S,
        "signs": SIGNS,
        "bound": BOUND,
        "unknown_lag_s": UNKNOWN_LAG_S,
        "unknown_rate": UNKNOWN_RATE,
        "unknown_dispersion": UNKNOWN_DISPERSION,
        "skus": list(touched.skus),
    }
    sql.run("channels/open_looks")
    if touched.taken:
        sql.run(
            "channels/note_sold",
            told
            | {
                "takers": [taker for _, taker in touched.taken],
                "skus": [sku for sku, _ in touched.taken],
                "units": list(touched.taken.values()),
            },
        )
    if not sql.run("channels/list_offered", told):
        return Refreshed()
    sql.run("channels/look", told)
    offers = _offers([_Member(*row) for row in sql.rows("channels/looked_at")])
    looked, changed, _noted = sql.rows(
        "channels/write_desired",
        {
            "nths": list(offers),
            "quantities": [one.quantity for one in offers.values()],
            "flights": [one.flight for one in offers.values()],
            "pooled": [one.pooled for one in offers.values()],
            "last": [one.last for one in offers.values()],
            "now": now,
        },
    )[0]
    return Refreshed(skus=len(touched.skus), listings=looked, changed=changed)


def take_desired(*, limit: int, now: datetime) -> list[DesiredQuantity]:
    """The numbers that no platform has accepted yet, the longest wanted first. Unknown is not told.

    Taking changes nothing: who sends them says with `mark_accepted` what came of it.
    """
    found = sql.rows("channels/unaccepted", {"limit": limit, "now": now})
    return [DesiredQuantity(*row) for row in found]


@transaction.atomic
def mark_accepted(*, versions: Mapping[int, int], at: datetime) -> None:
    """Keep which version of each listing was accepted there; an older one changes nothing."""
    if versions:
        hold()
        sql.run(
            "channels/mark_accepted",
            {
                "listings": list(versions),
                "versions": list(versions.values()),
                "unknown_lag_s": UNKNOWN_LAG_S,
                "at": at,
            },
        )


@transaction.atomic
def mark_confirmed(*, shown: Mapping[int, tuple[int, int]], at: datetime) -> None:
    """Keep which `(version, quantity)` each listing was seen to show; an older one changes nothing.

    What is seen to have arrived frees what was held back for its way, so it is looked at again.
    """
    if shown:
        hold()
        sql.run(
            "channels/mark_confirmed",
            {
                "listings": list(shown),
                "versions": [version for version, _ in shown.values()],
                "quantities": [quantity for _, quantity in shown.values()],
                "at": at,
            },
        )


@transaction.atomic
def look_at_all(*, now: datetime) -> int:
    """Have every listing looked at by the next refresh. Returns how many."""
    hold()
    return sql.run("channels/look_at_all", {"now": now})


def _offers(members: Sequence[_Member]) -> dict[int, _Offer]:
    """What each member may show: first all together, then, where little is left, who is first."""
    found = _pooled(members)
    pools: dict[int, list[_Member]] = defaultdict(list)
    for one in members:
        pools[one.pool].append(one)
    again: list[_Member] = []
    for pool in pools.values():
        best = min(_rank(one) for one in pool)
        behind = [one for one in pool if _rank(one) > best]
        if not behind or found[pool[0].nth].pooled:
            continue
        # Those who come later may sell what they show until they have heard that they show nothing.
        still = sum(one.showing + (one.meanwhile or 0) for one in behind)
        left = max(0, pool[0].available - still)
        again += [replace(one, available=left) for one in pool if _rank(one) == best]
        found |= {
            one.nth: _Offer(0, found[one.nth].flight, pooled=False, last=True) for one in behind
        }
    return found | _pooled(again)


def _rank(one: _Member) -> int:
    return UNSTATED if one.priority is None else one.priority


def _pooled(members: Iterable[_Member]) -> dict[int, _Offer]:
    """As `pooling.shown` says, pool by pool; a pool's bound is its members' smallest."""
    bounds: dict[int, float] = {}
    by_bound: dict[float, list[_Member]] = defaultdict(list)
    asked = list(members)
    for one in asked:
        bounds[one.pool] = min(one.bound, bounds.get(one.pool, one.bound))
    for one in asked:
        by_bound[bounds[one.pool]].append(one)
    return {
        one.nth: _Offer(quantity, flight, pooled)
        for bound, group in by_bound.items()
        for one, (quantity, flight, pooled) in zip(
            group, sql.rows("channels/pool", _as_told(group, bound)), strict=True
        )
    }


def _as_told(group: Sequence[_Member], bound: float) -> dict[str, object]:
    return {
        "pools": [one.pool for one in group],
        "available": [one.available for one in group],
        "rates": [one.rate for one in group],
        "dispersions": [one.dispersion for one in group],
        "lags": [one.lag_s for one in group],
        "showing": [one.showing for one in group],
        "arriving": [one.arriving_s for one in group],
        "meanwhile": [one.meanwhile for one in group],
        "recent": [one.recent for one in group],
        "bound": bound,
        "factor": SURGE.factor,
        "lasts_s": SURGE.lasts_s,
        "unknown_rate": UNKNOWN_RATE,
        "unknown_dispersion": UNKNOWN_DISPERSION,
        "one_weight": ONE_WEIGHT,
    }
