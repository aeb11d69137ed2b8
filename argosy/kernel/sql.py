"""Named SQL files: a set-based statement lives in `<context>/sql/<name>.sql`, never in a string."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

if TYPE_CHECKING:
    from psycopg import Cursor

PACKAGE = Path(__file__).resolve().parent.parent

Row = tuple[Any, ...]
Parameters = Mapping[str, object]


@cache
def text(name: str) -> str:
    """Return the statement in `argosy/<context>/sql/<file>.sql`, named `<context>/<file>`."""
    return _path(name).with_suffix(".sql").read_text(encoding="utf-8")


def names(folder: str) -> list[str]:
    """Return the names of all statements in a folder, `<context>` or `<context>/<folder>`."""
    return sorted(f"{folder}/{path.stem}" for path in _path(f"{folder}/").glob("*.sql"))


def rows(name: str, parameters: Parameters | None = None) -> list[Row]:
    """Run a named statement and return all its rows."""
    with _executed(name, parameters) as cursor:
        return cast("list[Row]", cursor.fetchall())


def run(name: str, parameters: Parameters | None = None) -> int:
    """Run a named statement and return how many rows it touched."""
    with _executed(name, parameters) as cursor:
        return int(cursor.rowcount)


def dicts(name: str, parameters: Parameters | None = None) -> list[dict[str, Any]]:
    """Run a named statement and return its rows as dictionaries keyed by column name."""
    with _executed(name, parameters) as cursor:
        columns: Sequence[str] = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def often(name: str, parameters: Parameters | None = None) -> list[Row]:
    """Run a named statement that comes again and again; return its rows, if it has any.

    The server parses and plans it once a connection. It binds the parameters too, so each needs a
    type in the statement: cast what may be NULL or stands where any type would do. Not for
    temporary tables, whose plan would be that of their first use.
    """
    database = connections[DEFAULT_DB_ALIAS]
    asked = cast("dict[str, Any]", dict(parameters or {}))
    with _natively(database) as native:
        if database.queries_logged:
            database.make_debug_cursor(cast("CursorWrapper", native)).execute(text(name), asked)
        else:
            native.execute(text(name).encode(), asked)
        found = native.pgresult
        return native.fetchall() if found is not None and found.nfields else []


@contextmanager
def _natively(database: BaseDatabaseWrapper) -> "Iterator[Cursor[Row]]":
    """A cursor of the driver's own, whose errors are Django's like everybody's.

    Django's wrapping of each call costs as much as a short statement.
    """
    database.close_if_health_check_failed()
    database.ensure_connection()
    database.validate_no_broken_transaction()
    with database.wrap_database_errors, psycopg.Cursor(database.connection) as native:
        yield native


def array(numbers: Iterable[int]) -> str:
    """Numbers as the text of an array, for long lists: the driver would turn them one by one."""
    return f"{{{','.join(map(str, numbers))}}}"


def texts(values: Iterable[str]) -> str:
    """Texts joined for `string_to_array(…, E'\\x1f')`: none of them may hold that character."""
    return "\x1f".join(values)


def copy(name: str, data: bytes) -> None:
    """Run a named `COPY … FROM STDIN` on rows that are encoded already, if there are any."""
    if not data:
        return
    with (
        _natively(connections[DEFAULT_DB_ALIAS]) as native,
        native.copy(text(name).encode()) as stream,
    ):
        stream.write(data)


@contextmanager
def _executed(name: str, parameters: Parameters | None) -> Iterator[CursorWrapper]:
    with connection.cursor() as cursor:
        # Always with parameters, so that a literal percent sign is written %% in every file.
        cursor.execute(text(name), cast("dict[str, Any]", dict(parameters or {})))
        yield cursor


def _path(name: str) -> Path:
    context, _, inside = name.partition("/")
    return PACKAGE / context / "sql" / inside
