"""Reads of the ledger's sums."""

from collections.abc import Collection
from datetime import date

from argosy.kernel import sql


def units_by_sku(*, since: date, until: date, channels: Collection[int] | None) -> dict[int, int]:
    """Units sold of each SKU over local days, `until` not included."""
    asked = {
        "since": since,
        "until": until,
        "channels": None if channels is None else list(channels),
    }
    return dict(sql.rows("finance/units_by_sku", asked))
