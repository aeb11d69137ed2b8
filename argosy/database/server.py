"""Making, starting and stopping the embedded server. For whoever holds the lock of its place."""

import hashlib
import shlex
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from argosy.database import binaries, disk, processes, tuning
from argosy.database.errors import (
    DiskFull,
    InitFailed,
    MajorChanged,
    StartFailed,
    StopFailed,
)
from argosy.database.place import (
    ROLE,
    SUPERUSER,
    Place,
    give,
    give_all,
    make_directory,
    named_nobody,
    password,
    write_private,
)

START_S = 600  # replaying the log of a crash in a busy night takes minutes
STOP_S = 120
ORPHANS_S = 30  # the backends of a killed server notice within seconds
POLL_S = 0.02
DEAF_S = 3.0  # a server that only just began has no socket yet
LOOK_S = 0.5  # how often the log is read while the server starts

Stage = Literal["waiting", "installing", "creating", "starting", "recovering"]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a start is busy with, for how many seconds, in the server's words if it has any."""

    stage: Stage
    seconds: float
    detail: str = ""


Report = Callable[[Progress], None]


def ping(place: Place) -> pq.Ping:
    """Ask the server whether it takes connections. Needs no password."""
    return pq.Ping(pq.PGconn.ping(_target(place, ROLE).encode()))


def start(place: Place, report: Report) -> None:
    """Bring the server up from whatever state it was left in; return when it takes connections.

    :raises StartFailed, DiskFull, InitFailed, MajorChanged, BinariesMissing: it cannot be.
    """
    if not binaries.is_installed(place):
        report(Progress("installing", 0.0))
        binaries.install(place)
    settings = tuning.write(place)
    if not (place.data / "PG_VERSION").exists():
        report(Progress("creating", 0.0))
        _create(place)
    found = (place.data / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != str(binaries.MAJOR):
        raise MajorChanged(path=place.data, found=found, wanted=binaries.MAJOR)
    if _is_running(place) and _is_deaf(place):
        stop(place)
    if not _is_running(place):
        _clear_stale_locks(place)
        _start_patiently(place, settings, report)
    _await(place, report)
    _make_role(place)
    disk.lay_ballast(place)
    if pid := processes.pid_in(place.data / "postmaster.pid"):
        processes.spare(pid)


def stop(place: Place) -> None:
    """Shut the server down in good order, ending the sessions of whoever is still connected.

    :raises StopFailed: it is still there after two minutes.
    """
    if not _is_running(place):
        return
    done = processes.run(place, [*_pg_ctl(place), "-m", "fast", "-w", "-t", str(STOP_S), "stop"])
    if done.returncode != 0 and _is_running(place):
        raise StopFailed(path=place.data, detail=_last_line(done.stderr))


def _create(place: Place) -> None:
    """Make the data directory beside its place and move it there whole."""
    draft, secret = place.root / "data.draft", place.root / "superuser.draft"
    if draft.exists():  # A creation that was cut off; nobody can have written into it.
        shutil.rmtree(draft)
    make_directory(draft, 0o700)
    write_private(secret, password(place.superuser))
    maker = None
    if place.owner is not None:  # initdb refuses a user without a name.
        maker = named_nobody()
        give(draft, maker)
        give(secret, maker)
    command = [
        binaries.program(binaries.of(place), "initdb"),
        f"--pgdata={draft}",
        f"--username={SUPERUSER}",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--encoding=UTF8",
        # The same order and case of letters on every system, whatever locales it has.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
    ]
    done = processes.run(place, command, owner=maker)
    secret.unlink()
    if done.returncode != 0:
        raise InitFailed(path=place.data, detail=_last_line(done.stderr))
    if place.owner is not None:
        give_all(draft, place.owner)
    draft.replace(place.data)


def _make_role(place: Place) -> None:
    """Give the application's role its password: at first, and when the password file is new.

    It creates databases and owns them; it is no superuser.
    """
    mark = hashlib.sha256(place.passfile.read_bytes()).hexdigest()
    stamp = place.desk / "role"
    wanted = f"{mark} {_identity(place)}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    role, secret = sql.Identifier(ROLE), password(place.passfile)
    target = _target(place, SUPERUSER, passfile=str(place.superuser))
    with psycopg.connect(target, autocommit=True) as connection:
        known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE])
        if known.rowcount == 0:
            connection.execute(sql.SQL("CREATE ROLE {}").format(role))
        # Hashed here: the server never sees the password in a statement.
        verifier = connection.pgconn.encrypt_password(
            secret.encode(), ROLE.encode(), b"scram-sha-256"
        ).decode()
        may = sql.SQL("ALTER ROLE {} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE PASSWORD {}")
        connection.execute(may.format(role, sql.Literal(verifier)))
    write_private(stamp, wanted)


