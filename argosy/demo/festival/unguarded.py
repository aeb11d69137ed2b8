"""The same festival with the guards of the stock taken away: then it has to oversell.

A festival that cannot fail proves nothing. What is taken away here is all there is: the condition
of the statement that promises, the locks before it, and the constraint behind it.
"""

from typing import Final

from django.db import connection

from argosy.kernel import sql

LOCKS: Final = ("inventory/lock_promised", "inventory/lock_skus", "inventory/lock_levels")
GUARDED: Final = ("inventory/promise", "inventory/reserve")
NO_LOCK: Final = "SELECT pg_sleep(0.03)"  # what a lock would have made others wait for
GUARD: Final = "level.on_hand - level.reserved - level.leased >="
NO_GUARD: Final = "0 <="


def take_guards_away() -> None:
    """Have this process run the statements without their guards."""
    known = sql.text
    replaced = dict.fromkeys(LOCKS, NO_LOCK)
    for name in GUARDED:
        body = known(name).replace("FOR UPDATE OF level", "")
        # Only the condition of the update: what a basket may ask for is still looked up before.
        head, mark, update = body.partition("UPDATE inventory_level")
        replaced[name] = head + mark + update.replace(GUARD, NO_GUARD, 1)

    def text(name: str) -> str:
        return replaced.get(name) or known(name)

    sql.text = text  # type: ignore[assignment]


def drop_constraint() -> None:
    """Take the last line of defence out of the tables of the company at hand."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_level DROP CONSTRAINT level_never_oversold")
