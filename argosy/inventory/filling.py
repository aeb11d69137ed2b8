"""What a change of levels brings along: units that became free go to those whom they are owed."""

from collections.abc import Sequence
from datetime import datetime

from argosy.kernel import sql


def settle(*, now: datetime) -> list[int]:
    """Carry `incoming_move` into the levels. Returns the SKUs of which a place has more to give."""
    return [sku for sku, gained in sql.rows("inventory/settle_levels", {"now": now}) if gained]


def fill(*, skus: Sequence[int], now: datetime) -> int:
    """Promise what is free of these SKUs to those whom it is owed. Levels are locked by the caller.

    Returns how many reservations were made.
    """
    if not skus:
        return 0
    waiting = [sku for (sku,) in sql.rows("inventory/waiting_skus", {"skus": list(skus)})]
    if not waiting:
        return 0
    return len(sql.rows("inventory/fill_backorders", {"skus": waiting, "now": now}))


def touch(*, skus: Sequence[int], now: datetime) -> None:
    """Say that the stock of these SKUs has changed, to whoever shows quantities."""
    if skus:
        sql.run("inventory/touch", {"skus": sorted(set(skus)), "now": now})
