"""Two at once decide what is shown: one after the other, and nothing is lost or older."""

import pytest
from django.db import transaction

from argosy.channels import services
from argosy.inventory.models import Touch
from argosy.jobs.known import know_all
from argosy.jobs.tasks import EVERY_SECOND
from tests.channels.conftest import HOUR, MINUTE, NOON

pytestmark = [pytest.mark.race]


@pytest.fixture
def pair(race_shop):
    box = race_shop.sku("BOX")
    listings = [race_shop.listing(race_shop.channel(key), box, rate=1) for key in ("east", "west")]
    race_shop.count(box, 300)
    race_shop.refresh()
    race_shop.arrive(*listings)
    return race_shop, listings


def test_of_two_refreshers_the_second_waits_and_sees_what_was_booked_meanwhile(
    pair, elsewhere, until_blocked
):
    shop, (_, west) = pair
    before = shop.shown(west)[0]
    shop.sell("east", ("BOX", 2))
    with transaction.atomic():
        first = services.refresh_desired(now=NOON + MINUTE)
        shop_sells = elsewhere(lambda: shop.sell("east", ("BOX", 3), at=NOON + MINUTE))
        shop_sells.result()
        second = elsewhere(lambda: services.refresh_desired(now=NOON + MINUTE))
        until_blocked()  # Fails here if a refresh holds nothing.
        assert first.changed == 1
    assert second.result().changed == 1
    row = shop.row(west)
    assert (row.quantity, row.version, row.available) == (before - 5, 3, 295)
    assert not Touch.objects.exists()
    assert services.refresh_desired(now=NOON + MINUTE).listings == 0


def test_an_outcome_waits_for_a_refresh_under_way(pair, elsewhere, until_blocked):
    shop, (_, west) = pair
    shop.sell("east", ("BOX", 2))
    with transaction.atomic():
        services.refresh_desired(now=NOON + HOUR)
        late = elsewhere(lambda: services.mark_accepted(versions={west: 1}, at=NOON))
        until_blocked()
    late.result()
    row = shop.row(west)
    assert (row.version, row.accepted_version) == (2, 1)


def test_bookings_never_wait_for_a_refresh(pair, elsewhere):
    shop, (_, west) = pair
    with transaction.atomic():
        shop.sell("east", ("BOX", 1))
        services.refresh_desired(now=NOON)
    before = shop.row(west).version
    with transaction.atomic():
        services.look_at_all(now=NOON)
        services.refresh_desired(now=NOON)
        elsewhere(lambda: shop.sell("west", ("BOX", 1))).result(timeout=10)
    services.refresh_desired(now=NOON)
    assert shop.row(west).version >= before


def test_many_refreshers_and_sellers_lose_nothing(pair, elsewhere):
    shop, (east, west) = pair
    sales = [elsewhere(lambda: shop_sale(shop, "east")) for _ in range(6)]
    rounds = [elsewhere(lambda: services.refresh_desired(now=NOON + MINUTE)) for _ in range(6)]
    for one in (*sales, *rounds):
        one.result()
    services.refresh_desired(now=NOON + MINUTE)
    sold = sum(one.result() for one in sales)
    row = shop.row(west)
    assert row.available == 300 - sold
    assert shop.row(east).available == 300 - sold
    assert not Touch.objects.exists()


def test_the_worker_looks_by_itself(pair):
    shop, (_, west) = pair
    shop.sell("east", ("BOX", 2))
    know_all()
    EVERY_SECOND["channels.refresh"]()
    assert shop.row(west).available == 298


def shop_sale(shop, key):
    shop.sell(key, ("BOX", 1))
    return 1
