"""Long tests on the real files: our commands as processes, and how to kill them.

They run with `make soak`; any other run of pytest leaves them out.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from argosy.database.errors import DatabaseTrouble
from argosy.database.place import find
from argosy.database.processes import pid_in
from argosy.database.url import Where, connect, resolve

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.get("ARGOSY_SOAK_HOME") or ROOT / ".build/soak-home")
JOURNAL = ROOT / ".build/soak.log"
ENVIRON = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
    "ARGOSY_HOME": str(HOME),
    "ARGOSY_LANG": "en",
}
KILLED_S = 60

Say = Callable[[str], None]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Nobody waits half an hour unasked."""
    if "soak" not in (config.getoption("-m") or ""):
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(pytest.mark.skip(reason="long; `make soak` runs it"))


@dataclass(frozen=True)
class Applied:
    """How far an import has come, as the database says."""

    documents: int
    rows: int
    state: str  # of the run under way, or of the last one
    run: int

    def __str__(self) -> str:
        return (
            f"{self.documents:,} documents, {self.rows:,} rows applied, run {self.run} {self.state}"
        )


@dataclass(frozen=True)
class Book:
    """A company of its own, worked on by processes of ours."""

    name: str
    files: tuple[Path, ...]
    where: Where

    def start_import(self) -> "subprocess.Popen[bytes]":
        """The command that a person would type, and types again after each accident."""
        return subprocess.Popen(
            self._command("import", *map(str, self.files), "--profile", "online-retail", "--json"),
            env=ENVIRON,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def ask(self, *words: str) -> dict[str, Any]:
        """What a command answers. It must succeed."""
        done = subprocess.run(self._command(*words), env=ENVIRON, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def findings(self) -> list[str]:
        """What doctor finds, all checks having run."""
        done = subprocess.run(
            self._command("doctor", "--json"), env=ENVIRON, capture_output=True, check=False
        )
        assert done.returncode in {0, 1, 2}, done.stderr.decode()
        checks = json.loads(done.stdout)["checks"]
        return [f"{one['code']}: {one['rows']} {one['sample']}" for one in checks if one["rows"]]

    def applied(self) -> Applied:
        """How far it is; nothing while there is no server or no table to ask."""
        statement = (
            "SELECT count(*), sum(cardinality(row_numbers))::int, newest.state, newest.id"
            " FROM evidence_document, ("
            "   SELECT id, state FROM intake_run"
            "   ORDER BY state IN ('queued', 'reading', 'applying') DESC, id DESC LIMIT 1"
            " ) AS newest GROUP BY newest.state, newest.id"
        )
        try:
            with connect(self.where, self.where.database(self.name)) as connection:
                found = connection.execute(statement).fetchone()
        except (DatabaseTrouble, psycopg.Error):
            found = None
        return Applied(*found) if found else Applied(0, 0, "", 0)

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "argosy.cli", "--company", self.name, *words]


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Say:
    """Write a line down for whoever watches and for whoever reads later."""
    JOURNAL.parent.mkdir(exist_ok=True)
    capture = request.config.pluginmanager.get_plugin("capturemanager")

    def write(text: str) -> None:
        line = f"{time.strftime('%H:%M:%S')} {text}\n"
        with capture.global_and_fixture_disabled():
            sys.stdout.write(line)
            sys.stdout.flush()
        with JOURNAL.open("a", encoding="utf-8") as journal:
            journal.write(line)

    return write


@pytest.fixture(scope="session")
def chance(say: Say) -> random.Random:
    """The moments of the kills; `ARGOSY_SOAK_SEED` repeats them, as far as clocks allow."""
    seed = os.environ.get("ARGOSY_SOAK_SEED") or str(random.SystemRandom().randrange(10**6))
    say(f"ARGOSY_SOAK_SEED={seed}")
    return random.Random(seed)  # noqa: S311 - nothing to guess here


@pytest.fixture
def make_book(online_retail: tuple[Path, ...]) -> Iterator[Callable[[str], Book]]:
    """Make companies, and remove them afterwards; the last command stops the server."""
    made: list[Book] = []

    def make(name: str) -> Book:
        book = Book(name, online_retail, resolve(ENVIRON))
        made.append(book)
        _remove(book)
        book.ask("company", "new", name, "--currency", "GBP", "--json")
        return book

    yield make
    for book in made:
        _remove(book)


def _remove(book: Book) -> None:
    command = book._command("company", "remove", book.name, "--yes")
    subprocess.run(command, env=ENVIRON, capture_output=True, check=False)


@pytest.fixture(scope="session")
def online_retail() -> tuple[Path, ...]:
    """The two real files, which are not ours to ship."""
    shared = Path(os.environ.get("ARGOSY_SHARED") or ROOT.parent / "shared")
    files = tuple(
        shared / "data/online_retail" / f"online_retail_y{years}.parquet"
        for years in ("2009_2010", "2010_2011")
    )
    if not all(path.is_file() for path in files):
        pytest.skip("Online Retail II is not here; set ARGOSY_SHARED to the folder that has it")
    return files


def kill_server() -> None:
    """End the database and all its processes at the same moment, as a power cut would."""
    postmaster = pid_in(find(HOME, environ=ENVIRON).data / "postmaster.pid")
    assert postmaster is not None, "the database was not running"
    os.kill(postmaster, signal.SIGSTOP)  # Else it would look after its children's ends.
    for pid in (*_children(postmaster), postmaster):
        os.kill(pid, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    told = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, check=True)
    pairs = (line.split() for line in told.stdout.decode().splitlines())
    return [int(pid) for pid, its_parent in pairs if int(its_parent) == parent]
