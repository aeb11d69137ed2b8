"""What orders refuse."""

from argosy.kernel.errors import DomainError, Kind


class NoSuchOrder(DomainError):
    """There is no such order among those you may see."""

    code = "orders.no_such_order"
    kind = Kind.NOT_FOUND
