"""Settings → Webhooks: the secret is shown once; what was told can be seen and told again."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from argosy.identity import services as identity
from argosy.sync.models import Delivery, Endpoint
from tests.sync.conftest import NOON

PASSWORD = "harbour-lantern-42"
pytestmark = [pytest.mark.race]


@pytest.fixture
def owner(channel):
    identity.create_user(username="boss", password=PASSWORD, role="owner", now=NOON)
    client = Client()
    client.post("/sign-in", {"username": "boss", "password": PASSWORD})
    return client


def change(client, endpoint, **form):
    return client.post(f"/settings/webhooks/{endpoint}/change", form)


def test_a_secret_is_shown_where_it_is_made_and_never_again(owner, receiver):
    made = owner.post(
        "/settings/webhooks", {"url": receiver.url, "event": ["order.placed", "order.paid"]}
    )
    assert made.status_code == 200
    assert b"whsec_" in made.content
    assert "no-store" in made["Cache-Control"]
    endpoint = Endpoint.objects.get()
    assert (endpoint.events, endpoint.channels, endpoint.created_by is None) == (
        ["order.placed", "order.paid"],
        None,
        False,
    )
    for address in ("/settings/webhooks", f"/settings/webhooks/{endpoint.pk}"):
        assert b"whsec_" not in owner.get(address).content


def test_a_refused_address_is_said_and_keeps_what_was_typed(owner):
    answer = owner.post("/settings/webhooks", {"url": "https://10.0.0.1/hook"})
    assert answer.status_code == 422
    assert b"private network" in answer.content
    assert b"https://10.0.0.1/hook" in answer.content
    assert Endpoint.objects.count() == 0


def test_a_webhook_is_paused_called_again_and_removed(owner, add):
    made = add()
    assert change(owner, made.endpoint, act="pause").status_code == 302
    assert Endpoint.objects.get().state == "paused"
    assert change(owner, made.endpoint, act="resume").status_code == 302
    assert Endpoint.objects.get().state == "active"
    assert b"whsec_" in change(owner, made.endpoint, act="rotate").content
    assert change(owner, made.endpoint, act="explode").status_code == 422
    assert change(owner, made.endpoint, act="remove")["Location"] == "/settings/webhooks"
    assert owner.get(f"/settings/webhooks/{made.endpoint}").status_code == 404


def test_what_was_told_is_seen_and_told_again(owner, add, tell, run):
    made = add()
    tell("S-<b>")
    run()
    page = owner.get(f"/settings/webhooks/{made.endpoint}?state=delivered")
    assert b"S-&lt;b&gt;" in page.content
    event = Delivery.objects.get().event
    answer = change(owner, made.endpoint, act="replay", event=event)
    assert b"1 delivery waits again" in answer.content
    assert Delivery.objects.get().state == "waiting"
    assert owner.get(f"/settings/webhooks/{made.endpoint}?state=odd").status_code == 422


def test_what_was_given_up_stays_until_somebody_has_seen_it(owner, add, tell, run):
    made = add()
    tell("S-1")
    run()
    Delivery.objects.update(state="dead")
    assert b"I have seen" in owner.get(f"/settings/webhooks/{made.endpoint}").content
    change(owner, made.endpoint, act="acknowledge")
    assert b"I have seen" not in owner.get(f"/settings/webhooks/{made.endpoint}").content
    assert Delivery.objects.get().seen_at <= datetime.now(UTC)
