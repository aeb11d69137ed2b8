"""Two hands: every check is run once, in one snapshot, and what either hand cannot do is told."""

import threading

import pytest
from django.db import connection

from argosy.doctor import hands, running
from argosy.doctor.checks import checks
from argosy.doctor.types import Finding

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_check_is_run_once_by_one_of_two_connections_that_see_the_same():
    seen = []
    both = threading.Barrier(2, timeout=30)
    first = threading.local()

    def ask(check):
        if not hasattr(first, "met"):
            first.met = True
            both.wait()  # So that both hands have one.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text, pg_backend_pid()")
            seen.append((check.code, *cursor.fetchone()))
        return Finding(check=check, rows=0, ms=0)

    with running.snapshot():
        found = hands.run_each(checks(), ask, running.snapshot)

    assert [one.check for one in found] == list(checks())
    assert sorted(code for code, _, _ in seen) == sorted(one.code for one in checks())
    assert len({snapshot for _, snapshot, _ in seen}) == 1
    assert len({backend for _, _, backend in seen}) == 2


@pytest.mark.parametrize("is_other", [False, True])
def test_what_either_hand_raises_is_raised(is_other):
    here = threading.get_ident()
    met = threading.Event()

    def ask(check):
        if (threading.get_ident() != here) is is_other:
            met.set()
            raise RuntimeError(check.code)
        met.wait(30)
        return Finding(check=check, rows=0, ms=0)

    with running.snapshot(), pytest.raises(RuntimeError):
        hands.run_each(checks(), ask, running.snapshot)
