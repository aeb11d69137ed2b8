"""Units that a claimant may sell without asking: strict leases, counted in the level."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from argosy.inventory import filling
from argosy.inventory.errors import LeaseTooSmall, OutOfStock
from argosy.inventory.types import LeaseShift
from argosy.kernel import sql


@transaction.atomic
def lease(
    *,
    claimant: str,
    sku: int,
    place: int,
    quantity: int,
    ends_at: datetime | None,
    now: datetime,
) -> None:
    """Set what a claimant may sell unasked to so many unsold units; wider or narrower than before.

    What a live session books beforehand ends by itself at `ends_at`, and the rest goes back.

    :raises OutOfStock: the place has not so many to spare; the lease stays as it was.
    """
    sql.rows("inventory/lock_skus", {"skus": [sku]})
    told = {
        "claimant": claimant,
        "sku": sku,
        "place": place,
        "quantity": quantity,
        "ends_at": ends_at,
        "now": now,
    }
    if not sql.rows("inventory/lease", told):
        raise OutOfStock(skus=[sku])
    filling.fill(skus=[sku], now=now)


@transaction.atomic
def give_back(*, claimant: str, now: datetime) -> int:
    """End a claimant's leases; what it has not sold is free again. Returns how many ended."""
    return _end(claimant, now)


@transaction.atomic
def end_leases(*, now: datetime) -> int:
    """End the leases whose time is over. Returns how many."""
    return _end(None, now)


def _end(claimant: str | None, now: datetime) -> int:
    told = {"claimant": claimant, "now": now}
    found: dict[int, int] = dict(sql.rows("inventory/open_leases", told))
    if not found:
        return 0
    skus = sorted(set(found.values()))
    sql.rows("inventory/lock_skus", {"skus": skus})
    until = now if claimant is None else None
    sql.rows("inventory/give_back", {"leases": list(found), "until": until, "now": now})
    filling.fill(skus=skus, now=now)
    filling.touch(skus=skus, now=now)
    return len(found)


@transaction.atomic
def rebalance(*, shifts: Sequence[LeaseShift], now: datetime) -> None:
    """Pass unsold units from lease to lease; the levels stay as they are.

    :raises LeaseTooSmall: a giver has not so many unsold units; nothing changes.
    """
    if not shifts:
        return
    sql.rows("inventory/lock_skus", {"skus": sorted({one.sku for one in shifts})})
    given = sql.rows(
        "inventory/shift_leases",
        {
            "givers": [one.giver for one in shifts],
            "takers": [one.taker for one in shifts],
            "skus": [one.sku for one in shifts],
            "places": [one.place for one in shifts],
            "units": [one.units for one in shifts],
            "now": now,
        },
    )
    if len(given) < len({(one.giver, one.sku, one.place) for one in shifts}):
        raise LeaseTooSmall
