"""What becomes of a festival under a policy: who buys, who is turned away, what is sold twice.

A platform sells what it shows and counts it down by itself. A quantity sent takes the channel's lag
to arrive and then replaces what is shown, sales made in between forgotten: the worst that honest
platforms do. The book learns of a sale at once; the lag stands for the whole way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from argosy.channels.types import HOUR_S, RECENT_HALF_LIFE_S, SIGNS, SURGE, Surge
from argosy.cli.benches.lease_sets import Floats, Ints, Stocks, buffers_for
from argosy.cli.benches.lease_worlds import (
    CHANNELS,
    HORIZON_S,
    ITEMS,
    LAGS_S,
    LISTINGS,
    SKUS,
    TAKES,
    Worlds,
)

CHUNK: Final = 1000  # worlds that run side by side
CLOSE: Final = 2  # a stock of at most so many buffers may run out within a lag
MEMORY_S: Final = RECENT_HALF_LIFE_S / np.log(2)
CHANNEL_OF: Final = np.arange(LISTINGS) % CHANNELS
ITEM_OF: Final = np.arange(LISTINGS) // CHANNELS
LAG_OF: Final = LAGS_S[CHANNEL_OF]
MEMBERS: Final = [np.flatnonzero(TAKES[ITEM_OF, sku]) for sku in range(SKUS)]
LINE_S: Final = 4 * HORIZON_S  # further than anything sent within the horizon can arrive
FOREVER: Final = np.int64(1 << 40)


@dataclass(slots=True)
class State:
    """What is known and shown in some worlds at a moment; arrays begin with the world."""

    at: Floats
    stock: Ints  # by SKU; the truth, and the book's
    rate: Floats  # what follows by listing
    dispersion: Floats
    heat: Floats  # units sold lately, fading
    shown: Ints  # what buyers see
    showing: Ints  # what they will see once everything sent has arrived
    arrives: Floats  # when that is
    meanwhile: Ints  # units they may buy until then, at most

    def first(self, count: int) -> "State":
        """The first worlds, as views: what is written into them is written here."""
        return State(*(getattr(self, name)[:count] for name in self.__slots__))


@dataclass(slots=True)
class Outcome:
    """Sums by world; what is by channel stands in the order of the lags."""

    sold: Ints  # by SKU, units of it, without what was sold twice
    oversold: Ints  # what follows by channel, units as the buyers counted them
    refused: Ints  # turned away while enough was on hand
    asked: Ints
    sends: Ints
    windows: Ints  # lags of a listing that sold, in which its stock could have run out
    broken: Ints  # of those, in which it sold what was not there
    hit: Ints  # listings that ever did
    short: Ints  # by SKU, units that were sold twice


class Policy(Protocol):
    """How quantities are decided on."""

    @property
    def every_s(self) -> float | None:
        """A full sync so often; None: with every change."""

    def quantities(self, state: State) -> Ints:
        """What each listing is to show."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """Ours."""

    bound: float
    surge: Surge = SURGE
    every_s: float | None = None

    def quantities(self, state: State) -> Ints:
        """As `pooling.shown` and `pooling.of_kit` say."""
        parts = np.full((SKUS, len(state.at), LISTINGS), FOREVER)
        flights = np.zeros_like(parts)
        kept = np.zeros(parts.shape, dtype=bool)
        for sku, members in enumerate(MEMBERS):
            takes = TAKES[ITEM_OF[members], sku]
            quantity, flight = self._stocks(state, sku).decide()
            parts[sku][:, members] = quantity // takes
            flights[sku][:, members] = -(-flight // takes)
            kept[sku][:, members] = quantity == state.showing[:, members] * takes
        quantity, flight = parts.min(axis=0), flights.max(axis=0)
        lowered = np.minimum(quantity, np.maximum(0, state.showing - flight))
        several = (TAKES > 0).sum(axis=1)[ITEM_OF] > 1
        alone = several & kept.any(axis=0) & (quantity != state.showing)
        return np.asarray(np.where(alone, lowered, quantity))

    def _stocks(self, state: State, sku: int) -> Stocks:
        members = MEMBERS[sku]
        takes = TAKES[ITEM_OF[members], sku]
        heat = state.heat[:, members]
        recent = np.maximum(0.0, heat - SIGNS * np.sqrt(heat)) / MEMORY_S * HOUR_S
        wait = np.maximum(0.0, state.arrives[:, members] - state.at[:, None])
        return Stocks(
            available=state.stock[:, sku],
            rate=state.rate[:, members] * takes,
            dispersion=state.dispersion[:, members] * takes,
            lag_s=np.broadcast_to(LAG_OF[members], wait.shape),
            recent=recent * takes,
            showing=state.showing[:, members] * takes,
            arriving_s=wait,
            meanwhile=state.meanwhile[:, members] * takes,
            bound=self.bound,
            surge=self.surge,
        )


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same buffer for every SKU, one for each channel; every change is sent."""

    buffers: Ints
    every_s: float | None = None

    def quantities(self, state: State) -> Ints:
        """What is there less the buffer."""
        return _sets(state.stock[:, None, :] - self.buffers[CHANNEL_OF][None, :, None])


