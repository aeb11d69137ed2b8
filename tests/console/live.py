"""A night of live orders: two places, a shop, and an order that is owed a unit."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument, OrderLine
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from argosy.orders import queries as orders

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def night(db: None) -> SimpleNamespace:
    """A shop whose main place has five boxes, and another place with ten."""
    entity = company.create_entity(key="main", title="Main", currency="USD", country="US", now=NOW)
    main, spare = (
        inventory.open_place(key=key, title=title, kind="warehouse", country=country, now=NOW)
        for key, title, country in (("main", "深圳仓", "CN"), ("spare", "Berlin", "DE"))
    )
    stated = [StatedSku(code="BOX", title="Foldable box"), StatedSku(code="BAG", title="Bag")]
    skus = catalogue.state_skus(stated=stated, now=NOW)
    counts = [
        Count(skus["BOX"], main, 5, NOW - 24 * HOUR, document=0, source_row=1),
        Count(skus["BOX"], spare, 10, NOW - 24 * HOUR, document=0, source_row=2),
    ]
    inventory.count(counts=counts, entity=entity, now=NOW)
    shop = NewChannel(
        key="shop",
        title="Homekeep 官网",
        entity=entity,
        mode="storefront",
        currency="USD",
        zone="UTC",
        market="US",
        place=main,
        fee_share=Decimal("0.15"),
        ship_within_hours=24,
        cancel_within_hours=4,
    )
    return SimpleNamespace(
        entity=entity,
        main=main,
        spare=spare,
        box=skus["BOX"],
        bag=skus["BAG"],
        channel=channels.open_channel(new=shop, now=NOW),
    )


@pytest.fixture
def sell(night: SimpleNamespace) -> Callable[..., int]:
    """Book an order of boxes, and return its id."""

    def call(number: str, quantity: int, *, ago: timedelta = HOUR, sku: str = "BOX") -> int:
        # The pages count minutes from the clock, and the suite may be long past NOW by then.
        now = datetime.now(UTC).replace(microsecond=0)
        line = OrderLine(
            line_class="merchandise",
            currency="USD",
            occurred_at=now - ago,
            sku=sku,
            quantity=quantity,
            unit_price=Decimal("10.00"),
            market="US",
        )
        document = OrderDocument(
            external_id=number, kind="order", lines=(line,), placed_at=now - ago, customer="ada"
        )
        booked = intake.book(documents=[document], channel=night.channel, now=now)
        (outcome,) = booked.outcomes
        assert outcome.order is not None, outcome
        return outcome.order

    return call


@pytest.fixture
def owing(sell: Callable[..., int]) -> SimpleNamespace:
    """Two orders that want more than there is: the second is owed two boxes."""
    return SimpleNamespace(whole=sell("N-1", 3), short=sell("N-2", 4))


def words(answer) -> str:
    return answer.content.decode()


def plain(answer) -> str:
    """The page's text, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words(answer)))


def levels(night: SimpleNamespace) -> dict[int, tuple[int, int]]:
    return {one.place: (one.on_hand, one.reserved) for one in stock.levels(skus=[night.box])}


def order_of(number: int):
    return orders.one(order=number, channels=None)


def post(client: Client, order: int, act: str, **typed: object):
    given = {"revision": order_of(order).revision, "reason": "the buyer asked"} | typed
    return client.post(f"/orders/{order}/{act}", given)
