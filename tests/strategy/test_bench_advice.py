"""`argosy bench advice`: worlds of its own, the same every time, and counts that can be lost."""

import ast
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from argosy.cli import bench
from argosy.cli.benches import advice, advice_plain, advice_sellers, advice_worlds
from argosy.cli.benches.advice_months import MONTHS, Trade, live, luck
from argosy.cli.benches.advice_truths import NOTHING, margin, options, trades
from argosy.cli.benches.advice_worlds import KINDS, UNKNOWABLE, world
from argosy.strategy import queries
from argosy.strategy.options import options_for

# What the generator may import of ours: itself, and how a profile is written down.
GENERATOR = (
    "advice_trade",
    "advice_months",
    "advice_truths",
    "advice_sellers",
    "advice_profiles",
    "advice_worlds",
    "advice_plain",
)
SEED = 2_000_000  # neither trained on nor reported


def of_kind(kind, seed=SEED):
    """A world of a kind, whatever its seed would have been."""
    only = {one: float(one == kind) for one in KINDS}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(advice_worlds, "KINDS", only)
        return world(seed)


@pytest.fixture(scope="module")
def worlds():
    return {kind: of_kind(kind) for kind in KINDS}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module if node.level == 0 else "relative"
            yield from (f"{node.module}.{one.name}" for one in node.names)


@pytest.mark.parametrize("name", GENERATOR)
def test_the_generator_shares_no_code_and_no_data_with_the_adviser(name):
    folder = Path(advice.__file__).parent
    ours = [
        one for one in imported(folder / f"{name}.py") if one.startswith(("argosy", "relative"))
    ]
    allowed = ("argosy.cli.benches", "argosy.strategy.types")
    assert [one for one in ours if not one.startswith(allowed)] == []
    assert "yaml" not in (folder / f"{name}.py").read_text(encoding="utf-8")


def test_the_bench_itself_asks_the_adviser_at_its_door_alone():
    found = set(imported(Path(advice.__file__)))
    strategy = {one for one in found if one.startswith("argosy.strategy")}
    assert {one for one in strategy if not one.startswith("argosy.strategy.types")} == {
        "argosy.strategy",
        "argosy.strategy.queries",
    }


def test_a_seed_is_a_world():
    assert world(SEED) == world(SEED)
    assert world(SEED).profile != world(SEED + 1).profile


def test_every_kind_occurs_about_as_often_as_it_should():
    assert sum(KINDS.values()) == pytest.approx(1)
    dice = np.random.default_rng(1)
    kinds = set(dice.choice(list(KINDS), 300, p=list(KINDS.values())))
    assert kinds == set(KINDS)


def test_the_generator_knows_the_options_by_the_adviser_s_names(worlds):
    for made in worlds.values():
        told = {one.key for one in options_for(made.profile) if one.breadth != "lean"}
        assert set(made.value) == told


def test_doing_nothing_is_worth_nothing_and_is_always_possible(worlds):
    for made in worlds.values():
        assert made.value[NOTHING] == 0
        assert made.best >= 0
        assert made.stakes >= made.best


def test_each_kind_is_what_its_name_says(worlds):
    assert worlds["nothing_pays"].best == 0
    assert worlds["newcomer_little"].profile.stage.trials == {}
    assert set(worlds["store_trial"].profile.stage.trials) == {"marketplace", "storefront"}
    assert set(worlds["wholesaler"].profile.stage.trials) == {"distribution"}
    assert set(worlds["live_team"].profile.stage.trials) == {"social"}
    small, book = worlds["newcomer_little"].profile, worlds["amazon_book"].profile
    assert 3e3 <= small.capital.cash <= 1e4
    assert 5e3 <= book.stage.trials["marketplace"].monthly_sales <= 2e5
    trial = worlds["store_trial"].profile.stage.trials["storefront"]
    assert 100 <= trial.orders <= 3000


def test_what_was_tried_against_the_rules_is_best_where_it_says_so(worlds):
    made = worlds["contradicting"]
    tried = list(made.truth.running)[-1]
    best = max(made.value, key=made.value.get)
    assert tried in _forms(best)


def _forms(option):
    form = option.partition("@")[0]
    return advice_worlds.TOGETHER.get(form, (form,))


