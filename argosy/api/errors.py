"""What the API refuses by itself; everything else is refused by the services it calls."""

from argosy.kernel.errors import DomainError, Kind


class KeyNeeded(DomainError):
    """Say who asks: send a key of the API as “Authorization: Bearer argosy_…”."""

    code = "api.key_needed"
    kind = Kind.FORBIDDEN


class KeyRefused(DomainError):
    """This key is none of ours, or it was revoked, has expired, or its owner is disabled."""

    code = "api.key_refused"
    kind = Kind.FORBIDDEN


class ScopeMissing(DomainError):
    """This key does not have the scope {scope}."""

    code = "api.scope_missing"
    kind = Kind.FORBIDDEN


class ChannelNotAllowed(DomainError):
    """This key may not use the channel “{channel}”."""

    code = "api.channel_not_allowed"
    kind = Kind.FORBIDDEN


class MethodNotAllowed(DomainError):
    """{method} is nothing to ask of this address; it knows {known}."""

    code = "api.method_not_allowed"


class NothingHere(DomainError):
    """There is nothing at this address."""

    code = "api.nothing_here"
    kind = Kind.NOT_FOUND


class Garbled(DomainError):
    """This request cannot be read."""

    code = "api.garbled"


class NotJson(DomainError):
    """The body is not the JSON we read, at {at}: {reason}."""

    code = "api.not_json"


class NotAnOrder(DomainError):
    """The body is neither one order nor an object whose only member is the list “orders”."""

    code = "api.not_an_order"


class BadField(DomainError):
    """The field {field} is not right ({problem}): “{value}”."""

    code = "api.bad_field"


class Quarantined(DomainError):
    """The order “{external_id}” was set aside, because of the field {field} ({problem})."""

    code = "api.quarantined"


class BodyTooLarge(DomainError):
    """A body holds at most {limit_mb} MB."""

    code = "api.body_too_large"


class LengthNeeded(DomainError):
    """Say how long the body is: send it with a Content-Length."""

    code = "api.length_needed"


class TooManyOrders(DomainError):
    """One call takes 1 to {limit} orders; this one has {given}."""

    code = "api.too_many_orders"


class BadIdempotencyKey(DomainError):
    """An idempotency key is 1 to {limit} printable ASCII characters."""

    code = "api.bad_idempotency_key"


class IdempotencyMismatch(DomainError):
    """“{key}” was used for another request; a new request needs a new idempotency key."""

    code = "api.idempotency_mismatch"


class RequestUnderWay(DomainError):
    """The request “{key}” is being worked on at this moment; ask again in a little while."""

    code = "api.request_under_way"
    kind = Kind.CONFLICT


class Busy(DomainError):
    """Too much is going on at this moment; nothing was done. Ask again in a few seconds."""

    code = "api.busy"
    kind = Kind.UNAVAILABLE


class Failed(DomainError):
    """Something went wrong here. It is our mistake, and it has been written down."""

    code = "api.failed"
