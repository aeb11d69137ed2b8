"""Units at risk now: what `pooling.units_at_risk` says of each stock that several channels show."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from argosy.channels.pooling import units_at_risk
from argosy.channels.types import (
    BOUND,
    RECENT_HALF_LIFE_S,
    SIGNS,
    UNKNOWN_LAG_S,
    ChannelPace,
    Risk,
)
from argosy.kernel import sql

LN_2 = 0.6931471805599453


@transaction.atomic
def by_stock(skus: Collection[int] | None, at: datetime) -> list[Risk]:
    """See `queries.risk_now`."""
    told = {
        "now": at,
        "skus": [sku for (sku,) in sql.rows("channels/shown_skus")] if skus is None else list(skus),
        "bound": BOUND,
        "unknown_lag_s": UNKNOWN_LAG_S,
        "memory_s": RECENT_HALF_LIFE_S / LN_2,
        "signs": SIGNS,
    }
    sql.run("channels/open_looks")
    sql.run("channels/list_offered", told)
    sql.run("channels/look", told)
    stocks: dict[tuple[int, int, int], list[ChannelPace]] = defaultdict(list)
    for sku, place, available, *pace in sql.rows("channels/at_stake"):
        stocks[sku, place, available].append(ChannelPace(*pace))
    found = [
        Risk(
            sku=sku,
            place=place,
            available=available,
            shown=sum(one.showing or 0 for one in paces),
            channels=len(paces),
            at_risk=units_at_risk(available, paces),
        )
        for (sku, place, available), paces in stocks.items()
    ]
    return sorted(
        (one for one in found if one.at_risk.probability > 0),
        key=lambda one: (-one.at_risk.expected, one.sku),
    )