def test_unknowable_worlds_are_level_by_construction(worlds):
    equal = worlds["equal"]
    first, second = (equal.value[one] for one in equal.twins)
    assert first > 0
    assert second == pytest.approx(first, rel=0.01)
    assert {one.is_unknowable for one in worlds.values() if one.kind in UNKNOWABLE} == {True}
    assert not any(one.is_unknowable for one in worlds.values() if one.kind not in UNKNOWABLE)


def test_what_decides_in_a_hidden_world_is_not_told():
    falls = [of_kind("hidden", SEED + nth) for nth in range(6)]
    for made in falls:
        assert made.profile.market.comparable_units is None
        assert made.profile.market.competition is None
        assert made.twins[1] == NOTHING
    platform = [made.value[made.twins[0]] for made in falls]
    assert min(platform) < 0 < max(platform)  # the coin falls either way


def test_a_profile_knows_what_a_seller_knows_and_not_all_of_it(worlds):
    for made in worlds.values():
        said, truth = made.profile, made.truth
        assert said.product.price == round(truth.price, 2)
        assert said.capital.cash == truth.cash
        assert said.market.countries == (truth.market,)
    answers = [
        value
        for made in worlds.values()
        for part in ("product", "team", "capital")
        for value in made.profile.model_dump()[part].values()
    ]
    assert 0.1 < sum(one is None for one in answers) / len(answers) < 0.5


def test_a_book_says_what_is_true_but_for_its_luck(worlds):
    made = worlds["amazon_book"]
    told = made.profile.stage.trials["marketplace"].margin
    likely = told if isinstance(told, float) else told.likely
    assert likely == pytest.approx(margin(made.truth, "marketplace_amazon"), abs=0.05)


# --- the clock, against sums done by hand


def plain_trade(**changes):
    """A hundred units a month at US$ 10 of which 4 are kept, from goods that need one month."""
    one = Trade(
        family="marketplace",
        platform="amazon",
        ripe=100,
        expected=100,
        ripens=1e-9,
        season=(1.0,) * 48,
        net=10.0,
        goods=3.0,
        way_in=1.0,
        unit=2.0,
        ads=0.0,
        early=0.0,
        returned=0.0,
        return_cost=0.0,
        storage=0.0,
        rent=50.0,
        start=1000.0,
        lead=1,
        minimum=1,
        cover=1,
        deposit=1.0,
        credit=0.0,
        payout=0.0,
        halved=0.0,
        shut=0.0,
        luck=0.0,
    )
    return replace(one, **changes)


def fate(n=3):
    found = luck(np.random.default_rng(1), ("marketplace",), ("amazon",), n)
    return replace(found, currency=np.ones((MONTHS, n)))


def test_a_calm_trade_earns_what_the_sum_says():
    quiet = np.zeros((MONTHS, 3))
    found = live([plain_trade()], fate(), quiet, None)
    # 23 months of a hundred units at 4, the first order being smaller and sold out; rent, start.
    assert found.profit == pytest.approx([23 * 400 - 24 * 50 - 1000] * 3, abs=300)
    assert not found.is_ruined.any()


def test_who_cannot_pay_for_the_least_that_is_made_is_ruined_and_loses_it():
    quiet = np.zeros((MONTHS, 3))
    found = live([plain_trade(minimum=500)], fate(), quiet, 1200.0)
    assert found.is_ruined.all()
    assert (found.profit < -1000).all()


def test_who_loses_gives_up_after_nine_months():
    quiet = np.zeros((MONTHS, 3))
    loses = live([plain_trade(net=5.0)], fate(), quiet, None).profit
    goes_on = 23 * 100 * (5 - 6) - 24 * 50 - 1000
    assert (loses > goes_on).all()
    assert (loses < -1000).all()


def test_nothing_is_lost_by_a_larger_purse():
    quiet = np.zeros((MONTHS, 3))
    ruined = [
        live([plain_trade(ripens=4.0)], fate(), quiet, purse).is_ruined.mean()
        for purse in (500.0, 1500.0, 5000.0)
    ]
    assert ruined == sorted(ruined, reverse=True)


# --- other advice


