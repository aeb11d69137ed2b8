"""A recount below what is promised names who loses, in the same transaction."""

from datetime import timedelta

from argosy.inventory import services
from argosy.inventory.types import Loser
from tests.inventory.conftest import LATER, NOON, held, levels, owed


def lease(claimant: str, sku: int, place: int, quantity: int, minutes: int) -> None:
    services.lease(
        claimant=claimant,
        sku=sku,
        place=place,
        quantity=quantity,
        ends_at=None,
        now=NOON + timedelta(minutes=minutes),
    )


def test_leases_shrink_first_the_newest_first_then_the_latest_promises(shelf, promise, sku, place):
    shelf(BOX=12)
    promise(
        ("order:1", "BOX", 2),
        ("order:2", "BOX", 3),
        ("order:3", "BOX", 2),
        until={
            "order:1": NOON + timedelta(days=2),
            "order:2": NOON + timedelta(days=1),
            "order:3": NOON + timedelta(days=2),
        },
    )
    box = sku("BOX")
    lease("listing:1", box, place, 2, minutes=1)
    lease("session:1", box, place, 3, minutes=2)

    found = shelf(when=LATER, BOX=4)  # of twelve promised, eight must go

    assert found.losers == (
        Loser("lease", "listing:1", box, place, 2),
        Loser("lease", "session:1", box, place, 3),
        Loser("reservation", "order:1", box, place, 1),
        Loser("reservation", "order:3", box, place, 2),
    )
    assert held() == [("order:1", "BOX", "near", 1), ("order:2", "BOX", "near", 3)]
    assert owed() == [("order:1", "BOX", 1, "recount"), ("order:3", "BOX", 2, "recount")]
    assert levels() == [("BOX", "near", 4, 4, 0)]


def test_of_two_leases_the_newer_shrinks_alone_where_that_is_enough(shelf, sku, place):
    shelf(BOX=5)
    box = sku("BOX")
    lease("listing:1", box, place, 2, minutes=1)
    lease("session:1", box, place, 3, minutes=2)
    assert shelf(when=LATER, BOX=4).losers == (Loser("lease", "session:1", box, place, 1),)
    assert levels() == [("BOX", "near", 4, 0, 4)]


def test_a_recount_above_what_is_promised_takes_from_nobody(shelf, promise):
    shelf(BOX=9)
    promise(("order:1", "BOX", 4))
    found = shelf(when=LATER, BOX=4)
    assert (found.losers, found.corrected) == ((), 1)
    assert levels() == [("BOX", "near", 4, 4, 0)]


def test_a_basket_that_loses_is_owed_nothing(shelf, basket, sku, place):
    shelf(BOX=5)
    services.reserve_one(basket=basket("b-1", ("BOX", 3), expires_at=LATER), now=NOON)
    found = shelf(when=LATER, BOX=1)
    assert found.losers == (Loser("reservation", "b-1", sku("BOX"), place, 2),)
    assert (held(), owed()) == ([("b-1", "BOX", "near", 1)], [])


def test_a_recount_that_finds_more_serves_those_who_wait(shelf, promise):
    shelf(BOX=1)
    promise(("order:1", "BOX", 3))
    shelf(when=LATER, BOX=4)
    assert (held(), owed()) == ([("order:1", "BOX", "near", 3)], [])
    assert levels() == [("BOX", "near", 4, 3, 0)]


def test_a_first_count_serves_what_was_promised_uncounted(shelf, promise):
    promise(("order:1", "BOX", 3))
    assert owed() == [("order:1", "BOX", 3, "uncounted")]
    shelf(when=LATER, BOX=2)
    assert held() == [("order:1", "BOX", "near", 2)]
    assert [row[:3] for row in owed()] == [("order:1", "BOX", 1)]
