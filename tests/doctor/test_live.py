"""Orders as they come and change by the minute: the book is sound after each step."""

from dataclasses import replace
from datetime import timedelta

from argosy.doctor.specimen import CUP, _document, _goods
from argosy.intake import tables
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from tests.doctor.conftest import NOW, Company, asked, broken

PLACED = NOW - timedelta(days=1)


def order(external_id, *lines, **stamps):
    return replace(_document(external_id, "order", *lines), placed_at=PLACED, **stamps)


def goods(quantity, sku=CUP):
    return _goods(quantity, sku=sku, at=PLACED)


def held() -> list[tuple[object, ...]]:
    return asked(
        "SELECT holder LIKE 'order:%', quantity FROM inventory_reservation WHERE state = 'active'"
        " UNION ALL SELECT NULL, quantity FROM inventory_backorder WHERE state = 'open'"
    )


def test_an_order_of_an_unknown_sku_is_promised_its_units_once_it_is_mapped(company: Company):
    company.count(CUP, 10)
    company.tell(order("M", goods(2, sku="X-1")))
    assert (held(), broken()) == ([], {})

    company.map("X-1", CUP)

    assert broken() == {}
    assert held() == [(True, 2)]


def test_a_promise_taken_over_from_the_same_place_changes_nothing(company: Company):
    company.count(CUP, 10)
    company.tell(order("R", goods(2)))
    before = held()
    sku, place = company.skus[CUP], company.at.place
    ((holder,),) = asked("SELECT holder FROM inventory_reservation")

    inventory.rehome(
        holder=str(holder), sku=sku, from_place=place, to_place=place, quantity=2, now=NOW
    )

    assert (held(), broken()) == (before, {})


def test_what_left_after_a_late_count_is_not_promised_again(company: Company):
    """Ten were there two days ago; five have left since, and ten are asked for."""
    placed = order("S", goods(5), shipped_at=PLACED)
    company.tell(placed, order("T", goods(10)))
    counted_at = NOW - timedelta(days=2)
    counts = [Count(company.skus[CUP], company.at.place, 10, counted_at, company._note(), 1)]

    tables.take_counts(counts=counts, entity=company.at.entity, now=NOW)

    assert broken() == {}
    levels = asked("SELECT on_hand, reserved FROM inventory_level")
    assert levels == [(5, 5)]
    assert asked("SELECT sum(quantity) FROM inventory_backorder WHERE state = 'open'") == [(5,)]
