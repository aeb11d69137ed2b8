"""What channels take and return."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final


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
class Terms:
    """What is agreed with a channel, and where its orders leave from; None is not known."""

    place: int | None
    fee_share: Decimal | None  # of a sale, between 0 and 1
    ship_within_hours: int | None
    cancel_within_hours: int | None


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


# Pooled leases: what `pooling` and `pacing` count with. docs/leases.md says why.
HOUR_S: Final = 3600.0
BOUND: Final = 0.001  # of overselling within the next lag, where nobody states another
UNKNOWN_RATE: Final = 1.0  # units an hour, for a listing that nobody has measured
UNKNOWN_DISPERSION: Final = 2.0  # as if most orders took two or three units
FEW: Final = 6  # up to so many units the bound by factorial moments is tried
ONE_WEIGHT: Final = 1000  # a rate of one unit an hour as a weight of the split
HALF_LIFE_H: Final = 72.0  # a window so old counts half
PRIOR_H: Final = 6.0  # hours of sales at the unknown rate that stand beside what was measured
PRIOR_UNITS: Final = 20.0  # units sold with the unknown dispersion that do
SURGE_TIMES: Final = 4  # a window of more than so many times the mean, and …
SURGE_UNITS: Final = 10  # … so many units more, was a surge
RECENT_HALF_LIFE_S: Final = 300.0
SIGNS: Final = 2.0  # deviations that a burst must stand out by
UNKNOWN_LAG_S: Final = 900.0  # of a channel that nobody has measured


@dataclass(frozen=True, slots=True)
class Surge:
    """How much faster than measured the sales may become without notice, and for how long."""

    factor: float
    lasts_s: float

    def stretch(self, lag_s: float) -> float:
        """The seconds of usual sales that a lag may hold if the surge begins with it."""
        return lag_s + (self.factor - 1) * min(lag_s, self.lasts_s)


SURGE: Final = Surge(factor=20, lasts_s=600)  # what is provided for where nobody states another
CALM: Final = Surge(factor=1, lasts_s=0)


@dataclass(frozen=True, slots=True)
class ChannelPace:
    """One listing that sells of the stock: how fast, how late, and what it may sell already."""

    rate_per_hour: float | None  # None: not measured, `UNKNOWN_RATE` is taken
    dispersion: float | None  # variance over mean of units sold, at least 1; None: not measured
    lag_s: float  # from a change of the stock until the channel shows it
    showing: int | None = None  # units it shows, or will once what was sent arrives; None: unknown
    arriving_s: float = 0.0  # until what was sent arrives; 0: it shows what was sent
    meanwhile: int | None = None  # units it may sell until then; None: unknown
    recent_per_hour: float = 0.0  # the rate of the last minutes, where that is measured

    @property
    def rate(self) -> float:
        """The rate to count with."""
        return UNKNOWN_RATE if self.rate_per_hour is None else self.rate_per_hour

    @property
    def weight(self) -> int:
        """Its claim when the stock is split; whole, so that a split is the same everywhere."""
        return 1 + round(ONE_WEIGHT * max(self.rate, self.recent_per_hour))

    @property
    def settled(self) -> bool:
        """Whether it is known to show what was sent."""
        return self.showing is not None and self.arriving_s <= 0


class Regime(StrEnum):
    """How the stock is offered."""

    POOLED = "pooled"  # every channel shows all but its buffer
    SPLIT = "split"  # the quantities shown add up to what there is, or less


@dataclass(frozen=True, slots=True)
class ShownChannel:
    """What one channel may show."""

    quantity: int
    buffer: int  # units that it does not show of what is available
    probability: float  # that it oversells within its next lag, at most
    flight: int  # units that it may sell before a new quantity arrives, within the bound
    send: bool  # False: it shows this by itself, and sending it again would only add risk


@dataclass(frozen=True, slots=True)
class Shown:
    """What the channels may show of one stock, in the order in which they were given."""

    regime: Regime
    channels: tuple[ShownChannel, ...]

    @property
    def total(self) -> int:
        """The sum of what is shown."""
        return sum(one.quantity for one in self.channels)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Units that may be oversold until every channel has heard of what the stock is now."""

    expected: float  # the mean, at most
    at_most: int  # with the confidence asked for
    probability: float  # that any is, at most


