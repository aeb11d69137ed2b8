"""What each listing is to show: absolute, once however many orders, never unknown as nothing."""

from datetime import timedelta

import pytest
from django.db import transaction

from argosy.channels import queries, services
from argosy.channels.models import Listing
from argosy.channels.pooling import shown
from argosy.channels.types import ChannelPace, DesiredWanted, Refreshed
from argosy.inventory import services as inventory
from argosy.inventory.models import Touch
from argosy.kernel.keyset import Sort
from tests.channels.conftest import HOUR, MINUTE, NOON


@pytest.fixture
def pair(shop):
    """One SKU, two hundred of it, on two channels."""
    box = shop.sku("BOX")
    east, west = shop.channel("east"), shop.channel("west")
    listings = shop.listing(east, box, rate=2), shop.listing(west, box, rate=2)
    shop.count(box, 200)
    return listings


def test_plenty_is_shown_everywhere_less_the_buffer(shop, pair):
    assert shop.refresh() == 2
    expected = shown(200, [ChannelPace(2, 1, 60, showing=0), ChannelPace(2, 1, 60, showing=0)])
    assert shop.shown(*pair) == [one.quantity for one in expected.channels]
    row = shop.row(pair[0])
    assert (row.version, row.available, row.why) == (1, 200, "pooled")
    assert (row.accepted_version, row.confirmed_version) == (None, None)


def test_nothing_new_is_no_new_version(shop, pair):
    shop.refresh()
    services.look_at_all(now=NOON)
    assert services.refresh_desired(now=NOON) == Refreshed(skus=0, listings=2, changed=0)
    assert services.refresh_desired(now=NOON) == Refreshed()


def test_of_many_orders_the_sum_counts_once(shop, pair):
    shop.refresh()
    shop.arrive(*pair)
    before = shop.shown(*pair)
    for _ in range(9):
        shop.sell("east", ("BOX", 2))
    assert shop.refresh() == 1
    # East counted its own sales down; west has to be told.
    assert shop.shown(*pair) == [before[0] - 18, before[1] - 18]
    assert [shop.row(one).version for one in pair] == [1, 2]
    assert shop.row(pair[1]).available == 182
    assert not Touch.objects.exists()


def test_what_sells_on_the_way_is_told_again(shop, pair):
    shop.refresh()
    before = shop.shown(*pair)
    rows = {one: shop.row(one).version for one in pair}
    services.mark_accepted(versions=rows, at=NOON)
    shop.sell("east", ("BOX", 1))
    assert shop.refresh(NOON + MINUTE / 60) == 2
    assert shop.shown(*pair) == [before[0] - 1, before[1] - 1]
    assert [shop.row(one).version for one in pair] == [2, 2]


def test_what_nobody_counted_is_unknown_and_not_nothing(shop):
    box = shop.sku("BOX")
    listing = shop.listing(shop.channel("east"), box)
    assert shop.refresh() == 1
    row = shop.row(listing)
    assert (row.quantity, row.available, row.why) == (None, None, "uncounted")
    assert services.take_desired(limit=9, now=NOON) == []
    shop.count(box, 0)
    shop.refresh()
    row = shop.row(listing)
    assert (row.quantity, row.available, row.why, row.version) == (0, 0, "split", 2)


def test_a_channel_without_a_place_sells_of_no_stock(shop):
    box = shop.sku("BOX")
    listing = shop.listing(shop.channel("east", place=None), box)
    shop.count(box, 9)
    shop.refresh()
    assert (shop.row(listing).quantity, shop.row(listing).why) == (None, "no_place")


def test_the_last_units_are_split_and_never_add_up_to_more(shop):
    box = shop.sku("BOX")
    listings = [shop.listing(shop.channel(f"c{n}"), box, rate=n) for n in range(1, 5)]
    shop.count(box, 5)
    shop.refresh()
    assert sum(shop.shown(*listings)) == 5
    assert {shop.row(one).why for one in listings} == {"split"}
    shop.count(box, 1, at=NOON + MINUTE)
    shop.arrive(*listings, at=NOON + MINUTE)
    shop.refresh(NOON + HOUR)
    assert sum(shop.shown(*listings)) <= 1


