"""Named SQL files: a set-based statement lives in `<context>/sql/<name>.sql`, never in a string."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

PACKAGE = Path(__file__).resolve().parent.parent

Row = tuple[Any, ...]


@cache
def text(name: str) -> str:
    """Return the statement in `argosy/<context>/sql/<file>.sql`, named `<context>/<file>`."""
    context, _, file = name.partition("/")
    return (PACKAGE / context / "sql" / f"{file}.sql").read_text(encoding="utf-8")


def rows(name: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    """Run a named statement and return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(text(name), dict(parameters or {}))
        return cursor.fetchall()


def run(name: str, parameters: Mapping[str, object] | None = None) -> int:
    """Run a named statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text(name), dict(parameters or {}))
        return int(cursor.rowcount)


def dicts(name: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """Run a named statement and return its rows as dictionaries keyed by column name."""
    with connection.cursor() as cursor:
        cursor.execute(text(name), dict(parameters or {}))
        names: Sequence[str] = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
