"""What places hold, and what channels show."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from argosy.api.door import Words, key_of, route
from argosy.api.parameters import PAGE, AfterCode, AfterId, ChannelKey, Limit, Skus
from argosy.api.replies import answer
from argosy.api.shapes import ListingsOut, StocksOut
from argosy.kernel import sql

SHOWN: Final = (
    *("desired_at", "why", "accepted_version", "accepted_at"),
    *("confirmed_version", "confirmed_quantity", "confirmed_at"),
)


@route(
    "GET",
    "/stock",
    scope="stock:read",
    name="api-stock",
    words=Words(
        _("Look at stock, SKU by SKU"),
        _(
            "What a SKU’s places hold: on hand, promised to orders, leased to channels, and what"
            " is left. A SKU without a place has never been counted, which is not zero."
        ),
    ),
    response=StocksOut,
)
def list_stock(
    request: HttpRequest, sku: Skus = None, limit: Limit = PAGE, after: AfterCode = None
) -> HttpResponse:
    """Look at stock, SKU by SKU."""
    key_of(request)
    asked = {"skus": _codes(sku), "limit": limit + 1, "after": after or ""}
    found = sql.dicts("api/stock", asked)
    following = found[limit - 1]["sku"] if len(found) > limit else None
    told = [row | {"places": json.loads(row["places"])} for row in found[:limit]]
    return answer(200, {"stock": told, "after": following})


@route(
    "GET",
    "/listings",
    scope="listings:read",
    name="api-listings",
    words=Words(
        _("Look at listings"),
        _(
            "The quantity that each should show, whether its platform has accepted that, and what"
            " it was seen to show."
        ),
    ),
    response=ListingsOut,
)
def list_listings(
    request: HttpRequest,
    sku: Skus = None,
    channel: ChannelKey = None,
    limit: Limit = PAGE,
    after: AfterId = None,
) -> HttpResponse:
    """Look at listings, and at what each should show."""
    key = key_of(request)
    asked = {
        "skus": _codes(sku),
        "channel": channel,
        "channels": None if key.channels is None else list(key.channels),
        "limit": limit + 1,
        "after": int(after or 0),
    }
    found = sql.dicts("api/listings", asked)
    following = str(found[limit - 1]["id"]) if len(found) > limit else None
    return answer(200, {"listings": [_told(row) for row in found[:limit]], "after": following})


def _codes(given: list[str] | None) -> list[str] | None:
    return [code.strip().upper() for code in given] if given else None


def _told(row: dict[str, Any]) -> dict[str, Any]:
    shown = None
    if row["desired_version"] is not None:
        shown = {"quantity": row["desired_quantity"], "version": row["desired_version"]}
        shown |= {name: row[name] for name in SHOWN}
    kept = ("id", "channel", "platform_sku", "sku", "title")
    return {name: row[name] for name in kept} | {"shown": shown}
