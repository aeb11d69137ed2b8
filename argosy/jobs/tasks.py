"""What a context writes in its `jobs.py`: `@task("intake.run_import")` above a function.

The function loads and makes one service call. Its arguments are a contract with jobs that are
already waiting: add them with a default, and do not rename them.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from functools import wraps
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.tasks import Task

from argosy.jobs.services import ATTEMPTS_MAX, once
from argosy.kernel.errors import DomainError, Kind

Function = Callable[..., None]
Look = Callable[[], None]
FIRST_PAUSE: Final = timedelta(seconds=5)
EVERY_SECOND: dict[str, Look] = {}
CURRENT: ContextVar[JobContext | None] = ContextVar("current_job", default=None)


def task(
    name: str, *, whole: bool = True, cron: str | None = None
) -> Callable[[Function], "Task[..., None, ...]"]:
    """Make a function a task called `context.verb`.

    A `whole` task runs inside one transaction together with the record that it ran, so it takes
    effect once however often it is run. A long task that commits on the way is not whole: it asks
    `once` in each of its transactions, and `stop_here` between them.

    With `cron` (five fields, UTC) the workers ask for it by themselves, once however many they are;
    it is called without arguments then.
    """

    def register(function: Function) -> "Task[..., None, ...]":
        @wraps(function)
        def run(context: JobContext, **arguments: Any) -> None:
            arguments.pop("timestamp", None)  # when the clock asked; a task asks its own clock
            if not whole:
                function(**arguments)
                return
            with transaction.atomic():
                if once(key=f"job:{context.job.id}", now=timezone.now()):
                    function(**arguments)

        made: Task[..., None, ...] = app.task(name=name, pass_context=True, retry=Patience())(run)
        if cron:
            # Its stub wants a task that takes the timestamp alone; `run` takes it among others.
            app.periodic(cron=cron)(made)
        return made

    return register


def every_second(name: str) -> Callable[[Look], Look]:
    """Have each worker call a function about once a second, beside its jobs.

    For work that is known only by looking for it, and that would wait too long for the minute. It
    looks, which must be cheap, and does what it found in a transaction of its own; several workers
    may do so at once. What goes wrong is written down, and it is called again a minute later.
    """

    def register(function: Look) -> Look:
        EVERY_SECOND[name] = function
        return function

    return register


def stop_here() -> None:
    """Leave the job here if its worker is asked to stop; it goes on with the next worker.

    Call it between transactions. Does nothing outside a worker.
    """
    context = CURRENT.get()
    if context is not None and context.should_abort():
        raise JobAborted


class Patience(BaseRetryStrategy):
    """Try again what may go better next time: five times in all, later each time."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again, if at all."""
        if isinstance(exception, JobAborted):
            return RetryDecision()  # The worker was asked to stop: nothing is wrong with the job.
        final = isinstance(exception, DomainError) and exception.kind is not Kind.UNAVAILABLE
        if final or job.attempts + 1 >= ATTEMPTS_MAX:
            return None
        pause = FIRST_PAUSE * 4**job.attempts
        return RetryDecision(retry_in={"seconds": int(pause.total_seconds())})
