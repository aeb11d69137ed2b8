"""The same festival with the guards of the stock taken away: then it has to oversell.

A festival that cannot fail proves nothing. What is taken away here is all there is: the condition
of the statements that promise, the locks before them, and the constraint behind them. What is left
is what a program does that reads first and writes afterwards.
"""

from typing import Final

from django.db import connection

from argosy.kernel import sql

LOCKS: Final = tuple(
    f"inventory/lock_{what}" for what in ("promised", "skus", "levels", "demand", "counted")
)
GUARDED: Final = tuple(
    f"inventory/{name}" for name in ("promise", "reserve", "reserve_single", "take_plenty")
)
NO_LOCK: Final = "SELECT 1"
# What comes right after the promises: others read what is not committed yet, as on a busy night.
LINGERING: Final = ("inventory/clear_promises", "inventory/touch_taken")
LINGER: Final = ";SELECT pg_sleep(0.3)"
# The rule asked of the row as it is, and of the row as it was when the statement began.
GUARD: Final = "level.on_hand - level.reserved - level.leased >="
SEEN: Final = (
    "(SELECT seen.on_hand - seen.reserved - seen.leased"
    " FROM inventory_level AS seen WHERE seen.id = level.id) >="
)


def unguarded(name: str) -> str:
    """A statement that promises, without its lock and by what it saw instead of what is."""
    return sql.text(name).replace("FOR UPDATE OF level", "").replace(GUARD, SEEN)


def take_guards_away() -> None:
    """Have this process run the statements without their guards."""
    known = sql.text
    replaced = dict.fromkeys(LOCKS, NO_LOCK) | {name: unguarded(name) for name in GUARDED}
    replaced |= {name: known(name) + LINGER for name in LINGERING}

    def text(name: str) -> str:
        return replaced.get(name) or known(name)

    sql.text = text  # type: ignore[assignment]


def drop_constraint() -> None:
    """Take the last line of defence out of the tables of the company at hand."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_level DROP CONSTRAINT level_never_oversold")
