"""Stock and costs at once: no unit leaves twice, no count adds up with another."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, OperationalError

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.finance import services as finance
from argosy.finance.types import StatedCost
from argosy.intake.types import OrderDocument
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from argosy.kernel import sql
from tests.intake.conftest import NOON, line, order
from tests.intake.races.conftest import Call, ask, figures, slow

pytestmark = pytest.mark.race

LATER = NOON + timedelta(hours=5)
BEFORE = NOON - timedelta(days=1)


@pytest.fixture
def place(entity: int) -> int:
    return inventory.open_place(key="w", title="W", kind="warehouse", country="GB", now=NOON)


@pytest.fixture
def stock(entity: int, place: int, make_channel: Callable[..., int], book) -> Callable[..., Call]:
    """Five of each SKU in a warehouse, and a call that books orders of one of its two shops."""
    shops = [make_channel(key, place=place, adopts_skus=False) for key in ("near", "far")]
    count_stock(entity, place, 5, "BOX", "LID")()
    return lambda shop, *orders: lambda: book(*orders, into=shops[shop])


def count_stock(entity: int, place: int, quantity: int, *codes: str, at=BEFORE) -> Call:
    skus = catalogue.state_skus(stated=[StatedSku(code=code) for code in codes], now=BEFORE)
    counts = [
        Count(sku, place, quantity, counted_at=at, document=0, source_row=row)
        for row, sku in enumerate(skus.values())
    ]
    return lambda: inventory.count(counts=counts, entity=entity, now=NOON)


def levels() -> list[tuple[object, ...]]:
    return ask(
        "SELECT code, on_hand FROM inventory_level JOIN catalogue_sku AS sku ON sku.id = sku_id"
        " ORDER BY code"
    )


def sent(key: str, sku: str, quantity: int, **facts: object) -> OrderDocument:
    return order(key, line(sku, quantity), shipped_at=NOON, customer=key, **facts)


def ship_the_last(stock, at_once) -> None:
    at_once(stock(0, sent("S-1", "BOX", 4)), stock(1, sent("S-2", "BOX", 4)))


def test_the_last_units_leave_once(stock, at_once):
    ship_the_last(stock, at_once)
    assert levels() == [("BOX", 0), ("LID", 5)]
    assert ask("SELECT sum(quantity) FROM inventory_move WHERE reason = 'shortage'") == [(3,)]


def test_without_the_lock_only_the_constraint_refuses(stock, at_once, without):
    without("inventory/lock_levels")
    without("inventory/lock_skus")
    with pytest.raises(IntegrityError, match="level_never_oversold"):
        ship_the_last(stock, at_once)
    assert levels() == [("BOX", 1), ("LID", 5)]


def ship_and_promise(stock, both) -> None:
    """Each batch ships one thing and promises another, which the other batch ships."""
    with slow("inventory_move", "AFTER INSERT ON inventory_move FOR EACH STATEMENT"):
        both(
            stock(0, sent("S-3", "BOX", 1), order("S-1", line("LID", 2), placed_at=NOON)),
            stock(1, sent("S-4", "LID", 1), order("S-2", line("BOX", 2), placed_at=NOON)),
        )


def test_batches_that_come_back_to_a_level_do_not_deadlock(stock, both):
    ship_and_promise(stock, both)
    assert ask(
        "SELECT code, on_hand, reserved FROM inventory_level"
        " JOIN catalogue_sku AS sku ON sku.id = sku_id ORDER BY code"
    ) == [("BOX", 4, 2), ("LID", 4, 2)]


def test_locked_in_two_goes_they_would(stock, both, without):
    without("inventory/lock_skus")
    with pytest.raises(OperationalError, match="deadlock"):
        ship_and_promise(stock, both)


def test_of_two_first_counts_at_once_the_later_holds(entity, place, at_once):
    at_once(count_stock(entity, place, 10, "BOX"), count_stock(entity, place, 12, "BOX"))
    assert levels() == [("BOX", 12)]


def test_if_both_were_the_first_they_would_add_up(entity, place, at_once, without):
    unaware = sql.text("inventory/open_levels").replace("RETURNING sku_id, place_id;", "")
    without(
        "inventory/open_levels",
        f"WITH made AS ({unaware})"  # noqa: S608
        " SELECT * FROM unnest(%(skus)s::bigint[], %(places)s::bigint[])",
    )
    at_once(count_stock(entity, place, 10, "BOX"), count_stock(entity, place, 12, "BOX"))
    assert levels() == [("BOX", 22)]


def test_of_two_later_counts_at_once_the_later_holds(entity, place, at_once):
    count_stock(entity, place, 10, "BOX")()
    at_once(count_stock(entity, place, 8, "BOX"), count_stock(entity, place, 7, "BOX"))
    assert levels() == [("BOX", 7)]


def count_while_it_ships(stock, entity, place, at_once) -> None:
    """Three were there when somebody counted; two had just left, which is booked meanwhile."""
    skus = catalogue.state_skus(stated=[StatedSku(code="BOX")], now=BEFORE)
    at_once(
        lambda: inventory.hold(skus=list(skus.values())),
        count_stock(entity, place, 3, "BOX", at=LATER),
        then=stock(0, sent("S-1", "BOX", 2)),
    )


def test_a_count_waits_for_what_is_shipped_at_the_moment(stock, entity, place, at_once):
    count_while_it_ships(stock, entity, place, at_once)
    assert levels() == [("BOX", 3), ("LID", 5)]


def test_without_the_lock_the_count_is_wrong(stock, entity, place, at_once, without):
    without("inventory/lock_counted")
    count_while_it_ships(stock, entity, place, at_once)
    assert levels() == [("BOX", 1), ("LID", 5)]


def learn_a_cost_while_selling(book, at_once, *, waits: bool = True) -> None:
    (sku,) = catalogue.state_skus(stated=[StatedSku(code="BOX")], now=NOON).values()
    cost = StatedCost(sku, BEFORE.date(), Decimal("1.00"), "GBP", document=0, source_row=1)
    at_once(
        lambda: book(order("S-1", line("BOX", 2))),
        lambda: finance.keep_costs(costs=[cost], now=NOON),
        waits=waits,
    )


def test_what_is_sold_while_its_cost_is_learned_has_it(book, at_once):
    learn_a_cost_while_selling(book, at_once)
    assert figures() == {"sale": 700, "cost_of_goods": -200}


def test_without_the_lock_each_misses_the_other(book, at_once, without):
    without("finance/hold_alone")
    learn_a_cost_while_selling(book, at_once, waits=False)
    assert figures() == {"sale": 700}
