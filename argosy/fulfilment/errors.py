"""What fulfilment refuses."""

from argosy.kernel.errors import DomainError, Kind


class NoSuchShipment(DomainError):
    """There is no shipment {shipment}."""

    code = "fulfilment.no_such_shipment"
    kind = Kind.NOT_FOUND


class NoSuchSite(DomainError):
    """Nothing is shipped from the place {place}: state its country, clock and cut-off first."""

    code = "fulfilment.no_such_site"
    kind = Kind.NOT_FOUND


class NotAPlaceToShipFrom(DomainError):
    """{place} holds no stock of ours to ship from."""

    code = "fulfilment.not_a_place_to_ship_from"


class BadSite(DomainError):
    """{field} of a place to ship from cannot be “{value}”."""

    code = "fulfilment.bad_site"


class BadRule(DomainError):
    """A routing rule “{criterion}” cannot be stated so: {field} is “{value}”."""

    code = "fulfilment.bad_rule"


class StaleRules(DomainError):
    """The rules have changed since this page was opened. Load it again and repeat what you did."""

    code = "fulfilment.stale_rules"
    kind = Kind.CONFLICT


class MoreThanOrdered(DomainError):
    """More than was ordered and is left to ship of: {lines}."""

    code = "fulfilment.more_than_ordered"
    kind = Kind.CONFLICT


class NothingToShip(DomainError):
    """Nothing is left to ship of this order."""

    code = "fulfilment.nothing_to_ship"
    kind = Kind.CONFLICT


class NotOfThisOrder(DomainError):
    """These lines are not of this order as it stands: {lines}."""

    code = "fulfilment.not_of_this_order"


class LineNotMapped(DomainError):
    """Say first which of our SKUs these are: {codes}."""

    code = "fulfilment.line_not_mapped"
    kind = Kind.CONFLICT


class NoPlaceKnown(DomainError):
    """Nobody has said from which place this order ships: route it, or name a place."""

    code = "fulfilment.no_place_known"
    kind = Kind.CONFLICT


class ShipmentClosed(DomainError):
    """Shipment {shipment} is {state} already."""

    code = "fulfilment.shipment_closed"
    kind = Kind.CONFLICT


class ShipmentNotLeft(DomainError):
    """Shipment {shipment} has not left yet; there is nothing to follow."""

    code = "fulfilment.shipment_not_left"
    kind = Kind.CONFLICT


class ShipmentOutdated(DomainError):
    """The order has changed since shipment {shipment} was planned. Plan it again."""

    code = "fulfilment.shipment_outdated"
    kind = Kind.CONFLICT


class BadQuantity(DomainError):
    """A shipment cannot have {quantity} units of a line."""

    code = "fulfilment.bad_quantity"


class NotInTheFuture(DomainError):
    """Nothing can have left at {at}: that is not yet."""

    code = "fulfilment.not_in_the_future"


class NothingToPrint(DomainError):
    """Nothing waits at {place}."""

    code = "fulfilment.nothing_to_print"
    kind = Kind.CONFLICT


class OrderNotOpen(DomainError):
    """Nothing of order {order} can be shipped: it is {state}."""

    code = "fulfilment.order_not_open"
    kind = Kind.CONFLICT


class SeveralOrders(DomainError):
    """{count} channels have an order {number}: name the channel."""

    code = "fulfilment.several_orders"
    kind = Kind.CONFLICT
