"""kill -9 in the middle of importing the real files, ten times each: nothing is lost or doubled."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.soak.conftest import Applied, Book, Say, kill_server

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(os.name == "nt", reason="kill -9 and ps are of POSIX"),
]

KILLS = 10
FIRST_BATCH = 2_500  # documents
MOST = 50_000  # of the 53,628 that both files have: after that too little is left to fall into
A_BATCH_S = 2.5
PATIENCE_S = 900

Kill = Callable[["subprocess.Popen[bytes]"], None]


@pytest.fixture(scope="module")
def _calm() -> dict[str, object]:
    """What the undisturbed import came to, once it is known."""
    return {}


@pytest.fixture
def undisturbed(_calm, make_book, say: Say) -> dict[str, object]:
    """The book that nothing happened to."""
    if not _calm:
        book, since = make_book("soak_calm"), time.monotonic()
        finish(book.start_import())
        _calm |= book.ask("report", "fingerprint", "--json")
        say(f"undisturbed in {time.monotonic() - since:.0f} s: {_calm}")
        assert book.findings() == []
    return _calm


def finish(importer: "subprocess.Popen[bytes]") -> None:
    """Let an import come to its end."""
    _, complaint = importer.communicate(timeout=PATIENCE_S)
    assert importer.returncode == 0, complaint.decode()


def kill_importer(importer: "subprocess.Popen[bytes]") -> None:
    """End the importing process; its session with the database ends when the database notices."""
    importer.kill()
    importer.communicate()
    assert importer.returncode == -signal.SIGKILL


def kill_database(importer: "subprocess.Popen[bytes]") -> None:
    """End the database; the importing process has to say so and give up."""
    kill_server()
    _, complaint = importer.communicate(timeout=60)
    assert importer.returncode == 3, complaint.decode()


def disturb(book: Book, kill: Kill, chance: random.Random, say: Say) -> list[Applied]:
    """Import, and kill each time that a random share of the documents has been applied."""
    share = (MOST - FIRST_BATCH) / KILLS
    fallen = []
    for number in range(KILLS):
        threshold = FIRST_BATCH + share * (number + chance.random())
        importer, since = book.start_import(), time.monotonic()
        while importer.poll() is None and book.applied().documents < threshold:
            assert time.monotonic() - since < PATIENCE_S
            time.sleep(0.1)
        time.sleep(chance.uniform(0, A_BATCH_S))  # anywhere in the batch that follows
        before = book.applied()
        assert importer.poll() is None, f"over before it was killed: {before}"
        kill(importer)
        fallen.append(before)
        took = time.monotonic() - since
        say(f"{kill.__name__} {number + 1} of {KILLS} after {took:.0f} s: {before}")
    return fallen


@pytest.mark.parametrize("kill", [kill_importer, kill_database], ids=["importer", "database"])
def test_killed_ten_times_it_comes_to_the_same(kill, undisturbed, make_book, chance, say):
    book = make_book(f"soak_{kill.__name__}")

    fallen = disturb(book, kill, chance, say)
    assert all(FIRST_BATCH <= one.documents < MOST + FIRST_BATCH for one in fallen)
    assert {one.state for one in fallen} <= {"queued", "reading", "applying"}
    assert any(one.state == "applying" for one in fallen), "no kill fell in the middle of an import"
    since = time.monotonic()
    finish(book.start_import())
    found = book.ask("report", "fingerprint", "--json")
    say(f"resumed and done in {time.monotonic() - since:.0f} s: {found}")

    assert found == undisturbed
    assert book.findings() == []
