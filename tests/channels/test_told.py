"""What is wanted reaches a platform that loses answers, and what came of it is kept."""

from datetime import timedelta

import pytest

from argosy.channels import services
from argosy.channels.models import Listing
from argosy.sync import services as sync
from tests.channels.conftest import MINUTE, NOON
from tests.sync.double import LOST_AFTER, Platform

pytestmark = [pytest.mark.race]


def test_the_newest_number_wins_through_lost_answers(race_shop):
    shop, platform = race_shop, Platform()
    box = shop.sku("BOX")
    east, west = shop.channel("east"), shop.channel("west")
    listings = [shop.listing(channel, box, rate=1) for channel in (east, west)]
    shop.count(box, 300)
    shop.refresh()

    def push(at):
        return sync.push_desired(take=platform, marks=services, now=at, limit=99)

    def confirm(at):
        return sync.confirm_desired(see=platform, marks=services, now=at, limit=99)

    platform.plan = [LOST_AFTER]
    push(NOON)
    assert shop.row(listings[0]).accepted_version is None  # nobody knows, so it is not said
    shop.sell("west", ("BOX", 3), at=NOON + MINUTE)
    platform.showing[west, "BOX"] -= 3  # a platform counts its own sales down
    shop.refresh(NOON + MINUTE)
    at = NOON + 2 * MINUTE
    push(at)
    # To west nothing was sent again: it shows by itself what it should.
    assert [len(told) for channel, told in platform.calls if channel == west] == [1]
    for key, channel in (("east", east), ("west", west)):
        row = shop.row(Listing.objects.get(channel=channel).pk)
        assert platform.showing[channel, "BOX"] == row.quantity, key
    assert confirm(at) == (2, 0)
    for listing in listings:
        row = shop.row(listing)
        assert (row.accepted_version, row.confirmed_version) == (row.version, row.version)
        assert row.confirmed_quantity == row.quantity
    assert push(at + timedelta(hours=1)).sent == 0
