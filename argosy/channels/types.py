"""What channels take and return."""

from dataclasses import dataclass
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
