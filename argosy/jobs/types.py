"""What others may know about jobs."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A worker process, and when it last said that it lives."""

    worker: int
    heartbeat_at: datetime
    silent_for: timedelta
    doing: int  # jobs


@dataclass(frozen=True, slots=True)
class Backlog:
    """The jobs of one task that are not done."""

    task: str
    waiting: int
    doing: int
    failed: int
    waiting_since: datetime | None  # the oldest that may already run


@dataclass(frozen=True, slots=True)
class FailureSeen:
    """One attempt at a job that went wrong."""

    job: int
    task: str
    attempt: int  # 1 is the first
    failed_at: datetime
    reason: str  # a refusal's code, or the class of an unexpected error


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did with the jobs of dead workers."""

    retried: tuple[int, ...] = ()
    given_up: tuple[int, ...] = ()
