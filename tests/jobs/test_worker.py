"""Jobs survive their workers, and take effect once: seen with real processes, really killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from argosy.jobs import queries

pytestmark = [pytest.mark.race]
WORKER = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from tests.jobs import interruptible
interruptible.run()
"""
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def sign(tmp_path) -> Path:
    """The file by which a worker shows that it is in the middle of a job."""
    return tmp_path / "sign"


@pytest.fixture
def start(sign) -> Iterator[Start]:
    """Start a worker on the test database."""
    started = []

    def run(**environment: str) -> "subprocess.Popen[bytes]":
        known = {
            "DJANGO_SETTINGS_MODULE": "argosy.config.settings",
            "ARGOSY_HOME": str(settings.ENV.home),
            "SIGN": str(sign),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, connection.settings_dict["NAME"]],
            env=os.environ | known | environment,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scratch (id bigserial PRIMARY KEY, note text)")
    yield run
    for process in started:
        process.kill()
        process.communicate()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE scratch")


def until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def ask(name: str, **arguments: str) -> int:
    # The tasks are the worker's; here they are known by name alone.
    return app.configure_task(name).defer(**arguments)


def status(job: int) -> str:
    return app.job_manager.get_job_status(job).value


def notes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM scratch ORDER BY id")
        return [note for (note,) in cursor.fetchall()]


@pytest.mark.parametrize(
    ("task", "before"), [("tests.note", []), ("tests.note_in_parts", ["hello"])]
)
def test_a_killed_worker_costs_neither_the_job_nor_a_second_effect(start, sign, task, before):
    job = ask(task, text="hello")
    first = start(HANG="1")
    until(sign.exists)
    until(lambda: notes() == before)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert status(job) == "doing"  # Nobody has told the database.
    assert notes() == before

    start()
    until(lambda: status(job) == "succeeded")
    assert notes() == ["hello"]
    (failure,) = queries.failures()
    assert (failure.job, failure.attempt, failure.reason) == (job, 1, "worker_died")


def test_a_worker_runs_what_waits_and_can_be_seen(start):
    job = ask("tests.note", text="hello")
    start()
    until(lambda: status(job) == "succeeded")
    assert notes() == ["hello"]

    def is_heard() -> bool:
        (seen,) = queries.workers(now=datetime.now(UTC))
        return seen.silent_for.total_seconds() < 2

    until(is_heard)
    assert queries.backlog(now=datetime.now(UTC)) == []


def test_what_a_failed_job_asked_for_vanishes_with_it(start):
    job = ask("tests.ask_and_fail", text="never")
    start(UNTIL_DONE="1").wait(timeout=20)
    assert status(job) == "todo"  # for a later attempt
    assert notes() == []
    (waiting,) = queries.backlog(now=datetime.now(UTC))
    assert (waiting.task, waiting.waiting, waiting.waiting_since) == ("tests.ask_and_fail", 1, None)
    (failure,) = queries.failures()
    assert (failure.attempt, failure.reason) == (1, "builtins.RuntimeError")


def test_a_worker_asked_to_stop_leaves_a_long_job_to_the_next(start, sign):
    job = ask("tests.long")
    worker = start()
    until(sign.exists)
    worker.terminate()
    assert worker.wait(timeout=10) == 0
    assert status(job) == "todo"
    assert queries.workers(now=datetime.now(UTC)) == []
