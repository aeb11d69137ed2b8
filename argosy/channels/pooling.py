"""How many units each of several channels may show of the same stock: pooled leases.

A channel goes on selling for its lag after the stock has changed, so what it shows is the stock
less a buffer for what everybody may sell meanwhile. Where the stock is too small for such buffers
it is split: then the quantities shown add up to no more than there is, and overselling is
impossible once every channel has heard. `docs/leases.md` has the reasoning and the proofs.

Pure: no table, no clock. Units are those of the SKU whose stock it is, also for a kit that takes
several; rates are units an hour, times are seconds, probabilities lie between 0 and 1.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from argosy.channels.types import (
    BOUND,
    CALM,
    FEW,
    HOUR_S,
    SURGE,
    UNKNOWN_DISPERSION,
    UNKNOWN_RATE,
    AtRisk,
    ChannelPace,
    Regime,
    Shown,
    ShownChannel,
    Surge,
)


def buffer_for(mean: float, dispersion: float, bound: float) -> int:
    """The units that demand exceeds with a probability of at most `bound`.

    Demand is a negative binomial with this mean and variance over mean (Poisson at 1). The first of
    two bounds uses its factorial moments, P(D > n) ≤ E[D(D-1)…(D-n)] / (n+1)!; the second that it
    is sub-gamma, P(D > m + √(2φmt) + (φ-½)t) ≤ exp(-t). The smaller one counts.
    """
    if mean <= 0:
        return 0
    excess = _exponent(bound)
    tail = math.sqrt(2 * dispersion * mean * excess) + (dispersion - 0.5) * excess
    least, term = math.floor(mean + tail), 1.0
    for units in range(min(FEW, least)):
        term *= (mean + units * (dispersion - 1)) / (units + 1)
        if term <= bound:
            return units
    return least


def risk_of(units: int, mean: float, dispersion: float) -> float:
    """The probability, at most, that demand exceeds so many units: `buffer_for` the other way."""
    if mean <= 0:
        return 0.0
    risk, term, over = 1.0, 1.0, units + 1 - mean
    if over > 0:
        stretched, variance = (dispersion - 0.5) * over, dispersion * mean
        root = math.sqrt(variance * (variance + 2 * stretched))
        risk = math.exp(-(over**2) / (variance + stretched + root))
    if units < FEW:
        for nth in range(units + 1):
            term *= (mean + nth * (dispersion - 1)) / (nth + 1)
        risk = min(risk, term)
    return risk


def buffer_of(
    rate_per_hour: float | None,
    dispersion: float | None,
    lag_s: float,
    bound: float,
    surge: Surge = SURGE,
) -> int:
    """The units to hold back for what sells at this rate within a lag, a surge included."""
    rate = UNKNOWN_RATE if rate_per_hour is None else rate_per_hour
    spread = UNKNOWN_DISPERSION if dispersion is None else max(1.0, dispersion)
    return buffer_for(rate * surge.stretch(lag_s) / HOUR_S, spread, bound)


def shown(
    available: int, channels: Sequence[ChannelPace], bound: float = BOUND, surge: Surge = SURGE
) -> Shown:
    """What each channel may show of what is available, so that overselling stays under the bound.

    The bound is the probability that any of them sells, within its next lag, a unit that is not
    there. A channel whose `showing` is unknown is taken to show any quantity.
    """
    pool = _Pool(max(0, available), tuple(channels), bound, surge)
    buffers = [pool.buffer(one.lag_s) for one in channels]
    if len(channels) > 1 and pool.available > max(buffers):
        return pool.pooled(buffers)
    return pool.split()


def units_at_risk(
    available: int,
    channels: Sequence[ChannelPace],
    confidence: float = 0.99,
    surge: Surge = CALM,
) -> AtRisk:
    """Units that may be oversold in the next lag of each channel, given what they show now.

    Each channel sells at most what it shows and at most what is demanded within its lag. With no
    surge provided for, this is what the pace measured last makes of it.
    """
    pool = _Pool(max(0, available), tuple(channels), 1 - confidence, surge)
    offered = _sum_or_none(_may_sell(one) for one in channels)
    if offered is not None and offered <= pool.available:
        return AtRisk(expected=0.0, at_most=0, probability=0.0)
    mean = pool.mean(channels)
    most = buffer_for(mean, pool.dispersion, pool.bound)
    if offered is not None:
        most = min(most, offered)
    # Where less is left than the mean, the bound says nothing: those units are taken as sold.
    units = max(pool.available, math.floor(mean))
    if offered is not None:
        units = min(units, offered)
    expected = float(units - pool.available)
    while offered is None or units < offered:
        risk = risk_of(units, mean, pool.dispersion)
        expected += risk
        units += 1
        if risk < 1e-9:  # noqa: PLR2004 - what follows adds nothing that would be printed
            break
    any_at_all = risk_of(pool.available, mean, pool.dispersion)
    return AtRisk(expected, max(0, most - pool.available), any_at_all)


def of_kit(components: Sequence[tuple[ShownChannel, int]], showing: int | None) -> ShownChannel:
    """What a kit's listing may show, from what each component allows it and how many it takes.

    `showing` is in kits. One component may lower what another would have left alone; then the kits
    that sell before that arrives are held back too, so that the other's split still holds.
    """
    quantity = min(part.quantity // takes for part, takes in components)
    flight = max(-(-part.flight // takes) for part, takes in components)
    send = any(part.send for part, _takes in components) and quantity != showing
    alone = [part for part, _takes in components if not part.send]
    if send and alone and showing is not None:
        quantity = min(quantity, max(0, showing - flight))
    return ShownChannel(
        quantity=quantity,
        buffer=max(part.buffer for part, _takes in components),
        probability=min(1.0, sum(part.probability for part, _takes in components)),
        flight=flight,
        send=send,
    )


@dataclass(frozen=True, slots=True)
class _Pool:
    """One stock, and the channels that sell of it."""

    available: int
    channels: tuple[ChannelPace, ...]
    bound: float
    surge: Surge

    @property
    def dispersion(self) -> float:
        """The greatest of any channel: then the sum of all is no more dispersed than that."""
        found = [
            UNKNOWN_DISPERSION if one.dispersion is None else one.dispersion
            for one in self.channels
        ]
        return max(1.0, *found) if found else 1.0

    def buffer(self, lag_s: float) -> int:
        """For what all channels together may sell within one channel's lag."""
        return buffer_for(self._together(lag_s), self.dispersion, self.bound / len(self.channels))

    def mean(self, channels: Iterable[ChannelPace], *, rest: bool = False) -> float:
        """Units that these sell within the lag of each; `rest`: until what was sent arrives."""
        usual = recent = 0.0
        for one in channels:
            seconds = one.arriving_s if rest else one.lag_s
            usual += one.rate * self.surge.stretch(seconds)
            recent += one.recent_per_hour * seconds
        return max(usual, recent) / HOUR_S

    def flight(self, channels: Sequence[ChannelPace], bound: float, *, rest: bool = False) -> int:
        """Units that these may sell before a quantity arrives: one sent now, or sent before."""
        caps = [one.meanwhile if rest else _may_sell(one) for one in channels]
        unknown = [one for one, cap in zip(channels, caps, strict=True) if cap is None]
        known = sum(cap for cap in caps if cap is not None)
        all_of_them, of_unknown = (
            buffer_for(self.mean(some, rest=rest), self.dispersion, bound)
            for some in (channels, unknown)
        )
        return min(all_of_them, of_unknown + known)

    def pooled(self, buffers: Sequence[int]) -> Shown:
        found = []
        for one, buffer in zip(self.channels, buffers, strict=True):
            risk = risk_of(buffer, self._together(one.lag_s), self.dispersion)
            found.append(self._shown(one, self.available - buffer, risk))
        return Shown(Regime.POOLED, tuple(found))

    def split(self) -> Shown:
        """Shares that add up to no more than there is, left alone where they already do."""
        held = _sum_or_none(one.showing for one in self.channels)
        arriving = [one for one in self.channels if one.arriving_s > 0]
        free = -1
        if held is not None:
            free = self.available - held - self.flight(arriving, self.bound, rest=True)
        if free < 0:
            flight = self.flight(self.channels, self.bound)
            quantities = self._shares(max(0, self.available - flight))
        else:
            quantities = self._given(free) or self._taken() or self._held()
        sure = free >= 0 and not arriving and sum(quantities) <= self.available
        found = [
            self._shown(one, quantity, 0.0 if sure else self.bound)
            for one, quantity in zip(self.channels, quantities, strict=True)
        ]
        return Shown(Regime.SPLIT, tuple(found))

    def _held(self) -> list[int]:
        return [one.showing or 0 for one in self.channels]

    def _shares(self, units: int) -> list[int]:
        """Split by weight without a remainder; a last unit goes to whoever sells the most."""
        return _dealt(units, [one.weight for one in self.channels], self._order())

    def _given(self, free: int) -> list[int] | None:
        """Give free units to channels that have run low; None if there is nothing to give.

        A channel that shows nothing sells nothing before they arrive, so that costs nothing.
        """
        held, shares = self._held(), self._shares(self.available)
        low = [
            nth
            for nth, one in enumerate(self.channels)
            if one.settled and shares[nth] > 0 and 2 * held[nth] <= shares[nth]
        ]
        flight = self.flight([self.channels[nth] for nth in low], self.bound)
        if free <= flight:
            low, flight = [nth for nth in low if held[nth] == 0], 0
        wanted = [shares[nth] - held[nth] if nth in low else 0 for nth in range(len(held))]
        gift = min(free - flight, sum(wanted))
        if gift <= 0:
            return None
        gifts = _dealt(gift, wanted, self._order())
        return [units + more for units, more in zip(held, gifts, strict=True)]

    def _taken(self) -> list[int] | None:
        """Take from channels that hold more than their share for those that have run out."""
        held, shares = self._held(), self._shares(self.available)
        if not any(
            one.settled and units == 0 < share
            for one, units, share in zip(self.channels, held, shares, strict=True)
        ):
            return None
        found = list(held)
        for nth, one in enumerate(self.channels):
            flight = self._own_flight(one)
            if one.settled and held[nth] > shares[nth]:
                # Nothing shown at all is safe whatever sells meanwhile: that was its own.
                spare = held[nth] - flight >= shares[nth] or shares[nth] == 0
                found[nth] = shares[nth] if spare else held[nth]
        return found if found != held else None

    def _own_flight(self, one: ChannelPace) -> int:
        return self.flight([one], self.bound / len(self.channels))

    def _order(self) -> list[int]:
        """From the channel that is served last to the one that is served first."""
        return sorted(
            range(len(self.channels)),
            key=lambda nth: (self.channels[nth].weight, -self.channels[nth].lag_s, -nth),
        )

    def _together(self, lag_s: float) -> float:
        """Units that all channels together sell within one lag."""
        usual = sum(one.rate for one in self.channels) * self.surge.stretch(lag_s)
        recent = sum(one.recent_per_hour for one in self.channels) * lag_s
        return max(usual, recent) / HOUR_S

    def _shown(self, one: ChannelPace, quantity: int, risk: float) -> ShownChannel:
        return ShownChannel(
            quantity=quantity,
            buffer=self.available - quantity,
            probability=min(risk, self.bound) if quantity else 0.0,
            flight=self._own_flight(one),
            send=quantity != one.showing,
        )


def _dealt(units: int, weights: Sequence[int], order: Sequence[int]) -> list[int]:
    """Deal whole units by weight: each gets the difference of two floors, so none is left over."""
    found, whole = [0] * len(weights), sum(weights)
    before = 0
    for nth, upto in zip(order, accumulate(weights[nth] for nth in order), strict=True):
        until = units * upto // whole
        found[nth], before = until - before, until
    return found


def _may_sell(one: ChannelPace) -> int | None:
    """The most that a channel may sell until a quantity sent now arrives; None if unknown."""
    if one.showing is None or one.arriving_s <= 0:
        return one.showing
    return None if one.meanwhile is None else one.showing + one.meanwhile


def _sum_or_none(values: Iterable[int | None]) -> int | None:
    found = list(values)
    return None if None in found else sum(value for value in found if value is not None)


def _exponent(bound: float) -> float:
    return -math.log(bound)
