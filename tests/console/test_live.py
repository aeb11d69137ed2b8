"""What an operator sees and does on a busy night: promises, acts, stock, and what is owed."""

import re

import pytest
from django.test import Client

from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.identity import services as identity
from argosy.intake import services as intake
from argosy.intake.types import Act
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.types import Count, Parcel
from argosy.orders import queries as orders
from argosy.orders.types import State
from tests.console.live import HOUR, NOW, levels, night, order_of, owing, plain, post, sell, words

__all__ = ["night", "owing", "sell"]  # fixtures


def test_an_order_shows_what_it_was_promised_and_every_way_out(night, owing, signed_in):
    parcel = Parcel(night.box, 40, night.entity, "PO-17", NOW + 6 * HOUR)
    inventory.expect(parcel=parcel, place=night.main, now=NOW)
    page = plain(signed_in().get(f"/orders/{owing.short}"))
    assert "BOX × 2 owed at 深圳仓 The place had no more" in page
    assert "Berlin has 10 free" in page
    assert "40 on their way to 深圳仓 PO-17" in page
    assert "in time for the promise" in page
    assert "no penalty until" in page
    assert "2 · 深圳仓" in page


def test_what_is_owed_is_held_elsewhere_at_one_click(night, owing, signed_in):
    typed = {"sku": night.box, "from": night.main, "to": night.spare, "units": 2}
    answer = post(signed_in(), owing.short, "fill", **typed)
    assert (answer.status_code, answer["Location"]) == (302, f"/orders/{owing.short}?done=fill")
    assert levels(night) == {night.main: (5, 5), night.spare: (10, 2)}
    assert stock.backorders() == []


def test_a_place_that_has_too_few_refuses_and_changes_nothing(night, owing, signed_in):
    # The others go between page and click.
    found = Count(night.box, night.spare, 1, NOW, document=0, source_row=3)
    inventory.count(counts=[found], entity=night.entity, now=NOW)
    typed = {"sku": night.box, "from": night.main, "to": night.spare, "units": 2}
    answer = post(signed_in(), owing.short, "fill", **typed)
    assert (answer.status_code, "There is not enough of BOX" in plain(answer)) == (409, True)
    assert levels(night) == {night.main: (5, 5), night.spare: (1, 0)}
    assert [one.quantity for one in stock.backorders()] == [2]


def test_cancelling_frees_units_for_who_waits(night, owing, signed_in):
    answer = post(signed_in(), owing.whole, "cancel")
    assert answer["Location"] == f"/orders/{owing.whole}?done=cancelled"
    assert order_of(owing.whole).row.state is State.CANCELLED
    assert levels(night)[night.main] == (5, 4)
    assert stock.backorders() == []
    page = plain(signed_in("support").get(f"/orders/{owing.whole}"))
    assert "Cancelled owner-user · the buyer asked" in page


def test_fewer_units_are_wanted(night, owing, signed_in):
    (line,) = order_of(owing.whole).lines
    answer = post(signed_in("support"), owing.whole, "quantities", **{f"quantity.{line.id}": "1"})
    assert answer.status_code == 302
    assert order_of(owing.whole).row.units == 1
    assert "Quantities changed BOX 3 → 1" in plain(signed_in().get(f"/orders/{owing.whole}"))


def test_who_is_late_sees_what_changed_and_keeps_what_was_typed(night, owing, signed_in):
    client, (line,) = signed_in(), order_of(owing.whole).lines
    intake.change_quantities(
        act=Act(owing.whole, by=None, at=NOW, reason="one is broken", revision=0),
        quantities={line.id: 2},
        now=NOW,
    )
    typed = {f"quantity.{line.id}": "1", f"label.{line.id}": "BOX#1", "revision": 0}
    answer = post(client, owing.whole, "quantities", **typed, reason="too dear")
    page = words(answer)
    assert answer.status_code == 409
    assert "Since you opened it: Quantities changed BOX 3 → 2" in plain(answer)
    assert "one is broken" in page
    assert re.search(r'name="quantity\.\d+" value="1"', page)
    assert 'name="reason" maxlength="500" value="too dear"' in page
    assert 'name="revision" value="1"' in page
    assert re.search(r'id="act-quantities"[^>]* open data-open', page)
    assert order_of(owing.whole).row.units == 2


