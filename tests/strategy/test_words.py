"""Every code that an answer may carry has its words, and its figures are written for a reader."""

from pathlib import Path

import pytest
import yaml
from django.utils import translation

from argosy.strategy import finding, outcomes, words
from argosy.strategy.benchmarks import benchmarks
from argosy.strategy.contradictions import Contradiction
from argosy.strategy.options import FORMS, MIXES, NOT_YET
from argosy.strategy.platforms import TRAITS
from argosy.strategy.policies import policies
from argosy.strategy.questions import questions
from argosy.strategy.thumb import RULES
from argosy.strategy.types import CRITERIA, Gate, Learnable, OptionRef, RuleSaid, Step

STATED = yaml.safe_load(Path("argosy/strategy/data/words.yaml").read_text(encoding="utf-8"))
MONEY_GATES = ("ruin", "cash", "loss", "no_gain")


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("forms", [*FORMS, *MIXES, NOT_YET]),
        ("gates", [*RULES, *MONEY_GATES, "compliance", "unshippable", "medical", "trademark"]),
        ("gate_names", [*MONEY_GATES, "compliance", "unshippable", "medical", "trademark"]),
        ("tests", [one.key for one in finding.tests()]),
        ("layers", outcomes.BEHIND),
        ("criteria", CRITERIA),
        ("traits", TRAITS),
        ("inputs", [one.key for one in questions() if not one.mode]),
        ("inputs", [one.key.rsplit(".", 1)[1] for one in questions() if one.mode]),
        ("modes", [form.mode for form in FORMS.values()]),
    ],
)
def test_every_code_has_its_words(group, codes):
    assert [code for code in codes if code not in STATED[group]] == []


def test_every_benchmark_is_called_something():
    inputs = STATED["inputs"]
    unnamed = [
        key for key in benchmarks() if key not in inputs and key.partition(".")[0] not in inputs
    ]
    assert unnamed == []


def test_rules_that_close_a_way_are_called_by_their_own_title():
    assert set(RULES) <= set(policies())
    for key, policy in policies().items():
        assert words.say_gate_name(key) == policy.title


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("marketplace_amazon@US/narrow", "Amazon in the United States"),
        ("storefront@DE/broad", "An own store in Germany, broad range"),
        ("hybrid@GB/narrow", "Amazon with an own store in the United Kingdom"),
        (NOT_YET, "Not yet"),
    ],
)
def test_an_option_is_said(key, said):
    assert words.say_option(key) == said


def test_an_option_is_said_by_its_reference():
    option = OptionRef(
        key="social_live@US/narrow",
        form="social_live",
        modes=("social",),
        market="US",
        breadth="narrow",
    )
    assert words.say_option(option) == "Selling live in the United States"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (8_000, "usd", "$8,000"),
        (3.6, "usd", "$3.60"),
        (-1234.5, "usd", "-$1,234"),
        (50_000, "usd_month", "$50,000 a month"),
        (0.18, "share", "18%"),
        (0.025, "share", "2.5%"),
        (9, "weeks", "9 weeks"),
        (1.25, "factor", "×1.25"),
        (1_200, "", "1,200"),
    ],
)
def test_a_figure_has_its_unit(value, unit, said):
    assert words.say_value(value, unit) == said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("product.price", "Selling price"),
        ("ad_share.storefront", "Share of advertising, An own store"),
        ("halved_year.marketplace", "Chance that a platform halves sales, platforms"),
        ("duty.US", "Duty, United States"),
        ("stage.trials.storefront.ad_share", "Share of advertising, own store"),
        ("return_rate.home", "Return rate, Home and kitchen"),
        (
            "fit_demand.storefront.unique",
            "What the product does to demand, own store · unlike anything else",
        ),
        ("narrow.ads", "Advertising of a narrow range"),
    ],
)
def test_an_input_is_said(key, said):
    assert words.say_input(key) == said


def gate(code: str, **what: object) -> Gate:
    given = {
        "option": "storefront@US/narrow",
        "closed": True,
        "measured": None,
        "limit": None,
        "unit": "",
        "reason": code,
        "values": {},
    }
    return Gate(code=code, **given | what)


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        (
            gate("ruin", measured=0.234, limit=0.1, unit="share"),
            "Money runs out in 23% of cases; 10% is borne.",
        ),
        (
            gate("cash", measured=29_211.7, limit=8_000.0, unit="usd"),
            "It wants $29,212 of cash to be safe in 95 of 100 cases; $8,000 is there.",
        ),
        (
            gate("compliance", values={"market": "DE"}),
            "The certificates that Germany asks for are missing.",
        ),
        (
            gate(
                "own_store_after",
                measured=0.0,
                limit=50_000.0,
                unit="usd_month",
                values={"steady": 0.0, "limit": 50_000.0},
            ),
            "Stable sales are $0 a month; the rule wants $50,000.",
        ),
        (
            gate(
                "own_store_after",
                closed=False,
                overruled="own_data",
                values={"steady": 9_000.0, "limit": 50_000.0, "orders": 900.0, "margin": 0.12},
            ),
            "Stable sales are $9,000 a month; the rule wants $50,000. "
            "Overruled by your own figures: 900 orders, a margin of 12%.",
        ),
        (
            gate(
                "ruin",
                closed=False,
                measured=0.2,
                limit=0.1,
                unit="share",
                overruled="seller",
                overruled_reason="my brother would lend",
            ),
            "Money runs out in 20% of cases; 10% is borne. "
            "Opened all the same: my brother would lend",
        ),
    ],
)
def test_a_gate_says_its_figures(closed, said):
    assert words.say_gate(closed) == said


def test_a_rule_says_what_it_has_to_do_with_the_answer():
    rule = RuleSaid(
        policy="small_team_focus",
        stance="overruled",
        options=("x",),
        values={"people": 2.0, "modes": 2.0},
    )
    assert words.say_rule(rule) == (
        "A small team keeps to one thing: overruled by your own figures (2 ways that earn)."
    )


def test_a_test_says_its_size_and_cost():
    one = Learnable(
        key="ad_share.storefront",
        worth=1_234.5,
        test="ads_test",
        size=100,
        size_unit="orders",
        cost=812.4,
        days=28,
    )
    assert words.say_test(one) == "Run ads for 100 orders: about $812, 28 days."
    assert words.say_worth(one) == "Knowing it is worth up to $1,234."


def test_a_step_says_its_sign():
    step = Step(
        when="not_now",
        option="storefront@US/narrow",
        trigger="gate:cash",
        values={"gate": "cash", "measured": 20_000.0, "limit": 8_000.0},
    )
    assert words.say_step(step) == (
        "Not now: An own store in the United States. "
        "It wants $20,000 of cash to be safe in 95 of 100 cases; $8,000 is there."
    )


def test_a_contradiction_names_what_was_said():
    one = Contradiction(
        "price_below_cost", ("product.price", "product.unit_cost"), {"price": 5.0, "cost": 6.5}
    )
    assert words.say_contradiction(one) == (
        "The price of $5 is below the unit cost of $6.50: every sale loses."
    )


def test_a_code_without_words_stands_for_itself():
    assert words.say_warning("sea_serpents") == "sea serpents"


def test_words_follow_the_readers_language():
    with translation.override("zh-hans"):
        assert words.say_country("DE") == "德国"
        assert words.say_value(8_000, "usd") == "US$8,000"
