"""A shelf to promise from."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.company import services as company
from argosy.inventory import services
from argosy.inventory.types import Basket, Count, CountResult, Want

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
Sku = Callable[[str], int]
Shelf = Callable[..., CountResult]


@pytest.fixture
def entity(db: None) -> int:
    return company.create_entity(key="main", title="Main", currency="GBP", country="GB", now=NOON)


@pytest.fixture
def place(entity: int) -> int:
    services.ends(now=NOON)
    return services.open_place(key="near", title="Near", kind="warehouse", country="GB", now=NOON)


@pytest.fixture
def far(entity: int) -> int:
    return services.open_place(key="far", title="Far", kind="warehouse", country="GB", now=NOON)


@pytest.fixture
def sku(db: None) -> Sku:
    """The id of a SKU by its code, made on first need."""

    def find(code: str) -> int:
        return catalogue.state_skus(stated=[StatedSku(code=code)], now=NOON)[code]

    return find


@pytest.fixture
def shelf(entity: int, place: int, sku: Sku) -> Shelf:
    """Count units of SKUs, by code, at a place: the near one unless another is named."""

    def count(at: int = place, when: datetime = NOON, **units: int) -> CountResult:
        counts = [
            Count(sku(code), at, quantity, when, document=0, source_row=row)
            for row, (code, quantity) in enumerate(units.items(), start=1)
        ]
        return services.count(counts=counts, entity=entity, now=when)

    return count


@pytest.fixture
def basket(entity: int, place: int, sku: Sku) -> Callable[..., Basket]:
    """A basket of units by SKU's code."""

    def make(holder: str, *lines: tuple[str, int], at: int = place, **what: object) -> Basket:
        wants = tuple(Want(sku(code), quantity) for code, quantity in lines)
        return Basket(holder, at, entity, wants, **what)

    return make


@pytest.fixture
def promise(entity: int, place: int, sku: Sku) -> Callable[..., object]:
    """Say what holders are to have now, first come first served: (holder, code, units) each."""

    def ask(
        *wanted: tuple[str, str, int],
        at: int = place,
        until: Mapping[str, datetime] | None = None,
        claimant: str = "",
    ) -> object:
        with transaction.atomic():
            services.open_promises()
            rows = [
                f"{holder}\t{sku(code)}\t{at}\t{entity}\t{units}\t{claimant}\t{seq}\t"
                f"{(until or {}).get(holder, NOON + timedelta(days=3)).isoformat()}\n"
                for seq, (holder, code, units) in enumerate(wanted)
            ]
            services.ask_promises(rows="".join(rows).encode())
            return services.promise_incoming(now=NOON)

    return ask


def ask(statement: str) -> list[tuple[object, ...]]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def levels() -> list[tuple[object, ...]]:
    """Code, place, on hand, reserved, leased."""
    return ask(
        "SELECT sku.code, place.key, on_hand, reserved, leased FROM inventory_level AS level"
        " JOIN catalogue_sku AS sku ON sku.id = sku_id"
        " JOIN inventory_place AS place ON place.id = place_id ORDER BY 1, 2 DESC"
    )


def held() -> list[tuple[object, ...]]:
    """Holder, code, place, units of every active reservation."""
    return ask(
        "SELECT holder, sku.code, place.key, quantity FROM inventory_reservation AS reservation"
        " JOIN catalogue_sku AS sku ON sku.id = sku_id"
        " JOIN inventory_place AS place ON place.id = place_id"
        " WHERE state = 'active' ORDER BY 1, 2, 3"
    )


def owed() -> list[tuple[object, ...]]:
    """Holder, code, units, reason of every open backorder."""
    return ask(
        "SELECT holder, sku.code, quantity, reason FROM inventory_backorder AS backorder"
        " JOIN catalogue_sku AS sku ON sku.id = sku_id WHERE state = 'open' ORDER BY 1, 2"
    )


def everything() -> list[list[tuple[object, ...]]]:
    """All of stock, to be compared before and after a refusal."""
    return [
        ask(f"SELECT * FROM inventory_{table} ORDER BY id")  # noqa: S608
        for table in ("level", "reservation", "backorder", "lease", "move", "arrival")
    ]
