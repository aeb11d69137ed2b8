"""A small company to book into."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.intake import queries, services
from argosy.intake.types import OrderDocument, OrderLine, RunView

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def entity(db: None) -> int:
    return company.create_entity(key="main", title="Main", currency="GBP", country="GB", now=NOON)


@pytest.fixture
def make_channel(entity: int) -> Callable[..., int]:
    def make(key: str = "shop", **what: object) -> int:
        given = {
            "title": key,
            "entity": entity,
            "mode": "storefront",
            "currency": "GBP",
            "zone": "Europe/London",
            "market": "GB",
            "adopts_skus": True,
        } | what
        return channels.open_channel(new=NewChannel(key=key, **given), now=NOON)

    return make


@pytest.fixture
def channel(make_channel: Callable[..., int]) -> int:
    return make_channel()


def line(
    sku: str = "BOX", quantity: int = 2, price: str = "3.50", *, at: datetime = NOON, **what: object
) -> OrderLine:
    given = {"line_class": "merchandise", "currency": "GBP", "country": "United Kingdom"} | what
    return OrderLine(
        sku=sku,
        quantity=quantity,
        unit_price=Decimal(price),
        occurred_at=at,
        market="GB",
        **given,
    )


def order(external_id: str = "S-1", *lines: OrderLine, **facts: object) -> OrderDocument:
    given = {"kind": "order", "placed_at": NOON, "customer": "ada"} | facts
    return OrderDocument(external_id=external_id, lines=lines or (line(),), **given)


@pytest.fixture
def book(channel: int) -> Callable[..., object]:
    """Book documents as one batch of one run."""
    run = iter(range(1, 10_000))

    def call(*documents: OrderDocument, into: int = channel, as_run: int | None = None) -> object:
        return services.book(
            documents=documents,
            channel=into,
            run=as_run or next(run),
            file=0,
            now=NOON + timedelta(days=30),
        )

    return call


@pytest.fixture
def import_text(tmp_path: Path, entity: int) -> Callable[..., RunView]:
    """Import a text as a file would be, and say what came of it."""

    def call(text: str, *, name: str = "list.csv", **options: str | None) -> RunView:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return import_path(path, **options)

    return call


def import_path(path: Path, **options: str | None) -> RunView:
    file = services.receive_file(path=path, name=path.name, received_by=None, now=NOON)
    given = {"profile": None, "channel": None} | options
    runs = services.plan(path=path, file=file, by=None, now=NOON, **given)
    for run in runs:
        services.carry_out(run=run, clock=lambda: NOON)
    return queries.run(run=runs[0], now=NOON)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what the block did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def online_retail() -> list[Path]:
    """The two real files, which are not ours to ship."""
    shared = Path(os.environ.get("ARGOSY_SHARED") or Path(__file__).parents[3] / "shared")
    folder = shared / "data" / "online_retail"
    if not folder.is_dir():
        pytest.skip("Online Retail II is not here; set ARGOSY_SHARED to the folder that has it")
    return [
        folder / "online_retail_y2009_2010.parquet",
        folder / "online_retail_y2010_2011.parquet",
    ]
