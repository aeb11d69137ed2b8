"""From facts to deliveries: read on where we stopped, and write down whom to tell of what."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from argosy.channels import queries as channels
from argosy.kernel import ids, sql
from argosy.orders import queries as orders
from argosy.orders.types import FeedRow
from argosy.sync.models import Cursor

FOLLOWER: Final = "webhooks"
GIVE_UP_AFTER: Final = timedelta(days=3)
PREFIX: Final = "evt"
VERSION: Final = 1  # of the payload's shape; another one is announced, never changed in silence
# What says how to reach a person stays here: an address is asked for, under a key that may.
PERSONAL: Final = frozenset({"recipient", "address", "name", "phone", "email", "customer"})
# What happened to an order, as the facts call it.
KINDS: Final = (
    *("placed", "paid", "changed", "shipped", "delivered", "cancelled", "refunded", "returned"),
    *("address", "split", "routed"),
)
STOCK_CHANGED: Final = "stock.changed"
EVENTS: Final = (*(f"order.{kind}" for kind in KINDS), STOCK_CHANGED)
FAMILIES: Final = ("*", "order.*", "stock.*")


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be told of."""

    id: str
    kind: str
    aggregate: str
    channel: int | None
    payload: str
    age: timedelta  # how long ago it had happened when we learned of it


def event_of(row: FeedRow, keys: dict[int, str]) -> Event:
    """The event that a fact is. The same fact makes the same event to the letter, always."""
    kind = f"order.{row.kind}"
    number = ids.new(PREFIX, at=row.recorded_at, randomness=row.fact)
    said = {
        "id": number,
        "type": kind,
        "version": VERSION,
        "occurred_at": row.occurred_at.isoformat(),
        "recorded_at": row.recorded_at.isoformat(),
        "order": {
            "id": row.order,
            "channel": keys.get(row.channel, ""),
            "external_id": row.external_id,
        },
        "detail": {name: value for name, value in row.detail.items() if name not in PERSONAL}
        if row.kind != "address"
        else {},
    }
    return Event(
        id=number,
        kind=kind,
        aggregate=f"order:{row.order}",
        channel=row.channel,
        payload=json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        age=max(row.recorded_at - row.occurred_at, timedelta(0)),
    )


def begin(now: datetime) -> None:
    """Follow from now on: what was before there was anybody to tell is told to nobody."""
    xact, fact = orders.feed_end()
    Cursor.objects.update_or_create(
        follower=FOLLOWER, defaults={"xact": xact, "fact": fact, "read_at": now}
    )


def follow(limit: int, now: datetime) -> int | None:
    """Make the deliveries of the next facts. Returns how many facts; None if another follows.

    Call it inside a transaction: the place and the deliveries are kept together or not at all.
    """
    mine = Cursor.objects.select_for_update(skip_locked=True).filter(follower=FOLLOWER).first()
    if mine is None:
        return None
    found = orders.feed(after=(mine.xact, mine.fact), limit=limit, channels=None)
    if found:
        keys = {one.id: one.key for one in channels.list_channels()}
        make([event_of(row, keys) for row in found], now)
        mine.xact, mine.fact = found[-1].xact, found[-1].fact
    mine.read_at = now
    mine.save()
    return len(found)


def make(events: Sequence[Event], now: datetime) -> int:
    """Write down whom to tell of these. Returns how many deliveries that makes."""
    return sql.run(
        "sync/make_deliveries",
        {
            "events": [event.id for event in events],
            "aggregates": [event.aggregate for event in events],
            "kinds": [event.kind for event in events],
            "payloads": [event.payload for event in events],
            "channels": [event.channel for event in events],
            "ages_s": [int(event.age.total_seconds()) for event in events],
            "now": now,
            "give_up_at": now + GIVE_UP_AFTER,
        },
    )
