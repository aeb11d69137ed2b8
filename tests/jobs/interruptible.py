"""Tasks made to be interrupted, for a worker process of the tests.

`HANG` makes them never end; `SIGN` names the file by which they show that they are running.
"""

import os
import time
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from argosy.jobs import services
from argosy.jobs.runner import Pace, run_worker
from argosy.jobs.tasks import stop_here, task


def note(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO scratch (note) VALUES (%s)", [text])


def hang() -> None:
    Path(os.environ["SIGN"]).touch()
    if os.environ.get("HANG"):
        time.sleep(60)


@task("tests.note")
def _note(*, text: str) -> None:
    note(text)
    hang()


@task("tests.note_in_parts", whole=False)
def _note_in_parts(*, text: str) -> None:
    with transaction.atomic():
        if services.once(key=f"tests:{text}", now=timezone.now()):
            note(text)
    hang()


@task("tests.ask_and_fail")
def _ask_and_fail(*, text: str) -> None:
    services.enqueue(task="tests.note", arguments={"text": text})
    raise RuntimeError("with a name in it: Ada")


@task("tests.long", whole=False)
def _long() -> None:
    hang()
    while True:
        time.sleep(0.05)
        stop_here()


def run() -> None:
    pace = Pace(
        heartbeat_s=0.2,
        dead_after_s=1,
        sweep_s=0.2,
        poll_s=0.2,
        stop_within_s=0.2,
        by_clock=False,  # else a test would see more jobs for some minutes of every hour
    )
    run_worker(pace=pace, wait=not os.environ.get("UNTIL_DONE"))
