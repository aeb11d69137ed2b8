"""What an operator sees and does on a busy night: promises, acts, stock, and what is owed."""

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
from argosy.evidence import queries as evidence
from argosy.identity import services as identity
from argosy.intake import queries as intake_queries
from argosy.intake import services as intake
from argosy.intake.types import Act, OrderDocument, OrderLine
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.types import Count, MovesWanted, Parcel
from argosy.kernel.keyset import Sort
from argosy.orders import queries as orders
from argosy.orders.types import State

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


def test_stock_tells_available_leased_owed_and_on_its_way_apart(night, owing, signed_in):
    inventory.lease(
        claimant="session:gala", sku=night.box, place=night.spare, quantity=4, ends_at=None, now=NOW
    )
    inventory.expect(parcel=Parcel(night.box, 40, night.entity, "PO-17"), place=night.main, now=NOW)
    client = signed_in()
    answer = client.get("/stock?format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = text.splitlines()[0].split(","), next(x for x in text.splitlines() if "BOX" in x)
    found = dict(zip(head, row.split(","), strict=False))
    asked = ("On hand", "Promised", "Leased", "Available", "Owed", "On its way")
    assert [found[name] for name in asked] == ["15", "5", "4", "6", "2", "40"]
    assert "BOX" in plain(client.get("/stock?state=owed"))
    page = plain(client.get(f"/stock/{night.box}"))
    assert "Live session gala 4 · Berlin" in page
    assert "N-1 3 深圳仓" in page
    assert "N-2 × 2 owed at 深圳仓" in page


def test_a_count_shows_who_would_lose_and_changes_nothing_until_it_is_confirmed(
    night, owing, signed_in
):
    client, before = signed_in("warehouse"), levels(night)
    typed = {"place": night.main, "units": 3}
    tried = client.post(f"/stock/{night.box}/count", typed)
    page = plain(tried)
    assert tried.status_code == 200
    assert "That is less than is promised. These would lose: N-2 × 2" in page
    assert levels(night) == before
    assert [one.quantity for one in stock.backorders()] == [2]

    done = client.post(f"/stock/{night.box}/count", typed | {"confirmed": "1"})
    assert "These lost units; what orders lost is owed to them from now on: N-2 × 2" in plain(done)
    assert levels(night)[night.main] == (3, 3)
    assert [(one.quantity, one.reason) for one in stock.backorders()] == [(4, "short")]
    run = intake_queries.list_runs(limit=1, now=NOW)[0]
    assert (run.profile, run.file_name.startswith("count BOX main")) == ("stock-count", True)
    assert intake_queries.source_rows(document=last_move(night).document).rows[0][1][:3] == (
        "BOX", "main", "3",
    )  # fmt: skip


def last_move(night: SimpleNamespace):
    wanted = Sort("id", descending=True)
    return stock.moves(wanted=MovesWanted(), sort=wanted, after=None, limit=1).rows[0]


@pytest.mark.parametrize("units", ["", "-1", "1.5", "x", "99999999"])
def test_a_count_that_is_no_number_changes_nothing(night, owing, signed_in, units):
    before = levels(night)
    typed = {"place": night.main, "units": units, "confirmed": "1"}
    assert signed_in().post(f"/stock/{night.box}/count", typed).status_code == 422
    assert levels(night) == before


def test_what_comes_in_goes_to_who_waits(night, owing, signed_in):
    client = signed_in("warehouse")
    typed = {"place": night.main, "units": 10, "reference": "PO-18", "day": "2031-01-02"}
    assert client.post(f"/stock/{night.box}/expect", typed).status_code == 302
    (arrival,) = stock.arrivals()
    assert (arrival.quantity, arrival.reference) == (10, "PO-18")
    too_bad = client.post(f"/stock/{night.box}/receive", {"arrival": arrival.id, "units": 0})
    assert (too_bad.status_code, levels(night)[night.main]) == (422, (5, 5))
    other = client.post(f"/stock/{night.bag}/receive", {"arrival": arrival.id, "units": 1})
    assert (other.status_code, levels(night)[night.main]) == (404, (5, 5))
    client.post(f"/stock/{night.box}/receive", {"arrival": arrival.id, "units": 6})
    assert levels(night)[night.main] == (11, 7)
    assert stock.backorders() == []
    client.post(f"/stock/{night.box}/give-up", {"arrival": arrival.id})
    assert stock.arrivals() == []


def test_units_are_sent_to_another_place_only_where_they_are_free(night, owing, signed_in):
    client, before = signed_in(), levels(night)
    typed = {"origin": night.main, "target": night.spare, "units": 1}
    refused = client.post(f"/stock/{night.box}/transfer", typed)
    assert (refused.status_code, "There is not enough of BOX" in plain(refused)) == (409, True)
    assert re.search(r'id="do-transfer"[^>]* open data-open', words(refused))
    assert levels(night) == before
    typed = {"origin": night.spare, "target": night.main, "units": 3}
    assert client.post(f"/stock/{night.box}/transfer", typed).status_code == 302
    assert levels(night)[night.spare] == (7, 0)
    (arrival,) = stock.arrivals()
    client.post(f"/stock/{night.box}/receive", {"arrival": arrival.id, "units": 3})
    assert levels(night)[night.main] == (8, 7)


def test_everything_owed_stands_by_promise_and_is_filled_together(night, sell, owing, signed_in):
    sell("N-0", 1, ago=3 * HOUR)  # promised earlier than the others
    client = signed_in("warehouse")
    page = words(client.get("/stock/owed"))
    assert re.findall(r">(N-\d)<", page) == ["N-0", "N-2"]
    assert "Berlin 10" in page
    assert len(re.findall(r"data-href", words(client.get("/stock/owed?fit=none")))) == 0
    boxes = {f"take.{one.id}": "1" for one in stock.backorders()} | {"take.999999": "1"}
    answer = client.post("/stock/owed/fill", boxes)
    assert answer["Location"] == "/stock/owed?units=3&orders=2&refused=1"
    assert levels(night) == {night.main: (5, 5), night.spare: (10, 3)}
    page = plain(client.get(answer["Location"]))
    assert "3 units of 2 orders are held elsewhere now. 1 could not be filled" in page
    assert "Nothing is owed." in page


def test_who_may_only_look_is_offered_nothing_to_press(night, owing, signed_in):
    client = signed_in("read_only")
    for path in (f"/orders/{owing.short}", f"/stock/{night.box}", "/stock/owed"):
        page = words(client.get(path))
        assert 'method="post"' not in re.sub(
            r"<form[^>]*preferences.*?</form>", "", page, flags=re.DOTALL
        ), path


def test_today_tells_what_happens_right_now_and_refreshes_in_place(night, sell, signed_in):
    sell("T-1", 3, ago=timedelta(minutes=2))
    sell("T-2", 4, ago=timedelta(minutes=3))
    sell("T-3", 1, ago=30 * HOUR, sku="BAG")
    client = signed_in()
    page = plain(client.get("/"))
    assert "Right now" in page
    again = client.get("/tonight", headers={"HX-Request": "true"})
    found = re.findall(r'data-key="(\w+)".*?class="value[^"]*">(.*?)</span>', words(again))
    told = {key: re.sub(r"<[^>]+>", "", value) for key, value in found}
    wanted = {"rate": "0.4", "open": "3", "late": "1", "owed": "2", "lag": "unknown"}
    assert {key: told[key] for key in wanted} == wanted
    chart = client.get("/tonight?part=flow")
    placed = [int(count) for count in re.findall(r": (\d+) orders?<", words(chart))]
    assert (len(placed), sum(placed)) == (36, 2)
    assert 'data-key="work"' not in words(signed_in("warehouse").get("/tonight"))


def test_a_document_told_live_is_readable_and_mended_where_it_stands(night, sell, signed_in):
    line = OrderLine(
        line_class="merchandise", currency="XXQ", occurred_at=NOW - HOUR, sku="BOX", quantity=2,
        unit_price=Decimal("10.00"), market="US",
    )  # fmt: skip
    bad = OrderDocument(external_id="Q-1", kind="order", lines=(line,), placed_at=NOW - HOUR)
    booked = intake.book(documents=[bad], channel=night.channel, now=NOW)
    assert booked.quarantined == 1
    client = signed_in()
    assert "Q-1" in words(client.get("/import/quarantine"))
    (held,) = evidence.list_held(run=None, limit=10)
    page = client.get(f"/import/quarantine/{held.id}")
    assert "Line 1, Currency" in plain(page)
    assert "The document" in plain(page)
    (name,) = re.findall(r'name="(cell\.1\.\d+)" value="XXQ"', words(page))
    still = client.post(f"/import/quarantine/{held.id}", {name: "XXR"})
    assert (still.status_code, levels(night)[night.main]) == (422, (5, 0))
    assert 'value="XXR"' in words(still)
    assert client.post(f"/import/quarantine/{held.id}", {name: "USD"}).status_code == 302
    assert levels(night)[night.main] == (5, 2)


def test_no_page_asks_more_of_a_longer_book(night, sell, signed_in, queries):
    client = signed_in()
    pages = ("/", "/tonight", "/orders?p=all", "/orders?standing=late", "/stock", "/stock/owed")

    def asked() -> list[int]:
        return [queries(lambda path=path: client.get(path)) for path in pages]

    sell("L-0", 6)
    asked()  # What the first request of a process reads once.
    sell("L-1", 4, ago=30 * HOUR)
    before = asked()
    for nth in range(2, 12):
        sell(f"L-{nth}", 4, ago=30 * HOUR)
    assert asked() == before
