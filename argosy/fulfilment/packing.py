"""Fill an order from places in a given order. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from argosy.fulfilment.leaving import handover
from argosy.fulfilment.types import Parcel, RoutedLine, RoutedOrder, Site

GRAMS_PER_KG = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """One way of sending an order: what leaves where, and what is left behind."""

    parcels: tuple[Parcel, ...]
    short: Mapping[int, int]


def possible(line: RoutedLine, held: Mapping[int, int]) -> int:
    """How many units of a line a place has; of a kit, what its scarcest component allows."""
    return max(0, min((held.get(part.sku, 0) // part.each for part in line.parts), default=0))


def fill(order: RoutedOrder, sites: Sequence[Site], stock: Mapping[int, Mapping[int, int]]) -> Plan:
    """Take each line whole from the first place that has all of it; what none has, in pieces."""
    left = {site.place: dict(stock.get(site.place, {})) for site in sites}
    taken: dict[int, dict[int, int]] = {site.place: {} for site in sites}
    missing = {line.id: line.quantity for line in order.lines}
    for whole in (True, False):
        for line in order.lines:
            for site in sites:
                wanted = missing[line.id]
                units = min(wanted, possible(line, left[site.place]))
                if units and (units == wanted or not whole):
                    _take(line, units, left[site.place], taken[site.place])
                    missing[line.id] -= units
    return Plan(
        parcels=tuple(
            _parcel(order, site, taken[site.place])
            for site in sorted(sites, key=lambda one: (one.priority, one.place))
            if taken[site.place]
        ),
        short={line: units for line, units in missing.items() if units},
    )


def _take(line: RoutedLine, units: int, left: dict[int, int], taken: dict[int, int]) -> None:
    for part in line.parts:
        left[part.sku] -= units * part.each
    taken[line.id] = taken.get(line.id, 0) + units


def _parcel(order: RoutedOrder, site: Site, lines: Mapping[int, int]) -> Parcel:
    return Parcel(
        place=site.place,
        lines=dict(lines),
        leaves_at=handover(site, order.taken_at),
        cost_minor=_cost(order, site, lines),
        currency=site.currency,
    )


def _cost(order: RoutedOrder, site: Site, lines: Mapping[int, int]) -> int | None:
    """What the parcel costs, rounded half up to the minor unit; None where it cannot be known."""
    named = [rate for rate in site.rates if order.destination in rate.countries]
    rate = next(iter(named or [rate for rate in site.rates if not rate.countries]), None)
    if rate is None:
        return None
    if not rate.per_kg_minor:
        return rate.base_minor
    weight_g = 0
    for line in order.lines:
        for part in line.parts if line.id in lines else ():
            if part.weight_g is None:
                return None
            weight_g += lines[line.id] * part.each * part.weight_g
    return rate.base_minor + (rate.per_kg_minor * weight_g + GRAMS_PER_KG // 2) // GRAMS_PER_KG
