"""The company of `argosy bench api`: a thousand SKUs with a million of each, a shop, and a key.

`python -m argosy.cli.benches.api_world` makes them in the company named and prints the secret.
"""

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal

from argosy.cli.benches.zipf import SKUS
from argosy.cli.session import company_session

ON_HAND = 1_000_000
ONE = Decimal(1)


def main() -> None:
    """Make everything through the services that a person uses."""
    with company_session():
        from django.db import transaction  # noqa: PLC0415 - Django is set up by now

        from argosy.catalogue import services as catalogue  # noqa: PLC0415
        from argosy.catalogue.types import StatedSku  # noqa: PLC0415
        from argosy.channels import services as channels  # noqa: PLC0415
        from argosy.channels.types import NewChannel  # noqa: PLC0415
        from argosy.company import queries as company  # noqa: PLC0415
        from argosy.identity import services as identity  # noqa: PLC0415
        from argosy.identity.queries import account  # noqa: PLC0415
        from argosy.intake import services  # noqa: PLC0415
        from argosy.intake.types import OrderDocument, OrderLine  # noqa: PLC0415
        from argosy.inventory import services as inventory  # noqa: PLC0415
        from argosy.inventory.types import Count  # noqa: PLC0415

        now, entity = datetime.now(UTC), company.main_entity()
        place = inventory.open_place(
            key="main", title="Main", kind="warehouse", country="GB", now=now
        )
        stated = [StatedSku(code=f"SKU-{n}") for n in range(1, SKUS + 1)]
        with transaction.atomic():
            ids = catalogue.state_skus(stated=stated, now=now)
            counts = [
                Count(sku, place, ON_HAND, now, document=0, source_row=0) for sku in ids.values()
            ]
            inventory.count(counts=counts, entity=entity.id, now=now)
        channels.open_channel(
            new=NewChannel(
                key="shop",
                title="Shop",
                entity=entity.id,
                mode="storefront",
                currency=entity.currency,
                zone="Europe/London",
                market="GB",
                place=place,
                adopts_skus=True,
            ),
            now=now,
        )
        lines = tuple(
            OrderLine("merchandise", entity.currency, now, sku=code, quantity=1, unit_price=ONE)
            for code in ids
        )
        # What has been sold before has its listing: a festival seldom sells anything else.
        first = OrderDocument("first", "order", lines, placed_at=now, channel="shop")
        services.book(documents=[first], now=now)
        owner = account(username=identity.ensure_first_user(now=now).username)
        made = identity.create_key(name="bench", scopes=["orders:write"], by=owner.user_id, now=now)
    sys.stdout.write(json.dumps({"secret": made.secret}))


if __name__ == "__main__":
    main()
