"""What sync refuses."""

from argosy.kernel.errors import DomainError, Kind


class NoSuchEndpoint(DomainError):
    """There is no webhook {endpoint}."""

    code = "sync.no_such_endpoint"
    kind = Kind.NOT_FOUND


class NoSuchEvent(DomainError):
    """No webhook was told of an event “{event}”, or it is no longer kept."""

    code = "sync.no_such_event"
    kind = Kind.NOT_FOUND


class BadAddress(DomainError):
    """“{url}” is not an address that can be called: write https://host/path, without a password."""

    code = "sync.bad_address"


class PortNotCalled(DomainError):
    """Port {port} is not called: use 443 or one above 1023 that belongs to no database."""

    code = "sync.port_not_called"


class HostNotFound(DomainError):
    """There is no host “{host}”."""

    code = "sync.host_not_found"


class InsideAddress(DomainError):
    """“{host}” lies inside a private network; only addresses of the public internet are called."""

    code = "sync.inside_address"


class UnknownEvent(DomainError):
    """“{event}” is no event. There are: {known}."""

    code = "sync.unknown_event"


class EndpointGone(DomainError):
    """Webhook {endpoint} was answered with 410 Gone and is not called again; add it anew."""

    code = "sync.endpoint_gone"
    kind = Kind.CONFLICT


class LostAnswer(DomainError):
    """The platform of channel {channel} was called, and nobody knows whether it heard."""

    code = "sync.lost_answer"
    kind = Kind.UNAVAILABLE
