"""What does not add up is said on Today, and opens into its rows."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from argosy.doctor import services as doctor
from argosy.identity import services
from argosy.identity.types import Role

NOW = datetime(2026, 11, 11, 12, tzinfo=UTC)
PASSWORD = "harbour-lantern-42"


@pytest.fixture
def client(transactional_db: None) -> Client:
    services.create_user(username="owner", password=PASSWORD, role=Role.OWNER, now=NOW)
    client = Client()
    client.post("/sign-in", {"username": "owner", "password": PASSWORD})
    return client


def spoil() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO inventory_reservation"
            " (holder, sku_id, place_id, entity_id, quantity, state, created_at)"
            " VALUES ('order:7', 1, 1, 1, 2, 'active', now())"
        )


def test_a_finding_opens_into_its_rows_and_is_gone_when_it_is_mended(client):
    assert client.get("/findings/STK-2").status_code == 404
    spoil()
    doctor.examine(now=NOW, only=["STK-10", "STK-2"])

    page = client.get("/findings/STK-10").content.decode()
    assert "Promises to orders that are to have nothing: 1" in page
    assert 'href="/orders/7"' in page

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inventory_reservation")
    doctor.examine(now=NOW, only=["STK"])
    assert client.get("/findings/STK-10").status_code == 404


def test_who_sees_one_channel_only_is_not_told_of_others(client):
    spoil()
    doctor.examine(now=NOW, only=["STK-10"])
    services.create_user(username="narrow", password=PASSWORD, role=Role.OPERATIONS, now=NOW)
    services.change_account(
        username="narrow",
        role=Role.OPERATIONS,
        display_name="",
        may_export=False,
        entities=[],
        channels=[1],
    )
    narrow = Client()
    narrow.post("/sign-in", {"username": "narrow", "password": PASSWORD})

    assert narrow.get("/findings/STK-10").status_code == 404
