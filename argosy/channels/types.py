"""What channels take and return."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewChannel:
    """What has to be said of a channel."""

    key: str
    title: str
    entity: int
    mode: str
    currency: str
    zone: str
    market: str = ""
    platform: str = ""
    commercial_model: str = "self_run"
    operator: int | None = None
    place: int | None = None
    adopts_skus: bool = False


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A channel as others need to know it."""

    id: int
    key: str
    title: str
    entity: int
    entity_key: str
    base_currency: str
    mode: str
    commercial_model: str
    platform: str
    operator: int | None
    market: str
    currency: str
    zone: str
    place: int | None
    adopts_skus: bool
