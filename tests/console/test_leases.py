"""Listings and leases as people see them: what is shown, why, what is at risk, and policies."""

from datetime import timedelta

import pytest

from argosy.catalogue.models import Sku
from argosy.channels import queries, services
from argosy.channels.models import Desired, Listing, Policy
from argosy.channels.types import PolicyScope, PolicyValues
from argosy.identity import services as identity
from argosy.inventory import services as inventory
from tests.console.conftest import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def world(lasting_world, db):
    return lasting_world


@pytest.fixture
def shown(world):
    """What the channels of the small company are to show; the store lists the box, too."""
    box = Sku.objects.get(code="BOX-1")
    Listing.objects.create(
        channel_id=world.channels["store"], platform_sku="BOX-1", sku=box, created_at=NOW
    )
    services.refresh_desired(now=NOW)
    return world


def narrowed(signed_in, channel):
    """A browser of somebody who sees one channel."""
    client = signed_in("operations")
    identity.change_account(
        username="operations-user",
        role="operations",
        display_name="",
        may_export=False,
        entities=[],
        channels=[channel],
    )
    return client


def body(response):
    return response.content.decode()


def test_each_listing_says_what_it_is_to_show_and_why(shown, signed_in):
    page = body(signed_in().get("/listings"))
    row = Desired.objects.get(listing__channel=shown.channels["store"])
    assert f">{row.quantity}<" in page
    assert "BOX-1" in page
    assert "nobody has counted" in page  # the bag
    assert "unknown" in page


def test_filters_narrow_the_table_and_are_shown_as_chips(shown, signed_in):
    client = signed_in()
    page = body(client.get("/listings?state=unknown"))
    assert "BAG-1" in page
    assert "Homekeep" not in page.partition("<tbody>")[2].partition("</tbody>")[0]
    page = body(client.get("/listings?why=uncounted&q=bag"))
    assert "containing bag" in page
    assert "nobody has counted" in page
    assert client.get("/listings?state=best").status_code == 422


def test_the_table_is_exported_as_it_is_filtered(shown, signed_in):
    answer = signed_in().get("/listings?q=BOX&format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = text.strip().splitlines()
    assert lines[0].startswith("Listing,Channel,Our SKU,Available,To be shown,State")
    assert len(lines) == 3
    assert all(line.startswith("BOX-1,") for line in lines[1:])


def test_who_sees_one_channel_sees_its_listings_only(shown, signed_in):
    client = narrowed(signed_in, shown.channels["store"])
    page = body(client.get("/listings"))
    assert "Homekeep" in page
    assert "Amazon US" not in page.partition("<tbody>")[2]


def test_nothing_at_risk_is_said_in_words(shown, signed_in):
    page = body(signed_in().get("/listings/leases"))
    assert "no stock is shown beyond what there is" in page
    assert "Nobody holds units of its own" in page
    assert "No policy is stated" in page


def test_leases_and_sessions_stand_with_what_is_left_of_them(shown, signed_in):
    box = Sku.objects.get(code="BOX-1")
    store = Listing.objects.get(channel=shown.channels["store"])
    for claimant, units, ends in (
        (f"listing:{store.pk}", 7, None),
        ("session:double-eleven", 5, NOW + 9 * HOUR),
    ):
        inventory.lease(
            claimant=claimant, sku=box.pk, place=shown.place, quantity=units, ends_at=ends, now=NOW
        )
    page = body(signed_in().get("/listings/leases"))
    assert "Homekeep 官网 · BOX-1" in page
    assert "Live session double-eleven" in page
    assert "units set apart: 12" in page


def test_a_policy_is_looked_at_before_it_is_stated(shown, signed_in):
    client = signed_in()
    told = {"channel": "store", "cap": "3", "preview": "1"}
    before = list(Desired.objects.order_by("pk").values())
    page = body(client.post("/listings/leases/policy", told))
    assert "What would change" in page
    assert "never more than its cap" in page
    assert 'value="3"' in page  # what was typed is kept
    assert not Policy.objects.exists()
    assert list(Desired.objects.order_by("pk").values()) == before
    del told["preview"]
    answer = client.post("/listings/leases/policy", told | {"state": "1"})
    assert answer.status_code == 302
    (policy,) = queries.policies()
    assert policy.scope == PolicyScope(channel=shown.channels["store"])
    assert policy.values == PolicyValues(cap=3)
    page = body(client.get("/listings/leases"))
    assert "never more than 3" in page
    assert client.post("/listings/leases/policy", {"forget": policy.id}).status_code == 302
    assert queries.policies() == []


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"cap": "many"}, 422),
        ({"share": "NaN"}, 422),
        ({"share": "400"}, 422),
        ({"channel": "nowhere", "cap": "1"}, 422),
        ({"channel": "store", "sku": "NOTHING", "cap": "1"}, 404),
        ({"exclusive": "yes"}, 422),
        ({}, 422),
        ({"forget": "999"}, 404),
        ({"forget": "x"}, 422),
    ],
)
def test_what_makes_no_sense_is_said_on_the_page(shown, signed_in, told, status):
    answer = signed_in().post("/listings/leases/policy", told | {"state": "1"})
    assert answer.status_code == status
    assert 'role="alert"' in body(answer)
    assert not Policy.objects.exists()


def test_who_sees_one_channel_decides_for_no_other(shown, signed_in):
    client = narrowed(signed_in, shown.channels["store"])
    assert client.post("/listings/leases/policy", {"cap": "1", "state": "1"}).status_code == 403
    told = {"channel": "amazon-us", "cap": "1", "state": "1"}
    assert client.post("/listings/leases/policy", told).status_code == 422
    other = services.state_policy(
        scope=PolicyScope(channel=shown.channels["amazon-us"]), values=PolicyValues(cap=1), now=NOW
    )
    wide = services.state_policy(scope=PolicyScope(), values=PolicyValues(cap=9), now=NOW)
    assert client.post("/listings/leases/policy", {"forget": other}).status_code == 404
    assert client.post("/listings/leases/policy", {"forget": wide}).status_code == 403
    assert {one.id for one in queries.policies()} == {other, wide}
