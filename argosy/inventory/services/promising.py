"""Units promised to holders: to a basket all or nothing, to a sale already made what there is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from argosy.inventory import filling
from argosy.inventory.errors import HolderTwice, HoldLapsed, OutOfStock
from argosy.inventory.models import Reservation, ReservationState
from argosy.inventory.types import Basket, Demand, Promised, Reserved, Touched
from argosy.kernel import sql
from argosy.kernel.faults import fault


def open_promises() -> None:
    """Make this session's table of incoming promises, empty, for the transaction under way."""
    sql.run("inventory/open_promises")


def ask_promises(*, rows: bytes) -> None:
    """Add to the incoming promises what is given as encoded rows of copy_promises."""
    sql.copy("inventory/copy_promises", rows)


def promise_incoming(*, now: datetime, fresh: bool = False) -> Promised:
    """Bring what each holder named in `incoming_promise` has to what it is to have.

    What it has too much is given back, first what is owed to it; what it lacks is promised, first
    come first served to the last unit; what a place cannot give is written down as owed. With
    `fresh` the caller knows that none of the holders has anything yet.
    """
    if not fresh:
        sql.run("inventory/complete_promises")
        sql.run("inventory/deduct_standing")
    sql.rows("inventory/lock_promised")
    freed: list[int] = []
    if not fresh:
        freed = [sku for (sku,) in sql.rows("inventory/release_excess", {"now": now})]
    promised, owed = sql.rows("inventory/promise", {"now": now})[0]
    sql.run("inventory/clear_promises")
    filling.fill(skus=freed, now=now)
    filling.touch(skus=freed, now=now)
    return Promised(promised=promised, owed=owed)


def promise_plenty(*, demand: Demand, now: datetime) -> bool:
    """Promise a batch of new holders all that they want, if there is plenty; else promise nothing.

    Where a level could come short, or a claimant has a lease to draw on, the answer is no, and
    `promise_incoming` serves them one by one.
    """
    if not demand.units:
        return True
    wanted = sorted(demand.units)
    told = {
        "skus": sql.array(sku for sku, _ in wanted),
        "places": sql.array(place for _, place in wanted),
        "units": sql.array(demand.units[one] for one in wanted),
    }
    sql.often("inventory/lock_demand", told)
    is_plenty, held, asked = sql.often("inventory/take_plenty", told)[0]
    if not is_plenty:
        return False
    if held != asked:
        raise AssertionError("levels that were locked and had plenty did not give it")
    sql.copy("inventory/copy_reservations", demand.rows)
    taken = sorted(demand.taken)
    touched = {
        "skus": sql.array(sku for sku, _ in taken),
        "takers": sql.texts(claimant for _, claimant in taken),
        "taken": sql.array(demand.taken[one] for one in taken),
    }
    sql.often("inventory/touch_taken", touched | {"now": now})
    return True


@transaction.atomic
def reserve_one(*, basket: Basket, now: datetime) -> None:
    """Hold every line of a basket, or hold nothing.

    Lines of one SKU are summed first. One statement, whose WHERE is the rule.

    :raises OutOfStock: naming each SKU of which there is not enough.
    """
    wanted = _summed(basket)
    if basket.claimant:
        reserved = reserve(baskets=[basket], now=now)
        if basket.holder in reserved.refused:
            raise OutOfStock(skus=list(reserved.refused[basket.holder]))
        return
    told = {
        "place": basket.place,
        "entity": basket.entity,
        "holder": basket.holder,
        "promised_until": basket.promised_until,
        "expires_at": basket.expires_at,
        "now": now,
    }
    if len(wanted) == 1:
        ((sku, quantity),) = wanted.items()
        held = sql.rows("inventory/reserve_single", told | {"sku": sku, "quantity": quantity})
    else:
        several = {"skus": list(wanted), "quantities": list(wanted.values())}
        held = sql.rows("inventory/reserve", told | several)
    if short := wanted.keys() - {sku for (sku,) in held}:
        raise OutOfStock(skus=sorted(short))
    fault("inventory.reserved")


@transaction.atomic
def reserve(*, baskets: Sequence[Basket], now: datetime) -> Reserved:
    """Hold many baskets, each whole or not at all.

    Those that contend for the last units run one after another, in the order given; the rest is
    one statement.

    :raises HolderTwice: a holder has two baskets; nothing is held.
    """
    for holder, times in Counter(one.holder for one in baskets).items():
        if times > 1:
            raise HolderTwice(holder=holder)
    open_promises()
    _ask(enumerate(baskets))
    sql.rows("inventory/lock_promised")
    contended = _short(sql.rows("inventory/set_contended_aside"))
    sql.rows("inventory/promise", {"now": now})
    refused: dict[str, tuple[int, ...]] = {}
    for seq, basket in enumerate(baskets):
        if basket.holder not in contended:
            continue
        sql.run("inventory/clear_promises")
        _ask([(seq, basket)])
        refused |= _short(sql.rows("inventory/set_contended_aside"))
        sql.rows("inventory/promise", {"now": now})
    sql.run("inventory/clear_promises")
    fault("inventory.reserved")
    held = tuple(one.holder for one in baskets if one.holder not in refused)
    return Reserved(held=held, refused=refused)


