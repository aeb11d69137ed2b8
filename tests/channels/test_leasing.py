"""Strict leases by policy: never more than there is, never less than a channel may still sell."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argosy.channels import services
from argosy.channels.models import Desired, Policy
from argosy.channels.types import Granted, Measured, Rebalanced
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.models import Lease, Level
from tests.channels.conftest import HOUR, MINUTE, NOON, Shop


@pytest.fixture
def three(shop):
    """A SKU on three channels of equal pace, ninety of it; the first two are strict."""
    box = shop.sku("BOX")
    channels = [shop.channel(key) for key in ("east", "west", "own")]
    listings = [shop.listing(channel, box, rate=2) for channel in channels]
    for channel in channels[:2]:
        shop.state(on={"channel": channel}, kind="strict")
    shop.count(box, 90)
    return box, channels, listings


def held(shop, listings):
    found = {one.claimant: one.quantity for one in stock.leases()}
    return [found.get(f"listing:{one}", 0) for one in listings]


def level(shop, sku):
    row = Level.objects.get(sku_id=sku, place_id=shop.place)
    return row.on_hand, row.reserved, row.leased


def test_each_gets_its_part_by_pace(shop, three):
    box, _, listings = three
    assert services.grant_leases(now=NOON) == Granted(widened=2)
    assert held(shop, listings) == [30, 30, 0]
    assert level(shop, box) == (90, 0, 60)
    assert services.grant_leases(now=NOON) == Granted()
    shop.refresh()
    assert shop.shown(*listings[:2]) == [30, 30]


def test_share_cap_floor_and_priority_decide(shop, three):
    _, channels, listings = three
    shop.state(on={"channel": channels[0]}, kind="strict", share=Decimal("0.5"), cap=40)
    shop.state(on={"channel": channels[1]}, kind="strict", share=Decimal("0.9"), priority=1)
    services.grant_leases(now=NOON)
    assert held(shop, listings) == [9, 81, 0]  # the first by priority takes first
    shop.state(on={"channel": channels[0]}, kind="strict", share=Decimal("0.5"), cap=40, floor=10)
    services.grant_leases(now=NOON)
    assert held(shop, listings) == [0, 81, 0]


def test_a_kit_leases_its_components_together(shop):
    box, lid = shop.sku("BOX"), shop.sku("LID")
    kit = shop.listing(shop.channel("east"), shop.kit("SET", box=2, lid=1), rate=1)
    shop.count(box, 21)
    shop.count(lid, 7)
    shop.state(kind="strict", share=Decimal(1))
    services.grant_leases(now=NOON)
    assert {one.sku: one.quantity for one in stock.leases()} == {box: 14, lid: 7}
    shop.refresh()
    assert shop.shown(kit) == [7]


def test_who_is_strict_no_more_gives_back(shop, three):
    box, channels, listings = three
    services.grant_leases(now=NOON)
    for policy in Policy.objects.filter(channel_id=channels[0]):
        policy.kind = "pooled"
        policy.save()
    assert services.grant_leases(now=NOON).ended == 1
    assert level(shop, box)[2] == 30
    assert held(shop, listings)[0] == 0


def test_a_lease_set_by_hand_is_left_alone(shop):
    box = shop.sku("BOX")
    listing = shop.listing(shop.channel("east"), box)
    shop.count(box, 50)
    inventory.lease(
        claimant=f"listing:{listing}", sku=box, place=shop.place, quantity=7, ends_at=None, now=NOON
    )
    assert services.grant_leases(now=NOON) == Granted()
    assert held(shop, [listing]) == [7]


def test_what_a_channel_still_shows_is_not_taken_from_it(shop, three):
    _, channels, listings = three
    services.grant_leases(now=NOON)
    shop.refresh()
    shop.arrive(*listings)
    shop.state(on={"channel": channels[0]}, kind="strict", cap=10)
    services.grant_leases(now=NOON + MINUTE)
    assert held(shop, listings)[0] == 30
    shop.refresh(NOON + MINUTE)
    assert shop.shown(listings[0]) == [10]  # it is told first
    services.grant_leases(now=NOON + MINUTE)
    assert held(shop, listings)[0] == 30
    shop.arrive(*listings, at=NOON + 2 * MINUTE)
    services.grant_leases(now=NOON + 2 * MINUTE)
    assert held(shop, listings)[0] == 10
    assert Desired.objects.get(listing=listings[0]).ceiling is None


def test_unsold_units_pass_to_where_they_sell(shop, three):
    box, _, listings = three
    services.grant_leases(now=NOON)
    shop.refresh()
    shop.arrive(*listings)
    services.keep_paces(
        paces={listings[0]: measured(1), listings[1]: measured(5), listings[2]: measured(2)},
        now=NOON,
    )
    before = level(shop, box)
    # East shows all of its thirty, so it is to show less first.
    assert services.rebalance(now=NOON, writes_per_channel=9) == Rebalanced(waiting=1)
    assert held(shop, listings) == [30, 30, 0]
    shop.refresh()
    assert shop.shown(listings[0]) == [10]
    shop.arrive(*listings, at=NOON + MINUTE)
    assert services.rebalance(now=NOON + MINUTE, writes_per_channel=9) == Rebalanced(20, 1)
    assert held(shop, listings) == [10, 50, 0]
    assert level(shop, box) == before
    shop.refresh(NOON + MINUTE)
    assert shop.shown(*listings[:2]) == [10, 50]
    assert services.rebalance(now=NOON + HOUR, writes_per_channel=9) == Rebalanced()


def test_no_channel_is_written_to_more_often_than_it_allows(shop, three):
    _, _, listings = three
    services.grant_leases(now=NOON)
    services.keep_paces(paces={listings[1]: measured(9)}, now=NOON)
    assert services.rebalance(now=NOON, writes_per_channel=0) == Rebalanced()
    assert held(shop, listings) == [30, 30, 0]


def test_a_live_session_books_beforehand_and_gives_back_by_itself(shop, three):
    box, _, listings = three
    inventory.lease(
        claimant="session:11-11",
        sku=box,
        place=shop.place,
        quantity=50,
        ends_at=NOON + HOUR,
        now=NOON,
    )
    shop.refresh()
    assert shop.row(listings[2]).available == 40
    assert inventory.end_leases(now=NOON + HOUR) == 1
    shop.refresh(NOON + HOUR)
    assert shop.row(listings[2]).available == 90


def measured(rate):
    return Measured(rate_per_hour=rate, dispersion=1.0)


VALUES = st.fixed_dictionaries(
    {"kind": st.sampled_from(["", "strict", "pooled"])},
    optional={
        "cap": st.integers(0, 60),
        "floor": st.integers(0, 9),
        "buffer": st.integers(0, 30),
        "share": st.decimals(0, 1, places=2),
        "priority": st.integers(1, 3),
        "exclusive": st.booleans(),
    },
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("state"), st.integers(0, 3), VALUES),
        st.tuples(st.just("sell"), st.integers(0, 2), st.integers(1, 9)),
        st.tuples(st.just("count"), st.integers(0, 1), st.integers(0, 60)),
        st.tuples(st.sampled_from(["grant", "rebalance", "arrive"])),
    ),
    min_size=3,
    max_size=12,
)


@given(steps=STEPS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_whatever_policies_say_no_more_is_set_apart_than_there_is(shop_world, steps):
    with shop_world() as (shop, skus, listings):
        at = NOON
        for step in steps:
            at += MINUTE
            act(shop, skus, listings, step, at)
            shop.refresh(at)
            for row in Level.objects.all():
                assert 0 <= row.reserved + row.leased <= row.on_hand
                open_ = Lease.objects.filter(sku=row.sku_id, place=row.place_id, state="open")
                assert sum(one.quantity for one in open_) == row.leased
            for row in Desired.objects.exclude(quantity=None):
                assert 0 <= row.quantity <= max(0, row.available)


def act(shop, skus, listings, step, at):
    kind, *what = step
    if kind == "state":
        scope = {} if what[0] == 3 else {"listing": listings[what[0]]}
        values = dict(what[1])
        if what[0] == 3:
            values.pop("exclusive", None)
        if values != {"kind": ""}:
            shop.state(at, on=scope, **values)
    elif kind == "sell":
        shop.sell(("east", "west", "own")[what[0]], ("BOX", what[1]), ("SET", 1), at=at)
    elif kind == "count":
        shop.count(skus[what[0]], what[1], at=at)
    elif kind == "grant":
        services.grant_leases(now=at)
    elif kind == "rebalance":
        services.rebalance(now=at, writes_per_channel=5)
    else:
        shop.arrive(*listings, at=at)


@pytest.fixture
def shop_world(db):
    """A small world of its own for each example: two SKUs, a kit of both, three channels."""

    @contextmanager
    def make():
        with transaction.atomic():
            shop = Shop()
            skus = [shop.sku("BOX"), shop.sku("LID")]
            kit = shop.kit("SET", box=2, lid=1)
            listings = []
            for key in ("east", "west", "own"):
                channel = shop.channel(key)
                listings += [shop.listing(channel, skus[0], rate=3), shop.listing(channel, kit)]
            shop.count(skus[0], 40)
            shop.count(skus[1], 20)
            yield shop, skus, listings
            transaction.set_rollback(True)

    return make
