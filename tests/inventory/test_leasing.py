"""What a claimant may sell without asking is taken out of what others may have."""

from datetime import timedelta

import pytest

from argosy.inventory import queries, services
from argosy.inventory.errors import LeaseTooSmall, OutOfStock
from argosy.inventory.types import LeaseShift
from tests.inventory.conftest import LATER, NOON, everything, held, levels, owed


@pytest.fixture
def lease(sku, place):
    def set_to(claimant: str, quantity: int, ends_at=None, code: str = "BOX") -> None:
        services.lease(
            claimant=claimant,
            sku=sku(code),
            place=place,
            quantity=quantity,
            ends_at=ends_at,
            now=NOON,
        )

    return set_to


def leases() -> list[tuple[str, int, int]]:
    return [(one.claimant, one.granted, one.quantity) for one in queries.leases()]


def test_a_lease_is_widened_and_narrowed(shelf, lease):
    shelf(BOX=5)
    lease("listing:1", 3)
    lease("listing:1", 5)
    assert levels() == [("BOX", "near", 5, 0, 5)]
    lease("listing:1", 1)
    assert (levels(), leases()) == ([("BOX", "near", 5, 0, 1)], [("listing:1", 1, 1)])


def test_no_lease_above_what_is_free(shelf, lease, promise):
    shelf(BOX=5)
    promise(("order:1", "BOX", 2))
    lease("listing:1", 2)
    before = everything()
    with pytest.raises(OutOfStock):
        lease("listing:1", 4)
    with pytest.raises(OutOfStock):
        lease("session:1", 2)
    assert everything() == before


def test_a_listing_sells_from_its_lease_and_others_do_not(shelf, lease, promise):
    shelf(BOX=5)
    lease("listing:1", 4)
    promise(("order:1", "BOX", 2))
    promise(("order:2", "BOX", 3), claimant="listing:1")
    assert held() == [("order:1", "BOX", "near", 1), ("order:2", "BOX", "near", 3)]
    assert owed() == [("order:1", "BOX", 1, "short")]
    assert (levels(), leases()) == ([("BOX", "near", 5, 4, 1)], [("listing:1", 4, 1)])


def test_what_was_not_sold_goes_back_to_who_waits(shelf, lease, promise):
    shelf(BOX=5)
    lease("session:1", 4)
    promise(("order:1", "BOX", 3))
    assert services.give_back(claimant="session:1", now=LATER) == 1
    assert (held(), owed(), leases()) == ([("order:1", "BOX", "near", 3)], [], [])
    assert levels() == [("BOX", "near", 5, 3, 0)]


def test_a_lease_whose_time_is_over_ends_by_itself(shelf, lease):
    shelf(BOX=5)
    lease("session:1", 2, ends_at=LATER)
    lease("session:2", 2, ends_at=LATER + timedelta(seconds=1))
    assert services.end_leases(now=NOON) == 0
    assert services.end_leases(now=LATER) == 1
    assert (levels(), leases()) == ([("BOX", "near", 5, 0, 2)], [("session:2", 2, 2)])


def test_unsold_units_pass_from_lease_to_lease(shelf, lease, sku, place):
    shelf(BOX=5)
    lease("session:1", 4)
    shift = LeaseShift(sku("BOX"), place, "session:1", "session:2", 3)
    services.rebalance(shifts=[shift], now=NOON)
    assert leases() == [("session:1", 1, 1), ("session:2", 3, 3)]
    assert levels() == [("BOX", "near", 5, 0, 4)]


def test_no_more_passes_than_is_unsold(shelf, lease, sku, place):
    shelf(BOX=5, LID=5)
    lease("session:1", 2)
    lease("session:1", 2, code="LID")
    before = everything()
    with pytest.raises(LeaseTooSmall):
        services.rebalance(
            shifts=[
                LeaseShift(sku("LID"), place, "session:1", "session:2", 1),
                LeaseShift(sku("BOX"), place, "session:1", "session:2", 3),
            ],
            now=NOON,
        )
    with pytest.raises(LeaseTooSmall):  # together too much, to one taker
        services.rebalance(
            shifts=[
                LeaseShift(sku("BOX"), place, "session:1", "session:2", 1),
                LeaseShift(sku("BOX"), place, "nobody", "session:2", 1),
            ],
            now=NOON,
        )
    assert everything() == before
