"""What a simulated seller lives through: 24 months of stock, sales and cash, path by path.

The clock of `argosy bench advice`; nothing of it is shared with the adviser. Steps are months. A
seller orders by what was sold and what the purse allows, gives up after nine months if the
last three lost money, and stops with what is sunk when the purse is empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MONTHS: Final = 24
PATIENCE: Final = 9  # months before a seller gives up
LOOK_BACK: Final = 3  # months that have to have lost
FROZEN: Final = 3  # months that payouts of a closed account may be held back
KEPT: Final = 0.5  # of sales after a platform turns against a seller
STARTING: Final = 2  # months in which a start is paid
SALVAGE: Final = 0.28  # of what goods have cost, in a clearance
SAFE: Final = 0.6  # of the purse: more is not put into an order, if the supplier allows
UNTRIED: Final = 0.6  # of what is expected is bought for, as long as nothing has been sold
BELIEVES: Final = 0.4  # of a new month's pace, in what a seller expects
SLOW: Final = 5.0  # months of sales: more than that at the end is dead stock


@dataclass(frozen=True, slots=True)
class Trade:
    """One way to sell in one world, as it truly is. Money is US dollars, time is months."""

    family: str
    platform: str
    ripe: float  # units a month, in a usual month
    expected: float  # what the seller believes that to be before the first sale
    ripens: float
    season: tuple[float, ...]  # factor of each month and of some after
    net: float  # of VAT, a unit
    goods: float
    way_in: float  # freight and duty
    unit: float  # commission and sending
    ads: float  # of net sales
    early: float  # how much dearer buyers are at first
    returned: float
    return_cost: float  # of a unit, besides its price
    storage: float  # of a unit, a month
    rent: float  # a month, with hours bought
    start: float
    lead: float
    minimum: float
    cover: float
    deposit: float
    credit: float
    payout: float
    halved: float  # chance a year
    shut: float  # chance a year
    luck: float
    salvage: float = SALVAGE  # of what goods have cost, when they are cleared


@dataclass(frozen=True, slots=True)
class Luck:
    """One fate a path, the same for every way that it could touch."""

    pace: dict[str, Floats]  # (months, paths) by family, standard normal
    halved: dict[str, Floats]  # by platform or family, between 0 and 1
    shut: dict[str, Floats]
    frozen: dict[str, Floats]
    currency: Floats  # (months, paths)


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of it, path by path."""

    profit: Floats
    is_ruined: NDArray[np.bool_]


def luck(dice: np.random.Generator, families: Sequence[str], places: Sequence[str], n: int) -> Luck:
    """Draw fates; a month's pace remembers half of the last one's."""
    pace = {}
    for family in families:
        steps = dice.standard_normal((MONTHS, n))
        for month in range(1, MONTHS):
            steps[month] = 0.5 * steps[month - 1] + 0.75**0.5 * steps[month]
        pace[family] = steps
    halved, shut, frozen = ({place: dice.random(n) for place in places} for _ in range(3))
    currency = np.exp(np.cumsum(dice.normal(0, 0.012, (MONTHS, n)), axis=0))
    return Luck(pace, halved, shut, frozen, currency)


def live(trades: Sequence[Trade], fate: Luck, base: Floats, purse: float | None) -> Lived:
    """Go through two years with some ways to sell; `purse` None: somebody pays for everything.

    `base` is what comes in every month from what is sold already, (months, paths).
    """
    n = base.shape[1]
    runs = [_Run(one, fate, n, purse) for one in trades]
    cash = np.full(n, np.inf if purse is None else purse)
    ruined = np.zeros(n, bool)
    for month in range(MONTHS):
        cash = cash + base[month]
        for run in runs:
            cash = cash + run.month(month, cash)
        broke = (cash < 0) & ~ruined
        for run in runs:
            run.stop(month, broke)
        ruined |= broke
        cash[ruined] = 0.0
    profit = np.zeros(n)
    for run in runs:
        profit += run.settled()
    return Lived(profit, ruined)


