"""A company that ships from two warehouses, and orders that wait to leave."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.models import F

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.fulfilment import services
from argosy.fulfilment.types import NewSite, Rate
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.types import Basket, Count, Want
from argosy.orders.models import Line, Order
from tests.intake.conftest import line, order

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday
BEFORE = NOW - timedelta(days=7)


def ask(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Warehouses in China and Germany, ten of each SKU in both, one shop that ships from China."""
    entity = company.create_entity(
        key="main", title="Main", currency="CNY", country="CN", now=BEFORE
    )
    places = {
        key: inventory.open_place(
            key=key, title=title, kind="warehouse", country=country, now=BEFORE
        )
        for key, title, country in (
            ("shenzhen", "Shenzhen", "CN"),
            ("berlin", "Berlin", "DE"),
            ("dallas", "Dallas", "US"),
        )
    }
    skus = catalogue.state_skus(
        stated=[
            StatedSku("BOX", title="Foldable box", title_zh="可折叠收纳箱", weight_g=500),
            StatedSku("LID", title="Lid", barcode="4006381333931", weight_g=100),
            StatedSku("SET", title="Box with two lids", components=(("BOX", 1), ("LID", 2))),
        ],
        now=BEFORE,
    )
    channel = channels.open_channel(
        new=NewChannel(
            key="shop",
            title="Our shop",
            entity=entity,
            mode="storefront",
            currency="EUR",
            zone="Europe/Berlin",
            market="DE",
            place=places["shenzhen"],
            adopts_skus=False,
        ),
        now=BEFORE,
    )
    return SimpleNamespace(entity=entity, channel=channel, skus=skus, **places)


@pytest.fixture
def counted(world: SimpleNamespace) -> SimpleNamespace:
    """The same, with stock: ten of each in China and in Germany."""
    count(world, world.shenzhen, BOX=10, LID=10)
    count(world, world.berlin, BOX=10, LID=10)
    return world


def count(world: SimpleNamespace, place: int, **quantities: int) -> None:
    counts = [
        Count(world.skus[code], place, quantity, BEFORE, document=0, source_row=row)
        for row, (code, quantity) in enumerate(quantities.items())
    ]
    inventory.count(counts=counts, entity=world.entity, now=BEFORE)


@pytest.fixture
def sites(counted: SimpleNamespace) -> SimpleNamespace:
    """Both warehouses may ship."""
    state(counted.shenzhen, "CN", priority=1, rates=(Rate(frozenset(), 9000, 0),))
    state(counted.berlin, "DE", priority=2, rates=(Rate(frozenset(), 4000, 0),))
    return counted


def state(place: int, country: str, **what: object) -> int:
    given = {"zone": "UTC", "cutoff": time(12), "currency": "CNY"} | what
    return services.state_site(site=NewSite(place=place, country=country, **given), now=NOW)


@pytest.fixture
def placed(world: SimpleNamespace) -> Callable[..., int]:
    """Book an order of units by SKU; what there is of it is promised. Returns the order."""
    runs = iter(range(1, 10_000))

    def place(number: str = "S-1", *, to: str = "DE", **quantities: int) -> int:
        document = order(
            number,
            *(
                line(code, units, at=NOW, row_no=row, currency="EUR", country=to)
                for row, (code, units) in enumerate((quantities or {"BOX": 2}).items(), start=1)
            ),
            placed_at=NOW,
            customer=number,
        )
        book(world, document, next(runs))
        found = Order.objects.get(external_id=number)
        Order.objects.filter(pk=found.pk).update(promised_until=NOW + timedelta(days=2), market=to)
        promise(world, found)
        return found.pk

    return place


def book(world: SimpleNamespace, document: OrderDocument, run: int) -> None:
    intake.book(documents=[document], channel=world.channel, run=run, file=0, now=NOW)


def promise(world: SimpleNamespace, found: Order) -> None:
    """Hold what the order wants at its channel's place, if booking did not."""
    holder = f"order:{found.pk}"
    if stock.reservations(holders=[holder]) or not stock.levels():
        return
    units: dict[int, int] = {}
    mapped = Line.objects.filter(order=found, document=found.document, sku__isnull=False)
    for one in mapped:
        kit = {world.skus["BOX"]: 1, world.skus["LID"]: 2}
        parts = kit if one.sku_id == world.skus["SET"] else {one.sku_id: 1}
        for sku, each in parts.items():
            units[sku] = units.get(sku, 0) + each * one.quantity
    if not units:
        return
    inventory.reserve_one(
        basket=Basket(
            holder=holder,
            place=world.shenzhen,
            entity=world.entity,
            lines=tuple(Want(sku, quantity) for sku, quantity in units.items()),
        ),
        now=NOW,
    )


def lines_of(order: int) -> dict[str, int]:
    """The ids of an order's lines by SKU code."""
    found = Line.objects.filter(order=order, document=F("order__document"))
    return dict(found.values_list("sku__code", "pk"))


def held(order: int) -> dict[tuple[str, str], int]:
    """Units that are held for an order, by place and SKU."""
    rows = ask(
        "SELECT place.key, sku.code, quantity FROM inventory_reservation AS held"
        " JOIN inventory_place AS place ON place.id = held.place_id"
        " JOIN catalogue_sku AS sku ON sku.id = held.sku_id"
        " WHERE holder = %s AND state = 'active'",
        f"order:{order}",
    )
    return {(place, code): units for place, code, units in rows}


def on_hand() -> dict[tuple[str, str], int]:
    """What the places have."""
    rows = ask(
        "SELECT place.key, sku.code, on_hand FROM inventory_level AS level"
        " JOIN inventory_place AS place ON place.id = level.place_id"
        " JOIN catalogue_sku AS sku ON sku.id = level.sku_id"
    )
    return {(place, code): units for place, code, units in rows}
