"""Companies as databases: create, list, rename, remove. Whose they are is Django's to know."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from argosy.database.errors import CompanyExists, MayNotCreate, NoSuchCompany
from argosy.database.url import Where, connect

# One number for all who make, rename or remove companies on a server ("argosy" in ASCII).
GUARD = 0x6172676F7379

Connection = psycopg.Connection[Any]


def names(where: Where) -> list[str]:
    """The companies of a server, in the order of the alphabet."""
    with connect(where) as connection:
        return _names(where, connection)


def exists(where: Where, company: str) -> bool:
    """Whether a company has a database."""
    with connect(where) as connection:
        return _is_there(connection, where.database(company))


def create(where: Where, company: str) -> None:
    """Make a company's database, empty.

    :raises CompanyExists: there is one of that name.
    :raises MayNotCreate: the user of an external server lacks CREATEDB.
    """
    with guarded(where) as connection:
        _create(where, connection, company)


def ensure(where: Where, company: str) -> bool:
    """Make a company's database unless it is there; say whether it was made."""
    if exists(where, company):
        return False
    with guarded(where) as connection:
        if _is_there(connection, where.database(company)):
            return False
        _create(where, connection, company)
        return True


def remove(where: Where, company: str) -> None:
    """Remove a company's database with everything in it, whoever is connected.

    :raises NoSuchCompany: there is none of that name.
    """
    database = where.database(company)
    with guarded(where) as connection:
        if not _is_there(connection, database):
            raise NoSuchCompany(name=company)
        drop(connection, database)


@contextmanager
def guarded(where: Where) -> Iterator[Connection]:
    """A connection under the lock that keeps two makers of companies apart."""
    with connect(where) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [GUARD])
        yield connection  # Closing it gives the lock back.


@contextmanager
def draft(where: Where, company: str) -> Iterator[str]:
    """A new database that is not a company's yet; gone afterwards unless `publish` took it."""
    # A hyphen cannot be in a company's name, so no list takes it for one.
    database = f"{where.database(company)}-{secrets.token_hex(4)}"
    with guarded(where) as connection:
        _make(connection, database)
    try:
        yield database
    finally:
        with guarded(where) as connection:
            drop(connection, database)


def publish(where: Where, database: str, company: str, *, replace: bool) -> None:
    """Make a draft the company's database, in one step, and the old one, if any, gone.

    :raises CompanyExists: there is one of that name, and it is not to be replaced.
    """
    wanted = where.database(company)
    aside = f"{database}-old"
    with guarded(where) as connection:
        is_there = _is_there(connection, wanted)
        if is_there and not replace:
            raise CompanyExists(name=company)
        with connection.transaction():
            if is_there:
                _disconnect(connection, wanted)
                _rename(connection, wanted, aside)
            _rename(connection, database, wanted)
        if is_there:
            drop(connection, aside)


def drop(connection: Connection, database: str) -> None:
    """Drop a database if it is there, ending the sessions in it."""
    for is_last in (False, False, True):
        _disconnect(connection, database)
        try:
            # WITH (FORCE) would end sessions too, but is refused to all but superusers while
            # autovacuum is in the database, as it is after every import. Without, it makes way.
            _run(connection, "DROP DATABASE IF EXISTS {}", database)
        except psycopg.errors.ObjectInUse:  # Somebody came back in between.
            if is_last:
                raise
        else:
            return


def _names(where: Where, connection: Connection) -> list[str]:
    found = connection.execute("SELECT datname FROM pg_database WHERE datallowconn")
    companies = [where.company(database) for (database,) in found]
    return sorted(company for company in companies if company is not None)


def _is_there(connection: Connection, database: str) -> bool:
    found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database])
    return found.rowcount > 0


def _create(where: Where, connection: Connection, company: str) -> None:
    database = where.database(company)
    if _is_there(connection, database):
        raise CompanyExists(name=company)
    _make(connection, database)


def _make(connection: Connection, database: str) -> None:
    try:
        # From template0: a server's template1 may hold what others put there, in another encoding.
        _run(connection, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", database)
    except psycopg.errors.InsufficientPrivilege as error:
        raise MayNotCreate(database=database) from error


def _rename(connection: Connection, old: str, new: str) -> None:
    _run(connection, "ALTER DATABASE {} RENAME TO {}", old, new)


def _disconnect(connection: Connection, database: str) -> None:
    """End the sessions in a database: it can be dropped or renamed only when nobody is in it.

    Autovacuum is nobody's, may not be ended by us, and makes way by itself.
    """
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = %s AND usename IS NOT NULL",
        [database],
    )


def _run(connection: Connection, statement: LiteralString, *databases: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, databases)))
