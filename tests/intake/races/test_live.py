"""Orders that arrive live, from everywhere at once."""

from datetime import timedelta
from functools import partial
from itertools import permutations

import pytest

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.intake import queries, services
from argosy.intake.types import OrderDocument
from tests.intake.conftest import NOON, line, order, rolled_back
from tests.intake.races.conftest import ask
from tests.intake.races.live import (
    LATER,
    act,
    booked,
    crowd,
    levels,
    order_of,
    outcome,
    place,
    promises,
    shipped,
    shops,
    stock,
    until_answered,
)

__all__ = ["booked", "crowd", "place", "shops", "stock"]  # fixtures
pytestmark = pytest.mark.race

CODES = tuple(f"SKU-{n}" for n in range(10))


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
