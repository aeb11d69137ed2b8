"""How the work goes: for doctor and for whoever looks after the machine."""

from datetime import datetime

from argosy.jobs.models import Failure
from argosy.jobs.types import Backlog, FailureSeen, WorkerSeen
from argosy.kernel import sql


def workers(*, now: datetime) -> list[WorkerSeen]:
    """Every worker that has not said goodbye, the most recently heard of first."""
    return [
        WorkerSeen(worker, heartbeat_at, now - heartbeat_at, doing)
        for worker, heartbeat_at, doing in sql.rows("jobs/workers")
    ]


def backlog(*, now: datetime) -> list[Backlog]:
    """What is waiting, being done, or failed, by task."""
    return [Backlog(*row) for row in sql.rows("jobs/backlog", {"now": now})]


def failures(*, limit: int = 50) -> list[FailureSeen]:
    """The latest attempts that went wrong, latest first."""
    found = Failure.objects.order_by("-failed_at", "-pk")[:limit]
    return [FailureSeen(f.job, f.task, f.attempt, f.failed_at, f.reason) for f in found]
