"""From units to money: what each week earns as it arises, and when the money moves.

Money comes when the platform pays and goes when the supplier is paid; payouts are held back and
frozen. Who loses for nine months and would go on losing stops: stock is sold off. Nothing depends
on how much cash there is, so more cash never makes ruin likelier; and a path's profit is the better
of going on and stopping, both of which a higher fee makes smaller, so a fee never makes a profit.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from argosy.strategy.inputs import Floats, Inputs
from argosy.strategy.simulating import Luck, Shelf, Single, shelf_of, when, whole
from argosy.strategy.streams import Stream
from argosy.strategy.types import WEEKS

DELAY_MAX: Final = 30
ADS_MAX: Final = 2.0  # of sales: nobody goes on advertising for more
LAUNCHED: Final = 8  # weeks over which a start is paid
REVIEWED: Final = 39  # weeks: when who loses asks whether to go on
SOLD_OFF: Final = 8  # weeks until what is left of the stock is turned into money
HALF_YEAR: Final = 26
HELD_MAX: Final = 30  # weeks of a reserve
BEFORE: Final = DELAY_MAX + HELD_MAX  # weeks: no flow comes later than so much


@dataclass(frozen=True, slots=True)
class Flows:
    """What came of a stream. `cash` is by week and path; the rest by path, over 24 months."""

    cash: Single  # (weeks, paths), in and out of the purse
    earned: Single  # (weeks, paths), sales less costs as they arise; no launch
    layers: dict[str, Floats]  # signed; they add up to the profit
    sales_late: Floats  # of the second year, net of VAT
    stopped: float  # share of paths that give up after nine months
    hours: Floats  # a week

    @property
    def profit(self) -> Floats:
        """What is left over 24 months, with stock that nobody will buy written off."""
        found: Floats = np.add.reduce(list(self.layers.values()))
        return found


@dataclass(frozen=True, slots=True)
class _Money:
    """By week and path, as it arises."""

    sales: Single  # net of VAT
    ads: Single
    returned: Single
    storage: Single
    exchanged: Single
    running: Single  # fixed costs and bought hours

    def parts(self) -> tuple[Single, ...]:
        return (self.sales, self.ads, self.returned, self.storage, self.exchanged, self.running)


def simulate(inputs: Inputs, stream: Stream, luck: Luck) -> Flows:
    """Play one stream through 104 weeks on every path, and count the money."""
    shelf = shelf_of(inputs, stream, luck)
    money = _arising(stream, luck, shelf)
    unit = (stream.fee + stream.fulfilment + stream.residual).astype(np.float32)
    landed = stream.goods + stream.freight + stream.duty
    earned = (
        money.sales
        - money.returned
        - shelf.sold * (landed.astype(np.float32) + unit)
        - money.ads
        - money.storage
        + money.exchanged
        - money.running
    )
    left = _left_over(shelf)
    dropped = _stock_at(shelf, REVIEWED)
    lost = landed * (1 - stream.salvage)
    rest = earned[REVIEWED:].sum(axis=0, dtype=np.float64)
    stops = rest - left * lost + dropped * lost < 0
    for part in (*money.parts(), shelf.sold, shelf.held, shelf.ordered, earned):
        part[REVIEWED:, stops] = 0
    dead = np.where(stops, dropped, left) * lost
    cash = _cash(inputs, stream, luck, shelf, money)
    sold_off = np.where(stops, dropped * landed * stream.salvage, 0.0)
    cash[REVIEWED + SOLD_OFF] += sold_off.astype(np.float32)
    late = money.sales[WEEKS // 2 :].sum(axis=0, dtype=np.float64)
    layers = _layers(stream, shelf, money)
    layers["dead_stock"] = -dead
    return Flows(cash, earned, layers, late, float(stops.mean()), stream.hours)


def _arising(stream: Stream, luck: Luck, shelf: Shelf) -> _Money:
    sold = shelf.sold
    net = (stream.gross - stream.vat).astype(np.float32)
    sales = sold * net
    premium = 1 + stream.early_ads.astype(np.float32) * (1 - shelf.ramp)
    ads = sales * np.minimum(stream.ad_share.astype(np.float32) * premium, np.float32(ADS_MAX))
    back = stream.return_rate.astype(np.float32)
    unit = stream.fee + stream.fulfilment + stream.residual
    landed = stream.goods + stream.freight + stream.duty
    # A unit that comes back: its price is given back, and the fee and the goods are had again, less
    # what of both is lost.
    returned = sold * back * (net + (stream.return_cost - stream.fee - landed).astype(np.float32))
    storage = shelf.held * stream.storage.astype(np.float32)
    kept = luck.drift * (1 - stream.fx_cost).astype(np.float32) - 1
    exchanged = kept * (sales * (1 - back) - sold * unit.astype(np.float32))
    weekly = (stream.fixed + stream.outsourced).astype(np.float32)
    running = np.broadcast_to(weekly, sold.shape).copy()
    return _Money(sales, ads, returned, storage, exchanged, running)


def _stock_at(shelf: Shelf, week: int) -> Floats:
    """Units on the shelf and on their way at the start of a week."""
    ordered = shelf.ordered[:week].sum(axis=0, dtype=np.float64)
    sold = shelf.sold[:week].sum(axis=0, dtype=np.float64)
    found: Floats = ordered - sold
    return found


def _left_over(shelf: Shelf) -> Floats:
    """Units at the end beyond what half a year sells: these nobody will buy."""
    usual = shelf.sold[-HALF_YEAR:].sum(axis=0, dtype=np.float64)
    found: Floats = np.maximum(_stock_at(shelf, WEEKS) - usual, 0)
    return found


def _later(flow: Single, delay: NDArray[np.intp]) -> Single:
    """What is due each week when each path's flow comes so many weeks later."""
    paths = flow.shape[1]
    before = np.zeros((BEFORE, paths), np.float32)
    whole_time = np.concatenate((before, flow)).ravel()
    found: Single = whole_time.take(_places(paths) - delay * paths)
    return found


