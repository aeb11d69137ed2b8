"""What orders refuse."""

from argosy.kernel.errors import DomainError, Kind


class NoSuchOrder(DomainError):
    """There is no such order among those you may see."""

    code = "orders.no_such_order"
    kind = Kind.NOT_FOUND


class IllegalTransition(DomainError):
    """Order {order} is {state}: it cannot be {to} any more."""

    code = "orders.illegal_transition"
    kind = Kind.CONFLICT


class StaleOrder(DomainError):
    """Somebody has changed order {order} since you opened it; look at it again."""

    code = "orders.stale"
    kind = Kind.CONFLICT


class NoSuchLine(DomainError):
    """Order {order} has no line {line} that counts."""

    code = "orders.no_such_line"
    kind = Kind.NOT_FOUND


class RefundTooLarge(DomainError):
    """Order {order} has {left} left to refund; {asked} is more than that."""

    code = "orders.refund_too_large"
    kind = Kind.CONFLICT


class TooManyReturned(DomainError):
    """Line {line} of order {order} has {left} units that can come back, and {asked} are more."""

    code = "orders.too_many_returned"
    kind = Kind.CONFLICT


class BadQuantity(DomainError):
    """{quantity} is not a quantity of line {line}: whole units from zero up to what was ordered."""

    code = "orders.bad_quantity"
    kind = Kind.INVALID
