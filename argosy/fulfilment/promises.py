"""Promises of an order, moved to where it is to leave from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from argosy.fulfilment.holding import Held
from argosy.inventory import services as inventory
from argosy.kernel import sql

Units = Mapping[int, int]  # by SKU


@dataclass(frozen=True, slots=True)
class _Lying:
    """Units promised at one place."""

    held: int
    owed: int

    @property
    def units(self) -> int:
        """Both together."""
        return self.held + self.owed


def settle(held: Held, wanted: Mapping[int, Units], now: datetime) -> bool:
    """Have an order's promises lie where its units are wanted, by place. Says whether any moved.

    Only what is promised moves: an order of which nothing is held stays so. What is in shipments
    is left where it is.

    :raises OutOfStock: a place has not enough; the caller's transaction must end there.
    """
    moved = False
    for sku in sorted(_lying(held)):
        aims = {place: units.get(sku, 0) for place, units in wanted.items()}
        for target, units in sorted(aims.items()):
            moved |= _bring(held, sku, target, units, aims, now)
    return moved


def gather(held: Held, place: int, units: Units, now: datetime) -> None:
    """Have so many units promised at one place, moved there from wherever they lie.

    :raises OutOfStock: it has not enough; the caller's transaction must end there.
    """
    for sku, wanted in sorted(units.items()):
        _bring(held, sku, place, wanted, {}, now)


def _bring(
    held: Held, sku: int, target: int, wanted: int, aims: Mapping[int, int], now: datetime
) -> bool:
    """Move units to a place until it has as many as wanted, from those with more than their aim.

    Looked up anew after each move: what one leaves free may fill what was owed.
    """
    moved = False
    while step := _next_move(_lying(held).get(sku, {}), target, wanted, aims):
        origin, units = step
        inventory.rehome(
            holder=held.holder,
            sku=sku,
            from_place=origin,
            to_place=target,
            quantity=units,
            now=now,
        )
        moved = True
    return moved


def _next_move(
    lying: Mapping[int, _Lying], target: int, wanted: int, aims: Mapping[int, int]
) -> tuple[int, int] | None:
    """The place to take from and how many: held or owed units, never some of each."""
    here = lying.get(target)
    lacking = wanted - (max(0, here.units) if here else 0)
    for origin, there in sorted(lying.items()):
        over = min(lacking, there.units - aims.get(origin, 0))
        if origin != target and over > 0:
            return origin, min(over, there.held) if there.held > 0 else over
    return None


def _lying(held: Held) -> dict[int, dict[int, _Lying]]:
    """What is promised by place by SKU, held or owed, and in no shipment."""
    found: dict[int, dict[int, _Lying]] = {}
    asked = {"holder": held.holder, "order": held.id}
    for place, sku, kept, owed in sql.rows("fulfilment/promises", asked):
        found.setdefault(sku, {})[place] = _Lying(kept, owed)
    return found
