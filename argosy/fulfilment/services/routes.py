"""Writes of routes: where an order leaves from, and its promises moved there."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from argosy.fulfilment import queries
from argosy.fulfilment.errors import OrderNotOpen
from argosy.fulfilment.holding import Held, Left, hold_open, left_to_ship, parts_of
from argosy.fulfilment.promises import settle
from argosy.fulfilment.routed import keep
from argosy.fulfilment.routing import route
from argosy.fulfilment.types import Part, Routed, RoutedLine, RoutedOrder, Routing
from argosy.inventory.errors import OutOfStock
from argosy.kernel import sql
from argosy.orders import services as orders

TRIES: Final = 3  # stock that goes elsewhere between the question and the answer
COUNTRY_LETTERS: Final = 2


def route_order(*, order: int, by: int | None, now: datetime) -> Routed:
    """Choose by the rules where an order leaves from, move its promises there, keep the reasons.

    All or nothing: where a place has lost its stock in between, the question is put anew.

    :raises OrderNotOpen: it is cancelled, withdrawn or shipped.
    :raises NoSuchOrder: there is none.
    :raises OutOfStock: stock ran away three times.
    """
    for left in reversed(range(TRIES)):
        try:
            return _route(order, by, now)
        except OutOfStock:
            if not left:
                raise
    raise AssertionError


def route_open(
    *,
    channels: Collection[int] | None,
    limit: int,
    only_new: bool,
    by: int | None,
    now: datetime,
    watch: Callable[[], None] = lambda: None,
) -> list[Routed]:
    """Route the orders that wait to leave, those to leave soonest first, each in a transaction.

    With `only_new` those that were never routed as they are now; without any site nothing is.
    `watch` is called between two. One that was shipped or cancelled meanwhile, or whose stock
    keeps running away, is left out.
    """
    asked = {
        "channels": None if channels is None else list(channels),
        "only_new": only_new,
        "limit": limit,
    }
    done = []
    for order, *_told in sql.rows("fulfilment/open_orders", asked) if queries.sites() else ():
        watch()
        try:
            done.append(route_order(order=order, by=by, now=now))
        except (OrderNotOpen, OutOfStock):
            continue
    return done


@transaction.atomic
def _route(order: int, by: int | None, now: datetime) -> Routed:
    held = hold_open(order)
    lines = [one for one in left_to_ship([order]) if one.free > 0 and one.sku is not None]
    parts = parts_of([one.line for one in lines])
    sites = queries.sites()
    asked = {
        "holder": held.holder,
        "order": order,
        "skus": sorted({part.sku for found in parts.values() for part in found}),
        "places": [site.place for site in sites],
    }
    stock: dict[int, dict[int, int]] = {}
    for place, sku, units in sql.rows("fulfilment/stock_for", asked):
        stock.setdefault(place, {})[sku] = units
    question = _question(held, lines, parts, now)
    routing = route(question, sites, stock, queries.rules())
    changed = settle(held, _wanted(routing, parts), now)
    keep(held, routing, by, now)
    if changed:
        detail = {"places": [one.place for one in routing.parcels], "by": by}
        orders.act(
            order=order,
            kind="routed",
            at=now,
            document=held.document,
            detail=detail,
            revision=None,
            now=now,
        )
    return Routed(order, changed, routing)


def _question(
    held: Held, lines: Sequence[Left], parts: Mapping[int, tuple[Part, ...]], now: datetime
) -> RoutedOrder:
    known = len(held.market) == COUNTRY_LETTERS and held.market.isupper()
    return RoutedOrder(
        id=held.id,
        destination=held.market if known else "",
        lines=tuple(RoutedLine(one.line, one.free, parts[one.line]) for one in lines),
        taken_at=now,
        promised_until=held.promised_until,
        own_place=held.own_place,
    )


def _wanted(routing: Routing, parts: Mapping[int, tuple[Part, ...]]) -> dict[int, dict[int, int]]:
    """Units by SKU by place that a routing wants promised."""
    wanted: dict[int, dict[int, int]] = {}
    for parcel in routing.parcels:
        units = wanted.setdefault(parcel.place, {})
        for line, quantity in parcel.lines.items():
            for part in parts[line]:
                units[part.sku] = units.get(part.sku, 0) + quantity * part.each
    return wanted
