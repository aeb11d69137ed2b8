"""Where an order should leave from, and why. Pure: sites, stock and rules are given.

Every way of filling the order from the places is a plan. First go those that may not be; then one
criterion after the other keeps the plans that meet it best, until one is left. Which criterion a
place lost by is therefore always known, and the order of the rules is the whole of the policy.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from argosy.fulfilment.measuring import UNKNOWN, Value, measure
from argosy.fulfilment.packing import Plan, fill, possible
from argosy.fulfilment.types import (
    STRICT,
    Criterion,
    Reason,
    RoutedOrder,
    Routing,
    Rule,
    Site,
)

Stock = Mapping[int, Mapping[int, int]]  # units by SKU by place: free, or held for this order
PARCELS_MAX: Final = 3  # more at once are only tried all together
POOL_MAX: Final = 6  # places tried together with others
LINES_MAX: Final = 200  # an order of more is tried from each place and from all, no more


@dataclass(frozen=True, slots=True)
class _Lost:
    """A place that can be in no plan, and by which rule."""

    site: Site
    criterion: Criterion
    rule: int | None = None


def route(
    order: RoutedOrder, sites: Sequence[Site], stock: Stock, rules: Sequence[Rule]
) -> Routing:
    """Choose where each line leaves from, with the reason for each place that does and does not.

    Every unit of every line is in one parcel or in `short`, never both; nothing is taken from a
    place beyond its stock. The same question gets the same answer, in whatever order places come.
    """
    ordered = sorted(sites, key=lambda site: (site.priority, site.place))
    lost = [found for site in ordered if (found := _barred(site, order, stock, rules))]
    barred = {one.site.place for one in lost}
    usable = [site for site in ordered if site.place not in barred]
    whole = next((rule for rule in rules if rule.criterion is Criterion.WHOLE), None)
    plans = list(_plans(order, usable, stock, split=whole is None))
    reasons = [Reason(one.site.place, False, one.criterion, one.rule) for one in lost]
    winner, said = _choose(plans, order, {site.place: site for site in usable}, rules)
    return Routing(
        order=order.id,
        parcels=winner.parcels if winner else (),
        short=winner.short if winner else {line.id: line.quantity for line in order.lines},
        reasons=tuple(said + sorted(reasons, key=lambda one: one.place)),
    )


def _barred(site: Site, order: RoutedOrder, stock: Stock, rules: Sequence[Rule]) -> _Lost | None:
    """Why a place can be in no plan, if so."""
    if site.serves and order.destination not in site.serves:
        return _Lost(site, Criterion.SERVES)
    for rule in rules:
        if (
            rule.criterion is Criterion.NEVER
            and rule.place == site.place
            and (not rule.countries or order.destination in rule.countries)
        ):
            return _Lost(site, Criterion.NEVER, rule.id)
    held = stock.get(site.place, {})
    if not any(possible(line, held) for line in order.lines):
        return _Lost(site, Criterion.STOCK)
    return None


def _plans(
    order: RoutedOrder, sites: Sequence[Site], stock: Stock, *, split: bool
) -> Iterator[Plan]:
    """Every plan worth comparing, each once."""
    pool = sorted(sites, key=lambda site: -_covered(order, stock.get(site.place, {})))[:POOL_MAX]
    wishes: list[tuple[Site, ...]] = [(site,) for site in sites]
    if split:
        for size in range(2, PARCELS_MAX + 1 if len(order.lines) <= LINES_MAX else 2):
            wishes += permutations(pool, size)
        wishes.append(tuple(sites))
    seen = set()
    for wish in wishes:
        plan = fill(order, wish, stock)
        key = frozenset((one.place, frozenset(one.lines.items())) for one in plan.parcels)
        if key and key not in seen:
            seen.add(key)
            yield plan


def _covered(order: RoutedOrder, held: Mapping[int, int]) -> int:
    return sum(min(line.quantity, possible(line, held)) for line in order.lines)


def _choose(
    plans: Sequence[Plan], order: RoutedOrder, sites: Mapping[int, Site], rules: Sequence[Rule]
) -> tuple[Plan | None, list[Reason]]:
    """The plan that is left when every criterion was asked, with what each said."""
    questions: list[tuple[Criterion, int | None]] = [(Criterion.ENOUGH, None)]
    questions += [(rule.criterion, rule.id) for rule in rules if rule.criterion not in STRICT]
    left = list(plans)
    won: list[tuple[Criterion, int | None, int, str]] = []
    losers: dict[int, Reason] = {}
    for criterion, rule in questions:
        values = measure(criterion, left, order, sites)
        known = [value.number for value in values if value.number is not None]
        if not known:
            continue  # Of what nobody knows, nothing is decided.
        best = min(known)
        kept = [plan for plan, value in zip(left, values, strict=True) if value.number == best]
        losers |= _losers(left, kept, values, Reason(0, False, criterion, rule, None, best))
        won.append((criterion, rule, best, values[0].unit))
        left = kept
    if not left:
        return None, []
    ranked = sorted(left, key=lambda plan: _rank(plan, sites))
    winner = ranked[0]
    by_priority = Reason(0, False, Criterion.PRIORITY)
    losers |= _losers(left, [winner], [UNKNOWN for _ in left], by_priority)
    places = [one.place for one in winner.parcels]
    chosen = [
        Reason(place, True, criterion, rule, best, best, unit)
        for place in places
        for criterion, rule, best, unit in won
    ]
    return winner, chosen + [losers[place] for place in sorted(losers) if place not in places]


def _losers(
    before: Sequence[Plan], after: Sequence[Plan], values: Sequence[Value], why: Reason
) -> dict[int, Reason]:
    """The places that were still in some plan before and are in none after, each with its best."""
    there = {one.place for plan in after for one in plan.parcels}
    found: dict[int, Reason] = {}
    for place in sorted({one.place for plan in before for one in plan.parcels} - there):
        mine = [
            value
            for plan, value in zip(before, values, strict=True)
            if any(one.place == place for one in plan.parcels)
        ]
        numbers = [value.number for value in mine if value.number is not None]
        unit = next((value.unit for value in mine if value.unit), why.unit)
        found[place] = Reason(
            place,
            False,
            why.criterion,
            why.rule,
            min(numbers, default=None),
            why.best,
            unit,
        )
    return found


def _rank(plan: Plan, sites: Mapping[int, Site]) -> tuple[object, ...]:
    """Few parcels, the places' own order, and then whatever is left to tell two plans apart."""
    places = [(sites[one.place].priority, one.place) for one in plan.parcels]
    return len(places), sorted(places), [sorted(one.lines.items()) for one in plan.parcels]
