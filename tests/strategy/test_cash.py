"""The cash of one stream: a case that can be worked out by hand, and what must be monotone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.strategy.counting import Flows, simulate
from argosy.strategy.inputs import Inputs, spread_over
from argosy.strategy.options import FORMS
from argosy.strategy.simulating import Fortune, Luck
from argosy.strategy.streams import Stream
from argosy.strategy.types import WEEKS, Profile

PATHS = 3
PROFILE = Profile.model_validate({"name": "by hand", "on": "2026-11-27"})
NEVER = 1e-12  # a yearly chance that no path meets


def constant(value: float) -> np.ndarray:
    return np.full(PATHS, float(value))


def stream(**changed: float) -> Stream:
    """A shop without luck: 40 units a week once ripe, all known."""
    values = {
        "mature": 40, "half": 0.5, "season": 0, "swing": 0, "gross": 20, "vat": 0, "goods": 4,
        "freight": 1, "duty": 0.5, "fee": 3, "fulfilment": 4, "ad_share": 0.1, "return_rate": 0,
        "return_cost": 0, "lag": 3, "lead": 10, "credit": 0, "deposit": 0.3, "minimum": 20_000,
        "storage": 0, "cover": 4, "salvage": 0.25, "payout": 2, "reserve": 0, "fixed": 50,
        "outsourced": 0, "launch": 800, "hours": 10, "fx_cost": 0, "halved_year": NEVER,
        "suspended_year": NEVER, "residual": 0, "suspended_weeks": 2, "frozen_weeks": 13,
        "reserved_weeks": 8, "goods_leave": 0.7, "early_ads": 1,
    } | changed  # fmt: skip
    arrays = {name: constant(value) for name, value in values.items()}
    return Stream(form=FORMS["marketplace_amazon"], plan=values["mature"], **arrays)


def calm() -> Luck:
    """Nothing happens, and a dollar stays a dollar."""
    half = np.full(PATHS, 0.5)
    flat = np.zeros((WEEKS, PATHS), np.float32)
    return Luck(flat, half, half, half, np.ones((WEEKS, PATHS), np.float32))


def play(made: Stream) -> Flows:
    return simulate(Inputs(PROFILE, seed=1, paths=PATHS), made, calm())


def expected() -> tuple[np.ndarray, float]:
    """Cash by week and profit, from the description alone.

    The first lot of 20,000 units, more than two years sell, is paid 30 % at once and 70 % when the
    goods leave in week 7 (0.7 of 10 weeks), freight and duty of 1.50 a unit on arrival in week 10.
    From then on 40 units a week times the ramp 1 - 4^-n in the n-th week (0.02 in the first) sell
    at 20; the platform pays 20 - 3 - 4 = 13 a unit two weeks later. Finding buyers costs 0.1 of
    sales times (2 - ramp). 50 a week is fixed, and 800 are spent in eight equal weeks.
    """
    ramp = np.array([max(1 - 4.0 ** -max(week - 10, 0), 0.02) for week in range(WEEKS)])
    sold = np.where(np.arange(WEEKS) >= 10, 40 * ramp, 0)
    cash = np.full(WEEKS, -50.0)
    cash[:8] -= 100
    cash[0] -= 0.3 * 20_000 * 4
    cash[7] -= 0.7 * 20_000 * 4
    cash[10] -= 20_000 * 1.5
    ads = sold * 20 * 0.1 * (2 - ramp)
    cash -= ads
    cash[2:] += 13 * sold[:-2]
    dead = 20_000 - sold.sum() - sold[-26:].sum()
    profit = (13 - 5.5) * sold.sum() - ads.sum() - 50 * WEEKS - 800 - dead * 5.5 * 0.75
    return cash, profit


def test_the_cash_of_a_calm_shop_is_what_can_be_worked_out_by_hand():
    # Who sees nine months on that four fifths will never sell stops: here that never pays, as what
    # is left over is lost either way and each further unit still brings money.
    found = play(stream())
    cash, profit = expected()
    assert found.stopped == 0
    assert found.cash[:, 0] == pytest.approx(cash, rel=1e-5, abs=0.01)
    assert found.profit == pytest.approx(np.full(PATHS, profit), rel=1e-6)


def test_the_steps_from_sales_to_profit_add_up():
    found = play(stream(return_rate=0.1, return_cost=4, storage=0.02, residual=0.3))
    assert sum(layer[0] for layer in found.layers.values()) == pytest.approx(found.profit[0])
    units = found.layers["sales"][0] / 20
    assert found.layers["platform_fees"][0] == pytest.approx(-3 * units)
    # Each unit that comes back: 20 given back, 3 of fee and 5.50 of goods had again, 4 lost.
    assert found.layers["returns"][0] == pytest.approx(-0.1 * units * (20 - 3 - 5.5 + 4), rel=1e-5)


def test_who_loses_for_nine_months_stops_and_sells_off():
    made = stream(gross=9, minimum=100, fixed=200)
    found = play(made)
    assert found.stopped == 1
    assert (found.earned[39:] == 0).all()
    weeks = found.layers["fixed"][0] / -200
    assert weeks == pytest.approx(39)


def test_a_frozen_account_is_paid_a_quarter_later():
    """Suspended in week 30: two weeks without sales, and payouts held back until week 43."""
    made = stream(suspended_year=0.99)
    week_30 = 1 - 0.01 ** (30.5 / 52)  # the number of which 30 comes out
    inputs = Inputs(PROFILE, seed=1, paths=PATHS)
    luck = replace(calm(), suspended=np.full(PATHS, week_30), frozen=constant(0.0))
    found = simulate(inputs, made, luck)
    inputs_free = Inputs(PROFILE, seed=1, paths=PATHS)
    free = simulate(inputs_free, made, replace(luck, frozen=constant(1.0)))
    assert found.cash[30, 0] < 0 < free.cash[30, 0]
    assert found.cash[30:44, 0].sum() == pytest.approx(free.cash[30:44, 0].sum(), rel=1e-5)
    assert found.profit[0] == free.profit[0]
    # Two weeks of 40 units at 20 less what they would have cost are gone for both.
    assert play(stream()).layers["sales"][0] - free.layers["sales"][0] == pytest.approx(1600)


COSTS = ("fee", "fulfilment", "goods", "freight", "duty", "ad_share", "fixed", "launch", "storage")


@settings(max_examples=60, deadline=None)
@given(
    cost=st.sampled_from(COSTS),
    more=st.floats(0.01, 3),
    gross=st.floats(6, 40),
    minimum=st.floats(10, 3000),
    returns=st.floats(0, 0.6),
)
def test_a_higher_cost_never_makes_a_profit(cost, more, gross, minimum, returns):
    made = stream(gross=gross, minimum=minimum, return_rate=returns, return_cost=2)
    dearer = replace(made, **{cost: getattr(made, cost) + more / (10 if cost == "ad_share" else 1)})
    before, after = play(made).profit, play(dearer).profit
    assert (after <= before + 1e-3 * np.abs(before) + 0.5).all()


@settings(max_examples=200, deadline=None)
@given(
    low=st.floats(0.001, 10), step=st.floats(0, 10), more=st.floats(0, 10),
    normal=st.floats(-3, 3),
)  # fmt: skip
def test_a_range_is_kept_and_rises(low, step, more, normal):
    likely, high = low + step, low + step + more
    ends = spread_over(low, likely, high, np.array([-1.6448536269514722, 0.0, 1.6448536269514722]))
    assert ends == pytest.approx([low, likely, high], rel=1e-9)
    here = spread_over(low, likely, high, np.array([normal]))
    there = spread_over(low, likely, high * 1.1, np.array([normal]))
    assert there[0] >= here[0] - 1e-9


def test_each_platform_has_one_fate_whatever_is_sold_there():
    inputs = Inputs(PROFILE, seed=7, paths=50)
    fortune = Fortune(inputs)
    one, other = (stream(), replace(stream(), form=FORMS["distribution_vendor"]))
    assert (fortune.of(one).halved == fortune.of(other).halved).all()
    ebay = replace(stream(), form=FORMS["marketplace_ebay"])
    assert (fortune.of(one).halved != fortune.of(ebay).halved).any()
