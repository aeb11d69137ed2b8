"""A company's whole book in one file, and back: PostgreSQL's own dump, by its own programs."""

import os
import shutil
import subprocess
from pathlib import Path

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
from argosy.database.url import Where

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
    arguments = ["--exit-on-error", "--no-owner", "--no-privileges", "--single-transaction"]
    with draft(where, company) as database:
        arguments += [f"--dbname={database}", str(file)]
        if failure := _run(where, "pg_restore", database, arguments):
            raise RestoreFailed(file=file, detail=failure)
        publish(where, database, company, replace=replace)


def _run(where: Where, name: str, database: str, arguments: list[str]) -> str:
    """Run a program of PostgreSQL's against a database; return why it failed, or nothing.

    Ours first, which knows every supported server. It was built without TLS, so a server that asks
    for it needs the system's own.
    """
    environ = os.environ | {"PGDATABASE": database, "LC_ALL": "C"}
    environ |= {LIBPQ[key]: value for key, value in where.parameters.items() if key in LIBPQ}
    failures = []
    for program in _candidates(where, name):
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, no shell
            [program, *arguments],
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode == 0:
            return ""
        failures.append(f"{program}: {done.stderr.strip()[-500:]}")
    return "; ".join(failures)


def _candidates(where: Where, name: str) -> list[str]:
    place = find(where.home)
    folder = binaries.of(place) if binaries.is_installed(place) else binaries.bundled()
    ours, systems = binaries.program(folder, name), shutil.which(name)
    return [ours] if where.kind == "embedded" or systems is None else [ours, systems]
