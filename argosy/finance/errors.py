"""What finance refuses."""

from argosy.kernel.errors import DomainError, Kind


class UnknownPostingKind(DomainError):
    """There is no posting kind “{kind}”."""

    code = "finance.unknown_kind"
    kind = Kind.INVALID


class RateNotPositive(DomainError):
    """The rate {currency}/{base} for {month} must be greater than zero."""

    code = "finance.rate_not_positive"
    kind = Kind.INVALID
