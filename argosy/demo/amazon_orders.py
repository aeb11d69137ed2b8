"""Amazon's "All Orders" report: tab separated, a row for each line, times in UTC.

Columns: developer-docs.amazon.com/sp-api/docs/order-tracking-reports-attributes,
GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from argosy.demo.chance import Dice
from argosy.demo.sales import Line, Order, rounded
from argosy.demo.sheets import money
from argosy.demo.windows import Window
from argosy.demo.world import World

UTC = ZoneInfo("UTC")
HEADER = (
    *("amazon-order-id", "merchant-order-id", "purchase-date", "last-updated-date"),
    *("order-status", "fulfillment-channel", "sales-channel", "order-channel"),
    *("ship-service-level", "product-name", "sku", "asin", "item-status", "quantity", "currency"),
    *("item-price", "item-tax", "shipping-price", "shipping-tax", "gift-wrap-price"),
    *("gift-wrap-tax", "item-promotion-discount", "ship-promotion-discount", "ship-city"),
    *("ship-state", "ship-postal-code", "ship-country", "promotion-ids", "cpf"),
    *("is-business-order", "purchase-order-number", "price-designation"),
)
SITES = {"US": "Amazon.com", "DE": "Amazon.de"}
LETTERS = "BCDFGHJKLMNPQRSTVWXYZ0123456789"


@cache
def asin(sku: str) -> str:
    """An invented ASIN, the same for every seed."""
    dice = Dice(0, "asin", sku)
    return "B0" + "".join(dice.pick(LETTERS) for _ in range(8))


def rows(world: World, orders: Sequence[Order], window: Window) -> Iterator[list[str]]:
    """The report's rows as they stood when it was made."""
    yield list(HEADER)
    for order in orders:
        if window.covers(order.placed):
            for first, line in enumerate(order.lines):
                yield _row(world, order, line, window.made_at, is_first=not first)


def _row(
    world: World, order: Order, line: Line, asked_at: datetime, *, is_first: bool
) -> list[str]:
    shipped = order.happened(order.shipped, asked_at)
    cancelled = order.happened(order.cancelled, asked_at)
    status = "Cancelled" if cancelled else "Shipped" if shipped else "Pending"
    updated = order.cancelled if cancelled else order.shipped if shipped else order.placed
    priced = not cancelled  # a cancelled line keeps its article and loses its price
    freight = order.freight if is_first and priced else 0
    freight_tax = order.freight_tax if is_first and priced else 0
    taxed = order.channel.market != "US"  # elsewhere prices and discounts contain the tax
    full_tax = rounded(line.gross, order.town.tax)
    site = SITES[order.channel.market]
    return [
        order.id,
        order.id,
        stamp(order.placed),
        stamp((updated or order.placed) + timedelta(minutes=11)),
        status,
        "Amazon",
        site,
        "",
        "Expedited" if shipped else "Standard",
        line.product.title,
        world.code(order.channel, line.product),
        asin(line.product.sku),
        "Cancelled" if cancelled else "Shipped" if shipped else "Unshipped",
        str(line.quantity) if priced else "0",
        order.channel.currency if priced else "",
        *((money(line.gross + full_tax * taxed), money(line.tax)) if priced else ("", "")),
        *((money(freight + freight_tax * taxed), money(freight_tax)) if freight else ("", "")),
        "",
        "",
        money(line.off + (full_tax - line.tax) * taxed) if line.off and priced else "",
        "",
        order.town.city,
        order.town.region,
        order.postcode,
        order.town.country,
        f"PAWS-V2-{order.campaign.upper()}" if order.campaign and priced else "",
        "",
        "false",
        "",
        "",
    ]


def stamp(instant: datetime) -> str:
    """An instant as the report writes it."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")
