"""The company that a festival is played on: its channels, its stock, what it leases."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import transaction

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import queries as channels_queries
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.demo.festival.types import BASKETS, CHANNELS, LEASED, OPENING, PLACE, Good
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument, OrderLine
from argosy.inventory import services as inventory

LONG_AGO: Final = timedelta(days=90)  # what was ordered then is promised nothing any more
SESSION: Final = "session:night"
OTHER_SESSION: Final = "session:late"
CURRENCY: Final = "EUR"


def make(*, goods: Sequence[Good], began: datetime) -> None:
    """Make the company in an empty book, as a person would before the festival begins."""
    before = began - LONG_AGO
    entity = company.create_entity(
        key="festival", title="Festival", currency=CURRENCY, country="DE", now=before
    )
    place = inventory.open_place(
        key=PLACE, title="Festival hall", kind="warehouse", country="DE", now=before
    )
    inventory.ends(now=before)
    skus = _state(goods, before)
    for key in CHANNELS:
        _open(key, entity, place, before)
    _list(goods, before)
    stated_at = began - timedelta(minutes=5)
    _count(goods, stated_at)
    _lease(goods, skus, place, stated_at)


def close(*, now: datetime) -> None:
    """Give back what has lapsed and decide what is shown, as is done every minute."""
    inventory.expire(now=now)
    inventory.end_leases(now=now)
    channels.refresh_desired(now=now)


def _state(goods: Sequence[Good], now: datetime) -> dict[str, int]:
    stated = [
        StatedSku(code=good.code, title=f"Festival {good.code[-4:]}", components=good.parts)
        for good in goods
    ]
    with transaction.atomic():
        return catalogue.state_skus(stated=stated, now=now)


def _open(key: str, entity: int, place: int, now: datetime) -> None:
    channels.open_channel(
        new=NewChannel(
            key=key,
            title=key.capitalize(),
            entity=entity,
            mode="storefront" if key == BASKETS else "marketplace",
            currency=CURRENCY,
            zone="Europe/Berlin",
            market="DE",
            # What is paid at our own checkout is held already, and only passed on.
            place=None if key == BASKETS else place,
            fee_share=Decimal("0.12"),
        ),
        now=now,
    )


def _list(goods: Sequence[Good], now: datetime) -> None:
    """One old order of each channel, by which its listings are known: a festival sells no news."""
    lines = tuple(
        OrderLine("merchandise", CURRENCY, now, sku=good.code, quantity=1, unit_price=Decimal(1))
        for good in goods
    )
    intake.book(
        documents=[
            OrderDocument(f"{OPENING}-{key}", "order", lines, placed_at=now, channel=key)
            for key in CHANNELS
        ],
        now=now + timedelta(days=70),
    )


def _count(goods: Sequence[Good], now: datetime) -> None:
    """Count everything by a list, as a person would."""
    rows = [
        f"{good.code},{PLACE},{good.units},{now:%Y-%m-%d %H:%M}" for good in goods if good.units
    ]
    with TemporaryDirectory(prefix="argosy-festival-count-") as folder:
        path = Path(folder) / "count.csv"
        path.write_text("\n".join(["sku,place,quantity,counted at", *rows]))
        file = intake.receive_file(path=path, name=path.name, received_by=None, now=now)
        for run in intake.plan(
            path=path, file=file, profile="stock-count", channel=None, by=None, now=now
        ):
            intake.carry_out(run=run, clock=lambda: now)


def _lease(goods: Sequence[Good], skus: dict[str, int], place: int, now: datetime) -> None:
    channel = channels_queries.by_key(key=LEASED).id
    codes = [good.code for good in goods]
    known = channels_queries.resolve(channels=[channel] * len(codes), skus=codes)
    for rank, good in enumerate(goods):
        claims = [(f"listing:{known[channel, good.code][0]}", good.leased)]
        if rank % 3 == 1 and not good.parts:
            claims += [(SESSION, good.units // 10), (OTHER_SESSION, good.units // 10)]
        for claimant, units in claims:
            if units:
                inventory.lease(
                    claimant=claimant,
                    sku=skus[good.code],
                    place=place,
                    quantity=units,
                    ends_at=None,
                    now=now,
                )
