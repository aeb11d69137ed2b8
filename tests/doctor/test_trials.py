"""Doctor notices what it is there to notice, and says so when it does not."""

from datetime import UTC, datetime

import pytest

from argosy.doctor import services, specimen
from argosy.doctor.checks import checks
from tests.doctor.conftest import NOW, asked, broken

COUNTED = (
    "SELECT (SELECT count(*) FROM orders_order), (SELECT count(*) FROM finance_posting),"
    " (SELECT count(*) FROM company_entity), (SELECT count(*) FROM pg_constraint)"
)


@pytest.mark.django_db
def test_in_a_sound_book_no_check_finds_anything():
    assert broken() == {}

    specimen.book(NOW)

    assert broken() == {}


@pytest.mark.django_db
def test_every_corruption_is_noticed_and_taken_back():
    before = asked(COUNTED)

    trials = services.self_test(now=NOW)

    assert [(one.planted, one.trouble) for one in trials if not one.has_fired] == []
    assert {one.check.code for one in trials} == {one.code for one in checks()}
    assert asked(COUNTED) == before
    assert broken() == {}


@pytest.mark.django_db
def test_a_corruption_that_is_not_noticed_is_said():
    """Seven years earlier, the day until which the planted recipient is kept is still to come."""
    long_ago = datetime(2019, 11, 11, tzinfo=UTC)

    trials = services.self_test(now=long_ago, only=["PII-2"])

    assert [(one.planted, one.found, one.has_fired) for one in trials] == [
        ("PII-2.contact", 0, False),
        ("PII-2", 0, False),
    ]
