"""Postings and moves are never edited: PostgreSQL itself refuses."""

import pytest
from django.db import DatabaseError, connection, transaction


@pytest.mark.django_db
@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE finance_posting SET amount_minor = 0",
        "DELETE FROM finance_posting",
        "UPDATE inventory_move SET quantity = 1",
        "DELETE FROM inventory_move",
    ],
)
def test_an_edit_is_refused(edit):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(edit)
