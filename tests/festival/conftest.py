"""A shop with something in stock."""

from datetime import datetime, timedelta

import pytest

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from tests.intake.conftest import NOON


@pytest.fixture
def shop(transactional_db: None) -> tuple[int, datetime]:
    """A channel that sells nine boxes from a warehouse, and an instant at which it is open."""
    entity = company.create_entity(key="main", title="Main", currency="GBP", country="GB", now=NOON)
    place = inventory.open_place(key="w", title="W", kind="warehouse", country="GB", now=NOON)
    (sku,) = catalogue.state_skus(stated=[StatedSku(code="BOX")], now=NOON).values()
    counted_at = NOON - timedelta(days=1)
    counts = [Count(sku, place, 9, counted_at, document=0, source_row=1)]
    inventory.count(counts=counts, entity=entity, now=NOON)
    new = NewChannel(
        key="shop",
        title="Shop",
        entity=entity,
        mode="storefront",
        currency="GBP",
        zone="Europe/London",
        market="GB",
        place=place,
    )
    return channels.open_channel(new=new, now=NOON), NOON + timedelta(hours=5)
