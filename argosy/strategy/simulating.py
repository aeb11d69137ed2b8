"""One way of selling, week by week: what is asked for, what is there, what is bought.

Stock is bought a lead time ahead in lots of the supplier's minimum, by what the planner has seen so
far; a small start buys again only with what it has earned. Accounts are halved and suspended.
Nothing here depends on how much cash there is: units come first, `counting` puts money to them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from argosy.strategy.inputs import Floats, Inputs
from argosy.strategy.streams import Stream
from argosy.strategy.types import WEEKS

REVIEW: Final = 4  # weeks between looks at the stock
AHEAD: Final = 60  # weeks of plan that an order may look beyond the end
LEAD_MAX: Final = 40
MEMORY: Final = 0.6  # of a week's luck that stays into the next
LEARNING: Final = 0.12  # how fast a planner believes what is seen
PEAK: Final = {
    "year_end": 47,
    "summer": 26,
    "winter": 3,
    "festival": 45,
}
Single = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Luck:
    """What happens to everybody of one mode or platform alike, so that options are compared fairly.

    One seller's profile has one `Luck` for each mode and platform, whatever the option.
    """

    noise: Single  # (weeks, paths), standard normal with memory
    halved: Floats  # numbers between 0 and 1 that times of blows are made of
    suspended: Floats
    frozen: Floats
    drift: Single  # (weeks, paths), what a dollar of sales is worth in what costs are paid in


class Fortune:
    """The luck of one profile, made once for each mode and platform."""

    def __init__(self, inputs: Inputs) -> None:
        """Most is drawn when it is asked for; what every stream asks for, at once."""
        self._inputs = inputs
        for key in ("kept_after_halving", "frozen_share"):
            inputs.usual(key)
        self._noise: dict[str, Single] = {}
        self._drift: Single | None = None

    def of(self, stream: Stream) -> Luck:
        """The luck of a stream: its mode's demand, its platform's blows, everybody's currency."""
        inputs, where = self._inputs, stream.form.platform or stream.form.key
        return Luck(
            noise=self._noise_of(stream.form.mode),
            halved=inputs.uniform(f"halved:{where}"),
            suspended=inputs.uniform(f"suspended:{where}"),
            frozen=inputs.uniform(f"frozen:{where}"),
            drift=self._drift_of(),
        )

    def steady(self, mode: str, where: str) -> Single:
        """Factors on the sales of a mode that has long been ripe, by week and path."""
        usual, weeks = self._inputs.usual, np.arange(WEEKS, dtype=np.float32)[:, None]
        swing = usual(f"swing.{mode}").astype(np.float32)
        halved = when(self._inputs.uniform(f"halved:{where}"), usual(f"halved_year.{mode}"))
        gone = when(self._inputs.uniform(f"suspended:{where}"), usual(f"suspended_year.{mode}"))
        kept = usual("kept_after_halving").astype(np.float32)
        found = np.exp(self._noise_of(mode) * swing - 0.5 * swing**2)
        found *= np.where(weeks >= halved, kept, np.float32(1))
        found[(weeks >= gone) & (weeks < gone + _rounded(usual("suspended_weeks")))] = 0
        return found

    def _noise_of(self, name: str) -> Single:
        if name not in self._noise:
            steps = self._inputs.normal(f"noise:{name}", WEEKS).astype(np.float32)
            fresh = np.float32((1 - MEMORY**2) ** 0.5)
            for week in range(1, WEEKS):
                steps[week] = MEMORY * steps[week - 1] + fresh * steps[week]
            self._noise[name] = steps
        return self._noise[name]

    def _drift_of(self) -> Single:
        if self._drift is None:
            steps = self._inputs.normal("fx", WEEKS).astype(np.float32)
            weekly = (self._inputs.usual("fx_year") / 52**0.5).astype(np.float32)
            walk = np.cumsum(steps, axis=0) * weekly
            time = np.arange(1, WEEKS + 1, dtype=np.float32)[:, None]
            self._drift = np.exp(walk - 0.5 * weekly**2 * time)
        return self._drift


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was sold and bought, week by week and path by path."""

    sold: Single
    ordered: Single
    arrived: Single
    held: Single
    ramp: Single  # how much of ripe demand had been reached


def shelf_of(inputs: Inputs, stream: Stream, luck: Luck) -> Shelf:
    """Play one stream through 104 weeks on every path: what is asked for, held, sold, bought."""
    season = _season(inputs, stream)
    ramp, factor = _ramp(stream), _blows(inputs, stream, luck)
    wish = _demand(stream, luck, season, ramp, factor)
    return _play(stream, wish, season, ramp)


def _season(inputs: Inputs, stream: Stream) -> Single:
    """Factors around one, by week and path; the high weeks are six around the peak."""
    weeks = WEEKS + AHEAD
    kind = inputs.profile.product.season or "flat"
    start = inputs.on.isocalendar().week
    if kind == "flat":
        return np.ones((weeks, inputs.paths), np.float32)
    away = (np.arange(weeks) + start - PEAK[kind] + 26) % 52 - 26
    hump = np.exp(-0.5 * (away / 4.0) ** 2).astype(np.float32)[:, None]
    found: Single = 1 + stream.season.astype(np.float32) * hump
    mean = 1 + stream.season * float(hump[:52].mean())
    return (found / mean).astype(np.float32)


def _ramp(stream: Stream) -> Single:
    """How much of ripe demand has been reached, by week since the first goods lie there."""
    weeks = np.arange(WEEKS + AHEAD, dtype=np.float32)[:, None]
    since = np.maximum(weeks - whole(stream.lead, LEAD_MAX).astype(np.float32), 0)
    half = np.maximum(stream.half, 0.5).astype(np.float32)
    found: Single = 1 - np.exp2(-since / half)
    return np.maximum(found, np.float32(0.02))


def _blows(inputs: Inputs, stream: Stream, luck: Luck) -> Single:
    """What is left of demand after an account is halved, and while it is suspended."""
    weeks = np.arange(WEEKS, dtype=np.float32)[:, None]
    halved = when(luck.halved, stream.halved_year)
    kept = np.clip(inputs.usual("kept_after_halving"), 0, 1).astype(np.float32)
    found = np.where(weeks >= halved, kept, np.float32(1))
    gone = when(luck.suspended, stream.suspended_year)
    until = gone + _rounded(stream.suspended_weeks)
    return np.where((weeks >= gone) & (weeks < until), np.float32(0), found)


def when(chance: Floats, yearly: Floats) -> Single:
    """The week in which something of a yearly chance first happens; far off where it does not."""
    rate = -np.log1p(-np.clip(yearly, 0, 0.99)) / 52
    wait = -np.log1p(-chance) / np.maximum(rate, 1e-9)
    return np.floor(np.minimum(wait, 1e6)).astype(np.float32)


def _rounded(weeks: Floats) -> Single:
    return np.rint(weeks).astype(np.float32)


def _demand(stream: Stream, luck: Luck, season: Single, ramp: Single, factor: Single) -> Single:
    swing = stream.swing.astype(np.float32)
    found = np.exp(luck.noise * swing - 0.5 * swing**2)
    found *= season[:WEEKS]
    found *= ramp[:WEEKS]
    found *= factor
    found *= stream.mature.astype(np.float32)
    return found


def whole(weeks: Floats, most: int) -> NDArray[np.intp]:
    """Whole weeks, at most so many."""
    return np.clip(np.rint(weeks), 0, most).astype(np.intp)


def _play(stream: Stream, wish: Single, season: Single, ramp: Single) -> Shelf:
    """Sell what is there, and buy ahead every fourth week."""
    paths = wish.shape[1]
    plan = season * ramp
    ahead = np.cumsum(plan, axis=0)
    lead = np.maximum(whole(stream.lead, LEAD_MAX), 1)
    each = np.arange(paths)
    horizon = lead + REVIEW + whole(stream.cover, 20)
    minimum = stream.minimum.astype(np.float32)
    arrived = np.zeros((WEEKS + LEAD_MAX + 1, paths), np.float32)
    ordered = np.zeros((WEEKS, paths), np.float32)
    sold = np.zeros((WEEKS, paths), np.float32)
    held = np.zeros((WEEKS, paths), np.float32)
    stock = np.zeros(paths, np.float32)
    coming = np.zeros(paths, np.float32)
    level = np.full(paths, stream.plan, np.float32)
    # What a frugal start may buy with: what it has been paid, less what runs on.
    earned = np.zeros(paths, np.float32)
    kept, landed = (
        stream.kept.astype(np.float32),
        np.maximum(stream.landed, 0.01).astype(np.float32),
    )
    weekly = (stream.fixed + stream.outsourced).astype(np.float32)
    paid = int(np.rint(np.median(stream.payout)))
    for week in range(WEEKS):
        stock += arrived[week]
        coming -= arrived[week]
        if week % REVIEW == 0:
            wanted = level * (ahead[np.minimum(week + horizon, len(plan) - 1), each] - ahead[week])
            lot = _lot(wanted - stock - coming, minimum, is_first=week == 0)
            if stream.frugal and week:
                lot = _afforded(lot, minimum, earned / landed)
                earned -= lot * landed
            elif stream.frugal:
                earned += lot * landed
            ordered[week] = lot
            arrived[week + lead, each] += lot
            coming += lot
        np.minimum(wish[week], stock, out=sold[week])
        earned += sold[max(week - paid, 0)] * kept - weekly
        stock -= sold[week]
        held[week] = stock
        seen = sold[week] / np.maximum(plan[week], np.float32(0.01))
        level += np.where(stock > 0, np.float32(LEARNING), np.float32(0)) * (seen - level)
    return Shelf(sold, ordered, arrived[:WEEKS], held, ramp[:WEEKS])


def _afforded(lot: Single, minimum: Single, units: Single) -> Single:
    """As much of a lot as there is money for; none where that is less than the supplier makes."""
    found = np.minimum(lot, units)
    return np.where(found >= minimum, found, np.float32(0))


def _lot(missing: Single, minimum: Single, *, is_first: bool) -> Single:
    """What is ordered: the supplier's minimum at least, and nothing for a need far below it."""
    if is_first:
        return np.maximum(missing, minimum)
    return np.where(missing > 0.35 * minimum, np.maximum(missing, minimum), np.float32(0))
