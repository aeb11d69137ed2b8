"""Policies: the narrowest stated value wins, and only ever lowers what is shown."""

from decimal import Decimal

import pytest

from argosy.channels import queries, services
from argosy.channels.errors import (
    ExclusiveToNobody,
    NoSuchChannel,
    NoSuchListing,
    NoSuchPolicy,
    PolicyImpossible,
    PolicySaysNothing,
)
from argosy.channels.models import Desired, Policy
from argosy.channels.types import Change, PolicyScope, PolicyValues
from tests.channels.conftest import NOON


@pytest.fixture
def pair(shop):
    """A SKU of the group “bags”, four hundred of it, on two channels; hardly anybody buys it."""
    bag = shop.sku("BAG", group="bags")
    east, west = shop.channel("east"), shop.channel("west")
    listings = shop.listing(east, bag, rate=0.001), shop.listing(west, bag, rate=0.001)
    shop.count(bag, 400)
    shop.refresh()
    shop.arrive(*listings)
    return {"east": (east, listings[0]), "west": (west, listings[1])}


def seen(shop, pair):
    shop.refresh()
    return {key: shop.row(listing).quantity for key, (_, listing) in pair.items()}


def why(shop, pair, key):
    return shop.row(pair[key][1]).why


def test_the_narrowest_stated_value_wins(shop, pair):
    east, listing = pair["east"]
    shop.state(cap=100)
    assert seen(shop, pair) == {"east": 100, "west": 100}
    shop.state(on={"product_group": "bags"}, cap=90)
    assert seen(shop, pair) == {"east": 90, "west": 90}
    shop.state(on={"channel": east}, cap=80)
    assert seen(shop, pair) == {"east": 80, "west": 90}
    shop.state(on={"channel": east, "product_group": "bags"}, cap=70)
    assert seen(shop, pair) == {"east": 70, "west": 90}
    shop.state(on={"listing": listing}, cap=60)
    assert seen(shop, pair) == {"east": 60, "west": 90}
    assert why(shop, pair, "east") == "cap"
    # A narrow one that says nothing of a value leaves the wider one's.
    shop.state(on={"listing": listing}, buffer=350)
    assert seen(shop, pair)["east"] == 50
    assert why(shop, pair, "east") == "buffer"


@pytest.mark.parametrize(
    ("values", "shown", "reason"),
    [
        ({"buffer": 390}, 10, "buffer"),
        ({"cap": 7}, 7, "cap"),
        ({"cap": 0}, 0, "cap"),
        ({"share": Decimal("0.25")}, 100, "share"),
        ({"share": Decimal(0)}, 0, "share"),
        ({"cap": 7, "floor": 8}, 0, "floor"),
        ({"cap": 8, "floor": 8}, 8, "cap"),
    ],
)
def test_each_value_lowers_what_is_shown(shop, pair, values, shown, reason):
    before = seen(shop, pair)
    shop.state(on={"channel": pair["east"][0]}, **values)
    assert seen(shop, pair) == {"east": shown, "west": before["west"]}
    assert why(shop, pair, "east") == reason


def test_what_is_kept_for_one_channel_shows_nothing_elsewhere(shop, pair):
    shop.state(on={"channel": pair["west"][0]}, exclusive=True)
    assert seen(shop, pair)["east"] == 0
    assert why(shop, pair, "east") == "exclusive"
    assert seen(shop, pair)["west"] > 0
    # Not this one, after all.
    shop.state(on={"listing": pair["west"][1]}, exclusive=False)
    assert seen(shop, pair)["east"] > 0


def test_a_kit_with_a_component_kept_for_another_channel_is_barred_too(shop, pair):
    kit = shop.listing(pair["east"][0], shop.kit("SET", bag=2), rate=0.001)
    shop.state(on={"listing": pair["west"][1]}, exclusive=True)
    shop.refresh()
    assert (shop.row(kit).quantity, shop.row(kit).why) == (0, "exclusive")


