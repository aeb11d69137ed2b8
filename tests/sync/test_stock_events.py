"""Telling of stock: one number a SKU, the last of however many there were."""

import json

import pytest
from django.db import transaction

from argosy.catalogue.models import Sku
from argosy.inventory.models import Level, Place
from argosy.sync import services
from argosy.sync.models import Delivery
from tests.sync.conftest import MINUTE, NOON

pytestmark = [pytest.mark.race]


@pytest.fixture
def hold(channel):
    """Have so many units of a SKU at a place."""

    def say(on_hand, code="BOX", place="home", reserved=0):
        sku, _ = Sku.objects.get_or_create(code=code, defaults={"created_at": NOON})
        where, _ = Place.objects.get_or_create(
            key=place, defaults={"title": place, "kind": "warehouse", "created_at": NOON}
        )
        Level.objects.update_or_create(
            sku=sku,
            place=where,
            defaults={"on_hand": on_hand, "reserved": reserved, "counted_at": NOON},
        )
        return sku.pk

    return say


def told(receiver):
    heard = [json.loads(one.body) for one in receiver.heard]
    return [(one["sku"]["code"], one["stock"]) for one in heard]


def test_of_many_changes_the_last_is_told_once(add, hold, run, receiver, clock):
    hold(50)
    add("stock.changed")
    run()
    assert receiver.heard == []  # what there was already is no news
    for left in range(49, 39, -1):
        hold(left, reserved=3)
    box = hold(5, place="abroad")
    clock.forward(MINUTE)
    run()
    assert told(receiver) == [("BOX", {"on_hand": 45, "reserved": 3, "leased": 0, "available": 42})]
    assert json.loads(receiver.heard[0].body)["sku"]["id"] == box
    clock.forward(MINUTE)
    run()
    assert len(receiver.heard) == 1


def test_a_new_sku_is_news(add, hold, run, receiver, clock):
    add("stock.*")
    hold(1, "NEW")
    clock.forward(MINUTE)
    run()
    assert [code for code, _ in told(receiver)] == ["NEW"]


def test_who_asks_for_some_channels_is_not_told_of_stock(add, hold, run, receiver, channel):
    add("*", channels=(channel,))
    hold(1)
    run()
    assert receiver.heard == []


def test_who_asks_later_is_not_told_of_what_changed_before(
    add, hold, run, receiver, make_receiver, clock
):
    first = add("stock.changed")
    services.remove_endpoint(endpoint=first.endpoint)
    hold(7)
    second = make_receiver()
    add("stock.changed", url=second.url)
    clock.forward(MINUTE)
    run()
    assert (receiver.heard, second.heard) == ([], [])


def test_two_followers_tell_it_once(add, hold, clock, elsewhere):
    add("stock.changed")
    with transaction.atomic():
        for number in range(10):
            hold(number, f"SKU-{number}")
    clock.forward(MINUTE)
    both = [elsewhere(lambda: services.follow(clock=clock, watch=lambda: None)) for _ in range(4)]
    for done in both:
        done.result()
    assert Delivery.objects.count() == 10
