"""Orders that arrive live, from everywhere at once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import permutations
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import LockNotAvailable

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.demo.festival.unguarded import unguarded
from argosy.fulfilment import services as fulfilment
from argosy.fulfilment.errors import OrderNotOpen
from argosy.intake import queries, services
from argosy.intake.types import Act, OrderDocument
from argosy.inventory import services as inventory
from argosy.inventory.errors import HoldLapsed, OutOfStock
from argosy.inventory.types import Basket, Count, Want
from argosy.kernel.errors import DomainError
from argosy.orders.errors import IllegalTransition, StaleOrder
from tests.intake.conftest import NOON, line, order, rolled_back
from tests.intake.races.conftest import Call, Elsewhere, ask, tell

pytestmark = pytest.mark.race

LATER = NOON + timedelta(hours=5)
CODES = tuple(f"SKU-{n}" for n in range(10))


@pytest.fixture
def place(entity: int) -> int:
    return inventory.open_place(key="w", title="W", kind="warehouse", country="GB", now=NOON)


@pytest.fixture
def shops(entity: int, place: int, make_channel: Callable[..., int]) -> dict[str, int]:
    """Two shops that sell from one warehouse."""
    return {key: make_channel(key, place=place, adopts_skus=False) for key in ("near", "far")}


@pytest.fixture
def stock(entity: int, place: int, shops: dict[str, int]) -> Callable[..., dict[str, int]]:
    """Count units of SKUs, which then both shops list."""

    def count(**units: int) -> dict[str, int]:
        stated = [StatedSku(code=code.replace("_", "-")) for code in units]
        skus = catalogue.state_skus(stated=stated, now=NOON)
        counts = [
            Count(sku, place, quantity, NOON - timedelta(days=1), document=0, source_row=row)
            for row, (sku, quantity) in enumerate(
                zip(skus.values(), units.values(), strict=True), start=1
            )
        ]
        inventory.count(counts=counts, entity=entity, now=NOON)
        lines = [line(code) for code in skus]
        for shop in shops.values():  # long ago: it is promised nothing any more
            past = order("past", *lines, placed_at=NOON - timedelta(days=90), customer=None)
            services.book(documents=[past], channel=shop, now=NOON)
        return skus

    return count


@pytest.fixture
def booked(shops: dict[str, int]) -> Callable[..., Call]:
    """A call that books documents of one shop, or of those that the documents name."""

    def call(*documents: OrderDocument, shop: str | None = "near") -> Call:
        channel = shops[shop] if shop else None
        return partial(services.book, documents=documents, channel=channel, now=LATER)

    return call


def levels() -> list[tuple[object, ...]]:
    return ask(
        "SELECT code, on_hand, reserved, leased FROM inventory_level"
        " JOIN catalogue_sku AS sku ON sku.id = sku_id ORDER BY code"
    )


def promises() -> tuple[int, int]:
    """Units held and units owed."""
    ((held,),) = ask(
        "SELECT coalesce(sum(quantity), 0) FROM inventory_reservation WHERE state = 'active'"
    )
    ((owed,),) = ask(
        "SELECT coalesce(sum(quantity), 0) FROM inventory_backorder WHERE state = 'open'"
    )
    return int(held), int(owed)


def order_of(external_id: str) -> int:
    ((found,),) = ask(f"SELECT id FROM orders_order WHERE external_id = '{external_id}'")  # noqa: S608
    return int(found)


def act(number: int, revision: int | None = None) -> Act:
    return Act(order=number, by=None, at=LATER, reason="", revision=revision)


def outcome(call: Call) -> object:
    """What a call came to; a refusal is one, anything else is not."""
    try:
        return call()
    except DomainError as refusal:
        return type(refusal)


@pytest.fixture
def crowd(elsewhere: Elsewhere) -> Callable[..., list[object]]:
    """Start many calls together, each on a connection of its own, and wait for all of them."""

    def run(*calls: Call) -> list[object]:
        inventory.ends(now=NOON)
        gate = Barrier(len(calls))

        def start(call: Call) -> object:
            gate.wait(timeout=60)
            return call()

        running = [elsewhere(partial(start, call)) for call in calls]
        return [one.result(timeout=240) for one in running]

    return run


def until_answered(call: Call) -> object:
    """Deliver again what was not taken in time, as a platform does; a deadlock is no answer."""
    while True:
        try:
            return call()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise


def test_an_order_told_fifty_times_at_once_is_one_order(stock, booked, crowd):  # S1
    stock(BOX=100)
    told = partial(until_answered, booked(order("S-1", line("BOX", 2), line("BOX", 3))))
    done = crowd(*[told] * 50)
    fates = sorted(one.outcomes[0].fate for one in done)
    assert fates == ["known"] * 49 + ["new"]
    assert {one.outcomes[0].order for one in done} == {order_of("S-1")}
    assert (levels(), promises()) == ([("BOX", 100, 5, 0)], (5, 0))
    assert ask("SELECT count(*) FROM orders_line WHERE quantity IN (3)") == [(1,)]
    assert ask(
        "SELECT count(*), sum(amount_minor) FROM finance_posting WHERE kind = 'sale'"
        " AND occurred_at = '2026-03-02 12:00Z' AND units <> 2"
    ) == [(1, 1050)]


def test_pushed_and_pulled_at_once_an_order_is_one_order(stock, booked, crowd):  # S2
    stock(BOX=100)
    numbers = [f"S-{n}" for n in range(30)]
    pushed = [booked(order(number, line("BOX", 1))) for number in numbers]
    pulled = booked(*[order(number, line("BOX", 1)) for number in reversed(numbers)])
    done = crowd(*[partial(until_answered, call) for call in (pulled, *pushed)])
    assert sum(one.new for one in done) == 30
    assert (levels(), promises()) == ([("BOX", 100, 30, 0)], (30, 0))


WORDS = {
    "placed": {},
    "paid": {"paid_at": NOON + timedelta(minutes=1)},
    "changed": {"changed_at": NOON + timedelta(minutes=2)},
    "shipped": {"shipped_at": NOON + timedelta(minutes=3)},
    "cancelled": {"cancelled_at": NOON + timedelta(minutes=3)},
}


def said(word: str) -> OrderDocument:
    facts: dict[str, object] = dict(WORDS[word])
    if word in {"shipped", "cancelled"}:
        facts["changed_at"] = NOON + timedelta(minutes=3)
    units = 2 if word in {"placed", "paid"} else 3
    return order("S-1", line("BOX", units), line("LID", 1), **facts)


@pytest.mark.parametrize("end", ["changed", "shipped", "cancelled"])
@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one batch"])
def test_in_whatever_order_words_arrive_the_end_is_the_same(stock, booked, end, together):  # S3
    stock(BOX=9, LID=9)
    words = ["placed", "paid", "changed", *([end] if end != "changed" else [])]
    ends = set()
    for told in permutations(words):
        with rolled_back():
            if together:
                booked(*map(said, told))()
            else:
                for word in told:
                    booked(said(word))()
            ends.add((queries.fingerprint().fingerprint, str(levels()), promises()))
    ((_, stands, held),) = ends
    left, kept = {"changed": (9, 3), "shipped": (6, 0), "cancelled": (9, 0)}[end]
    lid, one = {"changed": (9, 1), "shipped": (8, 0), "cancelled": (9, 0)}[end]
    assert stands == str([("BOX", left, kept, 0), ("LID", lid, one, 0)])
    assert held == (kept + one, 0)


def test_an_older_word_changes_nothing_and_is_kept(stock, booked):  # S4
    stock(BOX=9, LID=9)
    booked(said("changed"))()
    before = [levels(), promises(), ask("SELECT document, units FROM orders_order ORDER BY id")]
    (fate,) = booked(said("placed"))().outcomes
    assert fate.order == order_of("S-1")
    after = [levels(), promises(), ask("SELECT document, units FROM orders_order ORDER BY id")]
    assert after == before
    assert ask("SELECT state FROM evidence_document WHERE external_id = 'S-1' ORDER BY id") == [
        ("applied",),
        ("overtaken",),
    ]


def shipped(number: int) -> Call:
    return partial(
        fulfilment.ship_order,
        order=number,
        at=LATER,
        carrier="",
        tracking="",
        revision=None,
        by=None,
        now=LATER,
    )


@pytest.mark.parametrize("first", ["cancel", "ship"])
def test_of_cancelling_and_shipping_at_once_one_wins(stock, booked, at_once, first):  # S5
    stock(BOX=5)
    booked(order("S-1", line("BOX", 2)))()
    number = order_of("S-1")
    calls = {
        "cancel": partial(services.cancel_order, act=act(number), now=LATER),
        "ship": shipped(number),
    }
    other = calls["ship" if first == "cancel" else "cancel"]
    assert at_once(calls[first], partial(outcome, other)) in {OrderNotOpen, IllegalTransition}
    left = 5 if first == "cancel" else 3
    assert (levels(), promises()) == ([("BOX", left, 0, 0)], (0, 0))
    assert ask(
        "SELECT shipped_at IS NULL, cancelled_at IS NULL FROM orders_order"
        " WHERE external_id = 'S-1'"
    ) == [(first == "cancel", first == "ship")]


def sell_the_last(booked, at_once) -> None:
    at_once(
        booked(order("S-1", line("BOX", 1))),
        booked(order("S-2", line("BOX", 1)), shop="far"),
    )


def test_the_last_unit_is_promised_once_and_the_other_sale_is_owed(stock, booked, at_once):  # S6
    stock(BOX=1)
    sell_the_last(booked, at_once)
    assert (levels(), promises()) == ([("BOX", 1, 1, 0)], (1, 1))


def buy_the_last(entity: int, place: int, sku: int, at_once) -> object:
    first, second = (
        partial(
            inventory.reserve_one, basket=Basket(holder, place, entity, (Want(sku, 1),)), now=NOON
        )
        for holder in ("b-1", "b-2")
    )
    return at_once(first, partial(outcome, second))


def test_at_our_own_checkout_the_last_unit_is_sold_once(stock, entity, place, at_once):  # S6
    skus = stock(BOX=1)
    assert buy_the_last(entity, place, skus["BOX"], at_once) is OutOfStock
    assert (levels(), promises()) == ([("BOX", 1, 1, 0)], (1, 0))


@pytest.fixture
def _unconstrained(transactional_db: None) -> Iterator[None]:
    """Levels without the last line of defence."""
    tell("ALTER TABLE inventory_level DROP CONSTRAINT level_never_oversold")
    yield
    tell("TRUNCATE inventory_level CASCADE")
    tell(
        "ALTER TABLE inventory_level ADD CONSTRAINT level_never_oversold"
        " CHECK (reserved >= 0 AND leased >= 0 AND on_hand >= reserved + leased)"
    )


def test_without_its_guard_only_the_constraint_refuses(stock, entity, place, at_once, without):
    skus = stock(BOX=1)
    without("inventory/reserve_single", unguarded("inventory/reserve_single"))
    with pytest.raises(IntegrityError, match="level_never_oversold"):
        buy_the_last(entity, place, skus["BOX"], at_once)
    assert (levels(), promises()) == ([("BOX", 1, 1, 0)], (1, 0))


@pytest.mark.usefixtures("_unconstrained")
def test_without_guard_and_constraint_it_is_sold_twice(stock, entity, place, at_once, without):
    skus = stock(BOX=1)
    without("inventory/reserve_single", unguarded("inventory/reserve_single"))
    buy_the_last(entity, place, skus["BOX"], at_once)
    assert (levels(), promises()) == ([("BOX", 1, 2, 0)], (2, 0))


def test_a_kit_and_its_part_in_one_order_are_one_wish(stock, booked, entity):  # S7
    stock(BOX=5, LID=9)
    catalogue.state_skus(
        stated=[StatedSku(code="SET", components=(("BOX", 2), ("LID", 1)))], now=NOON
    )
    booked(order("S-1", line("SET", 2), line("BOX", 2)))()
    assert levels() == [("BOX", 5, 5, 0), ("LID", 9, 2, 0)]
    assert promises() == (7, 1)


@pytest.mark.parametrize("each", [12, pytest.param(60, marks=pytest.mark.soak)])
def test_orders_of_many_skus_from_everywhere_do_not_deadlock(stock, shops, crowd, each):  # S8
    stock(**{code.replace("-", "_"): 10_000 for code in CODES})

    def sell(thread: int) -> int:
        for n in range(each):
            chosen = [
                CODES[(thread * 3 + n * (7 if thread % 2 else 9) + k * 7) % 10] for k in range(4)
            ]
            services.book(
                documents=[order(f"T{thread}-{n}", *[line(code, 1) for code in chosen])],
                channel=shops["near" if thread % 2 else "far"],
                now=LATER,
            )
        return each

    assert crowd(*[partial(sell, thread) for thread in range(8)]) == [each] * 8
    assert promises() == (8 * each * 4, 0)


def test_mixed_batches_and_acts_on_their_orders_do_not_deadlock(stock, booked, crowd):  # S8
    stock(**{code.replace("-", "_"): 10_000 for code in CODES})
    numbers = [f"S-{n}" for n in range(16)]
    for shop in ("near", "far"):
        booked(
            *[
                order(number, line(CODES[n % 10], 2), customer=number)
                for n, number in enumerate(numbers)
            ],
            shop=shop,
        )()

    def tell_all(turn: int) -> object:
        for n, number in enumerate(numbers):
            changed = [
                order(
                    number,
                    line(CODES[(n + k) % 10], 3),
                    changed_at=NOON + timedelta(minutes=turn + 1),
                    channel=shop,
                    customer=f"{number}-{turn}",
                )
                for k, shop in enumerate(("near", "far") if turn % 2 else ("far", "near"))
            ]
            fresh = order(
                f"N-{turn}-{n}",
                line(CODES[(n + 5) % 10], 1),
                channel="near",
                customer=f"{numbers[-n]}-{turn ^ 1}",
            )
            booked(*changed, fresh, shop=None)()
        return "told"

    def tell_one_shop(shop: str) -> object:
        for n, number in enumerate(numbers):
            word = order(
                number,
                line(CODES[(n + 3) % 10], 1),
                changed_at=NOON + timedelta(minutes=9),
                customer=f"{number}-x",
            )
            booked(word, shop=shop)()
        return "told"

    orders = ask("SELECT id FROM orders_order WHERE external_id LIKE 'S-%' ORDER BY id")

    def cancel_all() -> object:
        return [
            outcome(partial(services.cancel_order, act=act(int(number)), now=LATER))
            for (number,) in orders[::2]
        ]

    def ship_all() -> object:
        return [outcome(shipped(int(number))) for (number,) in orders[1::2]]

    crowd(
        partial(tell_all, 0),
        partial(tell_all, 1),
        partial(tell_one_shop, "near"),
        partial(tell_one_shop, "far"),
        cancel_all,
        ship_all,
    )
    counted = (
        "SELECT sku_id, reserved, (SELECT coalesce(sum(quantity), 0)"
        " FROM inventory_reservation AS held"
        " WHERE held.sku_id = level.sku_id AND state = 'active') FROM inventory_level AS level"
    )
    assert [row for row in ask(counted) if row[1] != row[2]] == []


def held_until(entity: int, place: int, sku: int) -> None:
    basket = Basket("b-1", place, entity, (Want(sku, 1),), expires_at=LATER)
    inventory.reserve_one(basket=basket, now=NOON)


def test_a_hold_that_is_extended_while_it_lapses_stays(stock, entity, place, at_once):  # S9
    held_until(entity, place, stock(BOX=1)["BOX"])
    until = LATER + timedelta(minutes=5)
    at_once(
        partial(inventory.extend, holder="b-1", until=until, now=LATER - timedelta(seconds=1)),
        partial(inventory.expire, now=LATER),
    )
    assert (levels(), promises()) == ([("BOX", 1, 1, 0)], (1, 0))


def test_a_hold_that_lapses_while_it_is_extended_is_gone_and_says_so(
    stock, entity, place, at_once
):  # S9
    held_until(entity, place, stock(BOX=1)["BOX"])
    until = LATER + timedelta(minutes=5)
    extend = partial(inventory.extend, holder="b-1", until=until, now=LATER - timedelta(seconds=1))
    assert at_once(partial(inventory.expire, now=LATER), partial(outcome, extend)) is HoldLapsed
    assert (levels(), promises()) == ([("BOX", 1, 0, 0)], (0, 0))


def test_of_two_people_who_change_one_order_the_second_is_told(stock, booked, at_once):  # S33
    stock(BOX=9)
    booked(order("S-1", line("BOX", 4)))()
    number = order_of("S-1")
    ((goods,),) = ask(
        "SELECT line.id FROM orders_line AS line JOIN orders_order AS known"
        " ON known.document = line.document WHERE known.external_id = 'S-1'"
    )
    first, second = (
        partial(
            services.change_quantities, act=act(number, 0), quantities={goods: units}, now=LATER
        )
        for units in (3, 2)
    )
    assert at_once(first, partial(outcome, second)) is StaleOrder
    assert (levels(), promises()) == ([("BOX", 9, 3, 0)], (3, 0))
    with transaction.atomic():
        assert ask(f"SELECT revision FROM orders_order WHERE id = {number}") == [(1,)]  # noqa: S608
