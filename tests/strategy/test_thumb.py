"""The practitioner's rules of thumb: each named for the seller it fits, and silent or overruled
where that seller's own figures say otherwise."""

import inspect
from dataclasses import replace
from typing import Any

import pytest

from argosy.strategy.changing import MEASURED, change_of
from argosy.strategy.gating import gates_of
from argosy.strategy.inputs import Inputs
from argosy.strategy.options import NOT_YET, option
from argosy.strategy.outcomes import played, running
from argosy.strategy.simulating import Fortune
from argosy.strategy.standing import Standing
from argosy.strategy.thumb import RULES, Asked
from argosy.strategy.types import Gate, Profile, RuleSaid

PURSE = 40_000.0
STEADY = {"months": 30, "orders": 9000, "monthly_sales": 62_000, "lowest_month": 55_000}
EARNING = {"months": 1, "orders": 400, "margin": {"low": 0.04, "likely": 0.09, "high": 0.14}}


def seller(**said: Any) -> Profile:
    """A seller of whom nothing is known but what is said here."""
    return Profile.model_validate({"name": "rule", "on": "2026-11-27"} | said)


def judged(
    profile: Profile, form: str, *, breadth: str = "narrow", purse: float = PURSE, share: float = 1
) -> tuple[dict[str, Gate], dict[str, RuleSaid]]:
    """The gates and rules of one option, whatever it would earn."""
    inputs = Inputs(profile, seed=1, paths=10)
    one = option(form, "US", breadth)
    idle = played(inputs, option(NOT_YET, "", ""), [], running(inputs, Fortune(inputs)))
    done = replace(idle, option=one)
    gates, rules = gates_of(done, Asked(one, purse, share, Standing(profile)))
    return {gate.code: gate for gate in gates}, {rule.policy: rule for rule in rules}


def stage(influence: str | None = None, **trials: dict[str, Any]) -> dict[str, Any]:
    return {"stage": {"trials": trials, "brand_influence": influence}}


# Rule, who it fits, an option that follows it, one that contradicts it, the figure that decided.
FITTING: list[tuple[str, dict[str, Any], str, str, dict[str, float | str]]] = [
    ("start_one_platform", {}, "marketplace_amazon", "storefront", {}),
    ("start_one_platform", {}, "marketplace_aliexpress", "amazon_ebay", {}),
    (
        "distribution_after_brand",
        stage("none"),
        "",
        "distribution_dealers",
        {"influence": "none"},
    ),
    (
        "small_team_focus",
        {"team": {"people": 3}},
        "storefront",
        "hybrid",
        {"people": 3, "limit": 3},
    ),
    (
        "standard_to_platform",
        {"product": {"character": "standard"}},
        "marketplace_ebay",
        "storefront",
        {},
    ),
    (
        "teaching_to_own_store",
        {"product": {"explaining": "much"}},
        "storefront",
        "marketplace_amazon",
        {},
    ),
    ("teaching_to_own_store", {"product": {"character": "unique"}}, "hybrid", "social_live", {}),
    (
        "visual_to_social",
        {"product": {"visual": "high"}},
        "social_content",
        "marketplace_temu_full",
        {},
    ),
    (
        "spread_after_halving",
        {"stage": {"trials": {"marketplace": STEADY}, "main_platform_share": 0.95}},
        "storefront",
        "marketplace_amazon",
        {"share": 0.95},
    ),
]


@pytest.mark.parametrize(("policy", "said", "good", "bad", "values"), FITTING)
def test_a_rule_is_named_for_the_seller_it_fits(policy, said, good, bad, values):
    profile = seller(**said)
    if good:
        gates, rules = judged(profile, good)
        assert rules[policy].stance == "follows"
        assert policy not in gates
    gates, rules = judged(profile, bad)
    assert (rules[policy].stance, rules[policy].values) == ("contradicts", values)
    if policy in ("start_one_platform", "distribution_after_brand", "small_team_focus"):
        assert gates[policy].closed


def test_an_own_store_wants_three_months_above_the_limit_none_below():
    almost = STEADY | {"lowest_month": 49_999}
    for trial, stance in ((STEADY, "follows"), (almost, "contradicts")):
        gates, rules = judged(seller(**stage(marketplace=trial)), "storefront")
        assert rules["own_store_after"].stance == stance
        assert ("own_store_after" in gates) == (stance == "contradicts")
    gate = gates["own_store_after"]
    assert (gate.closed, gate.measured, gate.limit) == (True, 49_999.0, 50_000.0)
    # Two modes count together; months that nobody has stated count as nothing.
    two = stage(marketplace=almost, social={"months": 4, "lowest_month": 2_000})
    assert judged(seller(**two), "storefront")[1]["own_store_after"].stance == "follows"
    unsaid = stage(marketplace={"months": 30, "monthly_sales": 62_000})
    assert judged(seller(**unsaid), "storefront")[0]["own_store_after"].measured == 0


def test_an_own_store_wants_twenty_thousand_dollars():
    said = stage(marketplace=STEADY)
    assert "own_store_outlay" not in judged(seller(**said), "storefront", purse=20_000)[0]
    gate = judged(seller(**said), "storefront", purse=19_999)[0]["own_store_outlay"]
    assert (gate.closed, gate.values["cash"], gate.limit) == (True, 19_999, 20_000)


def test_several_modes_want_a_main_one():
    said = seller(**stage(marketplace=STEADY))
    assert "one_main_mode" not in judged(said, "hybrid", share=0.5)[0]
    gate = judged(said, "everywhere", share=0.4)[0]["one_main_mode"]
    assert (gate.closed, gate.values["share"]) == (True, 0.4)