def test_the_rules_of_thumb_say_what_the_account_says(worlds):
    newcomer = worlds["newcomer_medium"].profile
    assert advice_plain.rules(newcomer).startswith("marketplace_")
    assert advice_plain.stay(newcomer).startswith("marketplace_amazon@")
    assert advice_plain.everywhere(newcomer).startswith("everywhere@")
    book = worlds["amazon_book"].profile
    trial = book.stage.trials["marketplace"].model_copy(update={"lowest_month": 60_000.0})
    grown = book.model_copy(
        update={
            "stage": book.stage.model_copy(update={"trials": {"marketplace": trial}}),
            "capital": book.capital.model_copy(update={"cash": 50_000.0}),
            "product": book.product.model_copy(
                update={"character": "unique", "visual": "medium", "explaining": "much"}
            ),
        }
    )
    assert advice_plain.rules(grown).startswith("storefront@")
    poor = grown.model_copy(update={"capital": grown.capital.model_copy(update={"cash": 10_000.0})})
    assert not advice_plain.rules(poor).startswith("storefront@")


# --- the counts


@pytest.fixture(scope="module")
def few():
    return advice.rows(range(SEED, SEED + 6), 100)


def test_it_runs_and_says_what_it_should(few):
    detail = advice.counted(few, 100).detail
    assert set(detail["regret"]) == {"advice", "everywhere", "stay", "rules"}
    for one in detail["regret"].values():
        assert one["low"] <= one["mean"] <= one["high"]
        assert 0 <= one["mean"] <= 1
    assert set(detail["interval_coverage"]) >= {"rate", "by_family", "measured", "not_measured"}
    assert detail["wrong_go_rate"]["low"] <= detail["wrong_go_rate"]["high"]
    assert detail["not_separable_rate_when_unknowable"]["of"] + detail[
        "not_separable_rate_otherwise"
    ]["of"] == len(few)
    assert detail["interval_coverage"]["of"] == sum(len(one.checked) for one in few)


def test_equal_seeds_give_equal_rows(few):
    assert advice.rows(range(SEED, SEED + 2), 100) == few[:2]


def test_regret_is_what_the_best_option_is_worth_more(few):
    one = few[0]
    lost = advice._regrets([one], scaled=False)
    assert lost["advice"][0] == one.value_best - one.values["advice"]
    assert advice._regrets([one], scaled=True)["stay"][0] == pytest.approx(
        (one.value_best - one.values["stay"]) / one.stakes
    )


def test_a_go_into_a_loss_is_counted_and_missed(few):
    wrong = [replace(one, verdict="go", value_said=-1.0) for one in few]
    result = advice.counted(wrong, 100)
    assert result.detail["wrong_go_rate"]["rate"] == 1
    assert any("loses" in one for one in result.missed)


def test_intervals_that_hold_everything_are_missed_too(few):
    wide = [
        replace(one, checked=tuple(replace(each, low=-1e12, high=1e12) for each in one.checked))
        for one in few
    ]
    result = advice.counted(wide, 100)
    assert result.detail["interval_coverage"]["rate"] == 1
    assert any("100.0" in one for one in result.missed)


def test_advice_no_better_than_the_rules_is_missed(few):
    same = [replace(one, values=one.values | {"advice": one.values["rules"]}) for one in few]
    assert any("rules" in one for one in advice.counted(same, 100).missed)


def test_the_command_prints_json():
    found = CliRunner().invoke(
        bench.commands,
        ["advice", "--seeds", "2", "--first-seed", str(SEED), "--paths", "100", "--json"],
    )
    shape = json.loads(found.stdout.splitlines()[0])
    assert shape["name"] == "advice"
    assert shape["detail"]["first_seed"] == SEED


def test_nothing_is_done_upon_what_cannot_be_told():
    made = of_kind("newcomer_medium")
    told = queries.advise(profile=made.profile, seed=1, paths=100, platforms=False)
    for kind in ("not_yet", "insufficient"):
        verdict = told.verdict.model_copy(update={"kind": kind, "option": NOTHING})
        assert advice.action(told.model_copy(update={"verdict": verdict})) == NOTHING
    some = options(made.truth)[1]
    verdict = told.verdict.model_copy(update={"kind": "go", "option": some})
    assert advice.action(told.model_copy(update={"verdict": verdict})) == some


def test_several_ways_share_people_and_stock():
    made = of_kind("amazon_book")
    both = trades(made.truth, f"hybrid@{made.truth.market}/narrow")
    alone = trades(made.truth, f"storefront@{made.truth.market}/narrow")
    assert len(both) == 2
    assert both[1].ripe <= alone[0].ripe
    assert both[1].start < alone[0].start
    assert advice_sellers.KINDS.keys() == KINDS.keys()
