"""How fast listings sell and how late channels hear: measured, with what is supposed until then."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from argosy.channels.models import Lag, Pace, Sold
from argosy.channels.pacing import pace_from_sales
from argosy.channels.services.showing import hold
from argosy.channels.types import HOUR_S, Measured
from argosy.kernel import sql

HOUR: Final = timedelta(seconds=HOUR_S)
WATCHED: Final = timedelta(days=14)  # older hours count for next to nothing
LAG_WATCHED: Final = timedelta(days=7)
LAG_SAMPLES: Final = 20  # the 95th of 100 needs a few to be one at all
LAG_FLOOR_MS: Final = 30_000  # a faster one was luck: the platform's own caches are not seen by us


@transaction.atomic
def measure_paces(*, now: datetime) -> int:
    """Measure how fast and how unevenly each listing sells, by the whole hours of two weeks.

    Returns how many were measured. What was sold before is forgotten.
    """
    until = now.replace(minute=0, second=0, microsecond=0)
    since = until - WATCHED
    Sold.objects.filter(hour_at__lt=since).delete()
    sold: dict[int, dict[datetime, int]] = defaultdict(dict)
    for listing, hour_at, units in Sold.objects.filter(hour_at__lt=until).values_list(
        "listing_id", "hour_at", "units"
    ):
        sold[listing][hour_at] = units
    paces: dict[int, Measured] = {}
    for listing in Pace.objects.values_list("listing_id", flat=True):
        hours = sold.get(listing, {})
        first = min(hours, default=since)
        count = int((until - first) / HOUR)
        paces[listing] = pace_from_sales([hours.get(first + n * HOUR, 0) for n in range(count)])
    keep_paces(paces=paces, now=now)
    return len(paces)


@transaction.atomic
def keep_paces(*, paces: Mapping[int, Measured], now: datetime) -> None:
    """Keep what was measured of listings, in units of the listing."""
    if not paces:
        return
    hold()
    sql.run(
        "channels/keep_paces",
        {
            "listings": list(paces),
            "rates": [_exact(one.rate_per_hour) for one in paces.values()],
            "dispersions": [_exact(one.dispersion) for one in paces.values()],
            "now": now,
        },
    )


@transaction.atomic
def measure_lags(*, now: datetime) -> int:
    """Measure how long each channel takes from our wanting a number to its being seen to show it.

    The 95th percentile of the last week; a channel with few such numbers stays as it was. Returns
    how many were measured.
    """
    told = {"since": now - LAG_WATCHED, "samples": LAG_SAMPLES}
    found = sql.rows("channels/lags", told)
    for channel, lag_ms, samples in found:
        keep_lag(channel=channel, lag_ms=lag_ms, samples=samples, now=now)
    return len(found)


def keep_lag(*, channel: int, lag_ms: int, samples: int, now: datetime) -> None:
    """Keep how late a channel is, in milliseconds; nobody is believed to be faster than 30 s."""
    Lag.objects.update_or_create(
        channel_id=channel,
        defaults={
            "lag_ms": max(LAG_FLOOR_MS, lag_ms),
            "samples": samples,
            "measured_at": now,
        },
    )


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.6f}")