def test_of_two_that_claim_a_sku_the_better_priority_has_it(shop, pair):
    shop.state(on={"listing": pair["east"][1]}, exclusive=True, priority=2)
    shop.state(on={"listing": pair["west"][1]}, exclusive=True, priority=1)
    assert seen(shop, pair)["east"] == 0
    assert seen(shop, pair)["west"] > 0


def test_where_little_is_left_the_first_by_priority_has_it(shop):
    bag = shop.sku("BAG")
    first, second = (shop.listing(shop.channel(key), bag, rate=4) for key in ("own", "other"))
    shop.state(on={"listing": first}, priority=1)
    shop.count(bag, 9)
    shop.refresh()
    assert shop.shown(first, second) == [9, 0]
    assert shop.row(second).why == "priority"
    shop.count(bag, 900, at=NOON)
    shop.refresh()
    assert min(shop.shown(first, second)) > 800


def test_a_smaller_bound_shows_no_more(shop, pair):
    shop.state(bound=Decimal("0.1"))
    wide = seen(shop, pair)["east"]
    shop.state(bound=Decimal("0.00000001"))
    assert seen(shop, pair)["east"] < wide


def test_strict_by_policy_shows_its_lease_and_nothing_else(shop, pair):
    shop.state(on={"channel": pair["east"][0]}, kind="strict")
    assert seen(shop, pair)["east"] == 0
    assert why(shop, pair, "east") == "lease"


def test_a_policy_stated_again_replaces_what_was_said(shop, pair):
    first = shop.state(on={"channel": pair["east"][0]}, cap=5, floor=2)
    assert shop.state(on={"channel": pair["east"][0]}, cap=6) == first
    (row,) = queries.policies()
    assert (row.id, row.scope, row.values) == (
        first,
        PolicyScope(channel=pair["east"][0]),
        PolicyValues(cap=6),
    )
    services.forget_policy(policy=first, now=NOON)
    assert queries.policies() == []
    assert seen(shop, pair)["east"] > 6
    with pytest.raises(NoSuchPolicy):
        services.forget_policy(policy=first, now=NOON)


def test_a_preview_says_what_would_change_and_changes_nothing(shop, pair):
    before = list(Desired.objects.order_by("pk").values())
    shop.state(on={"channel": pair["west"][0]}, cap=300)
    shop.refresh()
    kept = list(Desired.objects.order_by("pk").values())
    assert kept != before
    east, listing = pair["east"]
    found = services.preview_policy(
        scope=PolicyScope(channel=east), values=PolicyValues(cap=11), now=NOON
    )
    assert found == [Change(listing, shop.row(listing).quantity, 11, "cap")]
    (policy,) = queries.policies()
    without = services.preview_without(policy=policy.id, now=NOON)
    assert [(one.listing, one.before) for one in without] == [(pair["west"][1], 300)]
    assert list(Desired.objects.order_by("pk").values()) == kept
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    ("scope", "values", "refusal"),
    [
        ({}, {}, PolicySaysNothing),
        ({}, {"kind": "loose"}, PolicyImpossible),
        ({}, {"buffer": -1}, PolicyImpossible),
        ({}, {"cap": 10**12}, PolicyImpossible),
        ({}, {"priority": 0}, PolicyImpossible),
        ({}, {"share": Decimal("1.5")}, PolicyImpossible),
        ({}, {"bound": Decimal(0)}, PolicyImpossible),
        ({}, {"bound": Decimal(1)}, PolicyImpossible),
        ({}, {"exclusive": True}, ExclusiveToNobody),
        ({"product_group": "bags"}, {"exclusive": True}, ExclusiveToNobody),
        ({"channel": 10**9}, {"cap": 1}, NoSuchChannel),
        ({"listing": 10**9}, {"cap": 1}, NoSuchListing),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_stated(shop, pair, scope, values, refusal):
    with pytest.raises(refusal):
        shop.state(on=scope, **values)
    assert not Policy.objects.exists()
    assert not queries.refresh_waits(now=NOON)
