"""The worker process: runs jobs, and beside them sweeps up after workers that died.

The only place that catches everything: it writes the failure down and lets it go on its way.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

from argosy.jobs import services
from argosy.jobs.known import know_all
from argosy.jobs.tasks import CURRENT, EVERY_SECOND
from argosy.jobs.types import Swept
from argosy.kernel.errors import DomainError

log = logging.getLogger(__name__)

# On two cores: one long import, and room beside it for what is quick.
AT_ONCE: Final = 2
LOOKS_LEFT_OUT: Final = 60  # after one that went wrong: it will not be better in a second
FORGET_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker does what. Tests are in a hurry."""

    heartbeat_s: float = 5.0
    # Long enough that a worker which is merely busy or swapped out is not taken for dead.
    dead_after_s: float = 30.0
    sweep_s: float = 10.0
    look_s: float = 1.0  # for what is done every second
    by_clock: bool = True  # also ask for what is due by the clock
    poll_s: float = 5.0  # new jobs are announced; this is for announcements that were missed
    stop_within_s: float = 3.0  # then running jobs are asked to leave at their next `stop_here`


def run_worker(*, pace: Pace | None = None, wait: bool = True) -> None:
    """Run jobs until asked to stop (Ctrl-C, SIGTERM); without `wait`, until none is left."""
    # The driver cannot use the event loop that is Windows' default.
    loop = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(_work(pace or Pace(), wait=wait))


async def _work(pace: Pace, *, wait: bool) -> None:
    worker = _worker_app(by_clock=pace.by_clock)
    async with worker.open_async(), asyncio.TaskGroup() as together:
        beside = [together.create_task(_sweep_for_ever(pace))]
        if wait:
            beside.append(together.create_task(_look_for_ever(pace)))
        await worker.run_worker_async(
            concurrency=AT_ONCE,
            wait=wait,
            fetch_job_polling_interval=pace.poll_s,
            abort_job_polling_interval=pace.poll_s,
            update_heartbeat_interval=pace.heartbeat_s,
            stalled_worker_timeout=pace.dead_after_s,
            shutdown_graceful_timeout=pace.stop_within_s,
        )
        for one in beside:
            one.cancel()


def _worker_app(*, by_clock: bool = True) -> App:
    """The same tasks on a connection of the worker's own.

    The tasks themselves stay with the app on Django's connection, so that a job which asks for
    another does so inside its transaction.
    """
    know_all()
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("jobs run on Django's connection")
    worker = DjangoApp(
        connector=connector.get_worker_connector(),
        worker_defaults={"task_middleware": [written_down]},
    )
    worker.tasks = app.tasks
    if by_clock:
        worker.periodic_registry = app.periodic_registry
    return worker


def written_down(call_next: Callable[[], Any], context: JobContext, _worker: Worker) -> Any:
    """Run a job; if it goes wrong, keep what sort of thing it was."""
    token = CURRENT.set(context)
    try:
        return call_next()
    except Exception as error:
        services.record_failure(
            job=context.job.id or 0,
            task=context.job.task_name,
            attempt=context.job.attempts + 1,
            now=timezone.now(),
            reason=reason_of(error),
        )
        raise
    finally:
        CURRENT.reset(token)


def reason_of(error: Exception) -> str:
    """What sort of thing went wrong: nothing that could name a person."""
    if isinstance(error, DomainError):
        return error.code
    return f"{type(error).__module__}.{type(error).__qualname__}"


async def _sweep_for_ever(pace: Pace) -> None:
    forgot_at: datetime | None = None
    while True:
        now = timezone.now()
        due = forgot_at is None or now - forgot_at >= FORGET_EVERY
        swept = await asyncio.to_thread(_sweep, now, pace, forget=due)
        if swept is not None and due:
            forgot_at = now
        await asyncio.sleep(pace.sweep_s)


async def _look_for_ever(pace: Pace) -> None:
    resting = dict.fromkeys(EVERY_SECOND, 0)
    while True:
        for name, rounds in resting.items():
            fine = rounds > 0 or await asyncio.to_thread(_look, name)
            resting[name] = max(0, rounds - 1) if fine else LOOKS_LEFT_OUT
        await asyncio.sleep(pace.look_s)


def _look(name: str) -> bool:
    """Do what is done every second. Whether it went well; if not, it is written down."""
    close_old_connections()
    try:
        EVERY_SECOND[name]()
    except (OperationalError, InterfaceError) as error:  # The server is restarting, or is busy.
        log.warning("%s: %s", name, type(error).__name__)
    except Exception as error:
        log.exception("%s went wrong", name)
        services.record_failure(
            job=0, task=name, attempt=1, now=timezone.now(), reason=reason_of(error)
        )
        return False
    finally:
        close_old_connections()
    return True


def _sweep(now: datetime, pace: Pace, *, forget: bool) -> Swept | None:
    close_old_connections()
    try:
        swept = services.sweep(now=now, silent_for=timedelta(seconds=pace.dead_after_s))
        if forget:
            services.forget(now=now)
    except (
        OperationalError,
        InterfaceError,
        ConnectorException,
    ) as error:  # The server is restarting: the next sweep will do.
        log.warning("cannot look for stalled jobs: %s", type(error).__name__)
        return None
    finally:
        close_old_connections()
    if swept.retried or swept.given_up:
        log.warning("of dead workers: %s retried, %s given up", swept.retried, swept.given_up)
    return swept
