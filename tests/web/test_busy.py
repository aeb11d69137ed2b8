"""When the database has no connection left: an answer that passes, never a mistake."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

pytestmark = pytest.mark.race

KEY = f"argosy_{'0' * 12}_{'x' * 43}"  # of the form of one, so that it is looked up

Elsewhere = Callable[[Callable[[], object]], "Future[object]"]


@pytest.fixture
def _full(transactional_db: None) -> Iterator[None]:
    """A database that takes no connection but the one that is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        ((name,),) = cursor.fetchall()
        cursor.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 1')
        yield
        cursor.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')


def asked(elsewhere: Elsewhere, address: str, **headers: str) -> HttpResponse:
    """What a browser or program is answered by a thread that needs a connection of its own."""

    def ask() -> HttpResponse:
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = "a" * 32
        return client.get(address, headers=headers)

    answer = elsewhere(ask).result(timeout=60)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.usefixtures("_full")
def test_a_page_says_that_too_much_is_going_on(elsewhere):  # S37
    answer = asked(elsewhere, "/orders")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert b"Too much is going on" in answer.content


@pytest.mark.usefixtures("_full")
def test_a_program_is_told_to_come_again(elsewhere):  # S37
    answer = asked(elsewhere, "/api/v1/orders", Authorization=f"Bearer {KEY}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json()["error"]["code"] == "api.busy"


def test_with_a_connection_there_is_an_ordinary_answer(elsewhere):
    assert asked(elsewhere, "/orders").status_code == 302
    refused = asked(elsewhere, "/api/v1/orders", Authorization="Bearer argosy_x")
    assert refused.json()["error"]["code"] == "api.key_refused"
