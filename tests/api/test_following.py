"""Whoever follows orders misses nothing, also not what was committed late."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from argosy.api.documents import batch_of
from argosy.intake import services as intake
from argosy.orders.models import Order
from tests import moving
from tests.api.conftest import error, order


def pages(call, limit=2, **more):
    """Every order seen, page by page, with the kinds of what happened to it."""
    seen, after = [], None
    while True:
        path = f"/orders?limit={limit}" + (f"&after={after}" if after else "")
        told = call("GET", path, **more).json()
        seen += [
            (one["external_id"], [fact["kind"] for fact in one["facts"]]) for one in told["orders"]
        ]
        after = told["after"]
        if not told["more"]:
            return seen, after


@pytest.mark.race
def test_everything_that_happened_is_seen_once(call, channel):
    for n in range(5):
        call("POST", "/orders", order(f"S-{n}"))
    seen, after = pages(call)
    assert seen == [(f"S-{n}", ["placed"]) for n in range(5)]
    assert pages(call, limit=500)[0] == seen
    rest = call("GET", f"/orders?after={after}").json()
    assert rest == {"orders": [], "after": after, "more": False}
    call("POST", "/orders", order("S-1", paid_at="2026-03-02T13:00:00Z"))
    (late,) = call("GET", f"/orders?after={after}").json()["orders"]
    assert (late["external_id"], late["state"]) == ("S-1", "paid")
    assert "paid" in [fact["kind"] for fact in late["facts"]]


@pytest.mark.race
def test_an_order_whose_transaction_commits_late_is_not_skipped(call, channel, elsewhere):
    call("POST", "/orders", order("first"))
    _, after = pages(call)
    with transaction.atomic():
        # This transaction has its number before the other, and commits after it.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        elsewhere(lambda: call("POST", "/orders", order("quick")).status_code).result(30)
        told = elsewhere(lambda: call("GET", f"/orders?after={after}").json()).result(30)
        assert told["orders"] == []  # "quick" waits for whoever could still come before it
        place(order("slow"))
    told = call("GET", f"/orders?after={after}").json()
    assert [one["external_id"] for one in told["orders"]] == ["slow", "quick"]


@pytest.mark.race
def test_a_cursor_of_before_the_book_was_restored_goes_on(call, channel):
    with moving.counting_as_before():
        with moving.on_a_busier_server(5_000_000_000):
            call("POST", "/orders", order("S-1"))
            call("POST", "/orders", order("S-2"))
            after = call("GET", "/orders?limit=1").json()["after"]
        assert moving.count_here(datetime.now(UTC))

        call("POST", "/orders", order("S-3"))

        seen = call("GET", f"/orders?after={after}").json()
        assert [one["external_id"] for one in seen["orders"]] == ["S-2", "S-3"]
        call("POST", "/orders", order("S-4"))
        assert [
            one["external_id"]
            for one in call("GET", f"/orders?after={seen['after']}").json()["orders"]
        ] == ["S-4"]


def place(values):
    intake.book(documents=batch_of(values).documents, now=datetime.now(UTC))


@pytest.mark.race
def test_a_key_follows_its_own_channels_only(call, make_channel, make_key):
    own = make_channel("shop")
    make_channel("other")
    call("POST", "/orders", {"orders": [order("S-1"), order("S-2", channel="other")]})
    key = make_key("orders:read", channels=(own,))
    assert pages(call, key=key)[0] == [("S-1", ["placed"])]
    ids = dict(Order.objects.values_list("external_id", "pk"))
    assert call("GET", f"/orders/{ids['S-1']}", key=key).status_code == 200
    hidden = call("GET", f"/orders/{ids['S-2']}", key=key)
    assert error(hidden)[:2] == (404, "orders.no_such_order")


def test_one_order_is_told_with_its_lines(call, channel):
    lines = [
        {"sku": "BOX", "quantity": 2, "unit_price": "3.50"},
        {"sku": "LID", "quantity": 1, "unit_price": "0.99"},
    ]
    made = call("POST", "/orders", order(lines=lines)).json()
    told = call("GET", f"/orders/{made['order']}").json()
    assert {
        name: told[name]
        for name in ("external_id", "channel", "kind", "state", "currency", "total_minor", "units")
    } == {
        "external_id": "S-1",
        "channel": "shop",
        "kind": "order",
        "state": "placed",
        "currency": "GBP",
        "total_minor": 799,
        "units": 3,
    }
    assert [
        (line["sku"], line["quantity"], line["unit_price"], line["amount_minor"])
        for line in told["lines"]
    ] == [("BOX", 2, "3.500000", 700), ("LID", 1, "0.990000", 99)]
    assert [fact["kind"] for fact in told["facts"]] == ["placed"]


@pytest.mark.parametrize("after", ["x", "1", "1-2-3", "-1-2", "9" * 19 + "-1", "%00", "1-2%0A"])
def test_a_cursor_that_is_none_is_refused(call, channel, after):
    assert error(call("GET", f"/orders?after={after}")) == (422, "api.bad_field", "after")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/orders?limit=0", "limit"),
        ("/orders?limit=501", "limit"),
        ("/orders?limit=x", "limit"),
        ("/orders/0", "order"),
        ("/orders/x", "order"),
        (f"/orders/{2**63}", "order"),
        ("/stock?sku=%00", "sku.0"),
        ("/listings?channel=%00", "channel"),
    ],
)
def test_a_parameter_that_does_not_fit_is_refused_by_its_name(call, channel, path, field):
    assert error(call("GET", path)) == (422, "api.bad_field", field)


def test_what_is_not_there_is_said_in_the_one_shape(call, channel):
    assert error(call("GET", "/nowhere"))[:2] == (404, "api.nothing_here")
    assert error(call("GET", "/orders/1"))[:2] == (404, "orders.no_such_order")
    wrong = call("DELETE", "/orders")
    assert error(wrong)[:2] == (405, "api.method_not_allowed")
    assert wrong["Allow"] == "GET, POST"
