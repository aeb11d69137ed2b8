"""What programs do to one order: legal or refused, once, by those who may see it."""

import pytest

from argosy.intake import queries as intake
from argosy.orders.models import Recipient
from tests.api.conftest import error, order

SHIPPED = "2026-03-03T12:00:00Z"
LATER = "2026-03-04T12:00:00Z"


@pytest.fixture
def placed(call, channel):
    """Place an order and return it as it stands."""

    def place(**what):
        made = call("POST", "/orders", order(**what)).json()
        return call("GET", f"/orders/{made['order']}").json()

    return place


def kinds(told):
    return [fact["kind"] for fact in told["facts"]]


def test_an_order_is_cancelled_once(call, placed):
    told = placed()
    answer = call("POST", f"/orders/{told['id']}/cancel", {"reason": "changed their mind"})
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["revision"]) == ("cancelled", 1)
    before = intake.fingerprint()
    again = call("POST", f"/orders/{told['id']}/cancel", {})
    assert error(again)[:2] == (409, "orders.illegal_transition")
    assert intake.fingerprint() == before


def test_a_named_act_is_done_once_and_answered_the_same(call, placed):
    told = placed()
    path = f"/orders/{told['id']}/refund"
    first = call("POST", path, {"amount_minor": 100}, Idempotency_Key="a")
    again = call("POST", path, {"amount_minor": 100}, Idempotency_Key="a")
    assert (first.status_code, again.content) == (200, first.content)
    assert call("GET", f"/orders/{told['id']}").json()["refunded_minor"] == -100
    refused = call("POST", path, {"amount_minor": 10_000}, Idempotency_Key="b")
    assert error(refused)[:2] == (409, "orders.refund_too_large")
    assert call("POST", path, {"amount_minor": 10_000}, Idempotency_Key="b")["Idempotent-Replayed"]


def test_two_who_edit_at_once_are_told_apart(call, placed):
    told = placed()
    line = told["lines"][0]["id"]
    seen = {"revision": told["revision"], "lines": [{"line": line, "quantity": 1}]}
    path = f"/orders/{told['id']}/quantities"
    assert call("POST", path, seen).json()["units"] == 1
    late = call("POST", f"/orders/{told['id']}/cancel", {"revision": told["revision"]})
    assert error(late)[:2] == (409, "orders.stale")
    assert call("GET", f"/orders/{told['id']}").json()["state"] == "placed"
    assert call("GET", f"/orders/{told['id']}").json()["revision"] == 1


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([{"line": 1, "quantity": 1}], (404, "orders.no_such_line")),
        ([], (422, "api.bad_field")),
        ([{"line": "x", "quantity": 1}], (422, "api.bad_field")),
    ],
)
def test_quantities_of_what_is_not_there_are_refused(call, placed, lines, expected):
    told = placed()
    answer = call("POST", f"/orders/{told['id']}/quantities", {"lines": lines})
    assert error(answer)[:2] == expected


def test_a_quantity_above_what_was_ordered_is_refused(call, placed):
    told = placed()
    line = told["lines"][0]["id"]
    more = {"lines": [{"line": line, "quantity": 3}]}
    assert error(call("POST", f"/orders/{told['id']}/quantities", more))[:2] == (
        422,
        "orders.bad_quantity",
    )
    twice = {"lines": [{"line": line, "quantity": 1}, {"line": line, "quantity": 2}]}
    assert error(call("POST", f"/orders/{told['id']}/quantities", twice)) == (
        422,
        "api.bad_field",
        "lines",
    )


def test_an_address_is_changed_and_told_to_nobody(call, placed):
    told = placed(recipient={"name": "Ada", "city": "London"})
    body = {"address": {"name": "Grace", "line1": "1 Quay", "city": "Hull"}}
    answer = call("POST", f"/orders/{told['id']}/address", body)
    assert answer.status_code == 200
    assert "Grace" not in answer.content.decode()
    kept = Recipient.objects.get()
    assert (kept.name, kept.address) == ("Grace", {"line1": "1 Quay", "city": "Hull"})


def test_units_of_a_shipped_order_come_back(call, placed):
    told = placed(shipped_at=SHIPPED)
    line = told["lines"][0]["id"]
    path = f"/orders/{told['id']}/return"
    back = {"at": LATER, "lines": [{"line": line, "quantity": 1}]}
    assert call("POST", path, back).status_code == 200
    assert error(call("POST", path, {"at": LATER, "lines": [{"line": line, "quantity": 2}]}))[
        :2
    ] == (409, "orders.too_many_returned")


def test_nobody_acts_on_an_order_they_may_not_see(call, make_channel, make_key):
    own = make_channel("shop")
    make_channel("other")
    made = call("POST", "/orders", order(channel="other")).json()
    key = make_key("orders:write", "orders:read", channels=(own,))
    for act, body in {
        "cancel": {},
        "refund": {"amount_minor": 1},
        "address": {"address": {"name": "Eve"}},
        "quantities": {"lines": [{"line": 1, "quantity": 1}]},
        "return": {"lines": [{"line": 1, "quantity": 1}]},
    }.items():
        answer = call("POST", f"/orders/{made['order']}/{act}", body, key=key)
        assert error(answer)[:2] == (404, "orders.no_such_order"), act
    assert call("GET", f"/orders/{made['order']}").json()["revision"] == 0


def test_an_act_with_a_body_that_does_not_fit_is_refused_by_its_field(call, placed):
    told = placed()
    for body, field in (
        ({"why": "x"}, "why"),
        ({"reason": "a\0"}, "reason"),
        ({"at": "yesterday"}, "at"),
        ({"revision": -1}, "revision"),
        ([], "body"),
    ):
        assert error(call("POST", f"/orders/{told['id']}/cancel", body)) == (
            422,
            "api.bad_field",
            field,
        )
    assert error(call("POST", f"/orders/{told['id']}/cancel", b"{"))[:2] == (400, "api.not_json")
    assert call("GET", f"/orders/{told['id']}").json()["state"] == "placed"
