"""A book that comes from another server, where it has been given other numbers of transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

COUNT = ("book_ahead()", "book_counts_from()", "book_counts_at()")


@contextmanager
def counting_as_before() -> Iterator[None]:
    """Number transactions afterwards as it was done before the block: it is no table's to hold."""
    with connection.cursor() as cursor:
        kept = [_definition(function) for function in COUNT]
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for definition in kept:
                cursor.execute(definition)


@contextmanager
def on_a_busier_server(lead: int) -> Iterator[None]:
    """Be on a server that has begun so many more transactions than ours; then restored on ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT book_ahead()")
        (ahead,) = cursor.fetchone()
    _state("book_ahead", "bigint", str(ahead + lead))
    _state("book_counts_at", "text", "'another/16384'")
    yield
    _state("book_ahead", "bigint", str(ahead))


def count_here(at: datetime) -> bool:
    """What restoring calls, and whoever opens a book."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT book_count_here(%s)", [at])
        (has_moved,) = cursor.fetchone()
    return bool(has_moved)


def next_number() -> int:
    """The number of the first transaction that has not begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT book_number(pg_snapshot_xmax(pg_current_snapshot()))")
        (number,) = cursor.fetchone()
    return int(number)


def _definition(function: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(to_regprocedure(%s))", [function])
        (found,) = cursor.fetchone()
    return str(found)


def _state(function: str, kind: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS {kind}"
            f" LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ({value})::{kind}"
        )