@dataclass(frozen=True, slots=True)
class Plain:
    """All that is there, on every channel, from time to time."""

    every_s: float | None

    def quantities(self, state: State) -> Ints:
        """What is there."""
        return _sets(np.repeat(state.stock[:, None, :], LISTINGS, axis=1))


def play(worlds: Worlds, policy: Policy, *, instant: bool = False) -> Outcome:
    """Let every buyer of these worlds come; `instant`: one shelf that all channels look at."""
    parts = []
    for since in range(0, len(worlds.count), CHUNK):
        own = slice(since, since + CHUNK)
        run = _Run(Worlds(*(getattr(worlds, name)[own] for name in worlds.__slots__)), policy)
        parts.append(run.through(instant=instant))
    return Outcome(
        *(np.concatenate([getattr(one, name) for one in parts]) for name in Outcome.__slots__)
    )


class _Run:
    """One festival of some worlds: a step is the next buyer of each."""

    def __init__(self, worlds: Worlds, policy: Policy) -> None:
        self.policy, self.worlds = policy, worlds
        self.steps = int(worlds.count[0]) if len(worlds.count) else 0
        rows = len(worlds.count)
        self.landing = np.full((rows, LISTINGS, self.steps + 1), -1, dtype=np.int32)
        none = np.zeros((rows, LISTINGS), dtype=np.int64)
        self.state = State(
            at=np.zeros(rows),
            stock=worlds.stock.copy(),
            rate=worlds.rate,
            dispersion=worlds.dispersion,
            heat=none.astype(np.float64),
            shown=none.copy(),
            showing=none.copy(),
            arrives=none.astype(np.float64),
            meanwhile=none.copy(),
        )
        # Before it begins there was time enough: what the policy wants is what is shown.
        self.state.shown[:] = self.state.showing[:] = np.maximum(0, policy.quantities(self.state))
        self.outcome = Outcome(
            **{
                name: np.zeros((rows, SKUS if name in {"sold", "short"} else CHANNELS), np.int64)
                for name in Outcome.__slots__
            }
        )
        self.broken_at = np.full((rows, LISTINGS), -1, dtype=np.int64)
        self.near = _near(worlds)
        # All worlds' times in one rising line, each world a stretch of it.
        times = np.minimum(worlds.at[:, : self.steps], LINE_S / 2)
        self.line = (times + np.arange(rows)[:, None] * LINE_S).ravel()

    def through(self, *, instant: bool) -> Outcome:
        """All steps."""
        for step, count in self._active():
            state = self.state.first(count)
            before, now = state.at.copy(), self.worlds.at[:count, step]
            self._windows(state, before, now)
            state.heat *= np.exp(-(now - before) / MEMORY_S)[:, None]
            state.at[:] = now
            if instant:
                state.shown[:] = _sets(np.repeat(state.stock[:, None, :], LISTINGS, axis=1))
            else:
                self._sync(state, before, step)
                landed = self.landing[:count, :, step]
                np.copyto(state.shown, landed, where=landed >= 0)
            self._sell(state, step)
            if not instant and self.policy.every_s is None:
                self._send(state, state.at, step)
        ever = (self.broken_at >= 0).reshape(-1, ITEMS, CHANNELS)
        self.outcome.hit[:] = ever.sum(axis=1)
        return self.outcome

    def _active(self) -> Iterator[tuple[int, int]]:
        for step in range(self.steps):
            yield step, int((self.worlds.count > step).sum())

    def _windows(self, state: State, before: Floats, now: Floats) -> None:
        """Count the lags that began since the last buyer, where the stock could run out."""
        count = len(state.at)
        begun = np.floor(now[:, None] / LAGS_S) - np.floor(before[:, None] / LAGS_S)
        near = (state.stock[:, None, :] <= self.near[:count]).any(axis=2)  # by listing
        open_ = near & (state.shown > 0)
        ours = begun[:, CHANNEL_OF].astype(np.int64) * open_
        self.outcome.windows[:count] += ours.reshape(count, ITEMS, CHANNELS).sum(axis=1)

    def _sell(self, state: State, step: int) -> None:
        count = len(state.at)
        rows, listing = np.arange(count), self.worlds.listing[:count, step]
        item, channel = ITEM_OF[listing], CHANNEL_OF[listing]
        wanted = self.worlds.units[:count, step]
        there = _sets(np.repeat(state.stock[:, None, :], LISTINGS, axis=1))[rows, listing]
        bought = np.minimum(wanted, state.shown[rows, listing])
        good = np.minimum(bought, there)
        state.stock -= good[:, None] * TAKES[item]
        state.shown[rows, listing] -= bought
        settled = state.arrives[rows, listing] <= state.at
        state.showing[rows, listing] -= np.where(settled, bought, 0)
        left = state.meanwhile[rows, listing] - bought
        state.meanwhile[rows, listing] = np.where(settled, 0, np.maximum(0, left))
        state.heat[rows, listing] += bought
        found, over = self.outcome, bought - good
        found.sold[:count] += good[:, None] * TAKES[item]
        found.short[:count] += over[:, None] * TAKES[item]
        found.asked[rows, channel] += wanted
        found.oversold[rows, channel] += over
        found.refused[rows, channel] += np.minimum(wanted, there) - good
        window = np.floor(state.at / LAGS_S[channel]).astype(np.int64)
        fresh = (over > 0) & (self.broken_at[rows, listing] != window)
        found.broken[rows, channel] += fresh
        self.broken_at[rows[fresh], listing[fresh]] = window[fresh]

    def _sync(self, state: State, before: Floats, step: int) -> None:
        """A full sync that fell between the last buyer and this one."""
        if self.policy.every_s is None:
            return
        begun = (np.floor(before / self.policy.every_s) + 1) * self.policy.every_s
        due = begun <= state.at
        if due.any():
            self._send(state, np.where(due, begun, np.inf), step - 1)

    def _send(self, state: State, at: Floats, step: int) -> None:
        """Send what the policy wants and the channels will not show by themselves."""
        count, every = len(state.at), self.policy.every_s is not None
        wanted = np.maximum(0, self.policy.quantities(state))
        send = (every | (wanted != state.showing)) & np.isfinite(at)[:, None]
        arrives = at[:, None] + LAG_OF
        rows, listing = np.nonzero(send)
        place = self._place(rows, arrives[rows, listing], step)
        self.landing[rows, listing, place] = wanted[rows, listing]
        settled = state.arrives <= state.at[:, None]
        until = np.where(settled, state.showing, state.showing + state.meanwhile)
        np.copyto(state.meanwhile, until, where=send)
        np.copyto(state.showing, wanted, where=send)
        np.copyto(state.arrives, arrives, where=send)
        channel = CHANNEL_OF[listing]
        np.add.at(self.outcome.sends[:count], (rows, channel), 1)

    def _place(self, rows: Ints, arrives: Floats, step: int) -> Ints:
        """The first buyer who comes no earlier than each of these arrives."""
        found = np.searchsorted(self.line, arrives + rows * LINE_S) - rows * self.steps
        return np.asarray(np.clip(found, step + 1, self.steps))


def _sets(units: Ints) -> Ints:
    """How many of each listing's item so many units of each SKU make."""
    takes = TAKES[ITEM_OF]
    return np.asarray(np.where(takes > 0, units // np.maximum(1, takes), FOREVER).min(axis=2))


def _near(worlds: Worlds) -> Ints:
    """By listing and SKU, the stock from which on it might run out within the listing's lag."""
    found = np.zeros((len(worlds.count), LISTINGS, SKUS), dtype=np.int64)
    for sku, members in enumerate(MEMBERS):
        takes = TAKES[ITEM_OF[members], sku]
        rate = (worlds.rate[:, members] * takes).sum(axis=1)
        spread = np.maximum(1.0, (worlds.dispersion[:, members] * takes).max(axis=1))
        stretch = LAG_OF + (SURGE.factor - 1) * np.minimum(LAG_OF, SURGE.lasts_s)
        mean = rate[:, None] * stretch / HOUR_S
        found[:, :, sku] = CLOSE * buffers_for(mean, spread[:, None], 0.001)
        found[:, [nth for nth in range(LISTINGS) if nth not in members], sku] = -1
    return found
