"""A named request is done once and answered the same; a race has one who does it."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from argosy.api import booking
from argosy.api.replies import encoded
from argosy.evidence.models import Document
from argosy.identity.models import ApiKey, IdempotencyKey
from argosy.identity.services import end_request
from argosy.intake import queries as intake
from argosy.orders.models import Order
from tests.api.conftest import error, order


def test_a_named_request_is_answered_the_same_and_not_done_again(call, channel):
    first = call("POST", "/orders", order(), Idempotency_Key="a")
    before = intake.fingerprint()
    again = call("POST", "/orders", order(), Idempotency_Key="a")
    assert (again.status_code, again.content) == (201, first.content)
    assert (again["Idempotent-Replayed"], "Idempotent-Replayed" in first) == ("true", False)
    assert intake.fingerprint() == before
    assert Document.objects.count() == 1


def test_a_batch_is_answered_the_same_too(call, channel):
    batch = {"orders": [order("S-1"), order("S-2", colour="red")]}
    first = call("POST", "/orders", batch, Idempotency_Key="a")
    again = call("POST", "/orders", batch, Idempotency_Key="a")
    assert (again.status_code, again.content) == (201, first.content)
    assert [one["fate"] for one in again.json()["results"]] == ["new", "quarantined"]


def test_a_name_used_for_something_else_is_refused(call, channel):
    call("POST", "/orders", order(), Idempotency_Key="a")
    other = call("POST", "/orders", order("S-2"), Idempotency_Key="a")
    assert error(other)[:2] == (422, "api.idempotency_mismatch")
    assert Order.objects.count() == 1


def test_what_was_refused_before_it_began_is_not_kept(call, channel):
    for bad in (order(lines=[]), b"{"):
        assert call("POST", "/orders", bad, Idempotency_Key="a").status_code in {400, 422}
    assert IdempotencyKey.objects.count() == 0
    assert call("POST", "/orders", order(), Idempotency_Key="a").status_code == 201


def test_an_order_that_was_set_aside_is_answered_the_same(call, channel):
    bad = order(channel="nowhere")
    first = call("POST", "/orders", bad, Idempotency_Key="a")
    again = call("POST", "/orders", bad, Idempotency_Key="a")
    assert error(first)[:2] == (422, "api.quarantined")
    assert (again.status_code, again.content) == (422, first.content)
    assert again["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("name", ["", "x" * 256, "a b", "ä", "a\tb"])
def test_a_name_that_is_none_is_refused(call, channel, name):
    answer = call("POST", "/orders", order(), Idempotency_Key=name)
    assert error(answer)[:2] == (400, "api.bad_idempotency_key")
    assert Order.objects.count() == 0


def test_the_longest_name_is_one(call, channel):
    assert call("POST", "/orders", order(), Idempotency_Key="x" * 255).status_code == 201


def test_a_mistake_of_ours_is_answered_the_same(call, channel, monkeypatch):
    def broken(**_):
        raise RuntimeError("a bug")

    monkeypatch.setattr(booking.intake, "book_within", broken)
    first = call("POST", "/orders", order(), Idempotency_Key="a")
    monkeypatch.undo()
    again = call("POST", "/orders", order(), Idempotency_Key="a")
    assert error(first)[:2] == (500, "api.failed")
    assert (again.status_code, again.json()) == (500, first.json())
    assert Order.objects.count() == 0


def test_when_the_database_has_no_time_nothing_is_kept(call, channel, monkeypatch):
    def busy(**_):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(booking.intake, "book_within", busy)
    answer = call("POST", "/orders", order(), Idempotency_Key="a")
    assert error(answer)[:2] == (503, "api.busy")
    assert answer["Retry-After"] == "2"
    assert IdempotencyKey.objects.count() == 0
    monkeypatch.undo()
    assert call("POST", "/orders", order(), Idempotency_Key="a").status_code == 201


@pytest.mark.race
def test_of_twelve_that_come_at_once_one_does_it(call, channel):
    start = Barrier(12)

    def ask(_):
        try:
            start.wait()
            answer = call("POST", "/orders", order(), Idempotency_Key="a")
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        seen = list(pool.map(ask, range(12)))
    statuses = {status for status, _ in seen}
    assert statuses <= {201, 409}
    assert len({body for status, body in seen if status == 201}) == 1
    assert {json.loads(body)["error"]["code"] for status, body in seen if status == 409} <= {
        "api.request_under_way"
    }
    assert (Order.objects.count(), Document.objects.count()) == (1, 1)
    assert IdempotencyKey.objects.get().state == "done"


@pytest.mark.race
def test_a_request_whose_process_died_is_taken_over(call, channel, monkeypatch):
    def dies(*_, **__):
        raise KeyboardInterrupt

    # It died between the insert of its name and the commit of its effect.
    monkeypatch.setattr(booking.identity, "keep_replies", dies)
    with pytest.raises(KeyboardInterrupt):
        call("POST", "/orders", order(), Idempotency_Key="a")
    monkeypatch.undo()
    assert (IdempotencyKey.objects.get().state, Order.objects.count()) == ("in_progress", 0)
    assert call("POST", "/orders", order(), Idempotency_Key="a").status_code == 201
    assert (IdempotencyKey.objects.get().state, Order.objects.count()) == ("done", 1)


@pytest.mark.race
def test_a_request_under_way_is_not_done_twice(call, channel, elsewhere):
    key = ApiKey.objects.get().pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_lock(hashtextextended(%s, hashint8extended(%s, 4995141)))",
            ["a", key],
        )
    other = elsewhere(lambda: call("POST", "/orders", order(), Idempotency_Key="a")).result(30)
    assert error(other)[:2] == (409, "api.request_under_way")
    assert (IdempotencyKey.objects.count(), Order.objects.count()) == (0, 0)
    end_request(key=key, idempotency_key="a")


@pytest.mark.race
def test_of_twenty_orders_that_come_at_once_the_bad_one_fails_alone(call, channel):
    start = Barrier(20)
    bad = order("S-7", lines=[{"sku": "BOX", "quantity": 0, "unit_price": "1.00"}])

    def ask(n):
        try:
            start.wait()
            body = bad if n == 7 else order(f"S-{n}", lines=order()["lines"])
            return call("POST", "/orders", body, Idempotency_Key=f"k{n}").json()
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        seen = dict(enumerate(pool.map(ask, range(20))))
    refused = seen.pop(7)
    assert refused["error"]["code"] == "api.quarantined"
    assert refused["result"]["external_id"] == "S-7"
    assert {one["external_id"] for one in seen.values()} == {f"S-{n}" for n in seen}
    assert {one["fate"] for one in seen.values()} == {"new"}
    numbers = dict(Order.objects.values_list("external_id", "pk"))
    assert {one["external_id"]: one["order"] for one in seen.values()} == numbers
    kept = {row.key: bytes(row.body) for row in IdempotencyKey.objects.all()}
    assert kept == {f"k{n}": encoded(one) for n, one in (seen | {7: refused}).items()}
