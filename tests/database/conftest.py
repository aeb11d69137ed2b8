"""Servers of the tests' own, in folders that are gone afterwards."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from argosy.database import server
from argosy.database.attachment import attach
from argosy.database.place import Place, find
from argosy.database.url import Where, resolve

# Attaches, says so, and leaves when its input ends.
CLIENT = """
import sys
from pathlib import Path
from argosy.database.attachment import attach
with attach(Path(sys.argv[1])):
    print("attached", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def fresh_home(tmp_path: Path) -> Iterator[Path]:
    """A data folder that nobody has used."""
    folder = tmp_path / "home"
    yield folder
    clear(folder)


@pytest.fixture(scope="module")
def used_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("used") / "home"
    with attach(folder):
        pass
    yield folder
    clear(folder)


@pytest.fixture
def home(used_home: Path) -> Iterator[Path]:
    """A data folder with a server in it that is not running; making one takes its time."""
    yield used_home
    place = find(used_home)
    server.stop(place)
    place.started.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def kept_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with a server in it that runs for all the tests of a module."""
    folder = tmp_path_factory.mktemp("kept") / "home"
    with attach(folder):
        yield folder
    clear(folder)


@pytest.fixture
def client() -> Iterator[Callable[[Path], "subprocess.Popen[str]"]]:
    """Make other processes that attach to a server."""
    made: list[subprocess.Popen[str]] = []

    def make(home: Path) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        made.append(process)
        return process

    yield make
    for process in made:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def clear(home: Path) -> None:
    """Stop what still runs, and remove what lies outside of the folder."""
    place = find(home)
    if place.data.exists():
        server.stop(place)
    if place.root != place.desk:
        shutil.rmtree(place.root, ignore_errors=True)
    shutil.rmtree(place.socket, ignore_errors=True)


def where_of(home: Path) -> Where:
    """The embedded server of a data folder."""
    return resolve({"ARGOSY_HOME": str(home)})


def mode_of(path: Path) -> int:
    """The permission bits of a path."""
    return path.stat().st_mode & 0o777


def postmaster(place: Place) -> int:
    """The process number of the server."""
    pid = int((place.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, 0)
    return pid


def until(condition: Callable[[], bool], timeout_s: float = 30.0) -> None:
    """Wait for something that comes to pass by itself."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    pytest.fail("it did not come to that")