@dataclass(frozen=True, slots=True)
class Offer:
    """What one channel may show of its pool; a quantity that it shows already needs no sending."""

    quantity: int
    flight: int | None  # units that it may sell before a new quantity arrives
    pooled: bool  # whether the stock is plentiful enough to be shown everywhere


@dataclass(frozen=True, slots=True)
class Measured:
    """What counts of sales say of a listing."""

    rate_per_hour: float
    dispersion: float  # variance over mean, at least 1


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh of the quantities came to."""

    skus: int = 0  # touched
    listings: int = 0  # looked at
    changed: int = 0  # of those, with a new version


@dataclass(frozen=True, slots=True)
class DesiredQuantity:
    """What a listing is to show: an absolute number, and the version that says it."""

    listing: int
    channel: int
    platform_sku: str
    quantity: int
    version: int


@dataclass(frozen=True, slots=True)
class PolicyScope:
    """What a policy is about: a listing, a channel, a product group, both, or everything."""

    channel: int | None = None
    listing: int | None = None
    product_group: str = ""  # a category of the catalogue


@dataclass(frozen=True, slots=True)
class PolicyValues:
    """What a policy states. What it leaves out is stated by a wider one, or by nobody."""

    kind: str = ""  # strict, pooled
    buffer: int | None = None  # units never shown
    cap: int | None = None  # never show more
    floor: int | None = None  # below it show nothing
    share: Decimal | None = None  # of what is there, at most
    priority: int | None = None  # 1 is served first where little is left
    exclusive: bool | None = None  # no other channel may sell it
    bound: Decimal | None = None  # of overselling within the next lag


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as it stands."""

    id: int
    scope: PolicyScope
    values: PolicyValues


@dataclass(frozen=True, slots=True)
class Granted:
    """What a round of strict leases came to: listings whose lease was widened, narrowed, ended."""

    widened: int = 0
    narrowed: int = 0
    ended: int = 0
    short: int = 0  # what they were to have was sold meanwhile


@dataclass(frozen=True, slots=True)
class Rebalanced:
    """What a round of rebalancing came to."""

    units: int = 0  # passed on
    shifts: int = 0
    waiting: int = 0  # leases that show less first, so that the rest may pass on once that is seen


@dataclass(frozen=True, slots=True)
class Change:
    """What a policy would change of what one listing shows; `None` is unknown."""

    listing: int
    before: int | None
    after: int | None
    why: str


@dataclass(frozen=True, slots=True)
class DesiredWanted:
    """Which listings' quantities are asked for. Everything unsaid is everything."""

    channels: frozenset[int] | None = None
    state: str = ""  # waiting, accepted, confirmed, unknown
    why: str = ""
    text: str = ""  # in the platform's SKU, the title or our SKU


@dataclass(frozen=True, slots=True)
class DesiredRow:
    """What a listing is to show, and what became of it; `None` is unknown."""

    id: int
    listing: int
    channel: int
    platform_sku: str
    title: str
    sku: int | None
    sku_code: str | None
    available: int | None
    quantity: int | None
    version: int
    desired_at: datetime
    why: str
    accepted_version: int | None
    accepted_at: datetime | None
    confirmed_version: int | None
    confirmed_quantity: int | None
    confirmed_at: datetime | None

    @property
    def state(self) -> str:
        """How far the number has come."""
        if self.quantity is None:
            return "unknown"
        if self.confirmed_version == self.version:
            return "confirmed"
        return "accepted" if self.accepted_version == self.version else "waiting"

    @property
    def lag_s(self) -> float | None:
        """Seconds from our wanting it to its being seen to show; unknown until then."""
        if self.confirmed_at is None or self.confirmed_version != self.version:
            return None
        return (self.confirmed_at - self.desired_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Risk:
    """What is at risk of one stock: it is shown on so many channels, and may be sold twice."""

    sku: int
    place: int
    available: int
    shown: int  # units of it, on all its channels together
    channels: int
    at_risk: AtRisk
