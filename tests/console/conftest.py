"""A small company to look at: two channels, a dozen orders, a count, something in quarantine."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.console import assets
from argosy.identity import services as identity
from argosy.identity.types import Role
from argosy.intake import services as intake
from argosy.inventory import services as inventory
from argosy.strategy import services as fit

NOW = datetime.now(UTC).replace(hour=4, minute=0, second=0, microsecond=0)
PASSWORD = "harbour-lantern-42"
PRODUCTS = """SKU,Title,Title zh,Unit cost,Cost currency
BOX-1,Foldable box,可折叠收纳箱,20,CNY
BAG-1,Vacuum bag,真空压缩袋,8,CNY
SHELF-1,Wall shelf,壁挂置物架,,
"""
COUNT = f"SKU,Place,Quantity,Counted at\nBOX-1,main,50,{NOW:%Y-%m-%d %H:%M:%S}\n"
# Rates of its own: the central bank's may not reach these days yet.
RATES = "Month,Currency,Base,Rate\n" + "".join(
    f"{NOW - timedelta(days=back):%Y-%m},USD,CNY,7.1\n" for back in (0, 31)
)


def orders_csv(days: int = 12) -> str:
    """Orders of the last days, one bad quantity among them."""
    rows = ["Order ID,SKU,Title,Quantity,Unit price,Currency,Order date,Buyer,Country,Commission"]
    for nth in range(days):
        at = NOW - timedelta(days=nth)
        sku = ("BOX-1", "BAG-1", "SHELF-1", "ODD-9")[nth % 4]
        quantity = "二" if nth == 5 else str(1 + nth % 3)
        country = ("United States", "Germany", "France")[nth % 3]
        rows.append(
            f"R-{1000 + nth},{sku},{sku.title()},{quantity},19.90,USD,"
            f"{at:%Y-%m-%d %H:%M:%S},buyer{nth % 5}@example.com,{country},3.10"
        )
    return "\n".join(rows) + "\n"


def import_text(folder: Path, name: str, text: str, **options: str | None) -> list[int]:
    """Import a text as a file would be."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    file = intake.receive_file(path=path, name=name, received_by=None, now=NOW)
    given = {"profile": None, "channel": None} | options
    runs = intake.plan(path=path, file=file, by=None, now=NOW, **given)
    for run in runs:
        intake.carry_out(run=run, clock=lambda: NOW)
    return runs


def make_world(folder: Path) -> SimpleNamespace:
    """The company, imported through the front door."""
    entity = company.create_entity(
        key="main", title="深圳海舵家居有限公司", currency="CNY", country="CN", now=NOW
    )
    place = inventory.open_place(
        key="main", title="深圳仓", kind="warehouse", country="CN", now=NOW
    )
    made = {
        key: channels.open_channel(
            new=NewChannel(
                key=key,
                title=title,
                entity=entity,
                mode=mode,
                currency="USD",
                zone="America/Los_Angeles",
                market="US",
                place=place,
            ),
            now=NOW,
        )
        for key, title, mode in (
            ("amazon-us", "Amazon US", "marketplace"),
            ("store", "Homekeep 官网", "storefront"),
        )
    }
    import_text(folder, "products.csv", PRODUCTS)
    import_text(folder, "count.csv", COUNT)
    import_text(folder, "rates.csv", RATES)
    runs = import_text(
        folder, "orders.csv", orders_csv(), profile="generic-orders", channel="amazon-us"
    )
    return SimpleNamespace(entity=entity, channels=made, run=runs[0], place=place)


@pytest.fixture
def world(db: None, tmp_path: Path) -> SimpleNamespace:
    return make_world(tmp_path)


@pytest.fixture(scope="module")
def lasting_world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SimpleNamespace]:
    """One company for all tests of a module; what each changes of it is taken back.

    A module has it by a `world` of its own that returns this one. No test there may commit, nor
    expect an empty book.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(tmp_path_factory.mktemp("world"))
        transaction.set_rollback(True)


@pytest.fixture
def make_user(db: None) -> Callable[..., int]:
    def make(username: str = "olga", role: str = "owner", **what: object) -> int:
        return identity.create_user(
            username=username, password=PASSWORD, role=role, now=NOW, **what
        )

    return make


@pytest.fixture
def signed_in(make_user: Callable[..., int]) -> Callable[..., Client]:
    """A browser of somebody with this role."""

    def sign_in(role: str = "owner", **what: object) -> Client:
        username = f"{role}-user"
        make_user(username, role, **what)
        client = Client()
        client.post("/sign-in", {"username": username, "password": PASSWORD})
        return client

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def built_assets(django_db_setup: None) -> None:
    assets.build()


ROLES = [role.value for role in Role]
UNIT_COST = Decimal(20)


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SimpleNamespace]:
    """Two sellers of Fit with an answer each; what a test changes of them is taken back."""
    made = {}
    with django_db_blocker.unblock(), transaction.atomic():
        for key in ("newcomer", "home_storage"):
            before = NOW - timedelta(hours=1)
            seller = fit.copy_profile(key=key, name=key.replace("_", " "), by="Wei", now=before)
            answer = fit.ask(key=seller.row.key, now=NOW, paths=200)
            fit.answer(answer=answer, clock=lambda: NOW)
            made[key] = SimpleNamespace(key=seller.row.key, answer=answer)
        yield SimpleNamespace(**made)
        transaction.set_rollback(True)