@cache
def _places(paths: int) -> NDArray[np.intp]:
    """Where each week and path stands in a flow that begins long before, laid out in one row."""
    found: NDArray[np.intp] = np.arange(BEFORE * paths, (BEFORE + WEEKS) * paths, dtype=np.intp)
    return found.reshape(WEEKS, paths)


def _cash(inputs: Inputs, stream: Stream, luck: Luck, shelf: Shelf, money: _Money) -> Single:
    """When money moves: payouts, reserves, refunds, suppliers, freight and duty."""
    unit = (stream.fee + stream.fulfilment + stream.residual).astype(np.float32)
    paid = money.sales - shelf.sold * unit + money.exchanged
    delay = whole(stream.payout, DELAY_MAX)
    held = stream.reserve.astype(np.float32)
    found = _later(paid * (1 - held), delay)
    found += _later(paid * held, delay + whole(stream.reserved_weeks, HELD_MAX))
    _freeze(inputs, stream, luck, found)
    found -= _later(money.returned, whole(stream.lag, DELAY_MAX))
    goods = stream.goods.astype(np.float32)
    down = stream.deposit.astype(np.float32)
    bought = shelf.ordered * goods
    found -= bought * down
    found -= _later(
        bought * (1 - down), whole(stream.lead * stream.goods_leave + stream.credit, DELAY_MAX)
    )
    found -= shelf.arrived * (stream.freight + stream.duty).astype(np.float32)
    found -= money.ads + money.storage + money.running
    found[:LAUNCHED] -= (stream.launch / LAUNCHED).astype(np.float32)
    return found


def _freeze(inputs: Inputs, stream: Stream, luck: Luck, found: Single) -> None:
    """Hold back the payouts of accounts that are suspended and frozen."""
    gone = when(luck.suspended, stream.suspended_year)
    share, weeks = inputs.usual("frozen_share"), whole(stream.frozen_weeks, WEEKS)
    for path in np.flatnonzero((gone < WEEKS) & (luck.frozen < share)):
        start = int(gone[path])
        stop = min(start + int(weeks[path]), WEEKS)
        kept = float(found[start:stop, path].sum())
        found[start:stop, path] = 0
        if stop < WEEKS:
            found[stop, path] += kept


def _layers(stream: Stream, shelf: Shelf, money: _Money) -> dict[str, Floats]:
    """Each step from what buyers pay to what is left."""
    units = shelf.sold.sum(axis=0, dtype=np.float64)
    ads, returned, storage, exchanged = (
        part.sum(axis=0, dtype=np.float64)
        for part in (money.ads, money.returned, money.storage, money.exchanged)
    )
    weekly = np.maximum(stream.fixed + stream.outsourced, 1e-9)
    weeks = money.running.sum(axis=0, dtype=np.float64) / weekly
    return {
        "sales": units * stream.gross,
        "vat": -units * stream.vat,
        "goods": -units * stream.goods,
        "freight": -units * stream.freight,
        "duty": -units * stream.duty,
        "platform_fees": -units * stream.fee,
        "fulfilment": -units * stream.fulfilment,
        "residual": -units * stream.residual,
        "advertising": -ads,
        "returns": -returned,
        "storage": -storage,
        "fx": exchanged,
        "fixed": -stream.fixed * weeks,
        "outsourced": -stream.outsourced * weeks,
        "launch": -stream.launch,
    }
