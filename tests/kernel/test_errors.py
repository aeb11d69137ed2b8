"""A refusal says what happened, in the reader's language, with its facts."""

import pytest

from argosy.kernel.errors import DomainError, Kind


class OutOfStock(DomainError):
    """{sku} is out of stock: {free} of {wanted} are free.

    What follows is for whoever reads the source.
    """

    code = "tests.out_of_stock"
    kind = Kind.CONFLICT


def test_the_first_line_of_the_docstring_is_the_message():
    refusal = OutOfStock(sku="A-1", free=2, wanted=3)
    assert str(refusal) == "A-1 is out of stock: 2 of 3 are free."
    assert refusal.facts == {"sku": "A-1", "free": 2, "wanted": 3}
    assert (refusal.code, refusal.kind) == ("tests.out_of_stock", Kind.CONFLICT)


def test_the_message_is_translated_before_its_facts_are_filled_in():
    chinese = {OutOfStock.template(): "{sku} 缺货：要 {wanted}，只剩 {free}。"}
    refusal = OutOfStock(sku="A-1", free=2, wanted=3)
    assert refusal.message(chinese.__getitem__) == "A-1 缺货：要 3，只剩 2。"


def test_a_refusal_without_its_facts_is_a_bug_at_once():
    with pytest.raises(KeyError):
        OutOfStock(sku="A-1")


def test_braces_in_a_fact_are_text():
    assert str(OutOfStock(sku="{free}", free=2, wanted=3)).startswith("{free} is out of stock")
