"""What every test may use: a real PostgreSQL, other connections to it, and no network."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_socket import socket_allow_hosts

from argosy.database.url import Where, resolve, use


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A race needs what its connections commit to be seen by the others."""
    for item in items:
        if item.get_closest_marker("race"):
            item.add_marker(pytest.mark.django_db(transaction=True))


def pytest_runtest_setup() -> None:
    """Nothing outside this machine can be reached from a test."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Where]:
    """The database server of the tests: the embedded one, unless `DATABASE_URL` names another."""
    where = resolve()
    with use(where):
        yield where


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, server: Where
) -> None:
    """Have the server running before Django makes its test database on it."""


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
