"""Routes as they are kept: written, read back, and turned into where each line leaves from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from argosy.fulfilment.holding import Held, Left, holder_of
from argosy.fulfilment.models import Route
from argosy.fulfilment.types import Criterion, Parcel, Reason, RouteView, Routing
from argosy.kernel import sql

Origins = Mapping[int | None, Mapping[int, int]]  # units by line by place; None: nobody knows


@dataclass(frozen=True, slots=True)
class Standing:
    """An order, as far as where it leaves from depends on it."""

    order: int
    document: int
    own_place: int | None


def keep(held: Held, routing: Routing, by: int | None, now: datetime) -> None:
    """Write down where an order leaves from, and why. The one before stays readable."""
    Route.objects.create(
        order_id=held.id,
        document=held.document,
        parts=[
            {
                "place": one.place,
                "leaves_at": one.leaves_at.isoformat(),
                "cost_minor": one.cost_minor,
                "currency": one.currency,
                "lines": {str(line): units for line, units in sorted(one.lines.items())},
            }
            for one in routing.parcels
        ],
        short={str(line): units for line, units in sorted(routing.short.items())},
        reasons=[asdict(one) for one in routing.reasons],
        by=by,
        decided_at=now,
    )


def latest(documents: Mapping[int, int]) -> dict[int, RouteView]:
    """The latest route of each order; given with the document whose lines count now."""
    found = sql.dicts("fulfilment/latest_routes", {"orders": list(documents)})
    return {row["order_id"]: _view(row, documents[row["order_id"]]) for row in found}


def places_of(held: Held, left: Sequence[Left]) -> Origins:
    """Where what is in no shipment yet leaves from."""
    standing = Standing(held.id, held.document, held.own_place)
    return origins([standing], left)[held.id]


def origins(standing: Sequence[Standing], left: Sequence[Left]) -> dict[int, Origins]:
    """The same for many orders: by the route, else where most is held, else the channel's place."""
    routes = latest({one.order: one.document for one in standing})
    holders = {holder_of(one.order): one.order for one in standing}
    held_at = sql.rows("fulfilment/held_at", {"holders": list(holders)})
    usual: dict[int, int | None] = {one.order: one.own_place for one in standing}
    usual |= {holders[holder]: place for holder, place in held_at}
    found: dict[int, dict[int | None, dict[int, int]]] = {one.order: {} for one in standing}
    for line in left:
        free = line.free
        route = routes.get(line.order)
        for parcel in route.routing.parcels if route and route.current else ():
            units = min(free, parcel.lines.get(line.line, 0))
            if units:
                found[line.order].setdefault(parcel.place, {})[line.line] = units
                free -= units
        if free:
            lines = found[line.order].setdefault(usual[line.order], {})
            lines[line.line] = lines.get(line.line, 0) + free
    return dict(found)


def _view(row: Mapping[str, Any], document: int) -> RouteView:
    parcels = [
        Parcel(
            place=part["place"],
            lines={int(line): units for line, units in part["lines"].items()},
            leaves_at=datetime.fromisoformat(part["leaves_at"]),
            cost_minor=part["cost_minor"],
            currency=part["currency"],
        )
        for part in json.loads(row["parts"])
    ]
    reasons = [
        Reason(**one | {"criterion": Criterion(one["criterion"])})
        for one in json.loads(row["reasons"])
    ]
    return RouteView(
        routing=Routing(
            order=row["order_id"],
            parcels=tuple(parcels),
            short={int(line): units for line, units in json.loads(row["short"]).items()},
            reasons=tuple(reasons),
        ),
        by=row["by"],
        decided_at=row["decided_at"],
        current=row["document"] == document,
    )
