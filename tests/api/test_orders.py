"""Orders that programs send: one or many, each booked or told what is wrong with it."""

import json

import pytest

from argosy.intake import queries as intake
from argosy.orders.models import Line
from tests.api.conftest import error, order


def test_one_order_is_booked(call, channel):
    answer = call("POST", "/orders", order())
    told = answer.json()
    assert answer.status_code == 201
    assert (told["external_id"], told["channel"], told["fate"]) == ("S-1", "shop", "new")
    assert isinstance(told["order"], int)
    assert told["problems"] == []
    book = intake.fingerprint()
    assert (book.orders, book.lines, book.postings) == (1, 1, 1)


def test_an_order_that_is_known_is_answered(call, channel):
    first = call("POST", "/orders", order()).json()
    before = intake.fingerprint()
    again = call("POST", "/orders", order())
    assert (again.status_code, again.json()["fate"]) == (200, "known")
    assert again.json()["order"] == first["order"]
    assert intake.fingerprint() == before


def test_many_are_booked_in_one_call(call, channel):
    answer = call("POST", "/orders", {"orders": [order(f"S-{n}") for n in range(20)]})
    assert answer.status_code == 201
    results = answer.json()["results"]
    assert [one["external_id"] for one in results] == [f"S-{n}" for n in range(20)]
    assert {one["fate"] for one in results} == {"new"}
    assert len({one["order"] for one in results}) == 20
    assert intake.fingerprint().orders == 20


def test_a_bad_one_among_many_blocks_nobody(call, channel):
    bad = order("S-2", lines=[{"sku": "BOX", "quantity": 1.5, "unit_price": "3.50"}])
    answer = call("POST", "/orders", {"orders": [order("S-1"), bad, order("S-3"), 7]})
    assert answer.status_code == 201
    results = answer.json()["results"]
    assert [one["fate"] for one in results] == ["new", "quarantined", "new", "quarantined"]
    assert results[1]["external_id"] == "S-2"
    assert results[1]["problems"] == [
        {"field": "lines.0.quantity", "code": "not_whole", "value": "1.5"}
    ]
    assert results[3]["problems"][0]["code"] == "not_an_object"
    assert intake.fingerprint().orders == 2


@pytest.mark.parametrize(
    ("what", "field", "problem"),
    [
        ({"lines": []}, "lines", "empty"),
        ({"colour": "red"}, "colour", "unknown_field"),
        ({"lines": [{"sku": "A", "quantity": 1, "price": "3"}]}, "lines.0.price", "unknown_field"),
        ({"lines": [{"sku": "A", "quantity": "1"}]}, "lines.0.quantity", "not_whole"),
        ({"lines": [{"sku": "A", "quantity": True}]}, "lines.0.quantity", "not_whole"),
        ({"lines": [{"sku": "A", "quantity": 10**30}]}, "lines.0.quantity", "out_of_range"),
        ({"lines": [{"unit_price": True}]}, "lines.0.unit_price", "bad_number"),
        ({"lines": [{"unit_price": "1e5"}]}, "lines.0.unit_price", "bad_number"),
        ({"lines": [{"unit_price": "１２"}]}, "lines.0.unit_price", "bad_number"),
        ({"lines": [{"unit_price": "1_000"}]}, "lines.0.unit_price", "bad_number"),
        ({"lines": [{"unit_price": "NaN"}]}, "lines.0.unit_price", "bad_number"),
        ({"lines": [{"amount": 10**15}]}, "lines.0.amount", "bad_number"),
        ({"lines": [{"amount": 0.0000001}]}, "lines.0.amount", "bad_number"),
        ({"lines": [{"class": "magic", "quantity": 1}]}, "lines.0.class", "unknown_class"),
        ({"placed_at": 1700000000}, "placed_at", "bad_instant"),
        ({"placed_at": "2026-03-02T12:00:00"}, "placed_at", "bad_instant"),
        ({"placed_at": "0001-01-01T00:00:00+14:00"}, "placed_at", "bad_instant"),
        ({"external_id": ""}, "external_id", "empty"),
        ({"external_id": "a\0b"}, "external_id", "bad_text"),
        ({"external_id": "\ud800"}, "external_id", "bad_text"),
        ({"external_id": "x" * 201}, "external_id", "too_long"),
        ({"external_id": 7}, "external_id", "not_text"),
        ({"currency": "gbp"}, "currency", "bad_text"),
        ({"kind": "transaction"}, "kind", "unknown_value"),
        ({"customer": "a\x1b[31m"}, "customer", "bad_text"),
        ({"recipient": {"mother": "x"}}, "recipient.mother", "unknown_field"),
    ],
)
def test_an_order_with_a_field_that_does_not_fit_is_refused_by_its_name(
    call, channel, what, field, problem
):
    answer = call("POST", "/orders", order(**what))
    assert error(answer) == (422, "api.bad_field", field)
    assert answer.json()["error"]["facts"]["problem"] == problem
    assert intake.fingerprint().orders == 0


def test_numbers_are_taken_as_they_are_written(call, channel):
    body = (
        b'{"channel":"shop","external_id":"S-1","currency":"GBP","placed_at":'
        b'"2026-03-02T12:00:00Z","lines":[{"sku":"A","quantity":3,"unit_price":2.345}]}'
    )
    assert call("POST", "/orders", body).status_code == 201
    (told,) = intake_amounts()
    assert told == 704  # 3 × 2.345 = 7.035: half away from zero, and no float on the way


def intake_amounts():
    return list(Line.objects.values_list("amount_minor", flat=True))


