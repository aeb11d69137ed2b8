"""Ask for jobs, do each effect once, and take up what dead workers left."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, TaskNotFound
from procrastinate.jobs import Job, Status

from argosy.jobs.errors import Outside, UnknownTask
from argosy.jobs.known import know_all
from argosy.jobs.models import Failure
from argosy.jobs.types import Swept
from argosy.kernel import sql

# Five, because the fifth comes minutes after the first: what is still wrong then wants a person.
ATTEMPTS_MAX: Final = 5
WORKER_DIED: Final = "worker_died"

JOBS_KEPT: Final = timedelta(days=30)
RECORDS_KEPT: Final = timedelta(days=90)  # longer than jobs, so that no job outlives its effect
_HOUR: Final = timedelta(hours=1)

Argument = int | str | bool | None


def enqueue(
    *,
    task: str,
    arguments: Mapping[str, Argument],
    one_at_a_time: str | None = None,
    only_one_waiting: str | None = None,
) -> int | None:
    """Ask for a job. It appears when the transaction commits, and vanishes if it does not.

    Jobs of one `one_at_a_time` run one after the other. If a job of the same `only_one_waiting`
    waits already, no second is made and the answer is `None`: it will do both their work.

    :raises UnknownTask: no context has such a task.
    """
    know_all()
    try:
        deferrer = app.configure_task(
            task, allow_unknown=False, lock=one_at_a_time, queueing_lock=only_one_waiting
        )
    except TaskNotFound as error:
        raise UnknownTask(task=task) from error
    try:
        with transaction.atomic():  # A savepoint: the caller's transaction goes on.
            return int(deferrer.defer(**arguments))
    except AlreadyEnqueued:
        return None


def once(*, key: str, now: datetime) -> bool:
    """Whether the effect of this key is still to be done. From now on it counts as done.

    Ask first thing in the transaction of the effect. Whoever asks for the same key meanwhile
    waits for that transaction, and is told no when it commits.

    :raises Outside: there is no transaction to be part of.
    """
    if not connection.in_atomic_block:
        raise Outside(key=key)
    return sql.run("jobs/record_effect", {"key": key, "now": now}) == 1


def record_failure(*, job: int, task: str, attempt: int, now: datetime, reason: str) -> None:
    """Write down that an attempt at a job went wrong."""
    Failure.objects.create(job=job, task=task, attempt=attempt, failed_at=now, reason=reason)


@transaction.atomic
def sweep(*, now: datetime, silent_for: timedelta) -> Swept:
    """Take up the jobs of workers that have been silent for so long.

    One sweep at a time: of two, the slower would take a job away from the worker that the faster
    has just found for it. A job that took its worker with it five times is given up.
    """
    (alone,) = sql.rows("jobs/take_broom")[0]
    if not alone:
        return Swept()
    stalled = _stalled(silent_for)
    worn_out = [job for job in stalled if job.attempts + 1 >= ATTEMPTS_MAX]
    again = [job for job in stalled if job not in worn_out]
    for job in stalled:
        record_failure(
            job=_id(job),
            task=job.task_name,
            attempt=job.attempts + 1,
            now=now,
            reason=WORKER_DIED,
        )
    for job in again:
        app.job_manager.retry_job_by_id(_id(job), retry_at=now)
    for job in worn_out:
        async_to_sync(app.job_manager.finish_job_by_id_async)(
            _id(job), status=Status.FAILED, delete_job=False
        )
    return Swept(tuple(map(_id, again)), tuple(map(_id, worn_out)))


def forget(*, now: datetime) -> None:
    """Drop jobs that succeeded long ago, and the records of effects that no job can repeat."""
    async_to_sync(app.job_manager.delete_old_jobs)(nb_hours=int(JOBS_KEPT / _HOUR))
    sql.run("jobs/forget", {"before": now - RECORDS_KEPT})


def _stalled(silent_for: timedelta) -> list[Job]:
    found = async_to_sync(app.job_manager.get_stalled_jobs)(
        seconds_since_heartbeat=silent_for.total_seconds()
    )
    return sorted(found, key=_id)


def _id(job: Job) -> int:
    if job.id is None:
        raise AssertionError("a job that was read from its table has an id")
    return job.id
