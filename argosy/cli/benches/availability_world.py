"""The company of `argosy bench availability`: a thousand SKUs, kits among them, on ten channels.

`python -m argosy.cli.benches.availability_world ORDERS` makes them in the company named, books
bursts of so many orders and prints what the refreshes took as JSON.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import Any, Final

from argosy.cli.benches.zipf import SKUS, pair
from argosy.cli.session import company_session

CHANNELS: Final = 10
KITS: Final = 100  # of the SKUs, made of two and one of others
BURSTS: Final = 5
BATCH: Final = 500
LAGS_S: Final = (30, 30, 60, 60, 300, 300, 600, 900, 900, 1_800)
ONE: Final = Decimal(1)


def main() -> None:
    """Make the world, then book and refresh in turns."""
    with company_session():
        world = _World()
        world.make()
        bursts = [world.burst(int(sys.argv[1])) for _nth in range(BURSTS)]
    answer = {
        "seconds": median(one["seconds"] for one in bursts),
        "limit_seconds": median(one["limit_seconds"] for one in bursts),
        "listings": SKUS * CHANNELS,
        "orders_in_a_burst": int(sys.argv[1]),
        "bursts": bursts,
    }
    sys.stdout.write(json.dumps(answer))


class _World:
    """Everything through the services that a person, a platform or a job uses."""

    def __init__(self) -> None:
        self.chance = random.Random(1)  # noqa: S311 - a seeded world, not a secret
        self.now = datetime.now(UTC)
        self.orders = 0

    def make(self) -> None:
        """SKUs, stock, channels; each channel has sold everything once, so it lists everything."""
        from django.db import transaction  # noqa: PLC0415 - Django is set up by now

        from argosy.catalogue import services as catalogue  # noqa: PLC0415
        from argosy.channels import services as channels  # noqa: PLC0415
        from argosy.channels.types import NewChannel  # noqa: PLC0415
        from argosy.company import queries as company  # noqa: PLC0415
        from argosy.inventory import services as inventory  # noqa: PLC0415
        from argosy.inventory.types import Count  # noqa: PLC0415

        now, entity = self.now, company.main_entity()
        place = inventory.open_place(
            key="main", title="Main", kind="warehouse", country="GB", now=now
        )
        with transaction.atomic():
            ids = catalogue.state_skus(stated=list(_stated()), now=now)
            counts = [
                Count(sku, place, self._stock(), now, document=0, source_row=0)
                for code, sku in ids.items()
                if int(code[4:]) > KITS
            ]
            inventory.count(counts=counts, entity=entity.id, now=now)
        self.currency = entity.currency
        for nth in range(CHANNELS):
            made = channels.open_channel(
                new=NewChannel(
                    key=f"shop-{nth}",
                    title=f"Shop {nth}",
                    entity=entity.id,
                    mode="storefront",
                    currency=entity.currency,
                    zone="Europe/London",
                    market="GB",
                    place=place,
                ),
                now=now,
            )
            channels.keep_lag(channel=made, lag_ms=1000 * LAGS_S[nth], samples=100, now=now)
            self._book([(nth, [(sku, 1) for sku in range(1, SKUS + 1)])])
        self._rule()
        channels.refresh_desired(now=now)
        self._arrive()

    def burst(self, orders: int) -> dict[str, Any]:
        """Book so many orders of all channels, refresh once, and let the platforms hear of it."""
        from argosy.channels import services as channels  # noqa: PLC0415

        self.now += timedelta(hours=1)
        for since in range(0, orders, BATCH):
            self._book(
                [
                    (self.chance.randrange(CHANNELS), pair(self.chance))
                    for _nth in range(min(BATCH, orders - since))
                ]
            )
        begun = perf_counter()
        found = channels.refresh_desired(now=self.now)
        seconds = perf_counter() - begun
        self._arrive()
        return {
            "seconds": round(seconds, 4),
            "limit_seconds": round(_limit(), 4),
            "skus_touched": found.skus,
            "listings_looked_at": found.listings,
            "new_versions": found.changed,
        }

    def _stock(self) -> int:
        """Much of most, little of some."""
        return self.chance.choice((40_000, 40_000, 40_000, 4_000, 400))

    def _rule(self) -> None:
        """Policies of every width."""
        from argosy.channels import services as channels  # noqa: PLC0415
        from argosy.channels.queries import list_channels  # noqa: PLC0415
        from argosy.channels.types import PolicyScope, PolicyValues  # noqa: PLC0415

        known = [one.id for one in list_channels()]
        stated = (
            (PolicyScope(), PolicyValues(buffer=2)),
            (PolicyScope(channel=known[0]), PolicyValues(cap=500)),
            (PolicyScope(channel=known[1]), PolicyValues(share=Decimal("0.5"))),
            (PolicyScope(channel=known[2]), PolicyValues(priority=1)),
        )
        for scope, values in stated:
            channels.state_policy(scope=scope, values=values, now=self.now)

    def _arrive(self) -> None:
        """What is wanted is accepted and seen to be shown, a minute later."""
        from argosy.channels import services as channels  # noqa: PLC0415

        at = self.now + timedelta(minutes=1)
        wanted = channels.take_desired(limit=SKUS * CHANNELS, now=at)
        channels.mark_accepted(versions={one.listing: one.version for one in wanted}, at=at)
        channels.mark_confirmed(
            shown={one.listing: (one.version, one.quantity) for one in wanted}, at=at
        )
        channels.refresh_desired(now=at)

    def _book(self, orders: list[tuple[int, list[tuple[int, int]]]]) -> None:
        from argosy.intake import services  # noqa: PLC0415
        from argosy.intake.types import OrderDocument, OrderLine  # noqa: PLC0415

        documents = []
        for channel, lines in orders:
            self.orders += 1
            documents.append(
                OrderDocument(
                    f"order-{self.orders}",
                    "order",
                    tuple(
                        OrderLine(
                            "merchandise",
                            self.currency,
                            self.now,
                            sku=f"SKU-{sku}",
                            quantity=units,
                            unit_price=ONE,
                        )
                        for sku, units in lines
                    ),
                    placed_at=self.now,
                    channel=f"shop-{channel}",
                )
            )
        services.book(documents=documents, now=self.now)


def _stated() -> Iterator[Any]:
    from argosy.catalogue.types import StatedSku  # noqa: PLC0415

    # The kits are the ones sold most: number n takes two of one SKU and one of another.
    for nth in range(1, SKUS + 1):
        parts = ((f"SKU-{nth + KITS}", 2), (f"SKU-{nth + 2 * KITS}", 1)) if nth <= KITS else ()
        yield StatedSku(code=f"SKU-{nth}", components=parts)


def _limit() -> float:
    """The grouped statement by hand, over the same tables as they are now."""
    from django.db import connection, transaction  # noqa: PLC0415

    from argosy.kernel import sql  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(sql.text("cli/availability/tables"))
        begun = perf_counter()
        with transaction.atomic():
            cursor.execute(sql.text("cli/availability/limit"))
        return perf_counter() - begun


if __name__ == "__main__":
    main()
