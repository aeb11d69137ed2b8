"""Small worlds to route in: three places, stock, an order."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from argosy.fulfilment.types import Criterion, Part, Rate, RoutedLine, RoutedOrder, Rule, Site

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday
SHENZHEN, BERLIN, DALLAS = 1, 2, 3
BOX, LID = 10, 11


def site(place: int, country: str, **what: object) -> Site:
    given = {
        "title": country,
        "zone": "UTC",
        "cutoff": time(12),
        "handling_hours": 0,
        "working_days": frozenset(range(1, 8)),
        "days_off": frozenset(),
        "serves": frozenset(),
        "priority": 10 * place,
        "currency": "CNY",
        "rates": (),
    } | what
    return Site(place=place, country=country, **given)


def rate(base: int, per_kg: int = 0, *countries: str) -> Rate:
    return Rate(frozenset(countries), base, per_kg)


def line(number: int, sku: int, quantity: int = 1, weight_g: int | None = 500) -> RoutedLine:
    return RoutedLine(number, quantity, (Part(sku, 1, weight_g),))


def order(*lines: RoutedLine, to: str = "DE", **what: object) -> RoutedOrder:
    return RoutedOrder(
        id=7, destination=to, lines=lines or (line(1, BOX),), **({"taken_at": NOW} | what)
    )


def rules(*criteria: Criterion | Rule) -> list[Rule]:
    return [one if isinstance(one, Rule) else Rule(100 + n, one) for n, one in enumerate(criteria)]


def never(place: int, *countries: str) -> Rule:
    return Rule(99, Criterion.NEVER, place, frozenset(countries))


def placed(routing) -> Mapping[int, Mapping[int, int]]:
    return {one.place: dict(one.lines) for one in routing.parcels}


THREE = [site(SHENZHEN, "CN"), site(BERLIN, "DE"), site(DALLAS, "US")]
FULL = {place: {BOX: 9, LID: 9} for place in (SHENZHEN, BERLIN, DALLAS)}
