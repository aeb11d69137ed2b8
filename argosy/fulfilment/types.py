"""What fulfilment takes and returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class Criterion(StrEnum):
    """What a routing rule asks of a place, or of all the places of an order together."""

    NEVER = "never"  # never from a place to some countries
    OWN_PLACE = "own_place"  # most units from the place that the channel ships from
    OWN_COUNTRY = "own_country"  # most units from the country that they go to
    PROMISE = "promise"  # as few hours late as can be
    SOONEST = "soonest"  # the last parcel leaves earliest
    FEWEST = "fewest"  # the fewest parcels
    CHEAPEST = "cheapest"  # the least money for carriage
    WHOLE = "whole"  # from one place or not at all: what it has not stays owed
    # No rule states these: they are asked of every order. The first three come before all rules.
    SERVES = "serves"  # only places that ship to where it goes
    STOCK = "stock"  # only places that have something of it
    ENOUGH = "enough"  # whatever leaves the fewest units behind
    PRIORITY = "priority"  # and between equals the places' own order


UNSTATED = frozenset({Criterion.SERVES, Criterion.STOCK, Criterion.ENOUGH, Criterion.PRIORITY})
# How orders are routed until somebody states rules of their own.
USUAL = (
    Criterion.FEWEST,
    Criterion.PROMISE,
    Criterion.OWN_PLACE,
    Criterion.OWN_COUNTRY,
    Criterion.CHEAPEST,
)
# What a place must meet wherever in the list it stands; the other criteria prefer.
STRICT = frozenset({Criterion.NEVER, Criterion.WHOLE})


@dataclass(frozen=True, slots=True)
class Rate:
    """What a parcel costs to some countries (none named: to all others), in minor units."""

    countries: frozenset[str]
    base_minor: int
    per_kg_minor: int


@dataclass(frozen=True, slots=True)
class NewSite:
    """What has to be said of a place to ship from it."""

    place: int
    country: str
    zone: str
    cutoff: time
    currency: str
    handling_hours: int = 0
    working_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    days_off: tuple[date, ...] = ()
    serves: tuple[str, ...] = ()
    priority: int = 100
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A place to ship from."""

    place: int
    title: str
    country: str
    zone: str
    cutoff: time
    handling_hours: int
    working_days: frozenset[int]
    days_off: frozenset[date]
    serves: frozenset[str]
    priority: int
    currency: str
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A routing rule, in its place among the others."""

    id: int
    criterion: Criterion
    place: int | None = None
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NewRule:
    """A routing rule to be, in its place among the others."""

    criterion: str
    place: int | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """So many units of a counted SKU in each unit of a line: itself, or a component of its kit."""

    sku: int
    each: int
    weight_g: int | None = None  # of one, as shipped; None is unknown


@dataclass(frozen=True, slots=True)
class RoutedLine:
    """A line of an order, as far as routing needs to know it."""

    id: int
    quantity: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class RoutedOrder:
    """An order, as far as routing needs to know it."""

    id: int
    destination: str  # ISO 3166-1; "" is unknown
    lines: tuple[RoutedLine, ...]
    taken_at: datetime  # from when on it can be worked on
    promised_until: datetime | None = None
    own_place: int | None = None  # where its channel ships from


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves one place for an order, and when."""

    place: int
    lines: Mapping[int, int]  # units by line
    leaves_at: datetime
    cost_minor: int | None  # None: no rate, or no weight
    currency: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion said of one place.

    `value` is what the chosen plan came to, or the best that this place could be part of; `best`
    what won. In minutes late, minor units, units or parcels as the criterion has it; instants as
    seconds since 1970. None is unknown.
    """

    place: int
    chosen: bool
    criterion: Criterion
    rule: int | None = None  # its id; None where no rule was asked
    value: int | None = None
    best: int | None = None
    unit: str = ""  # the currency of a cost


@dataclass(frozen=True, slots=True)
class Routing:
    """Where an order leaves from, and why."""

    order: int
    parcels: tuple[Parcel, ...]
    short: Mapping[int, int]  # units by line that no place has
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Routed:
    """What became of the wish to route an order."""

    order: int
    changed: bool  # whether a promise moved to another place
    routing: Routing


@dataclass(frozen=True, slots=True)
class RouteView:
    """The route of an order as it was decided."""

    routing: Routing
    by: int | None
    decided_at: datetime
    current: bool  # whether it speaks of the lines that count now


@dataclass(frozen=True, slots=True)
class NewPackage:
    """One box, as it was packed."""

    weight_g: int | None = None
    size_mm: tuple[int, int, int] | None = None
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One box of a shipment."""

    number: int
    weight_g: int | None
    size_mm: tuple[int, int, int] | None
    tracking: str


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment with its lines and boxes."""

    id: int
    order: int
    place: int
    state: str
    carrier: str
    tracking: str
    planned_at: datetime
    packed_at: datetime | None
    shipped_at: datetime | None
    lines: tuple[tuple[int, int], ...]  # (order line, units)
    packages: tuple[PackageRow, ...]


@dataclass(frozen=True, slots=True)
class Shipped:
    """What shipping came to."""

    shipment: int
    order: int
    units: int
    complete: bool  # whether nothing of the order is left to ship


@dataclass(frozen=True, slots=True)
class ToShip:
    """An order that waits to leave, or that part of it which leaves one place."""

    order: int
    external_id: str
    channel: int
    place: int | None  # None: nobody has said where from
    market: str
    placed_at: datetime
    promised_until: datetime | None
    units: int  # still to leave from here
    reasons: tuple[Reason, ...]  # of its route; none where it was never routed
    shipments: tuple[int, ...]  # those planned or packed here


@dataclass(frozen=True, slots=True)
class Pick:
    """One SKU to fetch at a place, for all its orders together."""

    sku: int
    code: str
    barcode: str
    title: str
    bin: str  # where on the shelves; "" is unknown
    units: int
    orders: tuple[tuple[str, int], ...]  # (order number, units)


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of a packing slip."""

    code: str
    title: str
    barcode: str
    quantity: int
    parts: tuple[tuple[str, int], ...] = field(default=())  # (code, units) of a kit's components


@dataclass(frozen=True, slots=True)
class Slip:
    """What a packing slip says. Prices are not among it."""

    order: int
    external_id: str
    channel_title: str
    zone: str  # of the channel: its day is the order's
    placed_at: datetime
    address: tuple[str, ...]
    from_title: str
    carrier: str
    tracking: str
    lines: tuple[SlipLine, ...]
