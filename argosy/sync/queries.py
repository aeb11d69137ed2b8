"""Reads of sync."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from argosy.kernel import sql
from argosy.sync import following
from argosy.sync.errors import NoSuchEndpoint
from argosy.sync.models import Delivery
from argosy.sync.types import DeliveryRow, DeliveryState, EndpointRow, EndpointState

DELIVERY_FIELDS: Final = (
    *("id", "endpoint_id", "event", "kind", "aggregate", "state", "attempt", "made_at", "next_at"),
    *("tried_at", "delivered_at", "status", "outcome", "took_ms", "payload"),
)


def events() -> Sequence[str]:
    """Every event that one can be told of, by name."""
    return following.EVENTS


def families() -> Sequence[str]:
    """What stands for several events: `*`, `order.*` …"""
    return following.FAMILIES


def endpoints(*, now: datetime) -> list[EndpointRow]:
    """Every endpoint."""
    return [
        EndpointRow(
            row[0],
            row[1],
            tuple(row[2]),
            None if row[3] is None else tuple(row[3]),
            row[4],
            EndpointState(row[5]),
            *row[6:],
        )
        for row in sql.rows("sync/endpoints", {"now": now})
    ]


def endpoint(*, endpoint: int, now: datetime) -> EndpointRow:
    """One endpoint.

    :raises NoSuchEndpoint: there is none.
    """
    found = next((one for one in endpoints(now=now) if one.id == endpoint), None)
    if found is None:
        raise NoSuchEndpoint(endpoint=endpoint)
    return found


def deliveries(
    *,
    endpoint: int | None = None,
    state: str = "",
    event: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[DeliveryRow]:
    """What was told or is to be, the newest first; `before` is the id of the last one seen."""
    found = Delivery.objects.order_by("-pk")
    if endpoint is not None:
        found = found.filter(endpoint_id=endpoint)
    if state:
        found = found.filter(state=state)
    if event:
        found = found.filter(event=event)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [
        DeliveryRow(endpoint=row.pop("endpoint_id"), state=DeliveryState(row.pop("state")), **row)
        for row in found.values(*DELIVERY_FIELDS)[:limit]
    ]