def _short(rows: Iterable[sql.Row]) -> dict[str, tuple[int, ...]]:
    """By holder, the SKUs that its basket lacks."""
    found: dict[str, tuple[int, ...]] = {}
    for holder, sku, is_scarce in rows:
        found[holder] = (*found.get(holder, ()), *((sku,) if is_scarce else ()))
    return found


def _summed(basket: Basket) -> dict[int, int]:
    wanted: dict[int, int] = {}
    for line in sorted(basket.lines, key=lambda line: line.sku):
        wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
    return wanted


def _ask(baskets: Iterable[tuple[int, Basket]]) -> None:
    asked = [
        (one, seq, sku, quantity) for seq, one in baskets for sku, quantity in _summed(one).items()
    ]
    sql.run(
        "inventory/ask_baskets",
        {
            "holders": [one.holder for one, _, _, _ in asked],
            "skus": [sku for _, _, sku, _ in asked],
            "places": [one.place for one, _, _, _ in asked],
            "entities": [one.entity for one, _, _, _ in asked],
            "quantities": [quantity for _, _, _, quantity in asked],
            "claimants": [one.claimant for one, _, _, _ in asked],
            "seqs": [seq for _, seq, _, _ in asked],
            "promised_until": [one.promised_until for one, _, _, _ in asked],
            "expires_at": [one.expires_at for one, _, _, _ in asked],
        },
    )


@transaction.atomic
def release(*, holders: Sequence[str], now: datetime) -> int:
    """Give back everything that is held for these holders. Returns how many reservations ended."""
    found = Reservation.objects.filter(holder__in=holders, state=ReservationState.ACTIVE)
    return _release(dict(found.values_list("pk", "sku_id")), now, holders=holders)


@transaction.atomic
def expire(*, now: datetime, limit: int = 10_000) -> int:
    """Give back holds whose time is over; those extended meanwhile stay.

    Returns how many were looked at.
    """
    lapsed: dict[int, int] = dict(sql.rows("inventory/lapsed", {"now": now, "limit": limit}))
    _release(lapsed, now, until=now)
    return len(lapsed)


def _release(
    reservations: Mapping[int, int],
    now: datetime,
    *,
    until: datetime | None = None,
    holders: Sequence[str] | None = None,
) -> int:
    """Release reservations (id to SKU), their levels locked first."""
    if not reservations:
        return 0
    skus = sorted(set(reservations.values()))
    sql.rows("inventory/lock_skus", {"skus": skus})
    sql.rows(
        "inventory/release_reservations",
        {
            "reservations": list(reservations),
            "until": until,
            "holders": None if holders is None else list(holders),
            "now": now,
        },
    )
    filling.fill(skus=skus, now=now)
    filling.touch(skus=skus, now=now)
    return len(reservations)


@transaction.atomic
def extend(*, holder: str, until: datetime, now: datetime) -> None:
    """Keep a basket's hold longer, before its payment is captured.

    :raises HoldLapsed: it is held no more, so what is captured would be paid without stock.
    """
    if not sql.rows("inventory/extend", {"holder": holder, "until": until, "now": now}):
        raise HoldLapsed(holder=holder)


@transaction.atomic
def hand_over(*, holder: str, to: str, promised_until: datetime | None, now: datetime) -> None:
    """Pass what is held on to another holder, for good: a basket that was paid becomes an order.

    :raises HoldLapsed: it is held no more.
    """
    told = {"holder": holder, "to": to, "promised_until": promised_until, "now": now}
    if not sql.rows("inventory/hand_over", told):
        raise HoldLapsed(holder=holder)


@transaction.atomic
def rehome(
    *, holder: str, sku: int, from_place: int, to_place: int, quantity: int, now: datetime
) -> None:
    """Take a promise from another place: what is held there or, where it is owed, what is missing.

    From a place to itself is nothing to do.

    :raises OutOfStock: the other place has not so many to spare, or the holder has not so many.
    """
    if from_place == to_place:
        return
    told = {
        "holder": holder,
        "sku": sku,
        "from_place": from_place,
        "to_place": to_place,
        "quantity": quantity,
        "now": now,
    }
    sql.rows("inventory/lock_skus", {"skus": [sku]})
    with transaction.atomic():
        if sql.rows("inventory/rehome", told):
            filling.fill(skus=[sku], now=now)
            filling.touch(skus=[sku], now=now)
            return
        transaction.set_rollback(True)
    if not sql.rows("inventory/rehome_owed", told):
        raise OutOfStock(skus=[sku])
    filling.touch(skus=[sku], now=now)


def take_touches(*, limit: int) -> Touched:
    """Take what changed of stock, in the transaction under way: no other taker gets it.

    Up to so many transactions' worth, the oldest first.
    """
    rows = sql.rows("inventory/take_touches", {"limit": limit})
    taken: Counter[tuple[int, str]] = Counter()
    for skus, takers, units in rows:
        if takers is not None:
            for sku, taker, each in zip(skus, takers, units, strict=True):
                taken[sku, taker] += each
    return Touched(frozenset(sku for skus, _, _ in rows for sku in skus), taken)
