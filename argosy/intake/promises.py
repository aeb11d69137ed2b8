"""What each order is to be promised: one rule for every way by which an order comes or changes."""

from datetime import datetime, timedelta
from typing import Final

from argosy.channels.types import ChannelRef
from argosy.intake.types import OrderDocument

SHIP_WITHIN_HOURS: Final = 72  # where the channel's own term is not stated
STALE: Final = timedelta(days=60)  # an older order that nobody says was shipped is history


def holder_of(order: int) -> str:
    """The name under which stock is held for an order."""
    return f"order:{order}"


def due(channel: ChannelRef, document: OrderDocument, *, now: datetime) -> datetime | None:
    """By when an order must leave; None where nothing is to be promised.

    That is history: an order placed so long ago that a source which does not tell of shipping is
    likelier than a parcel still on the shelf.
    """
    placed = document.placed_at or min(line.occurred_at for line in document.lines)
    if now - placed > STALE:
        return None
    return placed + timedelta(hours=channel.ship_within_hours or SHIP_WITHIN_HOURS)