def test_few_dealers_come_first():
    said = seller(**stage("some"))
    assert judged(said, "distribution_dealers")[1]["few_dealers_first"].stance == "follows"
    broad = judged(said, "distribution_dealers", breadth="broad")[1]["few_dealers_first"]
    assert (broad.stance, broad.values) == ("contradicts", {"partners": 0.0})
    many = seller(**stage("some", distribution={"months": 40, "partners": 14}))
    assert "few_dealers_first" not in judged(many, "distribution_dealers", breadth="broad")[1]


# Rule, whose own figures contradict it, the option that they open.
OWN: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    ("start_one_platform", stage(storefront=EARNING), "storefront", {}),
    ("own_store_after", stage(storefront=EARNING), "storefront", {}),
    ("own_store_outlay", stage(storefront=EARNING), "storefront", {"purse": 9_000.0}),
    ("distribution_after_brand", stage("none", distribution=EARNING), "distribution_dealers", {}),
    (
        "few_dealers_first",
        stage("some", distribution=EARNING),
        "distribution_dealers",
        {"breadth": "broad"},
    ),
    (
        "small_team_focus",
        {"team": {"people": 2}} | stage(marketplace=EARNING, storefront=EARNING),
        "hybrid",
        {},
    ),
    (
        "one_main_mode",
        stage(marketplace=EARNING, storefront=EARNING),
        "hybrid",
        {"share": 0.4},
    ),
    (
        "standard_to_platform",
        {"product": {"character": "standard"}} | stage(storefront=EARNING),
        "storefront",
        {},
    ),
    (
        "teaching_to_own_store",
        {"product": {"explaining": "much"}} | stage(social=EARNING),
        "social_live",
        {},
    ),
    (
        "visual_to_social",
        {"product": {"visual": "high"}} | stage(marketplace=EARNING),
        "marketplace_amazon",
        {},
    ),
    (
        "spread_after_halving",
        {
            "stage": {
                "trials": {
                    "marketplace": EARNING,
                    "storefront": {"months": 6, "orders": 500, "margin": -0.2},
                },
                "main_platform_share": 0.9,
            }
        },
        "marketplace_amazon",
        {},
    ),
]


@pytest.mark.parametrize(("policy", "said", "form", "more"), OWN)
def test_own_figures_overrule_a_rule_and_are_given_as_the_reason(policy, said, form, more):
    gates, rules = judged(seller(**said), form, **more)
    assert rules[policy].stance == "overruled"
    assert set(rules[policy].values) & {"orders", "margin", "modes", "losing"}
    if policy in gates:
        assert (gates[policy].closed, gates[policy].overruled) == (False, "own_data")


def test_figures_that_might_be_a_loss_overrule_nothing():
    unsure = EARNING | {"margin": {"low": -0.01, "likely": 0.09, "high": 0.2}}
    few = EARNING | {"orders": 99}
    for trial in (unsure, few, EARNING | {"margin": None}):
        gates, rules = judged(seller(**stage(storefront=trial)), "storefront")
        assert rules["own_store_after"].stance == "contradicts"
        assert gates["own_store_after"].closed


def test_a_seller_opens_a_gate_with_a_reason_and_changes_a_rule():
    opened = {"gate": "own_store_after", "reason": "we have a buyer's list of ten thousand"}
    gate = judged(seller(overrides=[opened]), "storefront")[0]["own_store_after"]
    assert (gate.closed, gate.overruled) == (False, "seller")
    assert gate.overruled_reason == opened["reason"]
    lower = {"policy": "own_store_after", "limit": 10_000, "reason": "our margins are high"}
    ten = stage(marketplace=STEADY | {"lowest_month": 12_000})
    assert (
        judged(seller(**ten, policies=[lower]), "storefront")[1]["own_store_after"].stance
        == "follows"
    )
    off = {"policy": "own_store_after", "strength": "off", "reason": "not for what we sell"}
    gates, rules = judged(seller(policies=[off]), "storefront")
    assert "own_store_after" not in gates
    assert "own_store_after" not in rules
    advice = off | {"strength": "advice"}
    gates, rules = judged(seller(policies=[advice]), "storefront")
    assert "own_store_after" not in gates
    assert rules["own_store_after"].stance == "contradicts"


@pytest.mark.parametrize(
    ("product", "form", "code"),
    [
        ({"certificates": "missing"}, "marketplace_amazon", "compliance"),
        ({"hazard": "forbidden"}, "storefront", "unshippable"),
        ({"hazard": "medical", "certificates": "under_way"}, "storefront", "medical"),
        ({"own_brand": "none"}, "distribution_vendor", "trademark"),
    ],
)
def test_what_may_not_be_sold_is_closed(product, form, code):
    assert judged(seller(product=product), form)[0][code].closed
    assert not judged(seller(), form)[0].get(code, Gate.model_construct(closed=False)).closed


def test_a_line_is_asked_for_where_a_rule_looks_at_it():
    reading = {key for key, rule in RULES.items() if "thumb.limit" in inspect.getsource(rule)}
    assert reading == MEASURED


def test_what_is_as_the_rule_comes_is_no_change_of_it():
    change = change_of(rule="own_store_after", limit="50,000", strength="off", reason=" we know ")
    assert (change.limit, change.strength, change.reason) == (None, "off", "we know")
    change = change_of(rule="one_main_mode", limit="60%", strength="gate", reason="we know")
    assert (change.limit, change.strength) == (0.6, None)
    change = change_of(rule="visual_to_social", limit="7", strength="gate", reason="we know")
    assert (change.limit, change.strength) == (None, "gate")
