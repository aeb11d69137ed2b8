"""What a crowd of live orders and those who work on them share."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.fulfilment import services as fulfilment
from argosy.intake import services
from argosy.intake.types import Act, OrderDocument
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from argosy.kernel.errors import DomainError
from tests.intake.conftest import NOON, line, order
from tests.intake.races.conftest import Call, Elsewhere, ask

LATER = NOON + timedelta(hours=5)


@pytest.fixture
def place(entity: int) -> int:
    return inventory.open_place(key="w", title="W", kind="warehouse", country="GB", now=NOON)


@pytest.fixture
def shops(entity: int, place: int, make_channel: Callable[..., int]) -> dict[str, int]:
    """Two shops that sell from one warehouse."""
    return {key: make_channel(key, place=place, adopts_skus=False) for key in ("near", "far")}


@pytest.fixture
def stock(entity: int, place: int, shops: dict[str, int]) -> Callable[..., dict[str, int]]:
    """Count units of SKUs, which then both shops list."""

    def count(**units: int) -> dict[str, int]:
        stated = [StatedSku(code=code.replace("_", "-")) for code in units]
        skus = catalogue.state_skus(stated=stated, now=NOON)
        counts = [
            Count(sku, place, quantity, NOON - timedelta(days=1), document=0, source_row=row)
            for row, (sku, quantity) in enumerate(
                zip(skus.values(), units.values(), strict=True), start=1
            )
        ]
        inventory.count(counts=counts, entity=entity, now=NOON)
        lines = [line(code) for code in skus]
        for shop in shops.values():  # long ago: it is promised nothing any more
            past = order("past", *lines, placed_at=NOON - timedelta(days=90), customer=None)
            services.book(documents=[past], channel=shop, now=NOON)
        return skus

    return count


@pytest.fixture
def booked(shops: dict[str, int]) -> Callable[..., Call]:
    """A call that books documents of one shop, or of those that the documents name."""

    def call(*documents: OrderDocument, shop: str | None = "near") -> Call:
        channel = shops[shop] if shop else None
        return partial(services.book, documents=documents, channel=channel, now=LATER)

    return call


def levels() -> list[tuple[object, ...]]:
    return ask(
        "SELECT code, on_hand, reserved, leased FROM inventory_level"
        " JOIN catalogue_sku AS sku ON sku.id = sku_id ORDER BY code"
    )


def promises() -> tuple[int, int]:
    """Units held and units owed."""
    ((held,),) = ask(
        "SELECT coalesce(sum(quantity), 0) FROM inventory_reservation WHERE state = 'active'"
    )
    ((owed,),) = ask(
        "SELECT coalesce(sum(quantity), 0) FROM inventory_backorder WHERE state = 'open'"
    )
    return int(held), int(owed)


def order_of(external_id: str) -> int:
    ((found,),) = ask(f"SELECT id FROM orders_order WHERE external_id = '{external_id}'")  # noqa: S608
    return int(found)


def act(number: int, revision: int | None = None) -> Act:
    return Act(order=number, by=None, at=LATER, reason="", revision=revision)


def outcome(call: Call) -> object:
    """What a call came to; a refusal is one, anything else is not."""
    try:
        return call()
    except DomainError as refusal:
        return type(refusal)


@pytest.fixture
def crowd(elsewhere: Elsewhere) -> Callable[..., list[object]]:
    """Start many calls together, each on a connection of its own, and wait for all of them."""

    def run(*calls: Call) -> list[object]:
        inventory.ends(now=NOON)
        gate = Barrier(len(calls))

        def start(call: Call) -> object:
            gate.wait(timeout=60)
            return call()

        running = [elsewhere(partial(start, call)) for call in calls]
        return [one.result(timeout=240) for one in running]

    return run


def until_answered(call: Call) -> object:
    """Deliver again what was not taken in time, as a platform does; a deadlock is no answer."""
    while True:
        try:
            return call()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise


def shipped(number: int) -> Call:
    return partial(
        fulfilment.ship_order,
        order=number,
        at=LATER,
        carrier="",
        tracking="",
        revision=None,
        by=None,
        now=LATER,
    )
