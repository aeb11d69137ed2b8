"""Which database it is: the one `DATABASE_URL` names, else the embedded one. No third way."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import conninfo

from argosy.database.attachment import Attachment, attach
from argosy.database.errors import BadCompanyName, BadUrl, Unreachable, UnsupportedServer
from argosy.database.place import ROLE, find, home_of
from argosy.database.server import Progress

COMPANY = re.compile(r"[a-z][a-z0-9_]{0,30}")
SUPPORTED = (15, 18)
CONNECT_S = 10
LOCK_S = 5
IDLE_IN_TRANSACTION_S = 30
# How long one statement may take, in seconds; set for the web server, whose reader has long gone.
STATEMENT = "ARGOSY_STATEMENT_S"
LIFETIME_S = 600  # of a connection that Django keeps
NAME_BYTES_MAX = 63  # PostgreSQL cuts longer names off silently
LONGEST_COMPANY = 31

Parameters = dict[str, str]


@dataclass(frozen=True, slots=True)
class Where:
    """One server and how to reach it."""

    kind: Literal["embedded", "external"]
    why: str  # in English; the command line translates it
    home: Path
    parameters: Mapping[str, str]  # libpq's, without the database's name
    prefix: str  # of its companies' databases

    def database(self, company: str) -> str:
        """The name of a company's database.

        :raises BadCompanyName: it could not be told apart, or not be typed.
        """
        if not COMPANY.fullmatch(company):
            raise BadCompanyName(name=company)
        return f"{self.prefix}_{company}"

    def company(self, database: str) -> str | None:
        """The company whose database this is, if it is one's."""
        name = database.removeprefix(f"{self.prefix}_")
        return name if name != database and COMPANY.fullmatch(name) else None

    @property
    def address(self) -> str:
        """Where the server is, without secrets."""
        host = self.parameters.get("host") or self.parameters.get("hostaddr") or "localhost"
        return f"{host}:{self.parameters.get('port', '5432')}"


WHY_EMBEDDED = "DATABASE_URL is not set"
WHY_EXTERNAL = "DATABASE_URL is set"


def resolve(environ: Mapping[str, str] = os.environ) -> Where:
    """Decide which server to use. Starts and touches nothing.

    :raises BadUrl: `DATABASE_URL` is set and is not one.
    """
    home = home_of(environ)
    if url := environ.get("DATABASE_URL"):
        return _external(url, home)
    place = find(home, environ=environ)
    parameters = {
        "host": place.host,
        "port": str(place.port),
        "user": ROLE,
        "passfile": str(place.passfile),
        # A false server on our socket could otherwise ask for the password in clear.
        "require_auth": "scram-sha-256",
    }
    return Where("embedded", WHY_EMBEDDED, home, parameters, prefix=ROLE)


@contextmanager
def use(
    where: Where, on_progress: Callable[[Progress], None] | None = None
) -> Iterator[Attachment | None]:
    """Have the server running, or see that the one named can be used, for the length of the block.

    Gives the hold on the embedded server; an external one is held by others.

    :raises DatabaseTrouble: it cannot; the subclass says why.
    """
    if where.kind == "external":
        check(where)
        yield None
        return
    with attach(where.home, on_progress or (lambda _: None)) as attachment:
        yield attachment


def check(where: Where) -> int:
    """Connect once and return the server's major version.

    :raises UnsupportedServer: it is too old or too new.
    :raises Unreachable: it does not answer, or does not let us in.
    """
    with connect(where) as connection:
        major = connection.info.server_version // 10000
    if not SUPPORTED[0] <= major <= SUPPORTED[1]:
        raise UnsupportedServer(found=major)
    return major


def connect(where: Where, database: str | None = None) -> "psycopg.Connection[Any]":
    """Connect to one database of the server, by default to one that always exists.

    :raises Unreachable: no database could be connected to.
    """
    candidates = [database] if database else _maintenance(where)
    failures = []
    for name in candidates:
        target = conninfo.make_conninfo(
            **dict(where.parameters), dbname=name, connect_timeout=CONNECT_S
        )
        try:
            return psycopg.connect(target, autocommit=True)
        except psycopg.OperationalError as error:
            failures.append(str(error).strip().splitlines()[0])
    raise Unreachable(where=where.address, detail=failures[0])


def django_database(company: str, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Django's settings for a company's database. Starts nothing and holds no password of ours."""
    where = resolve(environ)
    parameters = dict(where.parameters)
    entry = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": where.database(company),
        "USER": parameters.pop("user", ""),
        "PASSWORD": parameters.pop("password", ""),
        "HOST": parameters.pop("host", ""),
        "PORT": parameters.pop("port", ""),
        "CONN_MAX_AGE": LIFETIME_S,
        "CONN_HEALTH_CHECKS": True,
    }
    limits = {
        "lock_timeout": f"{LOCK_S}s",
        "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_S}s",
        "statement_timeout": f"{int(environ.get(STATEMENT, '0'))}s",
        # What is prepared is planned once: it looks things up by key, however many it is asked for.
        "plan_cache_mode": "force_generic_plan",
    }
    options = [parameters.get("options", ""), *(f"-c {name}={limits[name]}" for name in limits)]
    parameters["options"] = " ".join(options).strip()
    alive = (
        {"tcp_user_timeout": "30000", "keepalives_idle": "30"} if where.kind == "external" else {}
    )
    # Whoever binds on the server (`sql.often`) prepares; what Django binds itself never is.
    own = {"connect_timeout": CONNECT_S, "prepare_threshold": 0}
    return entry | {"OPTIONS": own | alive | parameters}


def _external(url: str, home: Path) -> Where:
    try:
        parameters: Parameters = {
            name: str(value) for name, value in conninfo.conninfo_to_dict(url).items()
        }
    except psycopg.ProgrammingError as error:
        # The driver repeats what it could not read, which may be the password.
        raise BadUrl(detail=type(error).__name__) from None
    prefix = parameters.pop("dbname", ROLE)
    if len(prefix.encode()) + 1 + LONGEST_COMPANY > NAME_BYTES_MAX:
        raise BadUrl(detail="its name is too long to begin the companies' names with")
    return Where("external", WHY_EXTERNAL, home, parameters, prefix)


def _maintenance(where: Where) -> list[str]:
    """Databases to connect to when it does not matter which; always in the same order."""
    return ["postgres"] if where.kind == "embedded" else ["postgres", where.prefix, "template1"]
