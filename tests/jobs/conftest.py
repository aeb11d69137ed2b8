"""Jobs are in tables that Django does not manage, and so does not empty after a test."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def no_jobs_left(request):
    """Start a test that commits without the jobs of the one before."""
    if request.node.get_closest_marker("race"):
        request.getfixturevalue("transactional_db")
        with connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_events,"
                " procrastinate_periodic_defers"
            )
