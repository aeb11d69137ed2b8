"""What has changed since the book was last looked at: by transaction, never by number or clock.

Rows that were written by a transaction which had not ended when the last examination looked are
those it cannot have seen. A mark is the first such transaction: all before it had ended, so what
they wrote was there. Facts carry the number of their transaction; of rows that carry none
PostgreSQL itself knows it. One that commits late is past the mark, however early it began.
"""

from dataclasses import dataclass
from typing import Final

from argosy.kernel import sql

# How much one examination takes on: after a night's rush the next ones catch up.
FACTS_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class Changed:
    """What one examination has to look at, and up to where the book is looked at then."""

    orders: tuple[int, ...] | None  # None: nobody knows what has changed, so everything
    upto: int  # the first transaction whose rows it may have missed


def changed(*, since: int | None) -> Changed:
    """What transactions from a mark on have touched, as the snapshot under way sees it.

    Without a mark, or with one of before the book was restored here, all counts as changed: of
    rows that carry no number PostgreSQL knows only the transaction that restored them.
    """
    unfinished, unbegun, beginning = sql.rows("doctor/reading/horizon")[0]
    if since is None or not beginning <= since <= unbegun:
        return Changed(None, unfinished)
    # Beyond the cut is left to the next time, whole transactions only.
    cut = sql.rows("doctor/reading/cut", {"since": since, "most": FACTS_MAX})
    until = cut[0][0] + 1 if cut else unbegun
    asked = {"since": since, "until": until}
    orders = [order for (order,) in sql.rows("doctor/reading/changed_orders", asked)]
    return Changed(tuple(sorted(orders)), min(unfinished, until))
