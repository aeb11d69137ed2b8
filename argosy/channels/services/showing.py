"""What each listing is to show, as an absolute number with a version, and what became of it.

Whoever decides, or writes down what became of it, holds one lock: of two the second waits, and
computes from what is true by then. So a later version never says what an earlier one knew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
COLUMNS: Final = (
    *("pools", "available", "rates", "dispersions", "lags", "showing", "arriving", "meanwhile"),
    "recent",
)


@dataclass(slots=True)
class _Offers:
    """What the members of pools may show, column by column, in units of the pool's stock."""

    nths: list[int] = field(default_factory=list)
    quantities: list[int] = field(default_factory=list)
    flights: list[int] = field(default_factory=list)
    pooled: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)  # others come first, because little is left

    def add(self, nths: Sequence[int], found: Sequence[sql.Row]) -> None:
        """Add rows of (quantity, flight, whether it is pooled)."""
        self.nths += nths
        self.quantities += [row[0] for row in found]
        self.flights += [row[1] for row in found]
        self.pooled += ["t" if row[2] else "f" for row in found]
        self.last += ["f"] * len(found)

    def replace(self, nths: Sequence[int], found: Sequence[sql.Row], *, last: str = "f") -> None:
        """The same for members that are there."""
        at = {nth: position for position, nth in enumerate(self.nths)}
        for nth, (quantity, flight, _pooled) in zip(nths, found, strict=True):
            position = at[nth]
            self.quantities[position], self.flights[position] = quantity, flight
            self.last[position] = last


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
    offers = _offers()
    looked, changed, _noted = sql.rows(
        "channels/write_desired",
        {
            "nths": sql.array(offers.nths),
            "quantities": sql.array(offers.quantities),
            "flights": sql.array(offers.flights),
            "pooled": f"{{{','.join(offers.pooled)}}}",
            "last": f"{{{','.join(offers.last)}}}",
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


def _offers() -> _Offers:
    """What each member may show: first all together, then, where little is left, who is first.

    The columns stay texts of arrays all the way: ten thousand rows would be turned one by one.
    """
    offers, split = _Offers(), set[int]()
    for bound, nths, *columns, _later in sql.rows("channels/looked_at", {"split": None}):
        found = sql.rows("channels/pool", _asked(bound, columns))
        offers.add(_numbers(nths), found)
        pools = _numbers(columns[0])
        split |= {pool for pool, row in zip(pools, found, strict=True) if not row[2]}
    if not split:
        return offers
    for bound, nths, *columns, later in sql.rows("channels/looked_at", {"split": sql.array(split)}):
        found = sql.rows("channels/pool", _asked(bound, columns))
        offers.replace(_numbers(nths), found)
        behind = _numbers(later)
        offers.replace(behind, [(0, 0, False)] * len(behind), last="t")
    return offers


def _numbers(array: str) -> list[int]:
    return [int(one) for one in array[1:-1].split(",") if one]


def _asked(bound: float, columns: Sequence[str]) -> dict[str, object]:
    """What channels/pool wants to be told; a pool's bound is its members' smallest."""
    return dict(zip(COLUMNS, columns, strict=True)) | {
        "bound": bound,
        "factor": SURGE.factor,
        "lasts_s": SURGE.lasts_s,
        "unknown_rate": UNKNOWN_RATE,
        "unknown_dispersion": UNKNOWN_DISPERSION,
        "one_weight": ONE_WEIGHT,
    }
