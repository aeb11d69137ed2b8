"""Whether the checks would notice: each corruption is planted, looked for, and taken back.

The planted statements lie in `planted/`, not in `sql/`: they write the tables of other contexts on
purpose, and nothing but this module runs them, in a transaction that is always rolled back.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from argosy.doctor import checks as listed
from argosy.doctor import running, specimen
from argosy.doctor.types import Check, Trial

UNGUARDED = specimen.PLANTED / "_unguarded.sql"


def try_all(checks: Sequence[Check], *, now: datetime) -> list[Trial]:
    """Try every corruption of these checks, each on the book as it was before."""
    with _taken_back():
        running.roomy()
        at = asdict(specimen.book(now))
        with connection.cursor() as cursor:
            # Checks that wait for the end of the transaction would keep tables from being altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        told = listed.facts(now)
        return [trial for check in checks for trial in _try(check, told, at)]


def planted(check: Check) -> list[Path]:
    """The corruptions that a check must see: `STK-4.sql`, `STK-4.kit.sql`, …"""
    return sorted(
        path for path in specimen.PLANTED.glob("*.sql") if path.name.split(".")[0] == check.code
    )


def _try(check: Check, told: Mapping[str, Any], at: Mapping[str, Any]) -> Iterator[Trial]:
    before = running.run(check, told, is_fast=False)
    if not planted(check):
        yield Trial(check=check, planted="", found=0, ms=0, trouble="nothing planted")
    for path in planted(check):
        started = time.perf_counter()
        found, trouble = None, before.trouble
        try:
            with _taken_back():
                with connection.cursor() as cursor:
                    # Corruption comes from outside: it does not ask the guards of append-only rows.
                    cursor.execute(UNGUARDED.read_text(encoding="utf-8"))
                    cursor.execute(path.read_text(encoding="utf-8"), {**at, **told})
                after = running.run(check, told, is_fast=False)
        except DatabaseError as error:
            trouble = type(error.__cause__ or error).__name__
        else:
            trouble = trouble or after.trouble
            if after.rows is not None and before.rows is not None:
                found = after.rows - before.rows
        ms = round((time.perf_counter() - started) * 1000)
        yield Trial(check=check, planted=path.stem, found=found, ms=ms, trouble=trouble)


@contextmanager
def _taken_back() -> Iterator[None]:
    """Whatever happens in the block, the book is afterwards as it was before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
