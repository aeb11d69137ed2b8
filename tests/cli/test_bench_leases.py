"""`argosy bench leases`: a fair fight, the same every time, that can be lost."""

import json

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from argosy.channels.pacing import pace_from_sales
from argosy.channels.pooling import buffer_for, shown
from argosy.channels.types import CALM, SURGE, ChannelPace
from argosy.cli import bench
from argosy.cli.benches import lease_worlds, leases
from argosy.cli.benches.lease_sets import Stocks, buffers_for
from argosy.cli.benches.lease_shelves import Fixed, Plain, Pooled, play
from argosy.cli.benches.lease_worlds import LAGS_S, pace, worlds
from argosy.cli.benches.result import show

FEW_BUYERS = 8.0  # units an hour of the best seller: quick, and everything still happens


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(lease_worlds, "TOP_RATE", FEW_BUYERS)
    monkeypatch.setattr(leases, "TRAINING", 4)


@pytest.fixture
def made():
    return worlds(range(1, 25))


def drawn(seed, *, many):
    """Stocks of every kind: plenty and few, all that is known of a channel at random."""
    dice, shape = np.random.default_rng(seed), (300, 6)
    lag_s = dice.permuted(np.tile(LAGS_S, (300, 1)), axis=1)
    arriving = np.where(dice.random(shape) < 0.3, lag_s * dice.random(shape), 0.0)
    arriving[:150] = 0.0
    return Stocks(
        available=dice.integers(0, 2000 if many else 90, 300),
        rate=dice.exponential(5, shape),
        dispersion=1 + dice.exponential(1, shape),
        lag_s=lag_s,
        recent=dice.exponential(30, shape) * (dice.random(shape) < 0.2),
        showing=dice.integers(0, 14, shape) * (dice.random(shape) < 0.7),
        arriving_s=arriving,
        meanwhile=dice.integers(0, 9, shape),
        bound=0.001,
        surge=SURGE,
    )


KNOWN = ("rate", "dispersion", "lag_s", "showing", "arriving_s", "meanwhile", "recent")


def one_by_one(stocks):
    for row, available in enumerate(stocks.available.tolist()):
        values = [getattr(stocks, name)[row].tolist() for name in KNOWN]
        yield shown(available, [ChannelPace(*one) for one in zip(*values, strict=True)])


@pytest.mark.parametrize("many", [True, False])
def test_the_simulated_policy_is_the_one_that_the_product_has(many):
    stocks = drawn(7, many=many)
    quantity, flight = stocks.decide()
    found = list(one_by_one(stocks))
    assert [[one.quantity for one in each.channels] for each in found] == quantity.tolist()
    assert [[one.flight for one in each.channels] for each in found] == flight.tolist()


def test_the_simulated_buffers_and_paces_are_the_ones_that_the_product_has():
    dice = np.random.default_rng(3)
    mean, spread = dice.exponential(3, 200), 1 + dice.exponential(1, 200)
    pairs = zip(mean.tolist(), spread.tolist(), strict=True)
    assert buffers_for(mean, spread, 0.001).tolist() == [buffer_for(*one, 0.001) for one in pairs]
    counts = dice.poisson(2, (20, 100))
    counts[3, 50] = 80
    rate, dispersion = pace(counts)
    for row, count in enumerate(counts.tolist()):
        found = pace_from_sales(count)
        assert found.rate_per_hour == pytest.approx(rate[row])
        assert found.dispersion == pytest.approx(dispersion[row])


def test_every_policy_meets_the_same_buyers_and_every_run_is_the_same(made):
    ours, again = play(made, Pooled(0.001)), play(worlds(range(1, 25)), Pooled(0.001))
    other = play(made, Plain(600.0))
    assert ours.asked.tolist() == other.asked.tolist()
    assert ours.sold.tolist() == again.sold.tolist()
    assert ours.sends.tolist() == again.sends.tolist()


def test_no_more_is_sold_than_there_was_and_one_shelf_sells_the_most(made):
    ideal = play(made, Plain(None), instant=True)
    assert ideal.oversold.sum() == 0
    for policy in (Pooled(0.001), Fixed(np.full(6, 3)), Plain(600.0)):
        found = play(made, policy)
        assert (found.sold <= made.stock[np.arange(len(made.stock))]).all()
        assert found.sold.sum() <= ideal.sold.sum()


def test_the_festival_breaks_what_has_no_guard(made):
    """Else nothing would follow from ours not breaking."""
    assert play(made, Pooled(0.001)).oversold.sum() == 0
    assert play(made, Plain(600.0)).oversold.sum() > 100
    assert play(made, Fixed(np.zeros(6, dtype=np.int64))).oversold.sum() > 50
    assert play(made, leases.unguarded()).oversold.sum() > 0
    assert leases.unguarded() == Pooled(0.9, CALM)


def test_an_interval_is_wider_where_windows_of_a_seed_are_alike():
    broken, windows = np.array([10, 0, 0, 0]), np.array([100, 100, 100, 100])
    low, high = leases.interval(broken, windows, np.arange(4))
    assert low < 0.025 < high
    spread = leases.interval(np.array([3, 2, 3, 2]), windows, np.arange(4))
    assert spread[0] > low
    assert spread[1] < high
    # Of 1,000 windows none: 1 - 0.005^(1/1000).
    none = leases.interval(np.zeros(4, np.int64), np.full(4, 250), np.arange(4))
    assert none == (0.0, pytest.approx(0.005284, abs=1e-6))


def test_the_fixed_buffers_suit_and_half_of_them_do_not(made):
    found = leases.tuned(made, lambda outcome: outcome.oversold.sum(axis=0) <= 0)
    assert play(made, found).oversold.sum() == 0
    assert found.buffers[0] < found.buffers[-1]
    less = Fixed(found.buffers // 2)
    assert play(made, less).oversold.sum() > 0


def test_the_bench_prints_its_result_and_keeps_the_chart(tmp_path, capsys):
    result = leases.measure(4, 1)
    assert result.name == "leases"
    assert result.shape["unit"] == "%"
    assert result.detail["policies"]["ours"]["oversold_units"] == 0
    assert len(result.detail["chart"]) == 4 * len(LAGS_S)
    with pytest.raises(typer.Exit):
        show(result, as_json=False)
    assert "ours 1800" in capsys.readouterr().out
    leases.save(result, tmp_path / "data" / "kept.json")
    kept = json.loads((tmp_path / "data" / "kept.json").read_text())
    assert kept["chart"] == result.detail["chart"]


def test_what_is_kept_is_of_a_thousand_festivals_and_within_the_bound():
    kept = json.loads(leases.SAVED.read_text())
    assert kept["seeds"] >= 1000
    assert kept["interval"][1] <= kept["bound"]
    assert kept["first_seed"] + kept["seeds"] < leases.TRAINING_FROM
    ours, fixed = kept["policies"]["ours"], kept["policies"]["fixed"]
    assert ours["lost_sales"] <= fixed["lost_sales"] / 2
    assert ours["oversold_units"] <= fixed["oversold_units"]


def test_no_festival_is_none(tmp_path):
    app = bench.commands
    done = CliRunner().invoke(app, ["leases", "--seeds", "0"])
    assert done.exit_code == 2
