"""What the adviser asks: one question for each answer of a profile, each with its reason."""

from pathlib import Path

import pytest
import yaml

from argosy.strategy.questions import (
    MODES,
    asked_of,
    benchmark_of,
    by_key,
    missing,
    questions,
    sections,
)
from argosy.strategy.sellers import built_in
from argosy.strategy.types import (
    CRITERIA,
    Capital,
    Market,
    Product,
    Profile,
    Range,
    Stage,
    Team,
    Trial,
)

BENCHMARKS = Path("argosy/strategy/data/benchmarks.yaml")
CATEGORIES = tuple(each.value for each in by_key()["product.category"].choices)


def fields() -> set[str]:
    """The dotted name of every answer that a profile has room for."""
    parts = {
        "product": Product,
        "market": Market,
        "team": Team,
        "capital": Capital,
        "stage": Stage,
    }
    found = {f"{at}.{name}" for at, model in parts.items() for name in model.model_fields}
    return found | {"goals"}


def test_every_answer_of_a_profile_is_asked_for_once():
    asked = [one.key for one in questions() if not one.mode]

    assert sorted(asked) == sorted(fields())
    assert len(asked) == 46


def test_every_way_of_selling_is_asked_what_was_measured_of_it():
    for mode in MODES:
        names = {one.key.rsplit(".", 1)[1] for one in questions() if one.mode == mode}
        # An own store has one form only, and nothing but distribution has partners.
        left_out = {"storefront": {"form"}}.get(mode, set())
        left_out = left_out | (set() if mode == "distribution" else {"partners"})
        assert names == set(Trial.model_fields) - left_out


def test_sections_follow_each_other_and_hold_every_question():
    order = [one.key for one in sections()]

    assert order == ["product", "market", "team", "capital", "stage", "goals"]
    found = [order.index(one.section) for one in questions()]
    assert found == sorted(found)


@pytest.mark.parametrize("question", questions(), ids=lambda one: one.key)
def test_a_question_says_why_it_is_asked(question):
    assert question.text.endswith("?") or question.key == "goals"
    assert question.why.endswith(".")
    assert bool(question.choices) == (question.kind in {"choice", "level", "modes", "order"})
    if question.kind in {"quantity", "number"}:
        assert question.unit
        assert question.unit_text
        assert question.lowest < question.highest


def test_levels_have_an_anchor_each():
    levels = [one for one in questions() if one.kind == "level"]

    assert [one.key for one in levels] == [
        f"team.{skill}" for skill in ("operations", "traffic", "content", "live", "wholesale")
    ]
    for one in levels:
        assert [each.value for each in one.choices] == ["0", "1", "2", "3", "4"]


def test_goals_are_the_criteria():
    assert tuple(each.value for each in by_key()["goals"].choices) == CRITERIA


def test_a_benchmark_that_stands_in_is_one():
    stated = yaml.safe_load(BENCHMARKS.read_text(encoding="utf-8"))["benchmarks"]
    known = {one["key"] for one in stated}
    named = {
        one.benchmark.format(category=category)
        for one in questions()
        if one.benchmark
        for category in CATEGORIES
    }
    assert named - known == set()


def test_a_benchmark_of_returns_is_that_of_the_goods(on_day):
    returns = by_key()["product.return_rate"]

    assert benchmark_of(returns, Profile(name="x", on=on_day)) == "return_rate.other"
    shoes = Profile(name="x", on=on_day, product=Product(category="fashion"))
    assert benchmark_of(returns, shoes) == "return_rate.fashion"


def test_ways_that_are_not_begun_are_not_asked_about(on_day):
    newcomer = Profile(name="x", on=on_day)
    assert len(asked_of(newcomer)) == 46
    seller = Profile(name="x", on=on_day, stage=Stage(trials={"distribution": Trial()}))
    assert len(asked_of(seller)) == 46 + 9


def test_what_there_is_no_answer_without_is_named(on_day):
    empty = Profile(name="x", on=on_day)
    assert missing(empty) == (
        *("product.price", "product.unit_cost", "market.countries", "capital.cash"),
    )
    assert all(by_key()[key].essential for key in missing(empty))
    enough = Profile(
        name="x",
        on=on_day,
        product=Product(price=Range(low=1, likely=2, high=3), category="home"),
        market=Market(countries=("US",)),
        capital=Capital(cash=0),
    )
    assert missing(enough) == ()


def test_the_sellers_that_come_along_are_what_they_are_for():
    sellers = built_in()

    assert list(sellers) == ["newcomer", "home_storage", "factory", "live_first"]
    assert all(missing(one) == () for one in sellers.values())
    assert sellers["newcomer"].capital.cash == 8_000
    assert sellers["newcomer"].product.character == "standard"
    assert sellers["newcomer"].stage.trials == {}
    storage = sellers["home_storage"]
    assert storage.stage.trials["marketplace"].monthly_sales == 60_000
    assert storage.stage.trials["marketplace"].lowest_month == 54_500
    assert storage.capital.cash == 120_000
    assert set(sellers["factory"].stage.trials) == {"distribution"}
    assert sellers["factory"].team.wholesale == 4
    assert sellers["live_first"].team.live == 4
    assert sellers["live_first"].product.return_rate == 0.35
