"""A secret appears once, where it is made, and in no log, page or answer after that."""

import logging

import pytest
from django.db import connection
from django.test import Client

from argosy.identity import queries, services
from tests.api.conftest import PASSWORD, error, order


@pytest.fixture
def boss(owner):
    client = Client()
    client.post("/sign-in", {"username": "boss", "password": PASSWORD})
    return client


def test_no_log_and_no_answer_repeats_a_secret(call, channel, secret, caplog, capfd, monkeypatch):
    for name in ("", "django", "django.request", "django.db.backends", "argosy"):
        caplog.set_level(logging.DEBUG, logger=name)  # until the end of this test
    connection.force_debug_cursor = True
    try:
        answers = [
            call("POST", "/orders", order(), Idempotency_Key="a"),
            call("POST", "/orders", b"{"),
            call("GET", "/orders"),
            call("GET", "/nowhere"),
            call("DELETE", "/orders"),
            call("GET", "/orders", key=secret[:-1] + "x"),
            call("GET", "/orders", key=f"{secret}\x7f"),
        ]
        monkeypatch.setattr("argosy.api.views.stock.sql.dicts", lambda *_: 1 / 0)
        answers.append(call("GET", "/stock"))
    finally:
        connection.force_debug_cursor = False
    assert [answer.status_code for answer in answers] == [201, 400, 200, 404, 405, 401, 401, 500]
    said = caplog.text + "".join(capfd.readouterr())
    said += "".join(answer.content.decode() + str(answer.headers) for answer in answers)
    said += str(connection.queries)
    assert "Traceback" in said  # The mistake was written down, without what it was asked with.
    assert secret.rsplit("_", 1)[1][:-1] not in said


def test_a_key_is_made_shown_once_and_ended_in_settings(boss, make_channel, call):
    own = make_channel("shop")
    form = {"name": "erp", "scope": ["orders:read", "orders:write"], "channel": own, "days": "30"}
    page = boss.post("/settings/keys", form).content.decode()
    key = queries.api_keys()[0]
    secret = page[page.index(f"argosy_{key.prefix}_") :].partition("<")[0]
    assert (key.name, key.scopes, key.channels) == ("erp", ("orders:read", "orders:write"), (own,))
    assert (key.expires_at - key.created_at).days == 30
    assert call("GET", "/orders", key=secret).status_code == 200
    assert secret not in boss.get("/settings/keys").content.decode()
    boss.post("/settings/keys", {"revoke": key.id})
    assert error(call("GET", "/orders", key=secret))[:2] == (401, "api.key_refused")


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"scope": []}, {"days": "x"}, {"days": "0"}, {"channel": "x"}]
)
def test_a_key_that_makes_no_sense_is_refused_on_the_page(boss, form):
    given = {"name": "erp", "scope": ["orders:read"]} | form
    assert boss.post("/settings/keys", given).status_code == 422
    assert queries.api_keys() == []


def test_a_key_is_dead_once_its_owner_is_disabled(call, boss, channel):
    assert call("GET", "/orders").status_code == 200
    services.create_user(
        username="other",
        password=PASSWORD,
        role="owner",
        now=queries.api_keys()[0].created_at,
    )
    services.set_active(username="boss", active=False)
    assert error(call("GET", "/orders"))[:2] == (401, "api.key_refused")
