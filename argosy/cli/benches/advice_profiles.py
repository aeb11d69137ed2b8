"""What a simulated seller says of itself: what it knows, what it guesses, and what it does not."""

from datetime import date
from typing import Any, Final

import numpy as np

from argosy.cli.benches.advice_trade import WAYS
from argosy.cli.benches.advice_truths import Truth, known_ads, known_returned, margin
from argosy.strategy.types import (
    Capital,
    Market,
    Product,
    Profile,
    Range,
    Stage,
    Team,
    Trial,
)

TODAY: Final = date(2026, 11, 27)
SURE: Final = 0.8  # how wide people make a range for what should be nine times in ten
Z90: Final = 1.645
SAID_MIN, SAID_MAX = 0.10, 0.35  # of what may be unknown: how much is


class Speaker:
    """Answers as a sane seller gives them; `unknown` is the share that it cannot answer."""

    def __init__(self, dice: np.random.Generator, unknown: float) -> None:
        """All chance is in the dice."""
        self.dice, self.unknown = dice, unknown

    def maybe(self, value: Any) -> Any:
        """An answer, or that it is not known."""
        return None if self.dice.random() < self.unknown else value

    def guess(self, truth: float, error: float, *, digits: int = 3) -> Range:
        """A range around a noisy estimate; people are somewhat surer than they should be."""
        middle = truth * float(np.exp(self.dice.normal(0, error)))
        return self.around(middle, error, digits=digits)

    @staticmethod
    def around(middle: float, error: float, *, digits: int = 3) -> Range:
        """What is said of an estimate that one thinks so good."""
        wide = float(np.exp(Z90 * error * SURE))
        low, likely, high = (
            float(f"{one:.{digits}g}") for one in (middle / wide, middle, middle * wide)
        )
        return Range(low=low, likely=likely, high=high)


def profile(truth: Truth, dice: np.random.Generator, name: str, hides: frozenset[str]) -> Profile:
    """The profile that the adviser is given. What is in `hides` is never answered."""
    speaker = Speaker(dice, float(dice.uniform(SAID_MIN, SAID_MAX)))
    whole = Profile(
        name=name,
        on=TODAY,
        product=_product(truth, speaker),
        market=_market(truth, speaker),
        team=_team(truth, speaker),
        capital=_capital(truth, speaker),
        stage=_stage(truth, speaker),
        goals=_goals(dice),
    )
    said = whole.model_dump()
    for key in hides:
        part, question = key.split(".")
        said[part][question] = None
    return Profile.model_validate(said)


def _product(truth: Truth, speaker: Speaker) -> Product:
    maybe, guess, traits = speaker.maybe, speaker.guess, truth.traits
    return Product.model_validate(
        {
            "title": "",
            "category": truth.category,
            "character": maybe(traits.character),
            "explaining": maybe(traits.explaining),
            "visual": maybe(traits.visual),
            "price": round(truth.price, 2),
            "unit_cost": maybe(guess(truth.goods, 0.06)),
            "freight": maybe(guess(truth.freight, 0.18)),
            "weight_kg": maybe(round(truth.kilos, 3)),
            "fragile": False,
            "hazard": "none",
            "certificates": "none_needed",
            "return_rate": maybe(guess(truth.returned, 0.25)),
            "season": maybe(truth.season),
            "lead_weeks": maybe(guess(truth.lead, 0.18)),
            "minimum_order": maybe(round(truth.minimum)),
            "skus": round(truth.skus),
            "own_brand": {"none": "none", "some": "registered", "sought": "known"}[
                traits.influence
            ],
        }
    )


def _market(truth: Truth, speaker: Speaker) -> Market:
    return Market.model_validate(
        {
            "countries": (truth.market,),
            "languages": ("en",),
            "competition": speaker.maybe(truth.competition),
            "comparable_units": speaker.maybe(speaker.around(truth.believed, 0.4)),
            "duty_rate": speaker.maybe(round(truth.duty, 3)),
        }
    )


def _team(truth: Truth, speaker: Speaker) -> Team:
    maybe = speaker.maybe
    return Team.model_validate(
        {
            "people": float(truth.people),
            "hours_week": truth.hours,
            **{skill: maybe(level) for skill, level in sorted(truth.skills.items())},
            "hour_cost": maybe(8.0),
            "outsource_hour": maybe(truth.hour_price),
            "outsource_budget": maybe(truth.hour_budget),
        }
    )


def _capital(truth: Truth, speaker: Speaker) -> Capital:
    maybe = speaker.maybe
    return Capital.model_validate(
        {
            "cash": truth.cash,
            "monthly_loss": maybe(round(truth.cash * float(speaker.dice.uniform(0.08, 0.16)))),
            "supplier_credit_days": maybe(truth.credit),
            "deposit": maybe(truth.deposit),
            "ruin_tolerance": maybe(float(speaker.dice.choice([0.05, 0.1, 0.2]))),
        }
    )


def _stage(truth: Truth, speaker: Speaker) -> Stage:
    trials = {}
    for way, running in truth.running.items():
        trials[WAYS[way].family] = _trial(truth, speaker, way, running.orders, running.months)
    total = sum(one.sales for one in truth.running.values())
    platforms = [one.sales for way, one in truth.running.items() if WAYS[way].platform]
    return Stage(
        trials=trials,
        brand_influence=speaker.maybe(truth.traits.influence),
        main_platform_share=round(max(platforms, default=0.0) / total, 2) if total else None,
    )


def _trial(truth: Truth, speaker: Speaker, way: str, orders: int, months: float) -> Trial:
    """What a book says: true, but for the luck of so many orders."""
    dice, running = speaker.dice, truth.running[way]
    few = 1 / max(orders, 1) ** 0.5
    ads = known_ads(truth, way) * float(np.exp(dice.normal(0, 0.03 + 1.2 * few)))
    back = known_returned(truth, way)
    returned = float(np.clip(back + dice.normal(0, (back * (1 - back)) ** 0.5 * few), 0, 0.9))
    error = 0.012 + 0.35 * few
    found = margin(truth, way) + float(dice.normal(0, error))
    wide = Z90 * error
    as_range = Range(low=found - wide, likely=found, high=found + wide)
    months_sales = running.sales * np.exp(dice.normal(0, 0.12, 3))
    return Trial(
        form=way,
        months=round(months, 1),
        orders=orders,
        monthly_sales=round(running.sales),
        lowest_month=round(float(months_sales.min())),
        ad_share=round(ads, 4),
        return_rate=round(returned, 4),
        margin=as_range if dice.random() < 0.5 else round(found, 4),  # noqa: PLR2004 - half say so
        partners=running.partners,
    )


def _goals(dice: np.random.Generator) -> tuple[Any, ...]:
    """Money first: what the bench counts is money."""
    rest = ["customers", "independence", "brand", "effort"]
    return ("profit", *dice.permuted(["downside", "payback"]), *dice.permuted(rest))
