"""Named statements are found, run and read, and take their parameters by name."""

from datetime import UTC, datetime

import pytest
from django.db import (
    DataError,
    ProgrammingError,
    close_old_connections,
    connection,
    transaction,
)

from argosy.database.url import connect, resolve
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


@pytest.mark.django_db
def test_what_is_asked_often_is_prepared_and_answers_the_same(queries):
    def asked() -> None:
        assert sql.often("jobs/take_broom") == sql.rows("jobs/take_broom") == [(True,)]

    assert queries(asked) == 2
    assert sql.often("jobs/record_effect", {"key": "100%", "now": NOW}) == []
    sql.often("jobs/take_broom")
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE statement ~ 'broom'")
        assert cursor.fetchall() == [(2,)]


@pytest.mark.django_db
def test_what_is_asked_often_fails_as_everything_does():
    with pytest.raises(ProgrammingError), transaction.atomic():
        sql.often("jobs/record_effect", {"key": "a"})
    with pytest.raises(DataError), transaction.atomic():
        sql.often("jobs/record_effect", {"key": "a", "now": "yesterday or so"})
    with pytest.raises(DataError), transaction.atomic():
        sql.copy("orders/copy_facts", b"not a row\n")
    sql.copy("orders/copy_facts", b"")


@pytest.mark.race
def test_a_connection_that_was_cut_between_requests_is_made_anew(elsewhere):
    def ask() -> object:
        sql.often("jobs/take_broom")
        cut = connection.connection.info
        with connect(resolve(), cut.dbname) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [cut.backend_pid])
        close_old_connections()  # as at the beginning of a request
        return sql.often("jobs/take_broom")

    assert elsewhere(ask).result(timeout=30) == [(True,)]
