"""Ending processes in the middle of what they do, as a power cut would."""

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from django.db import connection

from argosy.database.place import find
from argosy.database.processes import pid_in

WORKER, DATABASE = "worker", "database"
CAN_KILL: Final = os.name == "posix"
# Where a step of each kind can be broken: before it has done anything of worth, in the middle,
# when all is done but nothing committed, and when all is committed but nobody has been told.
POINTS: Final = {
    "tell": (
        "intake.kept",
        "intake.before_promises",
        "intake.before_commit",
        "intake.after_commit",
    ),
    "pay": ("intake.kept", "intake.before_commit", "festival.before_answer"),
    "hold": ("inventory.reserved", "festival.before_answer"),
    "cancel": ("orders.acted", "intake.before_commit", "festival.before_answer"),
    "ship": ("orders.acted", "festival.before_answer"),
    "tidy": ("festival.before_answer",),
}


def breaking(what: str, home: Path) -> Callable[[], None]:
    """What ends this worker, or the database under it."""
    return end_worker if what == WORKER else partial(end_database, home)


def end_worker() -> None:
    """End this process without a word."""
    if CAN_KILL:
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)  # where there is no such signal


def end_database(home: Path) -> None:
    """End the database and its processes at the same moment; this process goes on without it."""
    postmaster = pid_in(find(home).data / "postmaster.pid")
    if postmaster is None or not CAN_KILL:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        others = [pid for (pid,) in cursor.fetchall()]
        cursor.execute("SELECT pg_backend_pid()")
        ((own,),) = cursor.fetchall()
    os.kill(postmaster, signal.SIGSTOP)  # Else it would look after its children's ends.
    for pid in (*others, own, postmaster):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:  # gone since it was listed
            continue
