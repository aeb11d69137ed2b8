"""Pages of a list: a cursor that is made up is refused, and a page is never more than asked for."""

import base64
import json

import pytest

from argosy.kernel.errors import BadCursor
from argosy.kernel.keyset import page


def cursor(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def test_pages_cover_the_list_once():
    rows, after, seen = list(range(11)), None, []
    while True:
        part = page(rows, after=after, limit=4)
        seen += part.rows
        after = part.after
        if after is None:
            break
    assert seen == rows


def test_the_last_page_has_no_cursor():
    assert page([1, 2], after=None, limit=2).after is None
    assert page([], after=None, limit=2) == page([1], after=cursor(1), limit=2)


@pytest.mark.parametrize(
    "garbled", ["", "x", "%%%", "é", cursor("a"), cursor(-1), cursor(1, 2), cursor(None), "W10"]
)
def test_a_made_up_cursor_is_refused(garbled):
    with pytest.raises(BadCursor):
        page([1, 2, 3], after=garbled, limit=1)


def test_a_deeply_nested_cursor_is_refused():
    deep = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    with pytest.raises(BadCursor):
        page([1], after=deep, limit=1)
