"""What every test may use: a real PostgreSQL, other connections to it, and no network."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from pytest_socket import socket_allow_hosts

from argosy.database import companies, tuning
from argosy.database.url import Where, resolve, use
from tests import databases

# Neither a deadline nor how long examples take to make says anything of ours: other work does.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

TESTS = Path(__file__).parent
# The files that take longest, begun first: begun last, they would be waited for alone.
LONGEST = (
    "festival/test_festival.py",
    "cli/test_up.py",
    "cli/test_journey.py",
    "console/test_browser.py",
    "database/test_attachment.py",
    "intake/races/test_live.py",
    "demo/test_seed.py",
    "cli/test_company.py",
    "cli/test_advise.py",
    "intake/test_imports.py",
    "strategy/test_book.py",
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """A race needs what its connections commit to be seen by the others."""
    if item.get_closest_marker("race"):
        item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first where files are dealt out to several processes."""
    rank = {TESTS / name: number for number, name in enumerate(LONGEST)}
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: rank.get(item.path, len(rank)))


def pytest_runtest_setup() -> None:
    """Nothing outside this machine can be reached from a test."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Where]:
    """The database server of the tests: the embedded one, unless `DATABASE_URL` names another.

    It lets more in than the product's does: several processes may run a race of fifty each.
    """
    where = resolve()
    with ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            roomy = tuning.SETTINGS.replace("max_connections = 60", "max_connections = 250")
            patch.setattr(tuning, "SETTINGS", roomy)
            running.enter_context(use(where))
        yield where


@pytest.fixture(scope="session")
def model(server: Where, django_db_blocker: DjangoDbBlocker) -> str:
    """The migrated database that the tests' own are copied from."""
    with django_db_blocker.unblock():
        return databases.model(server)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(model: str) -> Iterator[None]:
    """Have the server running and the tables made before Django makes its test database."""
    connection.settings_dict["TEST"]["TEMPLATE"] = model
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: databases.empty())
        yield


@pytest.fixture(scope="session")
def make_company(server: Where, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[..., str]]:
    """Make a company for processes of ours to work on; it is gone when all tests are done."""
    made = set()

    def make(name: str, currency: str = "CNY") -> str:
        made.add(name)
        with django_db_blocker.unblock():
            databases.make_company(server, name, currency)
        return name

    yield make
    for name in made:
        if companies.exists(server, name):
            companies.remove(server, name)


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Callable[[], object]], "Future[object]"]]:
    """Run a call on another database connection."""

    def run(call: Callable[[], object]) -> object:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=64) as pool:
        yield lambda call: pool.submit(run, call)


@pytest.fixture
def until_blocked() -> Callable[[], None]:
    """Return once some connection waits for a lock; fail if none ever does."""

    def wait(timeout_s: float = 5.0) -> None:
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            with connection.cursor() as cursor:
                # Not pg_stat_activity: inside a transaction it shows one cached snapshot.
                cursor.execute(
                    """
                    SELECT FROM pg_locks
                    WHERE NOT granted AND pid IN (
                        SELECT pid FROM pg_locks WHERE database = (
                            SELECT oid FROM pg_database WHERE datname = current_database()
                        )
                    )
                    """
                )
                if cursor.rowcount:
                    return
            time.sleep(0.01)
        pytest.fail("nobody waited for a lock: the code under test takes none")

    return wait


@pytest.fixture
def queries() -> Callable[[Callable[[], object]], int]:
    """Count the SQL statements that a call makes."""

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as context:
            call()
        return len(context)

    return count
