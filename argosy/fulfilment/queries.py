"""Reads of fulfilment: where orders leave from, what waits to leave, and what left."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from argosy.fulfilment.errors import NoSuchShipment
from argosy.fulfilment.holding import left_to_ship
from argosy.fulfilment.models import OPEN, Package, RoutingRule, Shipment, ShipmentLine
from argosy.fulfilment.models import Site as SiteRow
from argosy.fulfilment.routed import Standing, latest, origins
from argosy.fulfilment.types import (
    USUAL,
    Criterion,
    PackageRow,
    Rate,
    RouteView,
    Rule,
    ShipmentRow,
    Site,
    ToShip,
)
from argosy.kernel import sql
from argosy.orders.errors import NoSuchOrder


def sites() -> list[Site]:
    """The places that orders may leave from, in their own order."""
    found = SiteRow.objects.filter(closed_at=None).select_related("place")
    return [
        Site(
            place=row.place_id,
            title=row.place.title,
            country=row.country,
            zone=row.zone,
            cutoff=row.cutoff,
            handling_hours=row.handling_hours,
            working_days=frozenset(row.working_days),
            days_off=frozenset(row.days_off),
            serves=frozenset(row.serves),
            priority=row.priority,
            currency=row.currency,
            rates=tuple(
                Rate(frozenset(rate.countries), rate.base_minor, rate.per_kg_minor)
                for rate in sorted(row.rates.all(), key=lambda rate: rate.pk)
            ),
        )
        for row in found.prefetch_related("rates").order_by("priority", "place_id")
    ]


def rules() -> list[Rule]:
    """The routing rules in their order; the usual ones (ids below zero) until any are stated."""
    found = [
        Rule(row.pk, Criterion(row.criterion), row.place_id, frozenset(row.countries))
        for row in RoutingRule.objects.order_by("position")
    ]
    return found or [Rule(-position, one) for position, one in enumerate(USUAL, start=1)]


def stated_rules() -> list[int]:
    """The ids of the rules that somebody stated, in order; none where the usual ones apply."""
    return list(RoutingRule.objects.order_by("position").values_list("pk", flat=True))


def route_of(*, order: int) -> RouteView | None:
    """Where an order leaves from and why, if it was ever routed.

    :raises NoSuchOrder: there is none.
    """
    found = sql.rows("fulfilment/document_of", {"order": order})
    if not found:
        raise NoSuchOrder
    return latest({order: found[0][0]}).get(order)


def shipments(*, order: int) -> list[ShipmentRow]:
    """The shipments of an order, oldest first."""
    return _shipments(Shipment.objects.filter(order=order).values_list("pk", flat=True))


def shipment(*, shipment: int) -> ShipmentRow:
    """One shipment.

    :raises NoSuchShipment: there is none.
    """
    found = _shipments([shipment])
    if not found:
        raise NoSuchShipment(shipment=shipment)
    return found[0]


def _shipments(ids: Collection[int]) -> list[ShipmentRow]:
    wanted = list(ids)
    lines: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for parent, line, quantity in (
        ShipmentLine.objects.filter(shipment__in=wanted)
        .order_by("line_id")
        .values_list("shipment_id", "line_id", "quantity")
    ):
        lines[parent].append((line, quantity))
    packages: dict[int, list[PackageRow]] = defaultdict(list)
    for one in Package.objects.filter(shipment__in=wanted).order_by("number"):
        packages[one.shipment_id].append(
            PackageRow(one.number, one.weight_g, _size(one), one.tracking)
        )
    return [
        ShipmentRow(
            id=row.pk,
            order=row.order_id,
            place=row.place_id,
            state=row.state,
            carrier=row.carrier,
            tracking=row.tracking,
            planned_at=row.planned_at,
            packed_at=row.packed_at,
            shipped_at=row.shipped_at,
            lines=tuple(lines[row.pk]),
            packages=tuple(packages[row.pk]),
        )
        for row in Shipment.objects.filter(pk__in=wanted).order_by("pk")
    ]


def _size(package: Package) -> tuple[int, int, int] | None:
    sides = (package.length_mm, package.width_mm, package.height_mm)
    length, width, height = sides
    if length is None or width is None or height is None:
        return None
    return length, width, height


def to_ship(*, channels: Collection[int] | None, limit: int) -> list[ToShip]:
    """What waits to leave, by order and place, what was promised soonest first.

    An order that leaves from several places stands there once for each.
    """
    asked = {
        "channels": None if channels is None else list(channels),
        "orders": None,
        "limit": limit,
    }
    return _to_ship(sql.rows("fulfilment/open_orders", asked))


def _to_ship(rows: Sequence[sql.Row]) -> list[ToShip]:
    standing = [Standing(row[0], row[7], row[6]) for row in rows]
    waiting = {one: rest for one, rest in _units_waiting(standing).items() if rest}
    documents = {one.order: one.document for one in standing}
    routes = latest(documents)
    found = []
    for order, external_id, channel, market, placed_at, promised_until, *_rest in rows:
        for place, (units, planned) in waiting.get(order, {}).items():
            routed = order in routes and routes[order].current
            found.append(
                ToShip(
                    order=order,
                    external_id=external_id,
                    channel=channel,
                    place=place,
                    market=market,
                    placed_at=placed_at,
                    promised_until=promised_until,
                    units=units,
                    routed=routed,
                    shipments=planned,
                )
            )
    return found


Waiting = dict[int | None, tuple[int, tuple[int, ...]]]  # (units, shipments) by place


def _units_waiting(standing: Sequence[Standing]) -> dict[int, Waiting]:
    left = left_to_ship([one.order for one in standing])
    found: dict[int, Waiting] = {one.order: {} for one in standing}
    for order, places in origins(standing, left).items():
        for place, lines in places.items():
            found[order][place] = (sum(lines.values()), ())
    planned = Shipment.objects.filter(order__in=list(found), state__in=OPEN).order_by("pk")
    for one in _shipments(planned.values_list("pk", flat=True)):
        units, others = found[one.order].get(one.place, (0, ()))
        here = units + sum(quantity for _line, quantity in one.lines)
        found[one.order][one.place] = (here, (*others, one.id))
    return found
