"""What inventory refuses."""

from argosy.kernel.errors import DomainError, Kind


class NoSuchPlace(DomainError):
    """There is no place called {place}."""

    code = "inventory.no_such_place"
    kind = Kind.NOT_FOUND


class OutOfStock(DomainError):
    """There is not enough of {skus}."""

    code = "inventory.out_of_stock"
    kind = Kind.CONFLICT


class NotHeld(DomainError):
    """Less of {skus} is held at this place than is to leave it; route the order or count again."""

    code = "inventory.not_held"
    kind = Kind.CONFLICT


class HoldLapsed(DomainError):
    """Nothing is held for {holder} any more: its time was over."""

    code = "inventory.hold_lapsed"
    kind = Kind.CONFLICT


class LeaseTooSmall(DomainError):
    """A lease has fewer unsold units than are to be passed on; nothing has changed."""

    code = "inventory.lease_too_small"
    kind = Kind.CONFLICT


class NoSuchArrival(DomainError):
    """Nothing is expected under the number {arrival}."""

    code = "inventory.no_such_arrival"
    kind = Kind.NOT_FOUND


class NotAQuantity(DomainError):
    """{quantity} is not a quantity: whole units above nothing."""

    code = "inventory.not_a_quantity"
    kind = Kind.INVALID


class HolderTwice(DomainError):
    """{holder} has two baskets in one request: put them together."""

    code = "inventory.holder_twice"
    kind = Kind.INVALID
