"""What each criterion makes of a plan: a number, of which less is better. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from argosy.fulfilment.packing import Plan
from argosy.fulfilment.types import Criterion, RoutedOrder, Site

SECONDS_PER_MINUTE: Final = 60
Sites = Mapping[int, Site]


@dataclass(frozen=True, slots=True)
class Value:
    """What a plan comes to; None is unknown, and never better than what is known."""

    number: int | None
    unit: str = ""


UNKNOWN: Final = Value(None)


def measure(
    criterion: Criterion, plans: Sequence[Plan], order: RoutedOrder, sites: Sites
) -> list[Value]:
    """What the criterion makes of each plan; all unknown where it cannot tell them apart."""
    if criterion is Criterion.CHEAPEST:
        return _costs(plans)
    ask = MEASURES[criterion]
    return [Value(ask(plan, order, sites)) for plan in plans]


def _costs(plans: Sequence[Plan]) -> list[Value]:
    """Costs of one currency only: sums of several would need a rate that nobody has named."""
    currencies = {
        one.currency for plan in plans for one in plan.parcels if one.cost_minor is not None
    }
    if len(currencies) != 1:
        return [UNKNOWN for _ in plans]
    return [_cost(plan) for plan in plans]


def _cost(plan: Plan) -> Value:
    costs = [one.cost_minor for one in plan.parcels]
    known = [cost for cost in costs if cost is not None]
    return Value(sum(known), plan.parcels[0].currency) if len(known) == len(costs) else UNKNOWN


def _short(plan: Plan, _order: RoutedOrder, _sites: Sites) -> int:
    return sum(plan.short.values())


def _from_elsewhere(plan: Plan, order: RoutedOrder, _sites: Sites) -> int | None:
    if order.own_place is None:
        return None
    return sum(sum(one.lines.values()) for one in plan.parcels if one.place != order.own_place)


def _from_abroad(plan: Plan, order: RoutedOrder, sites: Sites) -> int | None:
    if not order.destination:
        return None
    return sum(
        sum(one.lines.values())
        for one in plan.parcels
        if sites[one.place].country != order.destination
    )


def _minutes_late(plan: Plan, order: RoutedOrder, _sites: Sites) -> int | None:
    if order.promised_until is None:
        return None
    late = max(one.leaves_at for one in plan.parcels) - order.promised_until
    return max(0, -(-int(late.total_seconds()) // SECONDS_PER_MINUTE))


def _last_leaves(plan: Plan, _order: RoutedOrder, _sites: Sites) -> int:
    return int(max(one.leaves_at for one in plan.parcels).timestamp())


def _parcels(plan: Plan, _order: RoutedOrder, _sites: Sites) -> int:
    return len(plan.parcels)


MEASURES: Final[Mapping[Criterion, Callable[[Plan, RoutedOrder, Sites], int | None]]] = {
    Criterion.ENOUGH: _short,
    Criterion.OWN_PLACE: _from_elsewhere,
    Criterion.OWN_COUNTRY: _from_abroad,
    Criterion.PROMISE: _minutes_late,
    Criterion.SOONEST: _last_leaves,
    Criterion.FEWEST: _parcels,
}
