"""The pages of stock and of today while orders arrive live, and what may be done there."""

import re
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from argosy.evidence import queries as evidence
from argosy.intake import queries as intake_queries
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument, OrderLine
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.types import MovesWanted, Parcel
from argosy.kernel.keyset import Sort
from tests.console.live import HOUR, NOW, levels, night, owing, plain, sell, words

__all__ = ["night", "owing", "sell"]  # fixtures


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
