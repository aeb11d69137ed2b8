"""What the HTTP glue refuses."""

from argosy.kernel.errors import DomainError, Kind


class AccessUndeclared(DomainError):
    """The page {view} does not say who may open it, so nobody may."""

    code = "web.access_undeclared"
    kind = Kind.FORBIDDEN


class NotAllowed(DomainError):
    """Your account does not have the permission {permission}; an owner can grant it in Settings."""

    code = "web.not_allowed"
    kind = Kind.FORBIDDEN


class BadParameter(DomainError):
    """{value} is not a value for {name}."""

    code = "web.bad_parameter"