def test_what_has_left_cannot_be_cancelled_and_the_page_says_so(night, owing, signed_in):
    client = signed_in()
    client.post(f"/orders/{owing.whole}/shipped", {"carrier": "", "tracking": ""})
    assert order_of(owing.whole).row.state is State.SHIPPED
    answer = post(client, owing.whole, "cancel")
    said = "Order N-1 is shipped: it cannot be cancelled any more."
    assert (answer.status_code, said in plain(answer)) == (409, True)
    assert order_of(owing.whole).row.state is State.SHIPPED
    assert levels(night)[night.main] == (2, 2)


def test_a_refund_is_noted_and_never_more_than_is_left(night, owing, signed_in):
    client = signed_in()
    too_much = post(client, owing.whole, "refund", amount="31")
    assert (too_much.status_code, order_of(owing.whole).row.refunded.minor) == (409, 0)
    assert 'name="amount"' in words(too_much)
    assert 'value="31"' in words(too_much)
    garbled = post(client, owing.whole, "refund", amount="1,50")
    assert (garbled.status_code, order_of(owing.whole).row.refunded.minor) == (422, 0)
    assert post(client, owing.whole, "refund", amount="7.50").status_code == 302
    assert order_of(owing.whole).row.refunded.minor == -750


def test_units_come_back_into_stock(night, owing, signed_in):
    client = signed_in()
    client.post(f"/orders/{owing.whole}/shipped", {"carrier": "", "tracking": ""})
    (line,) = order_of(owing.whole).lines
    answer = post(client, owing.whole, "return", **{f"units.{line.id}": "2", "refund": "1"})
    assert answer.status_code == 302, plain(answer)
    # They went straight to the order that was owed two.
    assert levels(night)[night.main] == (4, 4)
    assert stock.backorders() == []


def test_an_address_is_changed_by_those_who_may_read_it(night, owing, signed_in):
    typed = {"address.name": "Ada L.", "address.city": "Leeds", "address.phone": ""}
    assert post(signed_in("warehouse"), owing.whole, "address", **typed).status_code == 403
    assert orders.recipient(order=owing.whole) is None
    assert post(signed_in("support"), owing.whole, "address", **typed).status_code == 302
    found = orders.recipient(order=owing.whole)
    assert (found.name, found.address) == ("Ada L.", {"city": "Leeds"})


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "1e3", "٣", "9" * 30, "二"])
def test_a_garbled_quantity_is_refused_and_kept(night, owing, signed_in, text):
    (line,) = order_of(owing.whole).lines
    answer = post(signed_in(), owing.whole, "quantities", **{f"quantity.{line.id}": text})
    assert answer.status_code == 422
    assert order_of(owing.whole).row.units == 3


def test_an_order_of_a_channel_that_is_not_granted_cannot_be_acted_on(night, owing, make_user):
    other = NewChannel(
        key="other", title="Other", entity=night.entity, mode="storefront", currency="USD",
        zone="UTC", market="US", place=night.main,
    )  # fmt: skip
    granted = channels.open_channel(new=other, now=NOW)
    make_user("cut", "operations")
    identity.change_account(
        username="cut", role="operations", display_name="", may_export=False, entities=[],
        channels=[granted],
    )  # fmt: skip
    client = Client()
    client.post("/sign-in", {"username": "cut", "password": "harbour-lantern-42"})
    for act in ("cancel", "quantities", "address", "refund", "return", "fill"):
        assert client.post(f"/orders/{owing.whole}/{act}", {"revision": "0"}).status_code == 404
    assert order_of(owing.whole).row.state is State.PLACED


def test_the_list_shows_promises_and_what_is_late_or_owed(night, sell, owing, signed_in):
    late = sell("N-3", 1, ago=30 * HOUR, sku="BAG")
    client = signed_in()
    every = plain(client.get("/orders?p=all"))
    assert "All held" in every
    assert "Partly owed" in every
    assert re.search(r"\d+ h \d+ min late", every)
    found = {
        standing: re.findall(r'data-href="/orders/(\d+)"', words(client.get(address)))
        for standing, address in {
            "open": "/orders?standing=open&p=7d",
            "late": "/orders?standing=late&p=2020-01",
            "owed": "/orders?standing=owed&sort=order",
        }.items()
    }
    assert found["open"] == [str(late), str(owing.whole), str(owing.short)]
    assert found["late"] == [str(late)]
    assert found["owed"] == [str(owing.short), str(late)]
    assert client.get("/orders?standing=asleep").status_code == 422
    assert client.get("/orders?sort=promised").status_code == 422