class _Run:
    """One way to sell on its way through time."""

    def __init__(self, trade: Trade, fate: Luck, n: int, purse: float | None) -> None:
        self.trade, self.fate, self.n, self.purse = trade, fate, n, purse
        place = trade.platform or trade.family
        self.halved_at = _month(fate.halved[place], trade.halved)
        self.shut_at = _month(fate.shut[place], trade.shut)
        self.frozen = fate.frozen[place] < 0.3  # noqa: PLR2004 - the share of closures that freeze
        self.lead = max(1, round(trade.lead))
        size = MONTHS + 24
        self.coming = np.zeros((size, n))  # goods
        self.due = np.zeros((size, n))  # money, in and out
        self.stock, self.under_way = np.zeros(n), np.zeros(n)
        self.belief = np.full(n, trade.expected)
        self.runs = np.ones(n, bool)
        self.earned = np.zeros((MONTHS, n))
        self.sold = np.zeros((MONTHS, n))
        self.profit = np.full(n, -trade.start)

    def month(self, month: int, cash: Floats) -> Floats:
        """Sell, pay, order; what moves in or out of the purse."""
        one = self.trade
        arrived = np.where(self.runs, self.coming[month], 0.0)
        self.stock += arrived
        self.under_way -= arrived
        start = one.start / STARTING if month < STARTING else 0.0
        moved: Floats = -arrived * one.way_in - start
        ripeness = self._ripeness(month)
        wish = one.ripe * ripeness * one.season[month] * self._weather(month)
        sold = np.where(self.runs, np.minimum(wish, self.stock), 0.0)
        self.stock -= sold
        self.sold[month] = sold
        taken = sold * one.net * self.fate.currency[month]
        dear = 1 + one.early * (1 - ripeness)
        ads = sold * one.net * min(1.6, one.ads * dear)
        back = sold * one.returned * (one.net + one.return_cost)
        running = np.where(self.runs, one.rent + self.stock * one.storage, 0.0)
        earned = taken - sold * (one.goods + one.way_in + one.unit) - ads - back - running
        self.earned[month] = earned
        self.profit += earned
        self._payout(month, taken - sold * one.unit - back)
        moved = moved - ads - running
        self._order(month, sold, ripeness, cash)
        moved = moved + self.due[month]
        self._give_up(month)
        return moved

    def _ripeness(self, month: int) -> float:
        since = month - self.lead + 1
        if since <= 0:
            return 0.02
        return float(since / (since + self.trade.ripens))

    def _weather(self, month: int) -> Floats:
        one = self.trade
        found: Floats = np.exp(self.fate.pace[one.family][month] * one.luck - one.luck**2 / 2)
        found = np.where(month >= self.halved_at, found * KEPT, found)
        return np.where(month == self.shut_at, found * 0.5, found)

    def _payout(self, month: int, amount: Floats) -> None:
        """A platform pays later, half a month means half of it; frozen money waits a quarter."""
        whole, part = divmod(self.trade.payout, 1.0)
        late = np.where((month == self.shut_at) & self.frozen, FROZEN, 0).astype(np.intp)
        each = np.arange(self.n)
        self.due[month + int(whole) + late, each] += amount * (1 - part)
        self.due[month + int(whole) + 1 + late, each] += amount * part

    def _order(self, month: int, sold: Floats, ripeness: float, cash: Floats) -> None:
        one = self.trade
        scale = max(ripeness * one.season[month], 0.02)
        if month >= self.lead:
            # What was sold out would have sold more: nobody knows how much more.
            pace = np.where(
                self.stock > 0, sold / scale, np.maximum(sold / scale, self.belief) * 1.3
            )
            self.belief = (1 - BELIEVES) * self.belief + BELIEVES * pace
        ahead = sum(
            self._ripeness(month + step) * one.season[month + step]
            for step in range(1, self.lead + 1 + max(1, round(one.cover)))
        )
        trust = 1.0 if month >= self.lead else UNTRIED
        missing = self.belief * trust * ahead - self.stock - self.under_way
        lot = np.where(missing > 0.4 * one.minimum, np.maximum(missing, one.minimum), 0.0)
        most = SAFE * np.maximum(cash, 0.0) / (one.goods + one.way_in)
        lot = np.where(most >= one.minimum, np.minimum(lot, most), 0.0)
        if month == 0:
            lot = np.full(self.n, self._first(float(missing[0])))
        lot = np.where(self.runs & (month + self.lead < MONTHS), lot, 0.0)
        self.coming[month + self.lead] += lot
        self.under_way += lot
        self.due[month] -= lot * one.goods * one.deposit
        rest = month + max(0, round(0.7 * one.lead + one.credit))
        self.due[rest] -= lot * one.goods * (1 - one.deposit)

    def _first(self, wanted: float) -> float:
        """A first order is no larger than the purse bears, nor smaller than is made at all."""
        one = self.trade
        if self.purse is not None:
            wanted = min(wanted, SAFE * self.purse / (one.goods + one.way_in))
        return max(wanted, one.minimum)

    def _give_up(self, month: int) -> None:
        if month + 1 < PATIENCE:
            return
        lately = self.earned[month + 1 - LOOK_BACK : month + 1].sum(axis=0)
        self.stop(month, self.runs & (lately < 0), clear=True)

    def stop(self, month: int, who: NDArray[np.bool_], *, clear: bool = False) -> None:
        """End it: goods on hand and under way are cleared; who is ruined gets nothing more."""
        who = who & self.runs
        left = self.stock + self.under_way
        cost = self.trade.goods + self.trade.way_in
        self.profit -= np.where(who, left * cost * (1 - self.trade.salvage), 0.0)
        self.due[min(month + 2, MONTHS + 20)] += np.where(
            who & clear, left * cost * self.trade.salvage, 0.0
        )
        # What is under way need not be brought in any more; it was paid, or will be.
        self.stock = np.where(who, 0.0, self.stock)
        self.under_way = np.where(who, 0.0, self.under_way)
        self.runs = self.runs & ~who

    def settled(self) -> Floats:
        """The profit, after what will not be sold any more is written off."""
        usual = self.sold[-6:].mean(axis=0)
        left = np.maximum(self.stock + self.under_way - SLOW * usual, 0.0)
        cost = self.trade.goods + self.trade.way_in
        return self.profit - np.where(self.runs, left * cost * (1 - self.trade.salvage), 0.0)


def _month(chance: Floats, yearly: float) -> Floats:
    """The month in which something of a yearly chance first happens."""
    monthly = 1 - (1 - min(yearly, 0.9)) ** (1 / 12)
    found: Floats = np.floor(np.log(chance) / np.log1p(-max(monthly, 1e-9)))
    return found
