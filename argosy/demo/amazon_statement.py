"""Amazon's date range transaction report: a preamble, localised headers, numbers as written there.

The columns are those that sellers' reports of 2024 to 2026 carry in the United States and Germany.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from argosy.demo.amazon_money import Event
from argosy.demo.sheets import money, money_comma
from argosy.demo.windows import Window
from argosy.demo.world import DATA, Channel, World

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UTC = ZoneInfo("UTC")
NOON = 12
NAMED = frozenset({"order", "refund"})  # their description is the product's title


@cache
def texts(market: str) -> Mapping[str, Any]:
    """How the report of that country speaks."""
    said: dict[str, Mapping[str, Any]] = yaml.safe_load(
        (DATA / "amazon_texts.yaml").read_text(encoding="utf-8")
    )
    return said[market]


def rows(
    world: World, channel: Channel, events: Sequence[Event], window: Window
) -> Iterator[list[str]]:
    """The report's rows, header first."""
    said = texts(channel.market)
    yield list(said["header"])
    for event in events:
        if window.covers(event.at):
            yield _row(world, channel, event, said)


def _row(world: World, channel: Channel, event: Event, said: Mapping[str, Any]) -> list[str]:
    american = channel.market == "US"
    write = _american if american else _german
    order, line = event.order, event.line
    of_order = order is not None and line is not None
    town = [order.town.city, order.town.region, order.postcode] if order else ["", "", ""]
    given = {name: write(event.amounts.get(name, 0)) for name in event.amounts}
    zero = "0"
    return [
        pacific(event.at) if american else universal(event.at),
        event.settlement,
        said[event.type],
        order.id if order else "",
        world.code(channel, line.product) if line else "",
        event.description if event.type in NAMED else said[event.description],
        str(line.quantity) if line else "",
        said["site"] if of_order else "",
        *([("Standard Orders" if of_order else "")] if american else []),
        "Amazon" if of_order else "",
        *town,
        said["model"] if of_order else "",
        given.get("sales", zero),
        given.get("sales_tax", zero),
        given.get("shipping", zero),
        given.get("shipping_tax", zero),
        zero,
        zero,
        *([zero, zero] if american else []),
        given.get("promotion", zero),
        given.get("promotion_tax", zero),
        given.get("withheld", zero),
        given.get("selling", zero),
        given.get("fba", zero),
        zero,
        given.get("other", zero),
        write(event.total),
    ]


def _american(minor: int) -> str:
    if not minor:
        return "0"
    whole, dot, cents = money(abs(minor)).partition(".")
    return f"{'-' if minor < 0 else ''}{int(whole):,}{dot}{cents}"


def _german(minor: int) -> str:
    return money_comma(minor) if minor else "0"


def pacific(instant: datetime) -> str:
    """As the report of the United States writes it: Jan 5, 2026 1:23:45 PM PST."""
    at = instant.astimezone(ZoneInfo("America/Los_Angeles"))
    half = "AM" if at.hour < NOON else "PM"
    hour = at.hour % NOON or NOON
    return f"{MONTHS[at.month - 1]} {at.day}, {at.year} {hour}:{at:%M:%S} {half} {at.tzname()}"


def universal(instant: datetime) -> str:
    """As the German report writes it: 02.06.2026 18:28:02 UTC."""
    return f"{instant.astimezone(UTC):%d.%m.%Y %H:%M:%S} UTC"
