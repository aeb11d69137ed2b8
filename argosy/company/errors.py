"""What company refuses."""

from argosy.kernel.errors import DomainError, Kind


class EntityExists(DomainError):
    """There is a company entity “{entity}” already."""

    code = "company.entity_exists"
    kind = Kind.CONFLICT


class NoEntity(DomainError):
    """This company has no legal entity yet; make one with `argosy company new`."""

    code = "company.no_entity"
    kind = Kind.NOT_FOUND
