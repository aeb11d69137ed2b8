"""An examination: one snapshot, every check by itself, and what is remembered of it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from argosy.channels import services as channels
from argosy.doctor import jobs, queries, running, services
from argosy.doctor.checks import checks
from argosy.doctor.models import Finding
from argosy.doctor.types import Severity
from tests.doctor.conftest import NOW

TOTAL = "UPDATE orders_order SET total_minor = total_minor + %s WHERE external_id = 'O-1'"
LATER = NOW + timedelta(hours=1)


def spoil(by: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TOTAL, [by])


@pytest.mark.django_db(transaction=True)
def test_what_is_broken_is_remembered_since_when_and_how_often(committed):
    channels.refresh_desired(now=NOW)  # or the pass over the shelves is found overdue later
    sound = services.examine(now=NOW)
    assert (sound.is_ok, sound.is_complete) == (True, True)
    assert len(sound.findings) == len(checks())
    assert queries.latest_findings().findings == ()
    assert queries.latest_findings().examined_at == NOW

    spoil(by=1)
    first = services.examine(now=LATER, only=["ORD"])
    again = services.examine(now=LATER + timedelta(hours=1))

    (found,) = again.broken(Severity.ERROR)
    assert not first.is_ok
    assert (found.check.code, found.rows, found.first_seen) == ("ORD-4", 1, LATER)
    assert found.sample[0]["total_minor"] == found.sample[0]["posted_minor"] + 1
    (kept,) = queries.latest_findings().findings
    assert (kept.check.code, kept.rows, kept.times) == ("ORD-4", 1, 1)
    assert (kept.first_seen, kept.last_seen) == (LATER, LATER + timedelta(hours=1))

    spoil(by=-1)
    services.examine(now=NOW + timedelta(hours=3), only=["STK"])  # does not look at it
    assert len(queries.latest_findings().findings) == 1
    services.examine(now=NOW + timedelta(hours=4))
    assert queries.latest_findings().findings == ()

    spoil(by=1)
    services.examine(now=NOW + timedelta(hours=5))
    (back,) = queries.latest_findings().findings
    assert (back.times, back.first_seen) == (2, NOW + timedelta(hours=5))


@pytest.mark.django_db(transaction=True)
def test_a_check_that_cannot_run_is_a_failure_and_stops_no_other(committed, elsewhere):
    def hold_and_examine():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        return services.examine(now=NOW)

    spoil(by=1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalogue_component IN ACCESS EXCLUSIVE MODE")
        examination = elsewhere(hold_and_examine).result()

    unrun = {one.check.code: one.trouble for one in examination.findings if one.rows is None}
    assert unrun == dict.fromkeys(("STK-4", "STK-7", "CAT-1"), "LockNotAvailable")
    assert (examination.is_complete, examination.is_ok) == (False, False)
    assert [one.check.code for one in examination.broken(Severity.ERROR)] == ["ORD-4"]
    assert queries.latest_findings().is_complete is False
    assert list(Finding.objects.values_list("code", flat=True)) == ["ORD-4"]


@pytest.mark.django_db(transaction=True)
def test_an_examination_reads_one_snapshot_and_writes_nothing(committed, elsewhere):
    def ask(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    with running.snapshot():
        before = ask("SELECT sum(total_minor) FROM orders_order")
        elsewhere(lambda: spoil(by=1)).result()
        assert ask("SELECT sum(total_minor) FROM orders_order") == before
        assert ask("SHOW transaction_read_only") == [("on",)]
    assert ask("SELECT sum(total_minor) FROM orders_order") == [(before[0][0] + 1,)]


@pytest.mark.django_db(transaction=True)
def test_an_examination_can_be_asked_for_as_a_job():
    assert jobs.examine.name == "doctor.examine"

    jobs.examine.func(None, is_fast=True)

    latest = queries.latest_findings()
    assert latest.examined_at is not None
    assert latest.is_complete
