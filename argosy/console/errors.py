"""What the pages refuse by themselves."""

from argosy.kernel.errors import DomainError


class NothingChanged(DomainError):
    """Nothing is said that differs from what order {order} has already."""

    code = "console.nothing_changed"
