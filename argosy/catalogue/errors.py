"""What the catalogue refuses."""

from argosy.kernel.errors import DomainError, Kind


class UnknownComponent(DomainError):
    """The kit {kit} names {component}, which is in no product list; add it to the same file."""

    code = "catalogue.unknown_component"
    kind = Kind.INVALID


class KitInKit(DomainError):
    """The kit {kit} contains {component}, which is a kit itself; list its parts instead."""

    code = "catalogue.kit_in_kit"
    kind = Kind.INVALID


class NoSuchSku(DomainError):
    """There is no SKU “{code}” in the catalogue."""

    code = "catalogue.no_such_sku"
    kind = Kind.NOT_FOUND
