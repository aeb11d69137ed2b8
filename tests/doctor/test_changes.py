"""Each minute's look at what has changed: what is broken now is seen in the next minute."""

from collections.abc import Callable
from dataclasses import asdict

import pytest
from django.db import connection, transaction

from argosy.doctor import models, queries, recent, running, services, specimen
from argosy.doctor.checks import checks, facts
from tests import moving
from tests.doctor.conftest import NOW, asked

# What touches what each minute looks at, and leaves no guard behind that is gone; in rounds, so
# that no two of a round are seen by the same check.
ROUNDS = (
    ("STK-2", "STK-4.released", "STK-5", "STK-9", "STK-10", "DES-1", "ORD-5.act", "OUT-1", "IDM-1"),
    ("STK-2.counter", "STK-4.owed", "STK-5.order", "STK-9.lease", "STK-10.shipped", "OUT-1.late"),
    ("STK-4.held", "STK-5.lease", "STK-10.history", "DES-1.confirmed", "OUT-1.silent"),
)
RELEASED = specimen.PLANTED / "STK-4.released.sql"


def plant(at: specimen.Specimen, text: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, {**asdict(at), **facts(NOW)})


def minute() -> dict[str, int | None]:
    """What the next minute's examination finds."""
    found = services.examine(now=NOW, is_recent=True).findings
    return {one.check.code: one.rows for one in found if not one.is_clean}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("planted", ROUNDS)
def test_what_is_spoilt_now_is_seen_by_the_next_minute(committed, planted):
    assert minute() == {}

    for name in planted:
        plant(committed, (specimen.PLANTED / f"{name}.sql").read_text(encoding="utf-8"))

    assert {name.partition(".")[0] for name in planted} <= minute().keys()


@pytest.mark.django_db(transaction=True)
def test_a_total_written_over_in_an_open_order_is_seen_by_the_next_minute(committed):
    minute()
    plant(committed, "UPDATE orders_order SET total_minor = 1 WHERE external_id = 'L-9'")

    assert minute() == {"ORD-4": 1}


@pytest.mark.django_db(transaction=True)
def test_what_was_begun_before_a_look_and_ends_after_it_is_seen_by_the_next(
    committed, elsewhere, until_blocked
):
    """Going by time, by number or by the latest transaction seen, it would never be looked at."""
    minute()
    text = RELEASED.read_text(encoding="utf-8")

    def spoil():
        with transaction.atomic():
            plant(committed, text)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(77)")

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(77)")
        late = elsewhere(spoil)
        until_blocked()
        # Others come and go meanwhile, with later numbers.
        elsewhere(lambda: plant(committed, "UPDATE inventory_place SET title = title")).result()
        assert elsewhere(minute).result() == {}
    late.result()

    assert minute() == {"STK-4": 1}


@pytest.mark.django_db(transaction=True)
def test_what_is_broken_is_looked_at_whole_until_it_is_mended(committed):
    minute()
    plant(committed, RELEASED.read_text(encoding="utf-8"))
    assert minute() == {"STK-4": 1}
    assert minute() == {"STK-4": 1}  # nothing has changed since, and it is broken still

    order = "SELECT 'order:' || id FROM orders_order WHERE external_id = 'L-9'"
    again = "UPDATE inventory_reservation SET state = 'active', closed_at = NULL"
    plant(committed, f"{again} WHERE holder = ({order})")
    cup = "SELECT id FROM catalogue_sku WHERE code = 'DOCTOR-CUP'"
    counted = "UPDATE inventory_level SET reserved = reserved + 1 WHERE place_id = %(place)s"
    plant(committed, f"{counted} AND sku_id = ({cup})")

    assert minute() == {}
    assert queries.latest_findings().findings == ()


@pytest.mark.django_db(transaction=True)
def test_a_rush_is_caught_up_with_minute_by_minute(committed, monkeypatch):
    monkeypatch.setattr(recent, "FACTS_MAX", 3)
    seen: set[int] = set()
    since: int | None = 0
    for _ in range(50):
        with running.snapshot():
            found = recent.changed(since=since)
        seen |= set(found.orders or ())
        if found.upto == since:
            break
        since = found.upto

    assert found.orders == ()
    assert seen == {order for (order,) in asked("SELECT order_id FROM orders_fact")}


@pytest.fixture
def marked() -> Callable[[], int]:
    """Where the latest examination left its mark."""

    def find() -> int:
        mark = models.Examination.objects.order_by("-pk")[0].upto
        assert mark is not None
        return mark

    return find


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lead", [5_000_000_000, -500], ids=["younger", "older"])
def test_a_restored_book_is_looked_at_whole_once_on_whatever_server(committed, marked, lead):
    with moving.counting_as_before():
        with moving.on_a_busier_server(lead):
            minute()
        old = marked()
        assert moving.count_here(NOW)

        with running.snapshot():
            found = recent.changed(since=old)
        assert found.orders is None
        assert minute() == {}
        assert marked() > old

        plant(committed, RELEASED.read_text(encoding="utf-8"))
        with running.snapshot():
            found = recent.changed(since=marked())
        assert found.orders is not None
        assert len(found.orders) == 1
        assert minute() == {"STK-4": 1}


@pytest.mark.django_db(transaction=True)
def test_a_mark_that_no_transaction_has_come_to_is_none(committed):
    with running.snapshot():
        assert recent.changed(since=9_000_000_000_000).orders is None


def test_what_is_asked_each_minute_and_of_changes_alone_is_a_check_of_each_minute():
    minutely = {one.code for one in checks() if one.is_minutely}

    assert minutely >= running.OF_CHANGES
