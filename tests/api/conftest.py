"""A small company, a key, and how a program calls."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.identity import services as identity
from argosy.identity.types import API_SCOPES

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "harbour-lantern-42"


@pytest.fixture
def entity(db: None) -> int:
    return company.create_entity(key="main", title="Main", currency="GBP", country="GB", now=NOON)


@pytest.fixture
def make_channel(entity: int) -> Callable[..., int]:
    def make(key: str = "shop") -> int:
        new = NewChannel(
            key=key,
            title=key,
            entity=entity,
            mode="storefront",
            currency="GBP",
            zone="Europe/London",
            market="GB",
            adopts_skus=True,
        )
        return channels.open_channel(new=new, now=NOON)

    return make


@pytest.fixture
def channel(make_channel: Callable[..., int]) -> int:
    return make_channel()


@pytest.fixture
def owner(db: None) -> int:
    return identity.create_user(username="boss", password=PASSWORD, role="owner", now=NOON)


@pytest.fixture
def make_key(owner: int) -> Callable[..., str]:
    """Make a key with some scopes, or all; its secret."""

    def make(*scopes: str, channels: tuple[int, ...] = ()) -> str:
        return identity.create_key(
            name="erp",
            scopes=scopes or API_SCOPES,
            by=owner,
            now=datetime.now(UTC) - timedelta(hours=1),
            channels=channels,
        ).secret

    return make


@pytest.fixture
def secret(make_key: Callable[..., str]) -> str:
    return make_key()


@pytest.fixture
def call(secret: str) -> Callable[..., HttpResponse]:
    """Call an address: `call("POST", "/orders", body)`; the body as values or as bytes."""

    def ask(
        method: str, path: str, body: object = None, *, key: str | None = None, **headers: str
    ) -> HttpResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {key or secret}"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(raise_request_exception=False).generic(
            method,
            f"/api/v1{path}",
            b"" if body is None else raw,
            content_type="application/json",
            headers=given,
        )

    return ask


def order(external_id: str = "S-1", **what: object) -> dict[str, object]:
    """An order as a program sends it."""
    given = {
        "channel": "shop",
        "external_id": external_id,
        "currency": "GBP",
        "placed_at": "2026-03-02T12:00:00Z",
        "customer": "ada",
        "country": "United Kingdom",
        "market": "GB",
        "lines": [{"sku": "BOX", "quantity": 2, "unit_price": "3.50"}],
    }
    return given | what


def error(response: HttpResponse) -> tuple[int, str, str | None]:
    """What was refused: status, code, field."""
    told = response.json()["error"]
    assert set(told) - {"field"} == {"code", "message", "facts"}
    return response.status_code, told["code"], told.get("field")
