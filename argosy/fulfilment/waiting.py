"""What waits to leave, by order and place: planned already, or still to be planned there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from argosy.fulfilment.holding import left_to_ship
from argosy.fulfilment.models import OPEN, ShipmentLine
from argosy.fulfilment.routed import Standing, latest, origins
from argosy.fulfilment.types import Reason
from argosy.kernel import sql


@dataclass(frozen=True, slots=True)
class Waiting:
    """That part of an order which leaves one place."""

    order: int
    external_id: str
    channel: int
    place: int | None  # None: nobody has said where from
    market: str
    placed_at: datetime
    promised_until: datetime | None
    lines: Mapping[int, int]
    reasons: tuple[Reason, ...]
    shipments: tuple[int, ...]  # planned or packed here


@dataclass(slots=True)
class _Here:
    """Lines and shipments of one order at one place, as they are found."""

    lines: dict[int, int]
    shipments: list[int]


def waiting(channels: Collection[int] | None, limit: int) -> list[Waiting]:
    """Parts of the orders that wait, those to leave soonest first."""
    asked = {
        "channels": None if channels is None else list(channels),
        "only_new": False,
        "limit": limit,
    }
    rows = sql.rows("fulfilment/open_orders", asked)
    standing = [Standing(row[0], row[7], row[6]) for row in rows]
    routes = latest({one.order: one.document for one in standing})
    reasons = {order: one.routing.reasons for order, one in routes.items() if one.current}
    parts = _parts(standing)
    return [
        Waiting(
            order=order,
            external_id=external_id,
            channel=channel,
            place=place,
            market=market,
            placed_at=placed_at,
            promised_until=promised_until,
            lines=here.lines,
            reasons=reasons.get(order, ()),
            shipments=tuple(here.shipments),
        )
        for order, external_id, channel, market, placed_at, promised_until, *_rest in rows
        for place, here in parts[order].items()
    ]


def leaving_from(
    order: int, document: int, own_place: int | None
) -> dict[int | None, dict[int, int]]:
    """Units by line by place of what has not left of one order."""
    parts = _parts([Standing(order, document, own_place)])[order]
    return {place: here.lines for place, here in parts.items()}


def _parts(standing: Sequence[Standing]) -> dict[int, dict[int | None, _Here]]:
    documents = {one.order: one.document for one in standing}
    found: dict[int, dict[int | None, _Here]] = {order: {} for order in documents}
    planned = ShipmentLine.objects.filter(
        shipment__order__in=list(documents), shipment__state__in=OPEN
    ).order_by("shipment_id", "line_id")
    for shipment, order, document, place, line, quantity in planned.values_list(
        "shipment_id",
        "shipment__order_id",
        "shipment__document",
        "shipment__place_id",
        "line_id",
        "quantity",
    ):
        # A shipment of an earlier word on the order will not leave.
        if document == documents[order]:
            here = found[order].setdefault(place, _Here({}, []))
            here.lines[line] = here.lines.get(line, 0) + quantity
            if shipment not in here.shipments:
                here.shipments.append(shipment)
    left = left_to_ship(list(documents))
    for order, places in origins(standing, left).items():
        for where, lines in places.items():
            here = found[order].setdefault(where, _Here({}, []))
            for line, units in lines.items():
                here.lines[line] = here.lines.get(line, 0) + units
    return found
