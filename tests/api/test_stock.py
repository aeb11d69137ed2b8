"""What places hold and what channels show: unknown is said, never shown as zero."""

import pytest

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels.models import Desired, Listing
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from tests.api.conftest import NOON, error, order


@pytest.fixture
def counted(entity):
    """SKU A with seven on hand in one place; B that nobody has counted."""
    place = inventory.open_place(key="main", title="Main", kind="warehouse", country="GB", now=NOON)
    ids = catalogue.state_skus(stated=[StatedSku(code="A"), StatedSku(code="B")], now=NOON)
    inventory.count(
        counts=[Count(ids["A"], place, 7, NOON, document=0, source_row=0)],
        entity=entity,
        now=NOON,
    )
    return ids


def test_stock_is_told_place_by_place(call, counted):
    told = call("GET", "/stock").json()
    assert told["after"] is None
    assert [(one["sku"], one["is_kit"]) for one in told["stock"]] == [("A", False), ("B", False)]
    (place,) = told["stock"][0]["places"]
    assert place | {"counted_at": None} == {
        "place": "main",
        "on_hand": 7,
        "reserved": 0,
        "leased": 0,
        "available": 7,
        "counted_at": None,
    }
    assert told["stock"][1]["places"] == []


def test_stock_is_asked_by_sku_and_page_by_page(call, counted):
    assert [one["sku"] for one in call("GET", "/stock?sku=b&sku=nope").json()["stock"]] == ["B"]
    first = call("GET", "/stock?limit=1").json()
    assert ([one["sku"] for one in first["stock"]], first["after"]) == (["A"], "A")
    second = call("GET", "/stock?limit=1&after=A").json()
    assert ([one["sku"] for one in second["stock"]], second["after"]) == (["B"], None)


def test_listings_tell_desired_accepted_and_confirmed_apart(call, channel):
    call("POST", "/orders", order())
    listing = Listing.objects.get()
    Desired.objects.filter(listing=listing).delete()
    told = call("GET", "/listings").json()
    assert told == {
        "listings": [
            {
                "id": listing.pk,
                "channel": "shop",
                "platform_sku": "BOX",
                "sku": "BOX",
                "title": "",
                "shown": None,
            }
        ],
        "after": None,
    }
    Desired.objects.create(
        listing=listing, quantity=5, version=3, desired_at=NOON, why="stock", accepted_version=2
    )
    (one,) = call("GET", "/listings?sku=box&channel=shop").json()["listings"]
    assert {name: one["shown"][name] for name in ("quantity", "version", "accepted_version")} == {
        "quantity": 5,
        "version": 3,
        "accepted_version": 2,
    }
    assert one["shown"]["confirmed_quantity"] is None


def test_a_key_sees_listings_of_its_own_channels_only(call, make_channel, make_key):
    own = make_channel("shop")
    make_channel("other")
    call("POST", "/orders", {"orders": [order("S-1"), order("S-2", channel="other")]})
    key = make_key("listings:read", channels=(own,))
    assert [one["channel"] for one in call("GET", "/listings").json()["listings"]] == [
        "shop",
        "other",
    ]
    assert [one["channel"] for one in call("GET", "/listings", key=key).json()["listings"]] == [
        "shop"
    ]


def test_a_cursor_of_listings_that_is_none_is_refused(call, channel):
    assert error(call("GET", "/listings?after=x")) == (422, "api.bad_field", "after")
