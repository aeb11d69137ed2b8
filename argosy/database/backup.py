"""A company's whole book in one file, and back: PostgreSQL's own dump, by its own programs."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from argosy.database import binaries
from argosy.database.companies import draft, exists, publish
from argosy.database.errors import (
    BackupFailed,
    CompanyExists,
    FileExists,
    NoSuchCompany,
    NoSuchFile,
    NotABackup,
    RestoreFailed,
)
from argosy.database.place import find
from argosy.database.url import Where, connect

HEADER_LINES = 30
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;"
MAGIC = b"PGDMP"  # how PostgreSQL's custom format begins

# What libpq's programs read from the environment: no password stands in a list of processes.
LIBPQ = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "channel_binding": "PGCHANNELBINDING",
    "require_auth": "PGREQUIREAUTH",
    "options": "PGOPTIONS",
}


def backup(where: Where, company: str, file: Path, *, replace: bool = False) -> int:
    """Write a company's book to a file, whole or not at all; return its size in bytes.

    :raises FileExists: the file is there and is not to be replaced.
    :raises NoSuchCompany: there is nothing to back up.
    """
    if file.exists() and not replace:
        raise FileExists(file=file)
    if not exists(where, company):
        raise NoSuchCompany(name=company)
    unfinished = file.with_name(f"{file.name}.unfinished")
    arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}"]
    try:
        # Everybody's names and addresses are in it.
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        if failure := _run(where, "pg_dump", where.database(company), arguments):
            raise BackupFailed(company=company, detail=failure)
        size = unfinished.stat().st_size
        unfinished.replace(file)
    except OSError as error:
        raise BackupFailed(company=company, detail=error.strerror) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return size


def restore(where: Where, company: str, file: Path, *, replace: bool = False) -> None:
    """Make a company of a backup. What is there changes only when the whole file has been read.

    :raises CompanyExists: there is one of that name, and it is not to be replaced.
    :raises NotABackup: the file is something else.
    :raises RestoreFailed: the file is damaged, or the disk is full.
    """
    if not file.is_file():
        raise NoSuchFile(file=file)
    with file.open("rb") as bytes_:
        if bytes_.read(len(MAGIC)) != MAGIC:
            raise NotABackup(file=file)
    if not replace and exists(where, company):
        raise CompanyExists(name=company)
    with draft(where, company) as database:
        if failure := _read_back(where, database, file):
            raise RestoreFailed(file=file, detail=failure)
        _count_on(where, database)
        publish(where, database, company, replace=replace)


def _count_on(where: Where, database: str) -> None:
    """Let a restored book number its transactions behind all that it told anybody before.

    A book of before there was such a count begins it when it is first opened.
    """
    with connect(where, database) as connection:
        known = connection.execute("SELECT to_regprocedure('book_count_here(timestamptz)')")
        if known.fetchone() != (None,):
            connection.execute("SELECT book_count_here(now())")


def _run(where: Where, name: str, database: str, arguments: list[str]) -> str:
    """Run a program of PostgreSQL's against a database; return why it failed, or nothing."""
    failures = []
    for program in _candidates(where, name):
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, no shell
            [program, *arguments],
            env=_environ(where, database),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode == 0:
            return ""
        failures.append(f"{program}: {_end_of(done.stderr)}")
    return "; ".join(failures)


def _read_back(where: Where, database: str, file: Path) -> str:
    """Fill an empty database from a backup; return why it failed, or nothing.

    Our own program reads the file, whose format older ones do not know. What it writes goes through
    us to the one that talks to the server: an older server stumbles over one line at the top.
    """
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    failures = []
    for program in _candidates(where, "psql"):
        with TemporaryFile() as told, _reading(where, file, told) as reader:
            writer = subprocess.Popen(  # noqa: S603 - PostgreSQL's own programs, no shell
                [program, *options],
                env=_environ(where, database),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=told,
            )
            # A writer that gives up has said why.
            with suppress(BrokenPipeError), writer:
                _hand_over(reader, writer)
            if reader.wait() == 0 and writer.returncode == 0:
                return ""
            told.seek(0)
            failures.append(f"{program}: {_end_of(told.read())}")
    return "; ".join(failures)


@contextmanager
def _reading(where: Where, file: Path, told: IO[bytes]) -> "Iterator[subprocess.Popen[bytes]]":
    program, *_ = _candidates(where, "pg_restore")
    reader = subprocess.Popen(  # noqa: S603 - PostgreSQL's own programs, no shell
        [program, "--no-owner", "--no-privileges", "--file=-", str(file)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=told,
    )
    try:
        yield reader
    finally:
        reader.kill()
        reader.communicate()


def _hand_over(reader: "subprocess.Popen[bytes]", writer: "subprocess.Popen[bytes]") -> None:
    if reader.stdout is None or writer.stdin is None:
        return
    for _ in range(HEADER_LINES):
        line = reader.stdout.readline()
        if line.strip() != UNKNOWN_BEFORE_17:
            writer.stdin.write(line)
    shutil.copyfileobj(reader.stdout, writer.stdin)


def _environ(where: Where, database: str) -> dict[str, str]:
    told = {LIBPQ[key]: value for key, value in where.parameters.items() if key in LIBPQ}
    return os.environ | {"PGDATABASE": database, "LC_ALL": "C"} | told


def _end_of(text: bytes) -> str:
    return text.decode(errors="replace").strip()[-500:]


def _candidates(where: Where, name: str) -> list[str]:
    """Our own program, which knows every supported server, and then the system's.

    Ours is built without TLS, so a server that asks for it needs the other.
    """
    place = find(where.home)
    folder = binaries.of(place) if binaries.is_installed(place) else binaries.bundled()
    ours, systems = binaries.program(folder, name), shutil.which(name)
    return [ours] if where.kind == "embedded" or systems is None else [ours, systems]
