"""What sync takes and returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class EndpointState(StrEnum):
    """Whether an endpoint is called."""

    ACTIVE = "active"
    PAUSED = "paused"  # by a person, or because its secret cannot be derived any more
    BROKEN = "broken"  # failed often in a row: tried now and then, by one event
    GONE = "gone"  # answered 410: never called again


class DeliveryState(StrEnum):
    """What became of telling one endpoint of one event."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"  # tried to the end, or nobody there any more


class Outcome(StrEnum):
    """How one call ended."""

    OK = "ok"
    STATUS = "status"  # answered, but with another status than 2xx
    REDIRECT = "redirect"  # never followed
    TIMEOUT = "timeout"
    CONNECTION = "connection"  # refused, broken off, no such host
    INSIDE = "inside"  # the name leads into a private network
    GARBLED = "garbled"  # what came back is not HTTP
    EXPIRED = "expired"  # its time ran out before it could be tried again
    GONE = "gone"  # 410


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """What a person says of an address that wants to be told."""

    url: str
    events: tuple[str, ...]  # names of EVENTS, `order.*` or `*`
    channels: tuple[int, ...] | None = None  # only orders of these; None is all
    past_days: int = 30  # what happened longer ago when we learned of it is not told


@dataclass(frozen=True, slots=True)
class Added:
    """An endpoint that was made, or whose secret was; the secret is shown here and never again."""

    endpoint: int
    secret: str


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """One endpoint as people see it."""

    id: int
    url: str
    events: tuple[str, ...]
    channels: tuple[int, ...] | None
    past_days: int
    state: EndpointState
    failures: int  # in a row
    opened_at: datetime | None  # since when it is broken
    probe_at: datetime | None  # when a broken one is tried next
    created_at: datetime
    old_secret_until: datetime | None
    waiting: int
    dead: int  # that nobody has acknowledged
    delivered_at: datetime | None  # the last time


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One event for one endpoint as people see it."""

    id: int
    endpoint: int
    event: str
    kind: str
    aggregate: str
    state: DeliveryState
    attempt: int
    made_at: datetime
    next_at: datetime
    tried_at: datetime | None
    delivered_at: datetime | None
    status: int | None  # of the last answer
    outcome: str  # of the last call; "" before the first
    took_ms: int | None
    payload: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call that is to be made: where to, and exactly which bytes under which headers."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a call ended. What was written in the answer is not kept: it may repeat secrets."""

    outcome: Outcome
    status: int | None
    took_ms: int


class Caller(Protocol):
    """Makes one call; never raises for what the other side does."""

    def __call__(self, call: Call, /) -> Answer:
        """Call, and say how it ended."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What a round of deliveries came to."""

    delivered: int = 0
    failed: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many a listing is to show: an absolute number, and the version that says it."""

    listing: int
    channel: int
    platform_sku: str
    quantity: int
    version: int


class TakesQuantities(Protocol):
    """A platform as far as stock is concerned. Real ones come as connectors."""

    def take(
        self, channel: int, quantities: Sequence[tuple[str, int, int]], /
    ) -> Mapping[str, int]:
        """Show these `(platform SKU, quantity, version)`. Returns the versions accepted, by SKU.

        :raises LostAnswer: nobody knows whether they were taken.
        """
        ...

    def shown(self, channel: int, platform_skus: Sequence[str], /) -> Mapping[str, int]:
        """What buyers see of these now; what the platform does not know is left out.

        :raises LostAnswer: nobody answered.
        """
        ...


class MarksQuantities(Protocol):
    """Whoever keeps what became of the quantities: `channels.services` as a whole is one."""

    def mark_accepted(self, *, versions: Mapping[int, int], at: datetime) -> None:
        """Keep which version of each listing its platform has accepted."""
        ...

    def mark_confirmed(self, *, shown: Mapping[int, tuple[int, int]], at: datetime) -> None:
        """Keep which `(version, quantity)` each listing was seen to show."""
        ...


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a round of pushes came to."""

    sent: int = 0
    accepted: int = 0
    lost: int = 0  # to be sent again
