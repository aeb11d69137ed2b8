"""Run checks inside one snapshot, each by itself: one that cannot run does not stop the others."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import DatabaseError, connection, transaction

from argosy.doctor import checks as listed
from argosy.doctor import hands
from argosy.doctor.probes import PROBES
from argosy.doctor.types import SAMPLE_MAX, Cell, Check, Finding
from argosy.kernel import sql

# What of a check can be asked of what has changed alone.
OF_CHANGES = frozenset(name.rpartition("/")[2] for name in sql.names("doctor/changed"))
# So many changed orders are worth a second connection.
MANY: Final = 1_000


@contextmanager
def snapshot(name: str = "") -> Iterator[None]:
    """One instant of the whole book, read-only: counters and rows of the same moment.

    With a name, the instant of the transaction that exported it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        if name:
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [name])
        roomy()
        yield


def roomy() -> None:
    """Let this transaction's statements hash a large book in memory, within limits."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        # Compiling a statement that runs once costs more than it gains.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SET LOCAL statement_timeout = '120s'")


def run_all(
    checks: Sequence[Check],
    *,
    now: datetime,
    is_fast: bool,
    orders: Sequence[int] | None = None,
    whole: Collection[str] = (),
    with_help: bool = False,
) -> list[Finding]:
    """Run these checks in the transaction under way.

    With `orders`, of those alone where a check can be asked so; but those named in `whole` of all.
    With help a second connection takes its share where it is much: it sees what is committed, so
    only for a transaction that is a `snapshot` and has written nothing.
    """
    told = listed.facts(now, checks) | {"orders": None if orders is None else list(orders)}

    def ask(check: Check) -> Finding:
        changes = orders is not None and check.code not in whole
        return run(check, told, is_fast=is_fast, changes=changes)

    if with_help and (whole or orders is None or len(orders) >= MANY):
        return hands.run_each(checks, ask, snapshot)
    return [ask(check) for check in checks]


def run(check: Check, told: Mapping[str, Any], *, is_fast: bool, changes: bool = False) -> Finding:
    """Run one check; what the database refuses is written down as a check that could not run.

    With `changes`, of what has changed alone, where it can be asked so.

    :raises DatabaseError: the connection itself is gone.
    """
    started = time.perf_counter()
    trouble = ""
    rows: int | None = None
    sample: tuple[Mapping[str, Cell], ...] = ()
    try:
        with transaction.atomic():
            rows, sample = (
                _probed(check, is_fast=is_fast)
                if check.code in PROBES
                else _asked(_statement(check, changes=changes), told)
            )
    except DatabaseError as error:
        if connection.connection is None or connection.connection.closed:
            raise
        # Never the message: it may carry a row.
        trouble = _name(error)
    ms = round((time.perf_counter() - started) * 1000)
    return Finding(check=check, rows=rows, ms=ms, sample=sample, trouble=trouble)


def _statement(check: Check, *, changes: bool) -> str:
    if changes and check.code in OF_CHANGES:
        return sql.text(f"doctor/changed/{check.code}")
    return sql.text(f"doctor/{check.code}")


def _asked(statement: str, told: Mapping[str, Any]) -> tuple[int, tuple[Mapping[str, Cell], ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(told))
        names = [column[0] for column in cursor.description or ()]
        found = cursor.fetchmany(SAMPLE_MAX)
        count = cursor.rowcount
    sample = tuple(
        {name: _cell(value) for name, value in zip(names, row, strict=True)} for row in found
    )
    return count, sample


def _probed(check: Check, *, is_fast: bool) -> tuple[int, tuple[Mapping[str, Cell], ...]]:
    found = list(PROBES[check.code](is_fast=is_fast))
    return len(found), tuple(found[:SAMPLE_MAX])


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | int):  # A bool is an int.
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():  # A sum of integers.
        return int(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _name(error: DatabaseError) -> str:
    """What went wrong, by PostgreSQL's own name for it."""
    cause = error.__cause__ or error
    return type(cause).__name__
