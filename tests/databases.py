"""The databases of the tests: one is migrated, the others are its copies, and all are emptied fast.

Migrating takes seconds, and copying a fraction of one. Django's own way of emptying writes the
permissions of every model anew each time, which took longer than most of the tests before it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from argosy.database import companies
from argosy.database.url import Where, connect

ROOT = Path(__file__).parents[1]
PREFIX = "test_argosy_model_"
GUARD = 0x7465737473  # one number for all who make the model on a server ("tests" in ASCII)

# What migrations and Django's own bookkeeping wrote stays.
EMPTY = """
DO $$
DECLARE
    name text;
    is_full boolean;
    full_ones text[] := '{}';
BEGIN
    FOR name IN
        SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
        WHERE schemaname = 'public'
          AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO is_full;
        IF is_full THEN full_ones := full_ones || name; END IF;
    END LOOP;
    IF full_ones <> '{}' THEN
        EXECUTE 'TRUNCATE ' || array_to_string(full_ones, ', ') || ' CASCADE';
    END IF;
END $$
"""


def model(where: Where) -> str:
    """The name of the database that others are copied from; it is made unless it is there.

    The name says what it was made by, so that other migrations make another.
    """
    name = PREFIX + _digest()
    with connect(where) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [GUARD])
        known = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        there = {each for (each,) in server.execute(known, [PREFIX])}
        if name not in there:
            for old in there:
                companies.drop(server, old)
            draft = f"{name}-draft"
            _run(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", draft)
            with inside(draft):
                call_command("migrate", interactive=False, verbosity=0)
            _run(server, "ALTER DATABASE {} RENAME TO {}", draft, name)
    return name


def make_company(where: Where, name: str, currency: str = "CNY") -> None:
    """What `argosy company new` makes, without migrating once more."""
    from argosy.company.services import create_entity  # noqa: PLC0415 - Django is set up by now

    database = where.database(name)
    with connect(where) as server:
        companies.drop(server, database)
        _run(server, "CREATE DATABASE {} TEMPLATE {}", database, model(where))
    with inside(database):
        create_entity(
            key="main",
            title=name,
            currency=currency,
            country=currency[:2],
            now=datetime.now(UTC),
        )


def empty() -> None:
    """Remove every row that a test has committed."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)


@contextmanager
def inside(database: str) -> Iterator[None]:
    """Have Django in another database for the length of the block."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _digest() -> str:
    made_by = [ROOT / "requirements" / "run.lock"]
    made_by += sorted(ROOT.glob("argosy/*/migrations/**/*.py"))
    digest = hashlib.sha256()
    for path in made_by:
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _run(server: "psycopg.Connection[object]", statement: str, *databases: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, databases)))
