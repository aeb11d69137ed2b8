"""Named statements are found, run and read, and take their parameters by name."""

from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError

from argosy.kernel import sql

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_a_statement_is_found_by_its_name():
    assert sql.text("jobs/record_effect").startswith("-- Record that an effect happens")
    assert "jobs/record_effect" in sql.names("jobs")


def test_a_name_without_statement_is_a_bug():
    with pytest.raises(FileNotFoundError):
        sql.text("jobs/nothing")


@pytest.mark.django_db
def test_runs_with_named_parameters_and_counts_rows():
    assert sql.run("jobs/record_effect", {"key": "100%", "now": NOW}) == 1
    assert sql.run("jobs/record_effect", {"key": "100%", "now": NOW}) == 0


@pytest.mark.django_db
def test_rows_come_as_tuples_or_dictionaries():
    assert sql.rows("jobs/take_broom") == [(True,)]
    assert sql.dicts("jobs/take_broom") == [{"pg_try_advisory_xact_lock": True}]


@pytest.mark.django_db
def test_a_missing_parameter_is_refused():
    with pytest.raises((KeyError, ProgrammingError)):
        sql.run("jobs/record_effect", {"key": "a"})
