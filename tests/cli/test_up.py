"""`argosy up`: it says where, stays, mends what dies, and leaves nothing behind."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from psycopg import pq

from argosy.cli.running import running_at
from argosy.database import companies
from argosy.database.attachment import attach
from argosy.database.place import find
from argosy.database.server import ping
from tests.database.conftest import clear, postmaster, until, where_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
COMPANY = "served"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A data folder and a server apart: they are killed here, and others must not notice."""
    folder = tmp_path_factory.mktemp("up") / "home"
    with attach(folder):
        yield folder
    clear(folder)


@pytest.fixture(scope="module")
def environ(home):
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return told | {"ARGOSY_LANG": "en", "ARGOSY_HOME": str(home)}


@pytest.fixture(scope="module")
def argosy(environ):
    """Run one command to its end."""

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "argosy.cli", *arguments],
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def company(argosy):
    """A company, ready to be served."""
    made = argosy("company", "new", COMPANY)
    assert made.returncode == 0, made.stderr
    return COMPANY


@pytest.fixture
def up(company, environ):
    """Serve it; give the process and what it said when it was ready."""
    started = []

    def serve(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "argosy.cli", "--company", company, "up", "--json", *arguments],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        line = process.stdout.readline()
        assert line, process.stderr.read()
        return process, json.loads(line)

    yield serve
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def status_of(port, path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def is_served(port):
    try:
        return status_of(port) < 500
    except OSError:
        return False


def children_of(pid):
    """The children of a process, by role."""
    found = {}
    for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{each}/cmdline").read_bytes().split(b"\0")
        if b"argosy.cli.child" in words:
            found[words[words.index(b"argosy.cli.child") + 1].decode()] = int(each)
    return found


def is_alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks into /proc")


@linux
def test_it_serves_until_it_is_asked_to_stop_and_leaves_nothing_behind(up, argosy, home):
    port = free_port()
    process, said = up("--port", str(port))
    assert said["company"] == COMPANY
    assert said["address"] == f"http://127.0.0.1:{port}/"
    assert said["username"] == "owner"
    assert 0 < said["first_screen_s"] < 60
    family = children_of(process.pid)
    assert sorted(family) == ["web", "worker"]
    assert running_at(home, COMPANY) == said["address"]

    second = argosy("--company", COMPANY, "up", "--port", str(free_port()))
    assert (second.returncode, second.stdout.count(said["address"])) == (0, 1)
    assert is_served(port)
    removed = argosy("company", "remove", COMPANY, "--yes")
    assert (removed.returncode, said["address"] in removed.stderr) == (2, True)
    assert companies.exists(where_of(home), COMPANY)

    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=30)
    assert process.returncode == 0, rest
    assert not is_served(port)
    assert not any(map(is_alive, family.values()))
    assert running_at(home, COMPANY) is None


@linux
def test_what_dies_is_started_again(up):
    port = free_port()
    process, _said = up("--port", str(port))
    family = children_of(process.pid)
    for pid in family.values():
        os.kill(pid, signal.SIGKILL)

    def both_are_new():
        now = children_of(process.pid)
        return set(now) == {"web", "worker"} and not set(now.values()) & set(family.values())

    until(both_are_new)
    until(lambda: is_served(port))
    process.terminate()
    assert process.wait(timeout=30) == 0


@linux
def test_its_children_do_not_outlive_it(up, home):
    port = free_port()
    process, _said = up("--port", str(port))
    family = children_of(process.pid)
    process.kill()
    until(lambda: not any(map(is_alive, family.values())))
    until(lambda: not is_served(port))
    assert running_at(home, COMPANY) is None


@linux
def test_a_killed_database_is_started_again_under_it(up, home):
    port = free_port()
    process, _said = up("--port", str(port))
    before = postmaster(find(home))
    os.kill(before, signal.SIGKILL)

    until(lambda: ping(find(home)) is not pq.Ping.OK)
    until(lambda: ping(find(home)) is pq.Ping.OK)
    assert postmaster(find(home)) != before
    assert process.poll() is None
    assert is_served(port)


def test_a_taken_port_is_said_with_a_remedy(company, argosy, home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = argosy("--company", company, "up", "--port", str(port))
    assert refused.returncode == 3
    assert f"--port {port + 1}" in refused.stderr
    assert running_at(home, COMPANY) is None


def test_a_company_that_is_not_there_is_not_made_by_a_slip(argosy, home):
    refused = argosy("--company", "no_such_one", "up", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "no_such_one" in refused.stderr
    assert "no_such_one" not in companies.names(where_of(home))
