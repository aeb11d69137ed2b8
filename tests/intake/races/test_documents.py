"""Documents that arrive at once: each counts once, whoever comes first."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError

from argosy.intake import services
from argosy.intake.models import Run, RunState
from argosy.intake.types import Booked
from argosy.kernel import sql
from tests.intake.conftest import NOON, line, order
from tests.intake.races.conftest import ask, figures, slow, without_index

pytestmark = pytest.mark.race

LATER = NOON + timedelta(hours=5)


def book_the_same_twice(book, at_once) -> Booked:
    one, other = order("S-1"), order("S-2")
    return at_once(lambda: book(one, other), lambda: book(other, one))


def test_the_same_documents_at_once_count_once(book, at_once):
    booked = book_the_same_twice(book, at_once)

    assert (booked.new, booked.known) == (0, 2)
    assert figures() == {"sale": 1400}


def test_the_index_alone_is_enough_for_that(book, at_once, without):
    without("evidence/hold_subjects")
    without("evidence/hold_named")
    assert book_the_same_twice(book, at_once).known == 2
    assert figures() == {"sale": 1400}


def test_with_neither_lock_nor_index_they_count_twice(book, at_once, without):
    without("evidence/hold_subjects")
    without("evidence/hold_named")
    with without_index("evidence_document", "document_once"):
        assert book_the_same_twice(book, at_once).new == 2
        assert figures() == {"sale": 2800}


def book_two_snapshots(book, at_once) -> None:
    placed = order("S-1", line(quantity=2))
    fewer = order("S-1", line(quantity=1), changed_at=LATER)
    at_once(lambda: book(placed), lambda: book(fewer))


def test_of_two_snapshots_at_once_one_speaks(book, at_once):
    book_two_snapshots(book, at_once)
    assert figures() == {"sale": 350}


def test_without_the_lock_both_snapshots_speak(book, at_once, without):
    without("evidence/hold_subjects")
    without("evidence/hold_named")
    book_two_snapshots(book, at_once)
    assert figures() == {"sale": 1050}


def book_an_order_and_its_payment(book, at_once, *, waits: bool = True) -> None:
    book(order("S-0"))  # The market has its name by then: nothing else is shared.
    payment = line(sku=None, quantity=2)
    at_once(
        lambda: book(order("S-1", line(quantity=2))),
        lambda: book(order("P-1", payment, kind="transaction", reference="S-1", customer=None)),
        waits=waits,
    )


def test_an_order_and_its_payment_at_once_are_one_sale(book, at_once):
    book_an_order_and_its_payment(book, at_once)
    assert figures() == {"sale": 1400, "settled": 700}


def test_without_the_lock_the_payment_is_a_second_sale(book, at_once, without):
    without("evidence/hold_subjects")
    without("evidence/hold_named")
    book_an_order_and_its_payment(book, at_once, waits=False)
    assert figures() == {"sale": 2100}


def undo_while_it_arrives_again(book, at_once, channel, *, waits: bool = True) -> None:
    run = Run.objects.create(
        file=0, profile="x", channel_id=channel, state=RunState.DONE, created_at=NOON
    )
    book(order("S-1"), as_run=run.pk)
    at_once(lambda: services.undo(run=run.pk, now=LATER), lambda: book(order("S-1")), waits=waits)


def test_what_arrives_while_it_is_undone_is_not_lost(book, at_once, channel):
    undo_while_it_arrives_again(book, at_once, channel)
    assert figures() == {"sale": 700}


def test_without_the_lock_it_is_lost(book, at_once, channel, without):
    without("evidence/hold_subjects_of_run")
    undo_while_it_arrives_again(book, at_once, channel, waits=False)
    assert figures() == {}


def test_newcomers_of_two_batches_are_each_one_customer(book, at_once):
    at_once(
        lambda: book(order("S-1", customer="ada"), order("S-2", customer="bob")),
        lambda: book(order("S-3", customer="bob"), order("S-4", customer="ada")),
    )
    assert ask("SELECT count(*) FROM customers_customer") == [(2,)]
    assert ask("SELECT count(DISTINCT customer_id) FROM orders_order") == [(2,)]


def list_in_turn(book, both) -> None:
    with slow("channels_listing", "BEFORE INSERT ON channels_listing FOR EACH ROW"):
        both(
            lambda: book(order("S-1", line("BOX"), line("LID"), customer="ada")),
            lambda: book(order("S-2", line("LID"), line("BOX"), customer="bob")),
        )


def test_batches_that_name_the_same_things_do_not_deadlock(book, both):
    list_in_turn(book, both)
    assert ask("SELECT platform_sku FROM channels_listing ORDER BY 1") == [("BOX",), ("LID",)]


def test_in_no_common_order_they_would(book, both, without):
    backwards = sql.text("channels/list_incoming").replace(
        "ORDER BY channel, platform_sku", "ORDER BY platform_sku DESC"
    )
    order_of = iter((backwards, sql.text("channels/list_incoming")))
    without("channels/list_incoming", backwards, when=lambda: next(order_of) == backwards)
    with pytest.raises(OperationalError, match="deadlock"):
        list_in_turn(book, both)


def credit_two_goods(book, at_once, *, waits: bool = True) -> None:
    """The customer's credits of two goods, of which one stands matched in the book already."""
    told = {"kind": "credit", "placed_at": LATER}
    back = {"quantity": -1, "line_class": "merchandise_return", "at": LATER}
    book(order("S-1", line("BOX"), line("LID")), order("C-0", line("BOX", **back), **told))
    at_once(
        lambda: book(order("C-1", line("BOX", **back), **told)),
        lambda: book(order("C-2", line("LID", **back), **told)),
        waits=waits,
    )


def test_credits_of_one_customer_at_once_are_each_matched(book, at_once):
    credit_two_goods(book, at_once)
    assert ask("SELECT count(*), sum(quantity) FROM orders_creditmatch") == [(3, 3)]


def test_without_the_lock_matches_collide(book, at_once, without):
    without("orders/hold_customers")
    with pytest.raises(IntegrityError, match="creditmatch_once_per_pair"):
        credit_two_goods(book, at_once)
