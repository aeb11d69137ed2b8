"""What demo returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from argosy.demo.festival.types import Answers, Audit
from argosy.doctor.types import Examination

MANIFEST: Final = "manifest.yaml"


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the seeded company, as the manifest lists it."""

    file: str
    channel: str | None  # none: it is about no channel
    profile: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the seeding is; for whoever shows it."""

    file: str  # the one under way, or the last
    files_done: int
    files: int


@dataclass(frozen=True, slots=True)
class Night:
    """A festival that is to be played, and how its workers are started and its database revived."""

    orders: int
    seed: int
    workers: int
    unguarded: bool
    watch_s: float
    began: datetime
    length: timedelta
    command: Sequence[str]
    revive: Callable[[], bool]
    tell: Callable[[int], None]  # how many steps it has


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a festival."""

    answers: Answers
    audit: Audit
    examination: Examination
    seconds: float
