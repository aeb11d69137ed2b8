"""What `argosy bench ingest` books: a company, its stock, and orders of a festival night."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Final

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.cli.benches.scratch import CURRENCY
from argosy.company import queries as company
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument, OrderLine
from argosy.inventory import services as inventory
from argosy.inventory.types import Count

SKUS: Final = 1_000
UNITS: Final = 1_000_000_000  # of each: the bench is not about running out
PRICE: Final = Decimal("9.99")
FEE_SHARE: Final = Decimal("0.15")
NIGHT: Final = datetime(2026, 11, 10, 19, tzinfo=UTC)  # three in the morning in Shanghai
SEED: Final = 11_11


@dataclass(frozen=True, slots=True)
class World:
    """Where orders go."""

    entity: int
    place: int
    channels: tuple[int, ...]
    skus: tuple[int, ...]  # by rank
    listings: tuple[dict[int, int], ...]  # by channel: SKU to listing


@dataclass(frozen=True, slots=True)
class Plain:
    """An order as plain values: what both ways begin with."""

    number: str
    at: datetime
    lines: tuple[tuple[int, int], ...]  # (rank of the SKU, units)


def made() -> World:
    """A company with stock and two shops that have listed every SKU and state their fee."""
    entity = company.main_entity().id
    place = inventory.open_place(key="w", title="W", kind="warehouse", country="GB", now=NIGHT)
    stated = [StatedSku(code=_code(rank), title=f"Box {rank}") for rank in range(SKUS)]
    skus = tuple(catalogue.state_skus(stated=stated, now=NIGHT).values())
    counts = [
        Count(sku, place, UNITS, NIGHT - timedelta(days=1), document=0, source_row=row)
        for row, sku in enumerate(skus, start=1)
    ]
    inventory.count(counts=counts, entity=entity, now=NIGHT)
    shops = tuple(_shop(key, entity, place) for key in ("near", "far"))
    return World(entity, place, shops, skus, tuple(_listed(shop) for shop in shops))


def _shop(key: str, entity: int, place: int) -> int:
    new = NewChannel(
        key=key,
        title=key,
        entity=entity,
        mode="marketplace",
        currency=CURRENCY,
        zone="Europe/London",
        market="GB",
        place=place,
        fee_share=FEE_SHARE,
    )
    shop = channels.open_channel(new=new, now=NIGHT)
    first = Plain(f"{key}-first", NIGHT, tuple((rank, 1) for rank in range(SKUS)))
    intake.book(documents=[document(first)], channel=shop, now=NIGHT)
    return shop


def _listed(channel: int) -> dict[int, int]:
    from argosy.channels import queries  # noqa: PLC0415 - after Django

    found = queries.resolve(channels=[channel] * SKUS, skus=[_code(rank) for rank in range(SKUS)])
    return {sku: listing for listing, sku, _is_kit in found.values()}


def orders(first: int, count: int) -> Iterator[Plain]:
    """Orders of two different SKUs, the n-th in popularity sold 1/n as often as the first."""
    dice = random.Random(f"{SEED} {first}")  # noqa: S311 - no secret
    weights = list(accumulate(1 / rank for rank in range(1, SKUS + 1)))
    for number in range(first, first + count):
        ranks: set[int] = set()
        while len(ranks) < 2:  # noqa: PLR2004 - two lines an order
            ranks.add(dice.choices(range(SKUS), cum_weights=weights)[0])
        lines = tuple((rank, dice.randint(1, 3)) for rank in sorted(ranks))
        yield Plain(f"N-{number}", NIGHT + timedelta(milliseconds=number % 3_600_000), lines)


def document(order: Plain) -> OrderDocument:
    """The order as a connector hands it over."""
    return OrderDocument(
        external_id=order.number,
        kind="order",
        placed_at=order.at,
        lines=tuple(
            OrderLine(
                line_class="merchandise",
                currency=CURRENCY,
                occurred_at=order.at,
                sku=_code(rank),
                title=f"Box {rank}",
                quantity=units,
                unit_price=PRICE,
                market="GB",
            )
            for rank, units in order.lines
        ),
    )


def _code(rank: int) -> str:
    return f"BOX-{rank:04d}"
