"""Orders as they stand, and what happened to them: a feed that a late commit cannot fall out of."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from argosy.api.door import Words, key_of, route
from argosy.api.parameters import PAGE, AfterFact, Limit, OrderId, feed_cursor, place_in_feed
from argosy.api.replies import answer
from argosy.api.shapes import OrderDetailOut, OrdersOut
from argosy.identity.types import KeyScope
from argosy.kernel import sql
from argosy.orders import queries as orders
from argosy.orders.errors import NoSuchOrder
from argosy.orders.types import FactRow, FeedRow, LineRow

PERSONAL: Final = frozenset({"address"})  # facts whose detail is about a person


@route(
    "GET",
    "/orders",
    scope="orders:read",
    name="api-orders",
    words=Words(
        _("Follow orders"),
        _(
            "Goes through everything that happened, in an order in which nothing is overtaken:"
            " whoever keeps “after” and asks again from there misses nothing, not even what was"
            " committed late. The limit counts what happened."
        ),
    ),
    response=OrdersOut,
)
def list_orders(request: HttpRequest, limit: Limit = PAGE, after: AfterFact = None) -> HttpResponse:
    """Follow orders. Facts of before there was a feed are not in it."""
    key = key_of(request)
    place = place_in_feed(after)
    found = orders.feed(after=place, limit=limit + 1, channels=key.channels)
    rows, more = found[:limit], len(found) > limit
    told = _orders(dict.fromkeys(row.order for row in rows), key)
    for row in rows:
        if row.order in told:
            told[row.order]["facts"].append(_fact(row))
    following = feed_cursor(rows[-1].xact, rows[-1].fact) if rows else after
    return answer(200, {"orders": list(told.values()), "after": following, "more": more})


@route(
    "GET",
    "/orders/{order}",
    scope="orders:read",
    name="api-orders-one",
    words=Words(_("Look at one order"), _("With its lines, and everything that happened to it.")),
    response=OrderDetailOut,
)
def show_order(request: HttpRequest, order: OrderId) -> HttpResponse:
    """Look at one order."""
    return answer(200, detail(order, key_of(request)))


def detail(order: int, key: KeyScope) -> dict[str, Any]:
    """One order as the API tells of it.

    :raises NoSuchOrder: there is none that the key may see.
    """
    found = orders.one(order=order, channels=key.channels)
    told = _orders([order], key).get(order)
    if told is None:
        raise NoSuchOrder
    told["facts"] = [_fact(fact) for fact in found.facts]
    return told | {"lines": [_line(line) for line in found.lines]}


def require_order(order: int, key: KeyScope) -> None:
    """Let nobody touch what they may not see.

    :raises NoSuchOrder: there is none that the key may see.
    """
    if order not in _orders([order], key):
        raise NoSuchOrder


def _orders(ids: Iterable[int], key: KeyScope) -> dict[int, dict[str, Any]]:
    wanted = list(ids)
    asked: Mapping[str, object] = {
        "orders": wanted,
        "channels": None if key.channels is None else list(key.channels),
    }
    found = {row["id"]: row | {"facts": []} for row in sql.dicts("api/orders_by_id", asked)}
    return {order: found[order] for order in wanted if order in found}


def _fact(fact: FactRow | FeedRow) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": fact.kind,
        "occurred_at": fact.occurred_at,
        "recorded_at": fact.recorded_at,
    }
    if isinstance(fact, FeedRow) and fact.kind not in PERSONAL:
        told["detail"] = fact.detail
    return told


def _line(line: LineRow) -> dict[str, Any]:
    return {
        "id": line.id,
        "kind": line.kind,
        "sku": line.sku_code or None,
        "platform_sku": line.platform_sku or None,
        "quantity": line.quantity,
        "unit_price": str(line.unit_price),
        "amount_minor": line.amount.minor,
    }
