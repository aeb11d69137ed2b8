"""Two hands for a long examination: each over a connection of its own, both in one snapshot.

PostgreSQL works on a statement with one processor, give or take a helper, and Python on the files
with another. So whoever is free takes the next check.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from django.db import OperationalError, connection

from argosy.doctor.types import Check, Finding
from argosy.kernel import sql

Enter = Callable[[str], AbstractContextManager[None]]


def run_each(
    checks: Sequence[Check], run: Callable[[Check], Finding], enter: Enter
) -> list[Finding]:
    """What `run` finds of each check, in their order; in the transaction under way and another.

    `enter` begins that other one in the snapshot of this name. Where the server has no connection
    to spare, one hand does all. What `run` raises in either hand is raised here.
    """
    # The long ones first, so that in the end no hand waits for the other.
    waiting = deque(sorted(range(len(checks)), key=lambda nth: checks[nth].is_fast))
    found: dict[int, Finding] = {}

    def work() -> None:
        try:
            while waiting:
                try:
                    nth = waiting.popleft()
                except IndexError:  # The other hand was quicker.
                    return
                found[nth] = run(checks[nth])
        except BaseException:
            waiting.clear()
            raise

    ((snapshot,),) = sql.rows("doctor/reading/export")
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(_beside, snapshot, enter, work)
        work()
        other.result()
    return [found[nth] for nth in range(len(checks))]


def _beside(snapshot: str, enter: Enter, work: Callable[[], None]) -> None:
    """Work in a thread, whose connection is its own, and leave no connection behind."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return
    try:
        with enter(snapshot):
            work()
    finally:
        connection.close()
