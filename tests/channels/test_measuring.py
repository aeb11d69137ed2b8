"""Pace and lag as measured, and what is at risk now because of them."""

from datetime import timedelta

import pytest

from argosy.channels import queries, services
from argosy.channels.models import Desired, Lag, Pace, Sold
from argosy.channels.pacing import pace_from_sales
from argosy.channels.pooling import units_at_risk
from argosy.channels.services.measuring import LAG_FLOOR_MS, LAG_SAMPLES
from argosy.channels.types import ChannelPace, Measured
from tests.channels.conftest import HOUR, MINUTE, NOON


@pytest.fixture
def box(shop):
    made = shop.sku("BOX")
    shop.count(made, 500)
    return made


def test_what_is_sold_is_counted_by_the_hour(shop, box):
    kit = shop.kit("SET", box=2)
    east = shop.channel("east")
    single, double = shop.listing(east, box), shop.listing(east, kit)
    shop.sell("east", ("BOX", 3))
    shop.sell("east", ("SET", 2))
    shop.refresh(NOON + MINUTE)
    shop.sell("east", ("BOX", 1), at=NOON + HOUR)
    shop.refresh(NOON + HOUR)
    found = Sold.objects.order_by("listing", "hour_at").values_list("listing", "hour_at", "units")
    # The kit's two were told as four of its component, and are two again.
    assert list(found) == [(single, NOON, 3), (single, NOON + HOUR, 1), (double, NOON, 2)]


def test_the_pace_is_that_of_the_hours(shop, box):
    listing = shop.listing(shop.channel("east"), box)
    for hours, units in ((0, 4), (2, 6)):
        Sold.objects.create(listing_id=listing, hour_at=NOON + hours * HOUR, units=units)
    Sold.objects.create(listing_id=listing, hour_at=NOON - timedelta(days=20), units=999)
    Pace.objects.create(listing_id=listing, rate=1, dispersion=2, measured_at=NOON)
    assert services.measure_paces(now=NOON + 3 * HOUR + MINUTE) == 1
    expected = pace_from_sales([4, 0, 6])
    pace = Pace.objects.get(listing_id=listing)
    assert float(pace.rate) == pytest.approx(expected.rate_per_hour, abs=1e-6)
    assert float(pace.dispersion) == pytest.approx(expected.dispersion, abs=1e-6)
    assert Sold.objects.count() == 2  # what is older than two weeks is forgotten


def test_a_burst_shows_in_minutes_and_lowers_what_is_shown(shop, box):
    east, west = shop.channel("east", lag_s=600), shop.channel("west", lag_s=600)
    listings = [shop.listing(channel, box, rate=1) for channel in (east, west)]
    shop.refresh()
    shop.arrive(*listings)
    calm = shop.shown(*listings)[1]
    for _ in range(20):
        shop.sell("east", ("BOX", 3))
    shop.refresh(NOON + MINUTE)
    assert shop.shown(*listings)[1] < calm - 60
    shop.arrive(*listings, at=NOON + MINUTE)
    services.look_at_all(now=NOON + 3 * HOUR)
    shop.refresh(NOON + 3 * HOUR)  # it has died down
    assert shop.shown(*listings)[1] == calm - 60


def test_the_lag_is_the_95th_percentile_of_what_was_seen(shop):
    east, west = shop.channel("east", lag_s=None), shop.channel("west", lag_s=None)
    for nth in range(LAG_SAMPLES):
        sku = shop.sku(f"S{nth}")
        listing = shop.listing(east, sku)
        Desired.objects.create(
            listing_id=listing,
            quantity=1,
            version=1,
            why="pooled",
            desired_at=NOON,
            confirmed_version=1,
            confirmed_quantity=1,
            confirmed_at=NOON + timedelta(seconds=60 + nth),
        )
    Desired.objects.create(
        listing_id=shop.listing(west, shop.sku("FEW")),
        quantity=1,
        version=1,
        why="pooled",
        desired_at=NOON,
        confirmed_version=1,
        confirmed_at=NOON + MINUTE,
    )
    assert services.measure_lags(now=NOON + HOUR) == 1
    lag = Lag.objects.get(channel_id=east)
    assert (lag.lag_ms, lag.samples) == (78_000, LAG_SAMPLES)
    services.keep_lag(channel=west, lag_ms=10, samples=50, now=NOON)
    assert Lag.objects.get(channel_id=west).lag_ms == LAG_FLOOR_MS


def test_what_is_at_risk_now_is_what_the_formula_says(shop, box):
    east, west = shop.channel("east", lag_s=900), shop.channel("west", lag_s=900)
    listings = [shop.listing(channel, box, rate=40) for channel in (east, west)]
    shop.refresh()
    assert queries.risk_now(now=NOON) == []  # nothing is promised twice yet: little is shown
    shop.count(box, 20, at=NOON + MINUTE)
    Desired.objects.update(quantity=20, accepted_version=1, confirmed_version=1)
    (found,) = queries.risk_now(now=NOON + MINUTE)
    paces = [ChannelPace(40.0, 1.0, 900.0, showing=20)] * 2
    assert (found.sku, found.place, found.available) == (box, shop.place, 20)
    assert (found.shown, found.channels) == (40, 2)
    assert found.at_risk == units_at_risk(20, paces)
    assert queries.risk_now(skus=[box], now=NOON + MINUTE) == [found]
    assert queries.risk_now(skus=[box + 999], now=NOON + MINUTE) == []
    assert len(listings) == 2


def test_paces_are_kept_as_told(shop, box):
    listing = shop.listing(shop.channel("east"), box)
    services.keep_paces(paces={listing: Measured(2.5, 1.25)}, now=NOON)
    services.keep_paces(paces={listing: Measured(3.5, 1.5)}, now=NOON + HOUR)
    services.keep_paces(paces={}, now=NOON)
    pace = Pace.objects.get(listing_id=listing)
    assert (pace.rate, pace.dispersion, pace.measured_at) == (3.5, 1.5, NOON + HOUR)
