"""The seeded company as data: what `data/world.yaml` and `data/products.csv` say."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).with_name("data")
YEARS_IN_DAYS = 730
ORDERS = {"small": 1_500, "default": 12_000, "large": 200_000}


@dataclass(frozen=True, slots=True)
class Product:
    """One SKU of the catalogue. Prices and costs in the minor unit."""

    sku: str
    group: str
    title: str
    title_zh: str
    price: int  # US cents, the list price
    cost: int | None  # fen landed, at the first lot; none where the seller never wrote it down
    weight_g: int
    size_mm: tuple[int, int, int]
    hs_code: str
    popularity: int
    launched: int  # days after the first day
    components: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Town:
    """Where some buyers live."""

    country: str
    city: str
    region: str
    postcode: str  # its first characters
    weight: int
    tax: int  # on a sale, hundredths of a per cent


@dataclass(frozen=True, slots=True)
class Freight:
    """What buyers pay for shipping: so much, so often (per cent), below so much of goods."""

    low: int
    high: int
    chance: int
    free_from: int | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """One account in one market, and how it behaves. Rates in per cent."""

    key: str
    title: Mapping[str, str]
    platform: str
    mode: str
    commercial_model: str
    entity: str
    market: str
    currency: str
    zone: str
    operator: str
    place: str
    share: float
    price: int
    growth: int
    cancels: int
    returns: int
    buyers: Mapping[str, int]
    freight: Freight
    opens: int = 0
    shock: int | None = None
    shock_to: int = 100


@dataclass(frozen=True, slots=True)
class Promotion:
    """Some days of a year when more is sold for less."""

    name: str
    month: int
    day: int
    days: int
    lift: int
    off: int
    channels: frozenset[str]

    def covers(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return 0 <= (day - date(day.year, self.month, self.day)).days < self.days


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is the same for every seed."""

    brand: str
    entities: list[dict[str, Any]]
    operators: list[dict[str, Any]]
    places: list[dict[str, Any]]
    channels: tuple[Channel, ...]
    promotions: tuple[Promotion, ...]
    months: tuple[int, ...]
    towns: Mapping[str, tuple[Town, ...]]
    products: tuple[Product, ...]
    aliases: Mapping[str, Mapping[str, str]]

    def code(self, channel: Channel, product: Product) -> str:
        """What the channel calls the product."""
        return self.aliases.get(channel.key, {}).get(product.sku, product.sku)

    def channel(self, key: str) -> Channel:
        """The channel of this key."""
        return next(one for one in self.channels if one.key == key)

    def product(self, sku: str) -> Product:
        """The product of this SKU."""
        return next(one for one in self.products if one.sku == sku)


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for: which world, how much of it, up to when."""

    seed: int
    size: str
    until: date  # the first day that is not in it

    @property
    def start(self) -> date:
        """The first day of the two years."""
        return self.until - timedelta(days=YEARS_IN_DAYS)

    @property
    def orders(self) -> int:
        """About so many orders in all channels together."""
        return ORDERS[self.size]


@cache
def load() -> World:
    """Read the world's data."""
    said = yaml.safe_load((DATA / "world.yaml").read_text(encoding="utf-8"))
    return World(
        brand=said["brand"],
        entities=said["entities"],
        operators=said["operators"],
        places=said["places"],
        channels=tuple(_channel(one) for one in said["channels"]),
        promotions=tuple(_promotion(one) for one in said["promotions"]),
        months=tuple(said["months"]),
        towns={
            country: tuple(Town(country, *town) for town in towns)
            for country, towns in said["towns"].items()
        },
        products=_products(),
        aliases=said["aliases"],
    )


def _channel(said: dict[str, Any]) -> Channel:
    return Channel(**{**said, "freight": Freight(**said["freight"])})


def _promotion(said: dict[str, Any]) -> Promotion:
    month, day = said["from"]
    return Promotion(
        name=said["name"],
        month=month,
        day=day,
        days=said["days"],
        lift=said["lift"],
        off=said["discount"],
        channels=frozenset(said["channels"]),
    )


def _products() -> tuple[Product, ...]:
    with (DATA / "products.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_product(row) for row in csv.DictReader(file))


def _product(row: dict[str, str]) -> Product:
    parts = [part.split(":") for part in row["components"].split(";") if part]
    return Product(
        sku=row["sku"],
        group=row["group"],
        title=row["title"],
        title_zh=row["title_zh"],
        price=int(row["usd"].replace(".", "")),
        cost=int(row["cost_cny"]) if row["cost_cny"] else None,
        weight_g=int(row["weight_g"]),
        size_mm=(int(row["length_mm"]), int(row["width_mm"]), int(row["height_mm"])),
        hs_code=row["hs_code"],
        popularity=int(row["popularity"]),
        launched=int(row["launched"]),
        components=tuple((sku, int(quantity)) for sku, quantity in parts),
    )
