"""A company that has nothing yet: each page says what will be there and offers the first step."""

import pytest

PAGES = ("/", "/orders", "/stock", "/stock/moves", "/profit", "/profit/postings", "/channels")


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_page_offers_the_first_step(signed_in, address):
    answer = signed_in().get(address)
    assert answer.status_code == 200
    assert "/import" in answer.content.decode()
