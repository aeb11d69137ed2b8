"""Telling others: what is sent, in which order, how often, and when we stop."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from argosy.sync import queries, services
from argosy.sync.delivering import CLAIM
from argosy.sync.models import Cursor, Delivery
from argosy.sync.types import EndpointState, Told
from tests.sync.conftest import NOON, make_channel

pytestmark = [pytest.mark.race]
DAY = timedelta(days=1)


def states(**which):
    found = Delivery.objects.filter(**which).order_by("pk")
    return list(found.values_list("kind", "state", "attempt"))


def verified(heard, *secrets):
    """Check a call as docs/webhooks.md tells its receiver to. Returns when it was signed."""
    parts = [part.split("=", 1) for part in heard.headers["argosy-signature"].split(",")]
    (stamp,) = [value for name, value in parts if name == "t"]
    signed = stamp.encode() + b"." + heard.body
    right = [hmac.new(s.encode(), signed, hashlib.sha256).hexdigest() for s in secrets]
    assert [value for name, value in parts if name == "v1"] == right
    return int(stamp)


class TestWhatIsSent:
    def test_an_event_arrives_signed_with_its_id(self, add, tell, run, receiver):
        secret = add().secret
        order = tell("S-1", "placed", units=2, recipient={"name": "Ada"})
        assert run() == Told(delivered=1)
        (heard,) = receiver.heard
        assert verified(heard, secret) == int(NOON.timestamp())
        said = json.loads(heard.body)
        assert said == {
            "id": heard.event,
            "type": "order.placed",
            "version": 1,
            "occurred_at": "2026-11-11T12:00:00+00:00",
            "recorded_at": "2026-11-11T12:00:00+00:00",
            "order": {"id": order, "channel": "shop", "external_id": "S-1"},
            "detail": {"units": 2},  # and nothing of Ada
        }
        assert heard.headers["argosy-event"] == "order.placed"
        assert heard.headers["argosy-attempt"] == "1"
        assert secret not in str(heard.headers)
        assert states() == [("order.placed", "delivered", 1)]

    def test_each_endpoint_is_told_what_it_asked_for(
        self, add, tell, run, receiver, make_receiver, channel
    ):
        other, second = make_receiver(), make_channel("other")
        add("order.shipped")
        add("order.*", url=other.url, channels=(second,))
        tell("S-1", "placed", "shipped")
        tell("T-1", "placed", into=second)
        run()
        assert [json.loads(one.body)["type"] for one in receiver.heard] == ["order.shipped"]
        assert [json.loads(one.body)["order"]["external_id"] for one in other.heard] == ["T-1"]

    def test_nobody_is_told_of_before_they_asked_or_of_long_ago(self, tell, add, run, receiver):
        tell("before")
        add(past_days=30)
        tell("history", at=NOON - 31 * DAY)
        tell("lately", at=NOON - 29 * DAY)
        run()
        assert [json.loads(one.body)["order"]["external_id"] for one in receiver.heard] == [
            "lately"
        ]

    def test_an_address_change_is_told_without_the_address(self, add, tell, run, receiver):
        add()
        tell("S-1", "address", city="London")
        run()
        assert json.loads(receiver.heard[0].body)["detail"] == {}

    def test_following_again_tells_nobody_twice(self, add, tell, run, receiver):
        add()
        tell("S-1")
        run()
        Cursor.objects.update(xact=0, fact=0)  # as if the place had not been kept
        run()
        assert len(receiver.heard) == 1

    def test_while_a_secret_is_changed_both_sign(self, add, tell, run, receiver, clock):
        old = add()
        new = services.rotate_secret(endpoint=old.endpoint, now=NOON, keep_old=DAY)
        assert new.secret != old.secret
        tell("S-1")
        run()
        verified(receiver.heard[0], new.secret, old.secret)
        clock.forward(DAY)
        tell("S-2")
        run()
        verified(receiver.heard[1], new.secret)

    def test_under_another_key_nothing_is_signed_and_nothing_lost(
        self, add, tell, run, receiver, settings, clock
    ):
        made = add()
        tell("S-1")
        settings.SECRET_KEY = "another installation's"
        run()
        assert receiver.heard == []
        (seen,) = queries.endpoints(now=NOON)
        assert (seen.state, seen.waiting) == (EndpointState.PAUSED, 1)
        secret = services.rotate_secret(endpoint=made.endpoint, now=NOON).secret
        services.resume_endpoint(endpoint=made.endpoint, now=NOON)
        clock.forward(CLAIM)
        run()
        verified(receiver.heard[0], secret, "whatever") if False else None
        assert len(receiver.heard) == 1
