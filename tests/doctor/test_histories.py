"""Whatever is told, in whatever order, and taken back: the book is sound after each step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.doctor import specimen
from argosy.doctor.specimen import CUP, FRIDAY, MONDAY, SET, TUESDAY, _document, _goods, _line
from argosy.finance import services as finance
from argosy.finance.types import StatedRate
from tests.doctor.conftest import NOW, Company, asked, broken

PLACED = _document("O", "order", _goods(1))
SHIPPED = _document("O", "order", _goods(1), shipped_at=TUESDAY)
CHANGED = _document("O", "order", _goods(2), changed_at=FRIDAY, shipped_at=TUESDAY)
CANCELLED = _document("O", "order", _goods(1), cancelled_at=FRIDAY)
CREDIT = _document("C", "credit", _goods(-1, at=FRIDAY))
PAID = _document("T", "transaction", _goods(1), _line("platform_fee", amount="-2"), reference="O")
PAID_OLDER = replace(PAID, lines=PAID.lines[:1])
PAID_LATER = _document("T", "transaction", _goods(1, at=FRIDAY), reference="O")
WRITTEN_OFF = _document("A", "adjustment", _line("stock_write_off", sku=CUP, quantity=-2))
MORE_WRITTEN_OFF = replace(
    WRITTEN_OFF,
    lines=(_line("stock_write_off", sku=CUP, quantity=-3),),
    changed_at=FRIDAY,
)
UNKNOWN = _document("O", "order", _goods(2, sku="X-1"), shipped_at=TUESDAY)
DONG = _document("O", "order", _goods(2, currency="VND"), shipped_at=TUESDAY)

Step = Callable[[Company], object]


def tell(*documents: specimen.OrderDocument) -> Step:
    return lambda company: company.tell(*documents)


def undo(position: int) -> Step:
    """Undo what was told at a step of the history, counted from 0."""
    return lambda company: company.undo(company.told[position])


def rate_of_the_dong(company: Company) -> None:
    month = MONDAY.date().replace(day=1)
    rates = [StatedRate("VND", "CNY", month, Decimal("0.0003"))]
    finance.keep_monthly_rates(rates_by_month=rates, now=NOW)


def kit_of_other_parts(company: Company) -> None:
    later = NOW + timedelta(days=1)
    catalogue.state_skus(stated=[StatedSku(code=SET, components=((CUP, 3),))], now=later)


def cost(amount: str) -> Step:
    return lambda company: company.cost(CUP, amount)


def count(quantity: int) -> Step:
    return lambda company: company.count(CUP, quantity)


def mapped(company: Company) -> None:
    company.map("X-1", CUP)


RESOLD = _document("O2", "order", _goods(1, at=FRIDAY), shipped_at=FRIDAY)
HISTORIES: dict[str, tuple[Step, ...]] = {
    "a change undone": (tell(SHIPPED), tell(CHANGED), undo(1)),
    "a shipment undone": (tell(PLACED), tell(SHIPPED), undo(1)),
    "shipped before it was placed": (tell(SHIPPED), tell(PLACED)),
    "three snapshots at once": (tell(PLACED, CHANGED, SHIPPED),),
    "cancelled after it was shipped": (tell(SHIPPED), tell(CANCELLED)),
    "a cancellation undone": (tell(PLACED), tell(CANCELLED), undo(1)),
    "undone and told otherwise": (tell(SHIPPED), undo(0), tell(PLACED)),
    "brought twice, undone once": (tell(SHIPPED), tell(SHIPPED), undo(0)),
    "paid, ordered, unordered, ordered": (
        *(cost("3"), tell(PAID), tell(SHIPPED), undo(2), tell(SHIPPED)),
    ),
    "a later payment undone": (tell(SHIPPED), tell(PAID), tell(PAID_LATER), undo(2)),
    "an older payment late": (tell(SHIPPED), tell(PAID_LATER), tell(PAID_OLDER), undo(2)),
    "unordered under two payments": (
        *(cost("3"), tell(SHIPPED), tell(PAID), tell(PAID_LATER), undo(1), undo(3)),
        tell(SHIPPED),
    ),
    "ordered under two payments": (
        *(cost("3"), tell(PAID), tell(PAID_LATER), tell(SHIPPED), undo(2)),
    ),
    "a payment undone and told again": (tell(SHIPPED), tell(PAID), undo(1), tell(PAID)),
    "a credit undone": (tell(SHIPPED), tell(CREDIT), undo(1), tell(CREDIT)),
    "a sale undone under its credit": (tell(SHIPPED), tell(CREDIT), undo(0)),
    "the buyer corrected": (
        tell(SHIPPED),
        tell(CREDIT),
        tell(replace(CHANGED, customer="somebody else")),
        tell(replace(CREDIT, customer="somebody else", changed_at=FRIDAY)),
    ),
    "a return undone after it was resold": (
        *(count(0), tell(CREDIT), tell(RESOLD), undo(1), tell(CREDIT)),
    ),
    "a return overtaken after it was resold": (
        *(count(0), tell(CREDIT), tell(RESOLD)),
        *(tell(_document("C", "credit", _goods(-2, at=FRIDAY), changed_at=FRIDAY)), undo(3)),
    ),
    "mapped after it was sold": (cost("3"), tell(UNKNOWN), mapped),
    "mapped while it was silent": (
        tell(UNKNOWN),
        tell(replace(UNKNOWN, lines=(_goods(3, sku="X-1"),), changed_at=FRIDAY)),
        *(mapped, undo(1)),
    ),
    "a kit of other parts since": (
        tell(_document("O", "order", _goods(2, sku=SET), shipped_at=TUESDAY)),
        kit_of_other_parts,
    ),
    "costs stated late, anew, and as nothing": (
        *(tell(SHIPPED), cost("3"), tell(CHANGED), cost("4"), undo(2), cost("0")),
    ),
    "a rate stated late": (tell(DONG), rate_of_the_dong),
    "a rate stated while it was silent": (
        tell(DONG),
        tell(replace(DONG, lines=(_goods(3, currency="VND"),), changed_at=FRIDAY)),
        *(rate_of_the_dong, undo(1)),
    ),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_the_book_is_sound_after_every_step(company, name):
    for number, step in enumerate(HISTORIES[name]):
        company.told.append(step(company))
        assert broken() == {}, f"after step {number}"


def test_of_two_statements_of_a_write_off_one_counts(company):
    company.count(CUP, 100)

    company.tell(WRITTEN_OFF)
    assert company.on_hand(CUP) == 98
    later = company.tell(MORE_WRITTEN_OFF)
    assert company.on_hand(CUP) == 97
    company.undo(later)
    assert company.on_hand(CUP) == 98
    company.tell(MORE_WRITTEN_OFF)
    assert company.on_hand(CUP) == 97


def test_days_between_those_first_asked_for_have_their_rate_too(company):
    for number, days in enumerate((60, 0, 30)):
        day = MONDAY + timedelta(days=days)
        company.tell(replace(_document(f"O-{number}", "order", _goods(1, at=day)), placed_at=day))

    assert asked("SELECT count(*) FROM finance_posting WHERE base_minor IS NULL") == [(0,)]
