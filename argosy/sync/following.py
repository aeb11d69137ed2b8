"""From facts to deliveries: read on where we stopped, and write down whom to tell of what."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from argosy.channels import queries as channels
from argosy.kernel import ids, sql
from argosy.orders import queries as orders
from argosy.orders.types import FeedRow
from argosy.sync.models import Cursor, Endpoint
from argosy.sync.types import EndpointState

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
STOCK_IDS: Final = 1 << 79  # a SKU and a fact of the same number are two
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
        payload=_written(said),
        age=max(row.recorded_at - row.occurred_at, timedelta(0)),
    )


def stock_event(row: sql.Row, now: datetime) -> Event:
    """The event that a change of a SKU's stock is."""
    sku, code, on_hand, reserved, leased = row
    number = ids.new(PREFIX, at=now, randomness=STOCK_IDS | sku)
    said = {
        "id": number,
        "type": STOCK_CHANGED,
        "version": VERSION,
        "occurred_at": now.isoformat(),
        "recorded_at": now.isoformat(),
        "sku": {"id": sku, "code": code},
        "stock": {
            "on_hand": on_hand,
            "reserved": reserved,
            "leased": leased,
            "available": on_hand - reserved - leased,
        },
    }
    return Event(
        id=number,
        kind=STOCK_CHANGED,
        aggregate=f"sku:{sku}",
        channel=None,
        payload=_written(said),
        age=timedelta(0),
    )


def is_stock_wanted() -> bool:
    """Whether anybody wants to be told of stock."""
    wishes = [STOCK_CHANGED, "stock.*", "*"]
    asking = Endpoint.objects.filter(events__overlap=wishes, channels=None)
    return asking.exclude(state=EndpointState.GONE.value).exists()


def look_at_stock(now: datetime) -> list[Event]:
    """The changes of stock since the last look, one a SKU. The first look finds everything new."""
    return [stock_event(row, now) for row in sql.rows("sync/tell_stock", {"now": now})]


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


def _written(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