def test_a_split_is_left_alone_while_it_sells(shop):
    box = shop.sku("BOX")
    east, west = (shop.listing(shop.channel(key), box, rate=5) for key in ("east", "west"))
    shop.count(box, 6)
    shop.refresh()
    assert shop.shown(east, west) == [3, 3]
    shop.arrive(east, west)
    shop.sell("east", ("BOX", 1))
    assert shop.refresh(NOON + HOUR) == 0
    assert shop.shown(east, west) == [2, 3]


def test_who_sold_out_waits_while_the_other_may_sell_the_rest(shop):
    box = shop.sku("BOX")
    east, west = (shop.listing(shop.channel(key), box, rate=3) for key in ("east", "west"))
    shop.count(box, 8)
    shop.refresh()
    assert shop.shown(east, west) == [4, 4]
    shop.arrive(east, west)
    shop.sell("east", ("BOX", 4))
    shop.refresh(NOON + HOUR)
    assert shop.shown(east, west) == [0, 4]
    shop.count(box, 12, at=NOON + HOUR)
    shop.refresh(NOON + HOUR)
    assert shop.shown(east, west) == [4, 4]  # who shows nothing gets what came, without any risk


def test_a_kit_shows_its_scarcest_component_and_touches_go_both_ways(shop):
    box, lid = shop.sku("BOX"), shop.sku("LID")
    kit = shop.kit("SET", box=2, lid=1)
    east = shop.channel("east")
    single, both = shop.listing(east, box, rate=0.001), shop.listing(east, kit, rate=0.001)
    shop.count(box, 4000)
    shop.count(lid, 100)
    shop.refresh()
    shop.arrive(single, both)
    row = shop.row(both)
    assert (row.available, row.quantity) == (100, 100)
    shop.sell("east", ("SET", 3))
    shop.refresh()
    row = shop.row(both)
    assert (row.available, row.quantity, row.version) == (97, 97, 1)
    assert shop.row(single).available == 3994
    shop.count(lid, 0, at=NOON + MINUTE)
    shop.refresh(NOON + MINUTE)
    assert shop.shown(both) == [0]
    assert shop.row(single).quantity > 3900


def test_a_kit_of_what_nobody_counted_is_unknown(shop):
    box, _lid = shop.sku("BOX"), shop.sku("LID")
    kit = shop.listing(shop.channel("east"), shop.kit("SET", box=2, lid=1))
    shop.count(box, 40)
    shop.refresh()
    assert (shop.row(kit).quantity, shop.row(kit).why) == (None, "uncounted")


def test_a_strict_lease_is_shown_whole_and_takes_no_part_in_the_pool(shop, pair):
    inventory.lease(
        claimant=f"listing:{pair[0]}",
        sku=Listing.objects.get(pk=pair[0]).sku_id,
        place=shop.place,
        quantity=30,
        ends_at=None,
        now=NOON,
    )
    shop.refresh()
    assert (shop.row(pair[0]).quantity, shop.row(pair[0]).why) == (30, "lease")
    assert shop.row(pair[1]).available == 170
    shop.arrive(*pair)
    shop.sell("east", ("BOX", 4))
    shop.refresh()
    assert (shop.row(pair[0]).quantity, shop.row(pair[0]).version) == (26, 1)
    assert shop.row(pair[1]).available == 170


def test_a_strict_kit_shows_what_its_leases_allow(shop):
    box, lid = shop.sku("BOX"), shop.sku("LID")
    kit = shop.listing(shop.channel("east"), shop.kit("SET", box=2, lid=1))
    shop.count(box, 40)
    shop.count(lid, 40)
    for sku, units in ((box, 9), (lid, 20)):
        inventory.lease(
            claimant=f"listing:{kit}",
            sku=sku,
            place=shop.place,
            quantity=units,
            ends_at=None,
            now=NOON,
        )
    shop.refresh()
    assert (shop.row(kit).quantity, shop.row(kit).why) == (4, "lease")


