"""What a listing probably is of ours: from codes, from titles, from what people mapped."""

from datetime import UTC, datetime

import pytest

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import queries as channels
from argosy.channels import services
from argosy.channels.models import Listing
from argosy.channels.types import ListingsWanted, NewChannel
from argosy.company import services as company
from argosy.kernel.keyset import Sort

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SKUS = {
    "HK-01": "Foldable storage box large grey",
    "HK-02": "Vacuum bag with pump",
    "HK-03": "Wall shelf oak",
}


@pytest.fixture
def skus():
    stated = [StatedSku(code=code, title=title) for code, title in SKUS.items()]
    return catalogue.state_skus(stated=stated, now=NOW)


@pytest.fixture
def make_channel(db):
    entity = company.create_entity(key="main", title="Main", currency="CNY", country="CN", now=NOW)

    def make(key):
        new = NewChannel(
            key=key, title=key, entity=entity, mode="marketplace", currency="USD", zone="UTC"
        )
        return services.open_channel(new=new, now=NOW)

    return make


@pytest.fixture
def make_listing():
    def make(channel, platform_sku, title="", sku=None):
        return Listing.objects.create(
            channel_id=channel,
            platform_sku=platform_sku,
            title=title,
            sku_id=sku,
            mapped_by="person" if sku else "",
            created_at=NOW,
        ).pk

    return make


def guesses(listing):
    found = channels.suggest(listings=channels.listings_of(listings=[listing]))[listing]
    return [(guess.code, guess.why) for guess in found]


def test_the_same_code_but_for_signs(skus, make_channel, make_listing):
    assert guesses(make_listing(make_channel("a"), "hk 01")) == [("HK-01", "same_code")]


def test_what_was_mapped_so_on_another_channel(skus, make_channel, make_listing):
    make_listing(make_channel("a"), "B0XYZ", sku=skus["HK-03"])
    listing = make_listing(make_channel("b"), "B0XYZ")
    assert guesses(listing) == [("HK-03", "same_elsewhere")]


def test_one_mapping_by_hand_teaches_the_next(skus, make_channel, make_listing):
    channel = make_channel("a")
    listing = make_listing(channel, "US-HK-02-FBA")
    assert guesses(listing) == []

    make_listing(channel, "US-HK-01-FBA", sku=skus["HK-01"])

    found = channels.suggest(listings=channels.listings_of(listings=[listing]))[listing]
    assert [(guess.code, guess.why) for guess in found] == [("HK-02", "learned")]
    assert found[0].example == "US-HK-01-FBA → HK-01"


def test_titles_must_be_alike_and_not_share_a_word(skus, make_channel, make_listing):
    channel = make_channel("a")
    alike = make_listing(channel, "Q1", title="Storage Box, Foldable (large, grey)")
    assert guesses(alike) == [("HK-01", "same_title")]
    assert guesses(make_listing(channel, "Q2", title="Shelf")) == []
    assert guesses(make_listing(channel, "Q3", title="Box of oak matches")) == []


def test_listings_are_narrowed_and_counted(skus, make_channel, make_listing):
    first, second = make_channel("a"), make_channel("b")
    make_listing(first, "A-1", sku=skus["HK-01"])
    make_listing(first, "A-2")
    make_listing(second, "B-1")
    unmapped = ListingsWanted(channels=frozenset([first]), mapped=False)
    found = channels.listings(wanted=unmapped, sort=Sort("platform_sku"), after=None, limit=9)
    assert [row.platform_sku for row in found.rows] == ["A-2"]
    assert channels.count_listings(wanted=ListingsWanted(text="-1")) == 2
    counts = channels.listing_counts()
    assert (counts[first].listings, counts[first].unmapped) == (2, 1)


def test_suggesting_costs_the_same_for_one_and_for_many(skus, make_channel, make_listing, queries):
    channel = make_channel("a")
    listings = [make_listing(channel, f"X-{nth}") for nth in range(20)]
    one = channels.listings_of(listings=listings[:1])
    many = channels.listings_of(listings=listings)
    assert queries(lambda: channels.suggest(listings=one)) == queries(
        lambda: channels.suggest(listings=many)
    )
