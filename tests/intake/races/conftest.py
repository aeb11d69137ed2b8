"""Races: how two things are made to happen at once, and how a guard is taken away.

Each promise has its twin: without the guard it must be seen to break, for a race that cannot be
lost proves nothing.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, transaction

from argosy.finance import queries as finance
from argosy.finance.types import Filter
from argosy.inventory import services as inventory
from argosy.kernel import sql
from tests.intake.conftest import NOON

Call = Callable[[], object]
Elsewhere = Callable[[Call], "Future[object]"]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Take a guard away: put another statement in its place, by default one that does nothing."""

    def take(
        name: str, instead: str = "SELECT 1", *, when: Callable[[], bool] | None = None
    ) -> None:
        known, own = sql.text, sql.text(name)  # It must exist: statements are renamed now and then.

        def text(asked: str) -> str:
            if asked != name:
                return known(asked)
            return instead if when is None or when() else own

        monkeypatch.setattr(sql, "text", text)

    return take


@pytest.fixture
def at_once(elsewhere: Elsewhere, until_blocked: Call) -> Callable[..., object]:
    """Do one thing and, before it is committed, start another on a connection of its own.

    Returns what the other came to. It has to wait for the first, unless `waits` is false; `then`
    is done while it waits.
    """

    def run(first: Call, second: Call, *, then: Call | None = None, waits: bool = True) -> object:
        inventory.ends(now=NOON)  # Else they would meet there, before it matters.
        with transaction.atomic():
            first()
            other = elsewhere(second)
            until_blocked() if waits else other.result(timeout=10)
            if then is not None:
                then()
        return other.result(timeout=10)

    return run


@pytest.fixture
def both(elsewhere: Elsewhere) -> Callable[..., list[object]]:
    """Start calls together, each on a connection of its own."""

    def run(*calls: Call) -> list[object]:
        inventory.ends(now=NOON)
        gate = Barrier(len(calls))

        def start(call: Call) -> object:
            gate.wait(timeout=5)
            return call()

        running = [elsewhere(partial(start, call)) for call in calls]
        return [one.result(timeout=20) for one in running]

    return run


@contextmanager
def slow(table: str, when: str) -> Iterator[None]:
    """Pause at each write of a table, so that the other one comes in between."""
    tell(
        "CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END'"
    )
    tell(f"CREATE TRIGGER pause {when} EXECUTE FUNCTION pause()")
    try:
        yield
    finally:
        tell(f"DROP TRIGGER pause ON {table}")
        tell("DROP FUNCTION pause")


@contextmanager
def without_index(table: str, index: str) -> Iterator[None]:
    """Do without the last line of defence."""
    ((definition,),) = ask(f"SELECT indexdef FROM pg_indexes WHERE indexname = '{index}'")  # noqa: S608
    tell(f"DROP INDEX {index}")
    try:
        yield
    finally:
        tell(f"TRUNCATE {table} CASCADE")
        tell(str(definition))


def tell(statement: str) -> None:
    """Run a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def ask(statement: str) -> list[tuple[object, ...]]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def figures() -> dict[str, int]:
    """What the book comes to, by kind of posting."""
    whole = finance.whole(where=Filter(), currency="GBP")
    return {kind: minor for kind, minor in whole.kinds.items() if minor}
