"""What is agreed with a channel: orders go by it; open ones are promised from where they leave."""

from datetime import timedelta
from decimal import Decimal

import pytest

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import queries as channels
from argosy.channels.errors import TermImpossible
from argosy.channels.types import Terms
from argosy.intake import mapping, services
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from tests.intake.conftest import NOON, line, order

NOW = NOON + timedelta(days=1)


@pytest.fixture
def place(entity):
    place = inventory.open_place(key="w", title="W", kind="warehouse", country="GB", now=NOON)
    skus = catalogue.state_skus(stated=[StatedSku(code=code) for code in ("BOX", "LID")], now=NOON)
    counts = [
        Count(sku, place, 10, NOON - timedelta(days=1), document=0, source_row=row)
        for row, sku in enumerate(skus.values())
    ]
    inventory.count(counts=counts, entity=entity, now=NOON)
    return place


def terms(place, **what):
    return Terms(
        **{
            "place": place,
            "fee_share": None,
            "ship_within_hours": None,
            "cancel_within_hours": None,
        }
        | what
    )


def reserved():
    return sorted(one.reserved for one in stock.levels())


def test_open_orders_are_promised_once_their_place_is_stated(make_channel, place):
    shop = make_channel("shop", adopts_skus=False)
    services.book(documents=[order("A", line("BOX", 3))], channel=shop, now=NOW)
    assert reserved() == [0, 0]

    assert services.state_terms(channel=shop, terms=terms(place), now=NOW) == 1
    assert reserved() == [0, 3]


@pytest.mark.parametrize(
    "what",
    [
        {"fee_share": Decimal(1)},
        {"fee_share": Decimal("-0.1")},
        {"ship_within_hours": 0},
        {"cancel_within_hours": 10**6},
    ],
)
def test_terms_that_cannot_be_are_refused(make_channel, place, what):
    shop = make_channel("shop", place=place)
    with pytest.raises(TermImpossible):
        services.state_terms(channel=shop, terms=terms(place, **what), now=NOW)
    assert channels.by_key(key="shop").fee_share is None


def test_a_kit_that_is_stated_anew_moves_what_its_open_orders_hold(make_channel, place):
    shop = make_channel("shop", place=place, adopts_skus=False)
    first = StatedSku(code="SET", components=(("BOX", 1),))
    (kit,) = catalogue.state_skus(stated=[first], now=NOON).values()
    services.book(documents=[order("A", line("SET", 2))], channel=shop, now=NOW)
    assert reserved() == [0, 2]

    catalogue.state_skus(stated=[StatedSku(code="SET", components=(("LID", 3),))], now=NOW)
    assert mapping.promise_kits(kits=[kit], now=NOW) == 1
    assert reserved() == [0, 6]
