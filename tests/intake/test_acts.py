"""What people do to one order: judged under its lock, told to the book like any document."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.finance import queries as finance
from argosy.finance.types import Filter
from argosy.fulfilment import services as fulfilment
from argosy.intake import services
from argosy.intake.types import Act
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from argosy.orders import queries as orders
from argosy.orders.errors import (
    IllegalTransition,
    RefundTooLarge,
    StaleOrder,
    TooManyReturned,
)
from tests.intake.conftest import NOON, line, order

LATER = NOON + timedelta(hours=5)
NOW = NOON + timedelta(days=1)


@pytest.fixture
def place(entity: int) -> int:
    return inventory.open_place(key="w", title="W", kind="warehouse", country="GB", now=NOON)


@pytest.fixture
def shop(entity: int, place: int, make_channel: Callable[..., int]) -> int:
    """A shop that ships from a warehouse with ten boxes."""
    (sku,) = catalogue.state_skus(stated=[StatedSku(code="BOX")], now=NOON).values()
    count = Count(sku, place, 10, NOON - timedelta(days=1), document=0, source_row=1)
    inventory.count(counts=[count], entity=entity, now=NOON)
    return make_channel("stocked", place=place, adopts_skus=False, fee_share=Decimal("0.15"))


@pytest.fixture
def placed(shop: int) -> Callable[..., int]:
    """Book an order, and return its id."""

    def call(*lines: object, **facts: object) -> int:
        document = order("S-1", *(lines or (line(quantity=3),)), **facts)
        (outcome,) = services.book(documents=[document], channel=shop, now=NOW).outcomes
        assert outcome.order is not None
        return outcome.order

    return call


def act(order: int, **what: object) -> Act:
    return Act(**{"order": order, "by": 7, "at": NOW, "reason": "asked", "revision": None} | what)


def level() -> tuple[int, int]:
    (found,) = stock.levels()
    return found.on_hand, found.reserved


def figures() -> dict[str, int]:
    whole = finance.whole(where=Filter(), currency="GBP")
    return {kind: minor for kind, minor in whole.kinds.items() if minor}


def test_an_order_holds_its_units_and_estimates_its_fee(placed):
    placed()

    assert level() == (10, 3)
    assert figures() == {"sale": 1050, "platform_fee": -158}


def test_a_cancelled_order_holds_nothing_and_earns_nothing(placed):
    one = placed()
    services.cancel_order(act=act(one), now=NOW)

    assert level() == (10, 0)
    assert figures() == {}
    assert [fact.kind for fact in orders.one(order=one, channels=None).facts].count(
        "cancelled"
    ) == 2  # who did it, and the word on the order that says so


def test_what_a_channel_tells_after_we_cancelled_earns_nothing(placed, shop):
    one = placed()
    services.cancel_order(act=act(one), now=NOW)
    later = order("S-1", line(quantity=3), paid_at=LATER, changed_at=NOW + timedelta(hours=1))
    services.book(documents=[later], channel=shop, now=NOW + timedelta(hours=2))

    assert level() == (10, 0)
    assert figures() == {}


def test_a_cancelled_order_is_not_cancelled_again(placed):
    one = placed()
    services.cancel_order(act=act(one), now=NOW)
    before = figures(), level()

    with pytest.raises(IllegalTransition):
        services.cancel_order(act=act(one), now=NOW)
    assert (figures(), level()) == before


def test_fewer_units_give_the_rest_back(placed):
    one = placed()
    (box,) = orders.lines_of(order=one)
    services.change_quantities(act=act(one), quantities={box.id: 1}, now=NOW)

    assert level() == (10, 1)
    assert figures() == {"sale": 350, "platform_fee": -53}


def test_of_two_who_edit_the_second_is_told(placed):
    one = placed()
    (box,) = orders.lines_of(order=one)
    services.change_quantities(act=act(one, revision=0), quantities={box.id: 2}, now=NOW)

    with pytest.raises(StaleOrder):
        services.cancel_order(act=act(one, revision=0), now=NOW)
    assert level() == (10, 2)


def test_refunds_never_add_up_to_more_than_the_order(placed):
    one = placed(shipped_at=LATER)
    services.refund_order(act=act(one), amount_minor=600, now=NOW)
    services.refund_order(act=act(one), amount_minor=450, now=NOW)
    with pytest.raises(RefundTooLarge):
        services.refund_order(act=act(one), amount_minor=1, now=NOW)

    assert figures() == {"sale": 1050, "refund": -1050, "platform_fee": -158}
    assert level() == (7, 0)


def test_units_come_back_once(placed):
    one = placed(shipped_at=LATER)
    (box,) = orders.lines_of(order=one)
    services.return_goods(act=act(one), quantities={box.id: 2}, now=NOW)
    with pytest.raises(TooManyReturned):
        services.return_goods(act=act(one), quantities={box.id: 2}, now=NOW)

    assert level() == (9, 0)
    assert figures() == {"sale": 1050, "refund": -700, "platform_fee": -158}


def test_an_open_order_has_nothing_to_return(placed):
    one = placed()
    (box,) = orders.lines_of(order=one)
    with pytest.raises(IllegalTransition):
        services.return_goods(act=act(one), quantities={box.id: 1}, now=NOW)
    assert level() == (10, 3)


def test_an_address_is_changed_while_the_parcel_is_here(placed):
    one = placed(recipient={"name": "Ada", "city": "Leeds"})
    services.change_address(act=act(one), address={"name": "Ada", "city": "York"}, now=NOW)

    assert orders.recipient(order=one).address == {"city": "York"}
    assert level() == (10, 3)


@pytest.mark.race
def test_of_cancelling_and_shipping_one_wins(placed, elsewhere, until_blocked):
    one = placed()
    with transaction.atomic():
        services.cancel_order(act=act(one), now=NOW)
        shipping = elsewhere(
            lambda: fulfilment.ship_order(
                order=one, at=NOW, carrier="", tracking="", revision=None, by=7, now=NOW
            )
        )
        until_blocked()
    with pytest.raises(Exception, match="cancelled"):
        shipping.result()
    assert level() == (10, 0)
