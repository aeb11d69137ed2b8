"""A place with stock, channels that sell of it, and what each of them is told to show."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest

from argosy.catalogue.models import Component, Product, Sku
from argosy.channels import services
from argosy.channels.models import Desired, Lag, Listing, Pace
from argosy.channels.types import NewChannel, PolicyScope, PolicyValues
from argosy.company import services as company
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument, OrderLine
from argosy.inventory import services as inventory
from argosy.inventory.types import Count

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Shop:
    """What the tests of quantities do, said shortly."""

    def __init__(self) -> None:
        self.entity = company.create_entity(
            key="main", title="Main", currency="GBP", country="GB", now=NOON
        )
        self.place = self.open_place("home")
        self.numbers = count(1)

    def open_place(self, key: str) -> int:
        return inventory.open_place(key=key, title=key, kind="warehouse", country="GB", now=NOON)

    def channel(self, key: str, place: int | None = -1, lag_s: float | None = 60) -> int:
        made = services.open_channel(
            new=NewChannel(
                key=key,
                title=key,
                entity=self.entity,
                mode="storefront",
                currency="GBP",
                zone="UTC",
                place=self.place if place == -1 else place,
            ),
            now=NOON,
        )
        if lag_s is not None:
            Lag.objects.create(channel_id=made, lag_ms=lag_s * 1000, samples=99, measured_at=NOON)
        return made

    def sku(self, code: str, group: str = "") -> int:
        product = None
        if group:
            product, _ = Product.objects.get_or_create(
                key=code, defaults={"category": group, "created_at": NOON}
            )
        return Sku.objects.create(code=code, product=product, created_at=NOON).pk

    def kit(self, code: str, **parts: int) -> int:
        made = Sku.objects.create(code=code, is_kit=True, created_at=NOON)
        for part, takes in parts.items():
            Component.objects.create(
                kit=made, sku=Sku.objects.get(code=part.upper()), quantity=takes
            )
        return made.pk

    def listing(self, channel: int, sku: int, rate: float | None = None) -> int:
        code = Sku.objects.get(pk=sku).code
        made = Listing.objects.create(
            channel_id=channel, platform_sku=code, sku_id=sku, created_at=NOON
        )
        if rate is not None:
            Pace.objects.create(
                listing=made, rate=Decimal(str(rate)), dispersion=1, heat=0, measured_at=NOON
            )
        return made.pk

    def count(self, sku: int, quantity: int, place: int | None = None, at: datetime = NOON) -> None:
        inventory.count(
            counts=[Count(sku, place or self.place, quantity, at, document=0, source_row=0)],
            entity=self.entity,
            now=at,
        )

    def sell(self, channel: str, *lines: tuple[str, int], at: datetime = NOON) -> None:
        """An order of a channel, as its platform tells it."""
        document = OrderDocument(
            f"O-{next(self.numbers)}",
            "order",
            tuple(
                OrderLine("merchandise", "GBP", at, sku=code, quantity=units, unit_price=Decimal(1))
                for code, units in lines
            ),
            placed_at=at,
            channel=channel,
        )
        intake.book(documents=[document], now=at)

    def refresh(self, at: datetime = NOON) -> int:
        """How many listings got a new version."""
        return services.refresh_desired(now=at).changed

    def arrive(self, *listings: int, at: datetime = NOON) -> None:
        """Platforms accept what is wanted, and show it."""
        rows = Desired.objects.filter(listing__in=listings)
        services.mark_accepted(versions={row.listing_id: row.version for row in rows}, at=at)
        services.mark_confirmed(
            shown={row.listing_id: (row.version, row.quantity) for row in rows}, at=at
        )

    def state(
        self, at: datetime = NOON, /, *, on: dict[str, object] | None = None, **values: object
    ):
        scope = PolicyScope(**(on or {}))
        return services.state_policy(scope=scope, values=PolicyValues(**values), now=at)

    def shown(self, *listings: int) -> list[int | None]:
        found = dict(Desired.objects.values_list("listing_id", "quantity"))
        return [found[one] for one in listings]

    def row(self, listing: int) -> Desired:
        return Desired.objects.get(listing_id=listing)


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop()


@pytest.fixture
def race_shop(transactional_db: None) -> Shop:
    return Shop()
