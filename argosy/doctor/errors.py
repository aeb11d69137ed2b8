"""What doctor refuses."""

from argosy.kernel.errors import DomainError, Kind


class UnknownCheck(DomainError):
    """There is no check “{code}”. There are: {known}."""

    code = "doctor.unknown_check"
    kind = Kind.NOT_FOUND
