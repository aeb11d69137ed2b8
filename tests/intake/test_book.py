"""What `book()` promises: facts merged in any order, duplicates answered, nothing counted twice."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from argosy.finance import queries as finance
from argosy.finance import services as finance_services
from argosy.finance.types import Filter, StatedCost
from argosy.intake import queries
from argosy.intake.errors import BatchTooLarge, UnknownLineClass
from argosy.kernel import sql
from tests.intake.conftest import NOON, line, order, rolled_back

LATER = NOON + timedelta(hours=5)
MUCH_LATER = NOON + timedelta(days=2)


def figures() -> dict[str, int]:
    whole = finance.whole(where=Filter(), currency="GBP")
    return {kind: minor for kind, minor in whole.kinds.items() if minor}


def test_one_order_becomes_lines_money_and_a_move(book):
    booked = book(order("S-1", line(quantity=3, price="2.345"), shipped_at=LATER))

    assert (booked.new, booked.known, booked.changed) == (1, 0, 0)
    assert (booked.merchandise_lines, booked.postings, booked.moves) == (1, 1, 1)
    assert figures() == {"sale": 704}  # 3 × 2.345 = 7.035: half away from zero


def test_a_second_arrival_is_an_answer(book):
    document = order("S-1", shipped_at=LATER)
    book(document)
    before = queries.fingerprint()

    again = book(document)

    assert (again.new, again.known) == (0, 1)
    assert queries.fingerprint() == before


def test_one_batch_with_the_same_document_twice_counts_it_once(book):
    assert book(order("S-1"), order("S-1")).new == 1
    assert figures() == {"sale": 700}


def test_any_arrival_order_gives_the_same_book(book):
    placed = order("S-1")
    paid = order("S-1", paid_at=LATER)
    shipped = order("S-1", shipped_at=MUCH_LATER)  # knows nothing of the payment
    fewer = order("S-1", line(quantity=1), changed_at=LATER + timedelta(minutes=1))
    seen = set()
    for arrivals in permutations((placed, paid, shipped, fewer)):
        with rolled_back():
            for document in arrivals:
                book(document)
            seen.add(queries.fingerprint())

    assert len(seen) == 1
    (only,) = seen
    assert (only.orders, only.lines, only.moves, only.postings) == (1, 1, 1, 1)


def test_shipping_known_before_the_order_still_moves_stock(book):
    shipped_first = order("S-1", line(quantity=2), shipped_at=LATER, placed_at=None)
    snapshot = order("S-1", line(quantity=2), changed_at=MUCH_LATER)

    book(shipped_first)
    book(snapshot)

    assert queries.fingerprint().moves == 1


def test_a_later_snapshot_replaces_the_lines_of_an_earlier_one(book):
    book(order("S-1", line(quantity=2), shipped_at=LATER))
    changed = book(order("S-1", line(quantity=5), shipped_at=LATER, changed_at=MUCH_LATER))

    assert (changed.new, changed.changed) == (0, 1)
    assert figures() == {"sale": 1750}
    assert queries.fingerprint().moves == 1
    assert queries.fingerprint().postings == 1


def test_an_order_cancelled_before_it_was_shipped_earns_nothing(book):
    book(order("S-1", cancelled_at=LATER))

    assert figures() == {}
    assert queries.fingerprint().moves == 0


def test_a_credit_undoes_the_latest_earlier_sale_with_units_left(book):
    first, second = NOON, NOON + timedelta(days=1)
    credit_at = NOON + timedelta(days=3)
    book(
        order("S-1", line(quantity=5, at=first), placed_at=first, shipped_at=first),
        order("S-2", line(quantity=2, at=second), placed_at=second, shipped_at=second),
        order(
            "C-1",
            line(quantity=-4, at=credit_at, line_class="merchandise_return"),
            kind="credit",
            placed_at=credit_at,
        ),
    )

    assert matched() == {("C-1", "S-2"): 2, ("C-1", "S-1"): 2}


def test_a_credit_is_matched_whichever_of_the_two_comes_first(book):
    at = NOON + timedelta(days=3)
    book(
        order(
            "C-1",
            line(quantity=-1, at=at, line_class="merchandise_return"),
            kind="credit",
            placed_at=at,
        )
    )
    assert matched() == {}

    book(order("S-1", shipped_at=LATER))

    assert matched() == {("C-1", "S-1"): 1}


def test_a_credit_without_a_customer_stands_alone(book):
    at = NOON + timedelta(days=3)
    credit = line(quantity=-1, at=at, line_class="merchandise_return")
    book(
        order("S-1", customer=None, shipped_at=LATER),
        order("C-1", credit, kind="credit", placed_at=at, customer=None),
    )

    assert matched() == {}


def test_a_sale_and_its_payment_count_once_whichever_comes_first(book):
    sale = order("S-1", shipped_at=LATER)
    payment = order(
        "T-1",
        line(quantity=2, price="3.50", at=MUCH_LATER),
        line(
            sku="BOX",
            line_class="platform_fee",
            quantity=None,
            amount=Decimal("-1.05"),
            at=MUCH_LATER,
            row_no=2,
        ),
        kind="transaction",
        reference="S-1",
        placed_at=None,
        customer=None,
    )
    both = []
    for arrivals in ((sale, payment), (payment, sale)):
        with rolled_back():
            for document in arrivals:
                book(document)
            both.append((figures(), queries.fingerprint().fingerprint))

    assert both[0] == both[1]
    assert both[0][0] == {"sale": 700, "settled": 700, "platform_fee": -105}


def test_the_worth_of_foreign_money_is_known_by_the_rate_of_its_day(book, make_channel):
    dollars = make_channel("us", currency="USD", zone="America/Los_Angeles")
    day = datetime(2026, 3, 3, 2, tzinfo=UTC)  # still 2 March in Los Angeles
    book(order("U-1", line(quantity=1, price="100", currency="USD", at=day)), into=dollars)

    (posting,) = finance.postings(where=Filter(), below=None, limit=9)
    assert posting.day.isoformat() == "2026-03-02"
    assert (posting.rate_source, posting.currency, posting.base) == ("ecb", "USD", "GBP")
    assert posting.base_minor == round(posting.amount_minor * posting.rate)


def test_without_a_rate_the_worth_is_unknown_and_never_zero(book, make_channel):
    channel = make_channel("hanoi", currency="VND")  # for which nobody publishes a rate
    book(order("U-1", line(quantity=1, price="100", currency="VND")), into=channel)

    (posting,) = finance.postings(where=Filter(), below=None, limit=9)
    assert posting.base_minor is None
    assert finance.whole(where=Filter(), currency="GBP").rateless == 1


def test_a_cost_that_becomes_known_later_is_posted_for_what_was_sold(book):
    book(
        order("S-1", line(quantity=2)),
        order("S-2", line(quantity=-1, line_class="merchandise_return"), kind="credit"),
    )
    (sku,) = (row[1] for row in sql.rows("catalogue/find", {"codes": ["BOX"]}))

    keep_cost(sku, "1.10")
    assert figures()["cost_of_goods"] == -110  # 2 sold, 1 came back
    assert finance.coverage(where=Filter()).share == 1

    keep_cost(sku, "1.20")
    assert figures()["cost_of_goods"] == -120
    keep_cost(sku, "1.20")
    assert len(finance.postings(where=Filter(kinds=("cost_of_goods",)), below=None, limit=99)) == 6


def test_more_than_ten_thousand_documents_are_refused_and_change_nothing(book):
    before = queries.fingerprint()
    with pytest.raises(BatchTooLarge):
        book(*(order(f"S-{n}") for n in range(10_001)))
    assert queries.fingerprint() == before


def test_an_unknown_class_of_line_is_refused_and_changes_nothing(book):
    before = queries.fingerprint()
    with pytest.raises(UnknownLineClass):
        book(order("S-1"), order("S-2", line(line_class="mystery")))
    assert queries.fingerprint() == before


def test_statements_do_not_grow_with_the_batch(book):
    book(order("A-0", shipped_at=LATER))  # makes the places that every company has
    one = statements(lambda: book(order("A-1", line("SKU-1"), shipped_at=LATER)))
    many = statements(
        lambda: book(*(order(f"B-{n}", line(f"SKU-{n}"), shipped_at=LATER) for n in range(200)))
    )
    assert many == one


def statements(call) -> int:
    with CaptureQueriesContext(connection) as context:
        call()
    return len(context)


def keep_cost(sku: int, cost: str) -> None:
    finance_services.keep_costs(
        costs=[StatedCost(sku, NOON.date(), Decimal(cost), "GBP", 0, 2)], now=NOON
    )


def matched() -> dict[tuple[str, str], int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT credit.external_id, sale.external_id, match.quantity
            FROM orders_creditmatch AS match
            JOIN orders_line AS credit_line ON credit_line.id = match.credit_line_id
            JOIN orders_line AS sale_line ON sale_line.id = match.sale_line_id
            JOIN orders_order AS credit ON credit.id = credit_line.order_id
            JOIN orders_order AS sale ON sale.id = sale_line.order_id
            """
        )
        return {(credit, sale): units for credit, sale, units in cursor.fetchall()}
