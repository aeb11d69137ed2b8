"""`pooling.shown` for many stocks at once, in NumPy: the same rules, proved equal by a test.

Arrays begin with the stock and end with its channels. What a channel shows is always known here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from argosy.channels.types import FEW, HOUR_S, ONE_WEIGHT, Surge

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def buffers_for(mean: Floats, dispersion: Floats, bound: float) -> Ints:
    """`pooling.buffer_for`, element by element."""
    excess = -np.log(bound)
    tail = np.sqrt(2 * dispersion * mean * excess) + (dispersion - 0.5) * excess
    least = np.floor(mean + tail).astype(np.int64)
    few = np.full(mean.shape, FEW)
    term, excess_spread = np.ones(mean.shape), dispersion - 1
    for units in range(FEW):
        term = term * ((mean + units * excess_spread) / (units + 1))
        np.minimum(few, units, out=few, where=term <= bound)
    # Without one that fits, `few` stands above what it is compared with.
    found = np.where(few < FEW, np.minimum(few, least), least)
    return np.where(mean <= 0, 0, found)


@dataclass(frozen=True, slots=True)
class Stocks:
    """Stocks with as many channels each, and what is known of them."""

    available: Ints  # by stock
    rate: Floats  # this and what follows by stock and channel
    dispersion: Floats
    lag_s: Floats
    recent: Floats
    showing: Ints
    arriving_s: Floats
    meanwhile: Ints
    bound: float
    surge: Surge

    def decide(self) -> tuple[Ints, Ints]:
        """What each channel is to show, and the units it may sell before that arrives."""
        buffers = buffers_for(
            self._mean(
                self.rate.sum(axis=1, keepdims=True) * self._stretch(self.lag_s),
                self.recent.sum(axis=1, keepdims=True) * self.lag_s,
            ),
            self._spread[:, None],
            self.bound / self._channels,
        )
        available = self.available[:, None]
        pooled, flight = self.available > buffers.max(axis=1), self._own_flight()
        quantity = np.where(pooled[:, None], available - buffers, self._split(flight))
        return quantity, flight

    @property
    def _channels(self) -> int:
        return int(self.rate.shape[1])

    @property
    def _spread(self) -> Floats:
        return np.asarray(np.maximum(1.0, self.dispersion.max(axis=1)))

    @property
    def _settled(self) -> Flags:
        return np.asarray(self.arriving_s <= 0)

    @property
    def _may_sell(self) -> Ints:
        return self.showing + np.where(self._settled, 0, self.meanwhile)

    def _own_flight(self) -> Ints:
        mean = self._mean(self.rate * self._stretch(self.lag_s), self.recent * self.lag_s)
        own = buffers_for(mean, self._spread[:, None], self.bound / self._channels)
        return np.minimum(own, self._may_sell)

    @staticmethod
    def _mean(usual: Floats, recent: Floats) -> Floats:
        return np.maximum(usual, recent) / HOUR_S

    def _stretch(self, lag_s: Floats) -> Floats:
        return np.asarray(lag_s + (self.surge.factor - 1) * np.minimum(lag_s, self.surge.lasts_s))

    def _flight(self, who: Flags, seconds: Floats, caps: Ints) -> Ints:
        usual = (who * self.rate * self._stretch(seconds)).sum(axis=1)
        recent = (who * self.recent * seconds).sum(axis=1)
        most = buffers_for(self._mean(usual, recent), self._spread, self.bound)
        return np.asarray(np.minimum(most, (who * caps).sum(axis=1)))

    def _split(self, own_flight: Ints) -> Ints:
        waiting = ~self._settled
        guard = self._flight(waiting, np.maximum(0, self.arriving_s), self.meanwhile)
        free = self.available - self.showing.sum(axis=1) - guard
        everyone = np.ones(self.rate.shape, dtype=bool)
        flight = self._flight(everyone, self.lag_s, self._may_sell)
        order, weight = self._order()
        anew = dealt(np.maximum(0, self.available - flight), weight, order)
        shares = dealt(self.available, weight, order)
        given, gift = self._given(free, shares, order)
        kept = np.where((gift > 0)[:, None], given, self._taken(shares, own_flight))
        return np.where((free < 0)[:, None], anew, kept)

    def _order(self) -> tuple[Ints, Ints]:
        weight = 1 + np.rint(ONE_WEIGHT * np.maximum(self.rate, self.recent)).astype(np.int64)
        place = np.broadcast_to(np.arange(self._channels), weight.shape)
        return np.lexsort((-place, -self.lag_s, weight), axis=-1), weight

    def _given(self, free: Ints, shares: Ints, order: Ints) -> tuple[Ints, Ints]:
        low = self._settled & (shares > 0) & (2 * self.showing <= shares)
        flight = self._flight(low, self.lag_s, self._may_sell)
        none = free <= flight
        low &= ~none[:, None] | (self.showing == 0)
        flight = np.where(none, 0, flight)
        wanted = low * (shares - self.showing)
        gift = np.minimum(free - flight, wanted.sum(axis=1))
        return self.showing + dealt(np.maximum(0, gift), wanted, order), gift

    def _taken(self, shares: Ints, own_flight: Ints) -> Ints:
        settled, held = self._settled, self.showing
        out = (settled & (held == 0) & (shares > 0)).any(axis=1, keepdims=True)
        spare = (held - own_flight >= shares) | (shares == 0)
        return np.where(out & settled & (held > shares) & spare, shares, held)


def dealt(units: Ints, weight: Ints, order: Ints) -> Ints:
    """Deal whole units by weight in an order, none left over; nothing where nobody has weight."""
    upto = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    until = units[:, None] * upto // np.maximum(1, upto[:, -1:])
    found = np.empty_like(weight)
    np.put_along_axis(found, order, np.diff(until, axis=1, prepend=0), axis=1)
    return found
