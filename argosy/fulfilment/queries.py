"""Reads of fulfilment: where orders leave from, what waits to leave, and what left."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from argosy.channels import queries as channels_of
from argosy.fulfilment.errors import NoSuchShipment, NothingToPrint, SeveralOrders
from argosy.fulfilment.holding import Left, left_to_ship
from argosy.fulfilment.models import Bin, Package, RoutingRule, Shipment, ShipmentLine
from argosy.fulfilment.models import Site as SiteRow
from argosy.fulfilment.paper import pages
from argosy.fulfilment.routed import latest
from argosy.fulfilment.types import (
    USUAL,
    Criterion,
    PackageRow,
    Pick,
    Rate,
    RouteView,
    Rule,
    ShipmentRow,
    Site,
    Slip,
    SlipLine,
    ToShip,
)
from argosy.fulfilment.waiting import leaving_from, waiting
from argosy.inventory import queries as inventory
from argosy.inventory.errors import NoSuchPlace
from argosy.inventory.types import PlaceRef
from argosy.kernel import sql
from argosy.orders import queries as orders
from argosy.orders.errors import NoSuchOrder

STREETS: Final = ("address", "lines", "street", "line1", "line2")


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


def order_by_number(*, number: str, channel: int | None) -> int:
    """The id of an order by its number, on a channel where several have it.

    :raises NoSuchOrder: there is none.
    :raises SeveralOrders: naming how many channels have one of that number.
    """
    asked = {"number": number, "channel": channel}
    found = [order for (order,) in sql.rows("fulfilment/orders_of_number", asked)]
    if not found:
        raise NoSuchOrder
    if len(found) > 1:
        raise SeveralOrders(number=number, count=len(found))
    return int(found[0])


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
    return [
        ToShip(
            order=one.order,
            external_id=one.external_id,
            channel=one.channel,
            place=one.place,
            market=one.market,
            placed_at=one.placed_at,
            promised_until=one.promised_until,
            units=sum(one.lines.values()),
            reasons=one.reasons,
            shipments=one.shipments,
        )
        for one in waiting(channels, limit)
    ]


def picks(*, place: int, channels: Collection[int] | None, limit: int) -> list[Pick]:
    """What to fetch at a place for the orders that wait there, by bin, then by SKU.

    Of a kit its components are fetched. At most `limit` orders, those to leave soonest.
    """
    here = [one for one in waiting(channels, limit) if one.place == place]
    lines = [line for one in here for line in one.lines]
    parts: dict[int, list[sql.Row]] = defaultdict(list)
    for row in sql.rows("fulfilment/parts_of_lines", {"lines": lines}):
        parts[row[0]].append(row)
    found: dict[int, dict[str, int]] = {}
    named: dict[int, tuple[str, str, str]] = {}
    for one in here:
        for line, units in one.lines.items():
            for _line, sku, each, _weight, _row, *known, _kit in parts[line]:
                orders = found.setdefault(sku, {})
                orders[one.external_id] = orders.get(one.external_id, 0) + units * each
                code, title, barcode = known
                named[sku] = (code, barcode, title)
    shelves = dict(Bin.objects.filter(place=place, sku__in=found).values_list("sku_id", "label"))
    rows = [
        Pick(sku, *named[sku], shelves.get(sku, ""), sum(orders.values()), tuple(orders.items()))
        for sku, orders in found.items()
    ]
    # What lies nobody knows where is looked for last.
    return sorted(rows, key=lambda one: (not one.bin, one.bin, one.code))


def pick_list(
    *,
    place: int,
    channels: Collection[int] | None,
    limit: int,
    language: str,
    paper: str,
    now: datetime,
) -> bytes:
    """The pick list of a place as PDF; `paper` is "a4" or "label".

    :raises NoSuchPlace: there is no such place of stock.
    :raises NothingToPrint: nothing waits there.
    :raises PaperFailed: it could not be set.
    """
    named = _place(place)
    found = picks(place=place, channels=channels, limit=limit)
    if not found:
        raise NothingToPrint(place=named.title)
    zones = dict(SiteRow.objects.filter(place=place).values_list("place_id", "zone"))
    return pages.pick_list(
        title=named.title,
        zone=zones.get(place, "UTC"),
        picks=found,
        language=language,
        paper=paper,
        now=now,
    )


def slip(
    *, order: int, shipment: int | None, place: int | None, channels: Collection[int] | None
) -> Slip:
    """What a packing slip says: of one shipment, of what leaves one place, or of the whole order.

    :raises NoSuchOrder: there is none, or its channel may not be seen.
    :raises NoSuchShipment: the order has no such shipment.
    :raises NothingToPrint: nothing of it leaves that place.
    """
    found = orders.one(order=order, channels=channels)
    channel = channels_of.by_id(channel=found.row.channel)
    sent = [one for one in shipments(order=order) if one.id == shipment]
    if shipment is not None and not sent:
        raise NoSuchShipment(shipment=shipment)
    parts = leaving_from(order, found.document, channel.place)
    origin: int | None
    if sent:
        units, origin = dict(sent[0].lines), sent[0].place
    elif place is not None:
        units, origin = parts.get(place, {}), place
        if not units:
            raise NothingToPrint(place=_place(place).title)
    else:
        units, origin = {}, next(iter(parts)) if len(parts) == 1 else None
    known = {one.line: one for one in left_to_ship([order])}
    wanted = {line: units.get(line, one.quantity) for line, one in known.items()}
    return Slip(
        order=order,
        external_id=found.row.external_id,
        channel_title=channel.title,
        zone=channel.zone,
        placed_at=found.row.placed_at,
        address=_address(order),
        from_title=_place(origin).title if origin is not None else "",
        carrier=sent[0].carrier if sent else "",
        tracking=sent[0].tracking if sent else "",
        lines=_slip_lines(
            [one for one in known.values() if not units or one.line in units], wanted
        ),
    )


def _slip_lines(lines: Sequence[Left], wanted: Mapping[int, int]) -> tuple[SlipLine, ...]:
    kits = _kits([one.line for one in lines])
    return tuple(
        SlipLine(
            code=one.code,
            title=one.title,
            barcode=one.barcode,
            quantity=wanted[one.line],
            parts=tuple((code, each * wanted[one.line]) for code, each in kits.get(one.line, ())),
        )
        for one in lines
    )


def packing_slip(
    *,
    order: int,
    shipment: int | None,
    place: int | None,
    channels: Collection[int] | None,
    language: str,
    paper: str,
) -> bytes:
    """The packing slip of an order, of one shipment or of what leaves one place, as PDF; no prices.

    :raises NoSuchOrder: there is none, or its channel may not be seen.
    :raises NoSuchShipment: the order has no such shipment.
    :raises NothingToPrint: nothing of it leaves that place.
    :raises PaperFailed: it could not be set.
    """
    told = slip(order=order, shipment=shipment, place=place, channels=channels)
    return pages.packing_slip(slip=told, language=language, paper=paper)


def _kits(lines: Sequence[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """The components of those lines that are kits: (code, units in each)."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for row in sql.rows("fulfilment/parts_of_lines", {"lines": list(lines)}):
        if row[8]:
            found[row[0]].append((row[5], row[2]))
    return {line: tuple(parts) for line, parts in found.items()}


def _address(order: int) -> tuple[str, ...]:
    """Who it goes to, as it stands on a parcel; empty where nobody knows, or no longer."""
    known = orders.recipient(order=order)
    if known is None:
        return ()
    given = {key: str(value) for key, value in known.address.items() if value}
    town = " ".join(filter(None, (given.get("postcode", ""), given.get("city", ""))))
    streets = [row for key in STREETS for row in given.get(key, "").splitlines()]
    rest = [given.get("region", ""), given.get("country", "")]
    return tuple(row for row in (known.name, *streets, town, *rest) if row)


def _place(place: int) -> PlaceRef:
    found = next((one for one in inventory.stocked_places() if one.id == place), None)
    if found is None:
        raise NoSuchPlace(place=place)
    return found
