"""Asking for jobs, doing an effect once, and sweeping up after dead workers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from argosy.jobs import queries, services
from argosy.jobs.errors import Outside, UnknownTask
from argosy.jobs.models import Effect, Failure
from argosy.jobs.tasks import Patience, stop_here, task
from argosy.jobs.types import Backlog, Swept
from argosy.kernel.errors import DomainError, Kind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def greet():
    """A task of the tests, gone afterwards."""

    @task("tests.greet")
    def greet(*, name: str) -> None:
        """Greets nobody."""

    yield greet
    app.tasks.pop("tests.greet")


@pytest.fixture
def make_stalled(greet):
    """Make a job that a worker has been doing, last heard of that long ago."""

    def make(*, silent_s: float = 60, attempts: int = 0, worker: bool = True) -> int:
        job = services.enqueue(task="tests.greet", arguments={"name": "Ada"})
        with connection.cursor() as cursor:
            number = None
            if worker:
                cursor.execute(
                    "INSERT INTO procrastinate_workers (last_heartbeat)"
                    " VALUES (now() - make_interval(secs => %s)) RETURNING id",
                    [silent_s],
                )
                (number,) = cursor.fetchone()
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s"
                " WHERE id = %s",
                [number, attempts, job],
            )
        return job

    return make


def jobs() -> list[tuple[int, str, int]]:
    rows = ProcrastinateJob.objects.order_by("id")
    return [(row.id, row.status, row.attempts) for row in rows]


@pytest.mark.django_db
@pytest.mark.usefixtures("greet")
class TestAsking:
    def test_a_job_vanishes_with_the_transaction_that_asked_for_it(self):
        with transaction.atomic():
            services.enqueue(task="tests.greet", arguments={"name": "Ada"})
            transaction.set_rollback(True)
        assert jobs() == []

    def test_a_task_that_nobody_has_is_refused(self):
        with pytest.raises(UnknownTask) as refusal:
            services.enqueue(task="tests.nothing", arguments={})
        assert refusal.value.facts == {"task": "tests.nothing"}
        assert jobs() == []

    def test_only_one_waits_where_one_is_enough(self):
        first = services.enqueue(
            task="tests.greet", arguments={"name": "Ada"}, only_one_waiting="greeting"
        )
        second = services.enqueue(
            task="tests.greet", arguments={"name": "Bob"}, only_one_waiting="greeting"
        )
        assert second is None
        assert jobs() == [(first, "todo", 0)]


@pytest.mark.django_db
class TestOnce:
    def test_the_first_is_told_to_and_the_second_not_to(self):
        assert services.once(key="a", now=NOW)
        assert not services.once(key="a", now=NOW)
        assert services.once(key="b", now=NOW)
        assert [effect.key for effect in Effect.objects.order_by("key")] == ["a", "b"]

    def test_an_effect_that_was_rolled_back_is_still_to_be_done(self):
        with transaction.atomic():
            assert services.once(key="a", now=NOW)
            transaction.set_rollback(True)
        assert services.once(key="a", now=NOW)


@pytest.mark.race
def test_two_at_once_do_it_once(elsewhere, until_blocked):
    with transaction.atomic():
        assert services.once(key="a", now=NOW)
        other = elsewhere(lambda: transaction.atomic(services.once)(key="a", now=NOW))
        until_blocked()  # Fails here if `once` decides without the database.
    assert other.result() is False
    assert Effect.objects.count() == 1


@pytest.mark.race
def test_an_effect_needs_a_transaction():
    with pytest.raises(Outside):
        services.once(key="a", now=NOW)
    assert Effect.objects.count() == 0


@pytest.mark.django_db
class TestSweep:
    def test_jobs_of_silent_workers_are_taken_up(self, make_stalled):
        silent, gone, alive = make_stalled(), make_stalled(worker=False), make_stalled(silent_s=1)
        assert services.sweep(now=NOW, silent_for=MINUTE / 2) == Swept(retried=(silent, gone))
        assert jobs() == [(silent, "todo", 1), (gone, "todo", 1), (alive, "doing", 0)]
        assert services.sweep(now=NOW, silent_for=MINUTE / 2) == Swept()

    def test_a_job_that_keeps_killing_workers_is_given_up(self, make_stalled):
        job = make_stalled(attempts=4)
        assert services.sweep(now=NOW, silent_for=MINUTE / 2) == Swept(given_up=(job,))
        assert jobs() == [(job, "failed", 5)]
        (failure,) = queries.failures()
        assert (failure.task, failure.attempt, failure.failed_at) == ("tests.greet", 5, NOW)


@pytest.mark.race
def test_one_sweeps_at_a_time(make_stalled, elsewhere):
    job = make_stalled()
    with transaction.atomic():
        assert services.sweep(now=NOW, silent_for=MINUTE / 2) == Swept(retried=(job,))
        other = elsewhere(lambda: services.sweep(now=NOW, silent_for=MINUTE / 2))
        assert other.result() == Swept()
    assert jobs() == [(job, "todo", 1)]


@pytest.mark.django_db
def test_old_records_are_forgotten_and_others_kept():
    for key, age in [("job:1", 91), ("job:2", 89), ("tests:kept", 400)]:
        services.once(key=key, now=NOW - timedelta(days=age))
    services.record_failure(job=1, task="a", attempt=1, now=NOW - 91 * 24 * 60 * MINUTE, reason="b")
    services.record_failure(job=2, task="a", attempt=1, now=NOW, reason="b")
    services.forget(now=NOW)
    assert set(Effect.objects.values_list("key", flat=True)) == {"job:2", "tests:kept"}
    assert list(Failure.objects.values_list("job", flat=True)) == [2]


@pytest.mark.django_db
def test_the_backlog_and_workers_can_be_seen(make_stalled):
    make_stalled()
    waiting = services.enqueue(task="tests.greet", arguments={"name": "Ada"})
    (line,) = queries.backlog(now=datetime.now(UTC) + MINUTE)
    asked = ProcrastinateJob.objects.get(pk=waiting).procrastinateevent_set.get().at
    assert line == Backlog("tests.greet", 1, 1, 0, asked)
    (seen,) = queries.workers(now=datetime.now(UTC))
    assert seen.worker == ProcrastinateWorker.objects.get().pk
    assert seen.doing == 1
    assert timedelta(seconds=59) < seen.silent_for < timedelta(seconds=120)


class TestPatience:
    def job(self, attempts: int) -> Job:
        return Job(
            id=1,
            status="doing",
            queue="q",
            lock=None,
            queueing_lock=None,
            task_name="a",
            attempts=attempts,
        )

    @pytest.mark.parametrize(("attempts", "pause_s"), [(0, 5), (1, 20), (2, 80), (3, 320)])
    def test_waits_longer_each_time(self, attempts, pause_s):
        before = datetime.now(UTC)
        decision = Patience().get_retry_decision(exception=OSError(), job=self.job(attempts))
        wait = (decision.retry_at - before).total_seconds()
        assert pause_s - 1 <= wait <= pause_s + 2

    def test_gives_up_after_the_fifth(self):
        assert Patience().get_retry_decision(exception=OSError(), job=self.job(4)) is None

    def test_a_refusal_is_final_unless_it_is_for_now(self):
        class Later(DomainError):
            """Not now."""

            code = "tests.later"
            kind = Kind.UNAVAILABLE

        patience = Patience()
        assert patience.get_retry_decision(exception=DomainError(), job=self.job(0)) is None
        assert patience.get_retry_decision(exception=Later(), job=self.job(0)) is not None

    def test_a_job_left_for_the_next_worker_is_not_at_fault(self):
        decision = Patience().get_retry_decision(exception=JobAborted(), job=self.job(9))
        assert decision.retry_at is None


def test_outside_a_worker_nobody_asks_to_stop():
    stop_here()