@pytest.mark.parametrize(
    ("body", "status", "code", "reason"),
    [
        (b"", 400, "api.not_json", "syntax"),
        (b"{", 400, "api.not_json", "syntax"),
        (b"\xef\xbb\xbf{}", 400, "api.not_json", "byte_order_mark"),
        (b'{"a":"\xff"}', 400, "api.not_json", "not_utf8"),
        (b'{"a":NaN}', 400, "api.not_json", "not_a_number"),
        (b'{"a":-Infinity}', 400, "api.not_json", "not_a_number"),
        (b'{"a":1,"a":2}', 400, "api.not_json", "duplicate_key"),
        (b"[" * 100_000, 400, "api.not_json", "too_deep"),
        (b'{"a":' * 50_000, 400, "api.not_json", "too_deep"),
        (b'{"a":' + b"9" * 5_000 + b"}", 400, "api.not_json", "number_too_long"),
        (b'{"a":1.' + b"9" * 5_000 + b"}", 400, "api.not_json", "number_too_long"),
        (b'{"a":1e99999999999999999999}', 400, "api.not_json", "number_too_long"),
        (b"[]", 422, "api.not_an_order", None),
        (b'"order"', 422, "api.not_an_order", None),
        (b'{"orders":{}}', 422, "api.not_an_order", None),
        (b'{"orders":[],"x":1}', 422, "api.not_an_order", None),
        (b'{"orders":[]}', 422, "api.too_many_orders", None),
        (b'{"orders":[' + b"1," * 10_000 + b"1]}", 422, "api.too_many_orders", None),
        (b'{"a":1e999999999}', 422, "api.bad_field", None),
    ],
)
def test_a_body_that_is_no_order_is_refused_with_a_reason(
    call, channel, body, status, code, reason
):
    answer = call("POST", "/orders", body)
    assert error(answer)[:2] == (status, code)
    if reason:
        assert answer.json()["error"]["facts"]["reason"] == reason
    assert intake.fingerprint().orders == 0


def test_an_exponent_beyond_reason_is_a_number_that_does_not_fit(call, channel):
    body = (
        b'{"channel":"shop","external_id":"S-1","currency":"GBP","placed_at":'
        b'"2026-03-02T12:00:00Z","lines":[{"sku":"A","quantity":3,"unit_price":1e999999999}]}'
    )
    assert error(call("POST", "/orders", body)) == (422, "api.bad_field", "lines.0.unit_price")


def test_an_order_of_ten_thousand_lines_is_set_aside_with_its_reason(call, channel):
    lines = [{"sku": "A", "quantity": 1, "unit_price": "1.00"} for _ in range(10_000)]
    assert error(call("POST", "/orders", order(lines=lines))) == (422, "api.quarantined", "lines")
    assert intake.fingerprint().orders == 0


def test_a_channel_that_is_not_there_sets_the_order_aside(call, channel):
    assert error(call("POST", "/orders", order(channel="nowhere"))) == (
        422,
        "api.quarantined",
        "channel",
    )
    answer = call("POST", "/orders", {"orders": [order(channel="nowhere"), order("S-2")]})
    assert [one["fate"] for one in answer.json()["results"]] == ["quarantined", "new"]


def test_a_key_books_into_its_own_channels_only(call, make_channel, make_key):
    own = make_channel("shop")
    make_channel("other")
    key = make_key("orders:write", channels=(own,))
    for wrong in ("other", "nowhere"):
        batch = {"orders": [order("S-1"), order("S-2", channel=wrong)]}
        assert error(call("POST", "/orders", batch, key=key))[:2] == (
            403,
            "api.channel_not_allowed",
        )
    assert intake.fingerprint().orders == 0
    assert call("POST", "/orders", order(), key=key).status_code == 201


def test_a_body_of_many_megabytes_arrives(call, channel):
    body = json.dumps({"orders": [order("S-1")]}).encode()
    answer = call("POST", "/orders", body + b" " * (12 * 1024 * 1024))  # Django's own limit is 8
    assert answer.status_code == 201
    assert intake.fingerprint().orders == 1


@pytest.mark.soak
def test_a_body_of_sixty_megabytes_arrives(call, channel):
    one = json.dumps(wordy(0), ensure_ascii=False).encode()
    count = 60 * 1024 * 1024 // (len(one) + 2)
    orders = [wordy(n) for n in range(count)]
    body = json.dumps({"orders": orders}, ensure_ascii=False).encode()
    assert 59 * 1024 * 1024 < len(body) < 64 * 1024 * 1024
    answer = call("POST", "/orders", body)
    assert answer.status_code == 201
    assert {one["fate"] for one in answer.json()["results"]} == {"new"}
    assert intake.fingerprint().orders == count


def wordy(n):
    """An order of about eight kilobytes: every text as long as it may be."""
    longest = {
        "name": 200,
        "phone": 60,
        "email": 254,
        "company": 200,
        "line1": 300,
        "line2": 300,
        "city": 120,
        "region": 120,
        "postcode": 40,
        "country": 80,
    }
    line = {"sku": f"A{n % 100}", "quantity": 1, "unit_price": "1.00", "title": "货" * 290}
    return order(
        f"S-{n}",
        customer=f"{n}客".ljust(190, "户"),
        reference="号" * 190,
        recipient={name: "字" * length for name, length in longest.items()},
        lines=[line],
    )


def test_a_body_above_the_limit_is_refused_unread(call, channel):
    answer = call("POST", "/orders", b" " * (64 * 1024 * 1024 + 1))
    assert error(answer)[:2] == (413, "api.body_too_large")
