"""What each listing is to show, as an absolute number with a version, and what became of it.

Whoever decides, or writes down what became of it, holds one lock: of two the second waits, and
computes from what is true by then. So a later version never says what an earlier one knew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from argosy.channels import pools
from argosy.channels.types import (
    BOUND,
    RECENT_HALF_LIFE_S,
    SIGNS,
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
    _offer()
    looked, changed, _noted = sql.rows("channels/write_desired", {"now": now})[0]
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


def _offer() -> None:
    """What each member may show: first all together, then, where little is left, who is first."""
    if sql.run("channels/list_paces"):
        pools.offer_all()
        if sql.run("channels/list_first_paces"):
            pools.offer_all()
