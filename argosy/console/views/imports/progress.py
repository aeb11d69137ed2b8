"""How far an import is, as a card shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from argosy.console import words
from argosy.console.views.imports import phrases
from argosy.intake.types import RunView

OPEN: Final = frozenset({"queued", "reading", "applying"})
WAITS_LONG: Final = timedelta(seconds=20)
READING_SHARE: Final = 0.25  # of the work; applying is the rest


@dataclass(frozen=True, slots=True)
class Card:
    """One import on its way, or just come to its end."""

    run: RunView
    state: str
    tone: str
    percent: int
    rows: int  # dealt with, as far as the work is done
    rate: int | None  # rows a second
    seconds_left: int | None
    orphaned: bool  # it waits, and nothing seems to work on anything

    @property
    def open(self) -> bool:
        """Whether it waits or is under way."""
        return self.run.state in OPEN


def card(run: RunView, *, now: datetime, alone: bool) -> Card:
    """What to show of one import; `alone` if no other is under way."""
    read = min(run.rows_done / run.rows_total, 1.0) if run.rows_total else 0.0
    booked = run.documents_done / run.documents_total if run.documents_total else 0.0
    done = READING_SHARE * read + (1 - READING_SHARE) * booked
    passed = (now - run.started_at).total_seconds() if run.started_at else 0.0
    rows = int(done * run.rows_total)
    queued = run.state == "queued"
    return Card(
        run=run,
        state=words.say(words.RUN_STATE, run.state),
        tone=phrases.STATE_TONE.get(run.state, ""),
        percent=int(100 * done),
        rows=rows,
        rate=int(rows / passed) if passed > 0 and rows else None,
        seconds_left=None if run.seconds_left is None else max(1, round(run.seconds_left)),
        orphaned=queued and alone and now - run.created_at > WAITS_LONG,
    )
