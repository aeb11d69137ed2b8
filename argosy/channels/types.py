"""What channels take and return."""

from dataclasses import dataclass
from decimal import Decimal


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
    fee_share: Decimal | None = None
    ship_within_hours: int | None = None
    cancel_within_hours: int | None = None


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
    fee_share: Decimal | None = None  # of a sale, as the contract says; None is unknown
    ship_within_hours: int | None = None
    cancel_within_hours: int | None = None


@dataclass(frozen=True, slots=True)
class ListingsWanted:
    """Which listings are asked for. Everything unsaid is everything."""

    channels: frozenset[int] | None = None
    mapped: bool | None = None
    text: str = ""  # in the platform's SKU or the title


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One SKU as offered on one channel; `sku` is unknown until it is mapped."""

    id: int
    channel: int
    platform_sku: str
    title: str
    sku: int | None
    sku_code: str
    sku_title: str
    mapped_by: str


@dataclass(frozen=True, slots=True)
class ListingCount:
    """How many listings a channel has, and how many of them nobody has mapped."""

    listings: int
    unmapped: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a listing probably is of ours, and why we think so."""

    sku: int
    code: str
    title: str
    why: str  # same_elsewhere, same_code, learned, same_title
    example: str = ""  # the mapping by a person that taught it
