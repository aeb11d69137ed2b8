"""Shopify's orders export: a row for each line, the order's own amounts on its first row only.

Columns: the header of the admin's orders export, as sellers' files of 2024 to 2026 carry it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from argosy.demo.sales import Line, Order
from argosy.demo.sheets import money
from argosy.demo.windows import Window
from argosy.demo.world import World

ADDRESS = (
    "Name",
    "Street",
    "Address1",
    "Address2",
    "Company",
    "City",
    "Zip",
    "Province",
    "Country",
)
HEADER = (
    *("Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at"),
    *("Accepts Marketing", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code"),
    *("Discount Amount", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name"),
    *("Lineitem price", "Lineitem compare at price", "Lineitem sku"),
    *("Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status"),
    *(f"Billing {part}" for part in (*ADDRESS, "Phone")),
    *(f"Shipping {part}" for part in (*ADDRESS, "Phone")),
    *("Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference"),
    *("Refunded Amount", "Vendor", "Outstanding Balance", "Employee", "Location", "Device ID"),
    *("Id", "Tags", "Risk Level", "Source", "Lineitem discount"),
    *(f"Tax {number} {part}" for number in range(1, 6) for part in ("Name", "Value")),
    *("Phone", "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name"),
    *("Payment ID", "Payment Terms Name", "Next Payment Due At", "Payment References"),
)
PLACES = {name: place for place, name in enumerate(HEADER)}


def rows(world: World, orders: Sequence[Order], window: Window) -> Iterator[list[str]]:
    """The export's rows as the store stood when it was made, newest order first."""
    yield list(HEADER)
    for order in reversed(orders):
        if window.covers(order.placed):
            for position, line in enumerate(order.lines):
                cells = _of_line(world, order, line, window)
                if not position:
                    cells |= _of_order(order, window)
                yield _row(cells)


def _row(cells: dict[str, str]) -> list[str]:
    row = [""] * len(HEADER)
    for name, text in cells.items():
        row[PLACES[name]] = text
    return row


def _of_line(world: World, order: Order, line: Line, window: Window) -> dict[str, str]:
    sent = order.happened(order.shipped, window.made_at)
    return {
        "Name": order.id,
        "Email": f"buyer{order.buyer}@example.com",
        "Created at": local(order.placed, window),
        "Lineitem quantity": str(line.quantity),
        "Lineitem name": line.product.title,
        "Lineitem price": money(line.unit),
        "Lineitem sku": world.code(order.channel, line.product),
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "fulfilled" if sent else "pending",
        "Vendor": world.brand.split()[0],
        "Lineitem discount": "0.00",  # discounts here are on the order, by code
    }


def _of_order(order: Order, window: Window) -> dict[str, str]:
    at = window.made_at
    sent, called_off = order.happened(order.shipped, at), order.happened(order.cancelled, at)
    back = (
        order.total if called_off else order.refund() if order.happened(order.refunded, at) else 0
    )
    whole = back == order.total
    state = "paid" if not back else "refunded" if whole else "partially_refunded"
    town = order.town
    person = {
        "Name": f"Buyer {order.buyer}",
        "Street": f"{order.buyer} Example Street",
        "Address1": f"{order.buyer} Example Street",
        "City": town.city,
        "Zip": f"'{order.postcode}",
        "Province": town.region,
        "Country": town.country,
    }
    return {
        **{
            f"{who} {part}": text
            for who in ("Billing", "Shipping")
            for part, text in person.items()
        },
        "Financial Status": state,
        "Paid at": local(order.paid, window),
        "Fulfillment Status": "fulfilled" if sent else "unfulfilled",
        "Fulfilled at": local(order.shipped, window) if sent else "",
        "Accepts Marketing": "yes" if order.buyer % 3 else "no",
        "Currency": order.channel.currency,
        "Subtotal": money(order.goods - order.off),
        "Shipping": money(order.freight),
        "Taxes": money(order.tax),
        "Total": money(order.total),
        "Discount Code": order.campaign.replace("-", "").upper(),
        "Discount Amount": money(order.off),
        "Shipping Method": "Standard" if order.freight else "Free Standard",
        "Cancelled at": local(order.cancelled, window) if called_off else "",
        "Payment Method": "Shopify Payments",
        "Payment Reference": f"c{order.number:06d}.1",
        "Refunded Amount": money(back),
        "Outstanding Balance": "0.00",
        "Id": f"59{order.number:011d}",
        "Risk Level": "Low",
        "Source": "web",
        "Tax 1 Name": f"{town.region} State Tax {town.tax / 100:.2f}%" if order.tax else "",
        "Tax 1 Value": money(order.tax) if order.tax else "",
    }


def local(instant: datetime | None, window: Window) -> str:
    """An instant as the store writes it: its own hours and how far they are from UTC."""
    return f"{instant.astimezone(window.zone):%Y-%m-%d %H:%M:%S %z}" if instant else ""
