"""`pooling.shown` for any number of pools in one statement."""

from collections.abc import Sequence

from django.db import transaction

from argosy.channels.types import (
    BOUND,
    ONE_WEIGHT,
    SURGE,
    UNKNOWN_DISPERSION,
    UNKNOWN_RATE,
    ChannelPace,
    Offer,
    Surge,
)
from argosy.kernel import sql


@transaction.atomic
def offers(
    pools: Sequence[tuple[int, Sequence[ChannelPace]]], bound: float = BOUND, surge: Surge = SURGE
) -> list[list[Offer]]:
    """What the channels of each pool may show, from what is available and their paces."""
    flat = [(nth, *pool, one) for nth, pool in enumerate(pools) for one in pool[1]]
    paces = [one for *_rest, one in flat]
    sql.run("channels/open_looks")
    sql.run(
        "channels/write_paces",
        {
            "pools": [nth for nth, *_rest in flat],
            "available": [available for _nth, available, *_rest in flat],
            "rates": [one.rate_per_hour for one in paces],
            "dispersions": [one.dispersion for one in paces],
            "lags": [one.lag_s for one in paces],
            "showing": [one.showing for one in paces],
            "arriving": [one.arriving_s for one in paces],
            "meanwhile": [one.meanwhile for one in paces],
            "recent": [one.recent_per_hour for one in paces],
            "bound": bound,
        },
    )
    offer_all(surge)
    rows = iter(sql.rows("channels/offers"))
    return [[Offer(*next(rows)) for _one in channels] for _available, channels in pools]


def offer_all(surge: Surge = SURGE) -> None:
    """Offer to every channel that is listed in the transaction under way."""
    sql.run(
        "channels/pool",
        {
            "factor": surge.factor,
            "lasts_s": surge.lasts_s,
            "unknown_rate": UNKNOWN_RATE,
            "unknown_dispersion": UNKNOWN_DISPERSION,
            "one_weight": ONE_WEIGHT,
        },
    )