def test_a_crash_leaves_what_was_touched_to_the_next(shop, pair):
    shop.refresh()
    shop.sell("east", ("BOX", 1))
    waiting = Touch.objects.count()
    assert waiting > 0
    with transaction.atomic():
        shop.refresh()
        transaction.set_rollback(True)
    assert Touch.objects.count() == waiting
    before = shop.shown(pair[1])[0]
    shop.refresh()
    assert shop.shown(pair[1])[0] == before - 1


def test_an_older_number_never_overwrites_a_newer_one(shop, pair):
    shop.refresh()
    services.mark_accepted(versions={pair[0]: 1}, at=NOON)
    shop.sell("west", ("BOX", 1))
    shop.refresh(NOON + HOUR)
    assert shop.row(pair[0]).version == 2
    services.mark_accepted(versions={pair[0]: 2}, at=NOON + HOUR)
    services.mark_accepted(versions={pair[0]: 1}, at=NOON + 2 * HOUR)
    services.mark_accepted(versions={pair[0]: 9}, at=NOON + 2 * HOUR)  # nobody wanted that
    row = shop.row(pair[0])
    assert (row.accepted_version, row.accepted_at) == (2, NOON + HOUR)
    services.mark_confirmed(shown={pair[0]: (2, 180)}, at=NOON + HOUR)
    services.mark_confirmed(shown={pair[0]: (1, 190)}, at=NOON + 2 * HOUR)
    services.mark_confirmed(shown={pair[0]: (2, 170)}, at=NOON)
    row = shop.row(pair[0])
    assert (row.confirmed_version, row.confirmed_quantity, row.confirmed_at) == (
        2,
        180,
        NOON + HOUR,
    )


def test_what_waits_to_be_told_comes_in_order(shop, pair):
    shop.refresh()
    found = services.take_desired(limit=9, now=NOON)
    assert [one.listing for one in found] == list(pair)
    assert [one.version for one in found] == [1, 1]
    services.mark_accepted(versions={pair[0]: 1}, at=NOON)
    assert [one.listing for one in services.take_desired(limit=9, now=NOON)] == [pair[1]]


def test_a_refresh_is_asked_for_by_a_touch_or_by_time(shop, pair):
    assert queries.refresh_waits(now=NOON)
    shop.refresh()
    assert not queries.refresh_waits(now=NOON)
    shop.sell("east", ("BOX", 1))
    assert queries.refresh_waits(now=NOON)
    shop.refresh()
    services.look_at_all(now=NOON + HOUR)
    assert not queries.refresh_waits(now=NOON)
    assert queries.refresh_waits(now=NOON + HOUR)


def test_the_number_of_statements_does_not_grow(shop, queries):
    east = shop.channel("east")
    few, many = shop.sku("FEW"), [shop.sku(f"M{n}") for n in range(40)]
    shop.listing(east, few)
    shop.count(few, 5)
    first = queries(shop.refresh)
    for sku in many:
        shop.listing(east, sku)
        shop.count(sku, 5)
    assert queries(shop.refresh) == first


def test_the_states_of_numbers_are_told_apart(shop, pair):
    shop.refresh()
    services.mark_accepted(versions={pair[0]: 1}, at=NOON)

    def states(state):
        found = queries.desired(
            wanted=DesiredWanted(state=state), sort=Sort("platform_sku"), after=None, limit=9
        )
        return {one.listing: one.state for one in found.rows}

    assert states("waiting") == {pair[1]: "waiting"}
    assert states("accepted") == {pair[0]: "accepted"}
    shop.arrive(pair[0], at=NOON + timedelta(seconds=42))
    assert states("confirmed") == {pair[0]: "confirmed"}
    found = queries.desired(
        wanted=DesiredWanted(state="confirmed"), sort=Sort("platform_sku"), after=None, limit=9
    )
    assert found.rows[0].lag_s == 42
    assert queries.count_desired(wanted=DesiredWanted(text="box")) == 2
