"""What became of deliveries, and what a receiver heard."""

import hashlib
import hmac
import json

from argosy.sync.models import Delivery
from tests.sync.receiver import saying


def states(**which):
    found = Delivery.objects.filter(**which).order_by("pk")
    return list(found.values_list("kind", "state", "attempt"))


def numbers(receiver):
    return [json.loads(one.body)["order"]["external_id"] for one in receiver.heard]


def kinds(receiver):
    return [json.loads(one.body)["type"] for one in receiver.heard]


def failing_for(receiver, text, status):
    def manner(handler):
        return saying(status if text in receiver.heard[-1].body else 200)(handler)

    return manner


def verified(heard, *secrets):
    """Check a call as docs/webhooks.md tells its receiver to. Returns when it was signed."""
    parts = [part.split("=", 1) for part in heard.headers["argosy-signature"].split(",")]
    (stamp,) = [value for name, value in parts if name == "t"]
    signed = stamp.encode() + b"." + heard.body
    right = [hmac.new(s.encode(), signed, hashlib.sha256).hexdigest() for s in secrets]
    assert [value for name, value in parts if name == "v1"] == right
    return int(stamp)
