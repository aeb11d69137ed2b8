"""What was set aside is kept as it was sent, where people look for it."""

import json
import zlib

import pytest
from django.test import Client

from argosy.evidence.models import Chunk, Quarantined
from tests.api.conftest import PASSWORD, order


@pytest.fixture
def boss(owner):
    client = Client()
    client.post("/sign-in", {"username": "boss", "password": PASSWORD})
    return client


def test_an_order_that_is_none_is_kept_with_what_is_wrong_with_it(call, channel, boss):
    bad = order("S-2", colour="red", total=1.5)
    call("POST", "/orders", {"orders": [order("S-1"), bad]})
    (held,) = Quarantined.objects.all()
    assert (held.external_id, held.channel) == ("S-2", channel)
    assert [(one["field"], one["code"]) for one in held.problems] == [("colour", "unknown_field")]
    (row,) = json.loads(bytes(held.rows))
    assert row["row"] == 1
    assert json.loads(row["cells"]["order"])["colour"] == "red"
    assert boss.get("/import/quarantine").status_code == 200
    assert boss.get(f"/import/quarantine/{held.pk}").status_code in {200, 404}


def test_an_order_that_cannot_be_booked_is_kept_too(call, channel, boss):
    call("POST", "/orders", {"orders": [order("S-1"), order("S-2", total="9.99")]})
    (held,) = Quarantined.objects.all()
    assert [(one["field"], one["code"]) for one in held.problems] == [("total", "total_differs")]
    assert boss.get("/import/quarantine").status_code == 200


def test_the_body_is_kept_as_it_came(call, channel):
    raw = json.dumps(order(), indent=3).encode()
    assert call("POST", "/orders", raw).status_code == 201
    assert [zlib.decompress(bytes(one.data)) for one in Chunk.objects.all()] == [raw]
