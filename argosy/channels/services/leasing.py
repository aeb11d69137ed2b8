"""Strict leases by policy: so many units are set apart for a listing, and pass to where they sell.

A lease is never narrowed by what its channel still shows: it shows less first (`ceiling`), and
what nobody can buy there any more passes on by a later round.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from argosy.channels.services.showing import hold
from argosy.channels.types import (
    BOUND,
    ONE_WEIGHT,
    UNKNOWN_LAG_S,
    UNKNOWN_RATE,
    Granted,
    Rebalanced,
)
from argosy.inventory import services as inventory
from argosy.inventory.errors import LeaseTooSmall, OutOfStock
from argosy.inventory.types import LeaseShift
from argosy.kernel import sql

WORTH_A_WRITE: Final = 10  # a lease is out of balance if a tenth of it, and a unit, is elsewhere


@dataclass(frozen=True, slots=True)
class _Lease:
    """One component of a strict listing's lease: what it has and what it is to have, in units."""

    listing: int
    channel: int
    sku: int
    place: int
    takes: int
    parts: int  # SKUs that the listing takes
    unsold: int
    target: int
    may_sell: int  # its channel may sell so many until it has heard of less
    by_policy: bool  # else somebody set it by hand

    @property
    def claimant(self) -> str:
        """Under which name it is held."""
        return f"listing:{self.listing}"

    @property
    def next(self) -> int:
        """What it is to hold now: no less than its channel may sell."""
        return max(self.target, min(self.unsold, self.may_sell))

    @property
    def ceiling(self) -> int | None:
        """What the listing is to show at most, where more than its target may sell."""
        return self.target // self.takes if self.may_sell > self.target else None

    @property
    def spare(self) -> int:
        """Units that nobody can buy on its channel."""
        return max(0, self.unsold - self.may_sell)


def grant_leases(*, now: datetime) -> Granted:
    """Set the strict leases of all listings whose policy says so, from what is free.

    By priority, then by pace, each gets its share of the stock (where none is stated, its part by
    pace among all listings that sell it), at most its cap and, below its floor, nothing. Who is no
    longer strict gives its units back. Each lease is a transaction of its own: orders do not wait.
    """
    widened = narrowed = short = 0
    ended = _end_former(now)
    with transaction.atomic():
        leases = [one for one in _wanted(now) if one.by_policy]
        _keep_ceilings({one.listing: one.ceiling for one in leases}, now)
    # First what is given back, then what is taken.
    for one in sorted(leases, key=lambda one: one.next - one.unsold):
        if one.next == one.unsold:
            continue
        try:
            inventory.lease(
                claimant=one.claimant,
                sku=one.sku,
                place=one.place,
                quantity=one.next,
                ends_at=None,
                now=now,
            )
        except OutOfStock:
            short += 1
            continue
        widened, narrowed = widened + (one.next > one.unsold), narrowed + (one.next < one.unsold)
    return Granted(widened, narrowed, ended, short)


def rebalance(*, now: datetime, writes_per_channel: int) -> Rebalanced:
    """Pass unsold units of strict leases to where they sell, by pace.

    Each lease that changes is a number to be written to its channel: at most so many a channel.
    Units that a channel still shows are not taken from it; it is to show less first.
    """
    by_stock: dict[tuple[int, int], list[_Lease]] = defaultdict(list)
    with transaction.atomic():
        for one in _wanted(now):
            if one.parts == 1 and one.takes == 1:
                by_stock[one.sku, one.place].append(one)
    writes: Counter[int] = Counter()
    done, ceilings = Rebalanced(), dict[int, int | None]()
    for leases in by_stock.values():
        shifts, waiting = _shifts(leases, writes, writes_per_channel)
        ceilings |= dict.fromkeys((one.listing for one in leases), None) | waiting
        units = _shifted(shifts, now)
        done = Rebalanced(
            done.units + units,
            done.shifts + (len(shifts) if units else 0),
            done.waiting + len(waiting),
        )
    with transaction.atomic():
        hold()
        _keep_ceilings(ceilings, now)
    return done


def _end_former(now: datetime) -> int:
    """Give back the leases of listings that are strict no more. Returns how many ended."""
    with transaction.atomic():
        _wanted(now)
        former = [claimant for (claimant,) in sql.rows("channels/former_leases")]
    return sum(inventory.give_back(claimant=claimant, now=now) for claimant in former)


def _wanted(now: datetime) -> list[_Lease]:
    """Every strict listing's leases as they are and as they should be."""
    hold()
    told = {"now": now, "bound": BOUND, "unknown_lag_s": UNKNOWN_LAG_S}
    strict = [sku for (sku,) in sql.rows("channels/strict_skus")]
    sql.run("channels/open_looks")
    if not strict:
        return []
    sql.run("channels/list_offered", told | {"skus": strict})
    known = {"unknown_rate": UNKNOWN_RATE, "one_weight": ONE_WEIGHT}
    return [_Lease(*row) for row in sql.rows("channels/lease_targets", told | known)]


def _shifts(
    leases: Sequence[_Lease], writes: Counter[int], writes_max: int
) -> tuple[list[LeaseShift], dict[int, int | None]]:
    """Who passes what to whom of one stock, and who has to show less before it can."""
    targets = _by_pace(leases)
    over = {
        one.listing: one.unsold - targets[one.listing] for one in leases if _is_off(one, targets)
    }
    givers = [one for one in leases if over.get(one.listing, 0) > 0]
    takers = [one for one in leases if over.get(one.listing, 0) < 0]
    shifts, waiting = list[LeaseShift](), dict[int, int | None]()
    for giver in givers:
        excess = over[giver.listing]
        if giver.spare < excess and writes[giver.channel] < writes_max:
            waiting[giver.listing] = giver.unsold - excess
            writes[giver.channel] += 1
        left = min(giver.spare, excess)
        for taker in takers:
            units = min(left, -over[taker.listing])
            if units <= 0 or writes[taker.channel] >= writes_max:
                continue
            shifts.append(LeaseShift(giver.sku, giver.place, giver.claimant, taker.claimant, units))
            writes[taker.channel] += 1
            over[taker.listing] += units
            left -= units
    return shifts, waiting


def _by_pace(leases: Sequence[_Lease]) -> dict[int, int]:
    """All unsold units of one stock, by what each lease is to have; the last ones to the first."""
    units, whole = sum(one.unsold for one in leases), sum(one.target for one in leases)
    if not whole:
        return {one.listing: one.unsold for one in leases}
    found, before, upto = dict[int, int](), 0, 0
    for one in leases:
        upto += one.target
        until = units * upto // whole
        found[one.listing], before = until - before, until
    return found


def _is_off(one: _Lease, targets: dict[int, int]) -> bool:
    off = abs(one.unsold - targets[one.listing])
    return off >= 1 and WORTH_A_WRITE * off >= max(one.unsold, targets[one.listing])


def _shifted(shifts: Sequence[LeaseShift], now: datetime) -> int:
    """Pass them on, all or none. Returns how many units."""
    try:
        inventory.rebalance(shifts=shifts, now=now)
    except LeaseTooSmall:  # Sold meanwhile: a later round counts anew.
        return 0
    return sum(one.units for one in shifts)


def _keep_ceilings(ceilings: dict[int, int | None], now: datetime) -> None:
    sql.run(
        "channels/keep_ceilings",
        {"listings": list(ceilings), "ceilings": list(ceilings.values()), "now": now},
    )