def _target(place: Place, user: str, **more: str) -> str:
    return make_conninfo(
        host=place.host, port=place.port, user=user, dbname="postgres", connect_timeout=3, **more
    )


def _identity(place: Place) -> str:
    """PostgreSQL's own number of this data: tells it from other data put in its place."""
    with (place.data / "global" / "pg_control").open("rb") as control:
        return control.read(8).hex()


def _start_patiently(place: Place, settings: Path, report: Report) -> None:
    deadline = time.monotonic() + ORPHANS_S
    while failure := _start_once(place, settings, report):
        if "No space left on device" in failure:
            raise DiskFull(path=place.data, ballast=place.ballast)
        # Backends of a killed server hold its shared memory until they notice.
        if "is still in use" not in failure or time.monotonic() > deadline:
            raise StartFailed(path=place.data, detail=_reason(failure), log=place.log)
        time.sleep(0.5)


def _start_once(place: Place, settings: Path, report: Report) -> str:
    """Start the server and wait; return nothing if it is up, else what it said."""
    log, since = _Log(place.log), time.monotonic()
    quote = '"{}"'.format if sys.platform == "win32" else shlex.quote
    options = f"-c {quote(f'config_file={settings}')}"
    command = [*_pg_ctl(place), "-w", "-t", str(START_S), "-o", options]
    command += ["-l", str(place.log / "start.log"), "start"]
    report(Progress("starting", 0.0))
    with TemporaryFile() as output:
        starting = processes.launch(place, command, output)
        looked = since
        while starting.poll() is None:
            time.sleep(POLL_S)
            if time.monotonic() - looked > LOOK_S:
                looked = time.monotonic()
                report(_recovery(log.new(), looked - since))
        if starting.returncode == 0:
            return ""
        output.seek(0)
        return log.new() + output.read().decode(errors="replace")


def _await(place: Place, report: Report) -> None:
    """Wait for a server that somebody else began to start, and did not see to the end."""
    since, log = time.monotonic(), _Log(place.log)
    while (answer := ping(place)) is not pq.Ping.OK:
        waited = time.monotonic() - since
        if waited > START_S or (answer is pq.Ping.NO_RESPONSE and not _is_running(place)):
            raise StartFailed(path=place.data, detail=_reason(log.new()), log=place.log)
        report(_recovery(log.new(), waited))
        time.sleep(0.2)


def _recovery(text: str, seconds: float) -> Progress:
    """What the log says about replaying, if it does."""
    lines = [line for line in text.splitlines() if "redo" in line or "recovery" in line]
    if not lines:
        return Progress("starting", seconds)
    return Progress("recovering", seconds, lines[-1].rpartition("LOG:")[2].strip())


def _is_running(place: Place) -> bool:
    pid = processes.pid_in(place.data / "postmaster.pid")
    if pid is None:
        return False
    if sys.platform == "win32":
        return processes.run(place, [*_pg_ctl(place), "status"]).returncode == 0
    return processes.is_server(pid, place.data)


def _is_deaf(place: Place) -> bool:
    """Whether a running server cannot be reached: somebody swept its socket out of /tmp."""
    deadline = time.monotonic() + DEAF_S
    while ping(place) is pq.Ping.NO_RESPONSE:
        if time.monotonic() > deadline:
            return True
        time.sleep(POLL_S)
    return False


def _clear_stale_locks(place: Place) -> None:
    """Remove lock files, of the data and of the socket, that name no server of this data.

    PostgreSQL does so itself when nobody has that number. When somebody has, or a dead server was
    not yet buried, it cannot tell and refuses, for ever perhaps: daily life in containers. Its lock
    on shared memory, which is found by the data directory and not by these files, still keeps two
    servers apart.
    """
    if sys.platform == "win32":
        return
    for file in (place.data / "postmaster.pid", place.socket / f".s.PGSQL.{place.port}.lock"):
        pid = processes.pid_in(file)
        if pid is not None and not processes.is_server(pid, place.data):
            file.unlink(missing_ok=True)


def _pg_ctl(place: Place) -> list[str]:
    return [binaries.program(binaries.of(place), "pg_ctl"), "-D", str(place.data)]


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _reason(text: str) -> str:
    """The line that tells why: the first fatal one, else the last."""
    fatal = [line for line in text.splitlines() if "FATAL:" in line or "PANIC:" in line]
    return fatal[0].strip() if fatal else _last_line(text)


class _Log:
    """What the server has logged since this was made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes = {path: path.stat().st_size for path in folder.glob("*.log")}

    def new(self) -> str:
        """Everything new, from all the files of the folder."""
        parts = []
        for path in sorted(self._folder.glob("*.log")):
            with path.open("rb") as file:
                file.seek(self._sizes.get(path, 0))
                parts.append(file.read().decode(errors="replace"))
        return "".join(parts)
