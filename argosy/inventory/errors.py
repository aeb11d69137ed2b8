"""What inventory refuses."""

from argosy.kernel.errors import DomainError, Kind


class NoSuchPlace(DomainError):
    """There is no place called {place}."""

    code = "inventory.no_such_place"
    kind = Kind.NOT_FOUND
