"""Answers that cannot all be true, or that hardly can: said beside the advice, never refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import pycountry

from argosy.strategy.profiles import SHARES, value_of
from argosy.strategy.questions import by_key
from argosy.strategy.types import ModeName, Profile, Quantity, Range

WIDEST: Final = 1000  # a range whose ends are farther apart says nothing
WEEK_HOURS: Final = 168
EARLY_SALES: Final = 10_000  # US$ a month that nobody reaches in the first weeks
# What each way of selling is done with, by the skills of a team.
SKILLS: Final[dict[ModeName, tuple[str, ...]]] = {
    "marketplace": ("operations",),
    "storefront": ("traffic", "content"),
    "distribution": ("wholesale",),
    "social": ("content", "live"),
}
GOAL_SKILLS: Final = {
    "customers": ("traffic", "content"),
    "independence": ("traffic", "content", "wholesale", "live"),
    "brand": ("traffic", "content", "live"),
}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something to ask about: its code, the questions it is about, and what was said."""

    code: str
    keys: tuple[str, ...]
    values: dict[str, float | str]


def contradictions(profile: Profile) -> list[Contradiction]:
    """Everything in the answers that does not go together, in the order of the questions."""
    found = [one for look in _LOOKS for one in look(profile)]
    order = list(by_key())
    return sorted(found, key=lambda one: (order.index(one.keys[0]), one.code))


def is_country(code: str) -> bool:
    """Whether two letters are a country's."""
    return code in _countries()


def _prices(profile: Profile) -> Iterator[Contradiction]:
    product = profile.product
    price, cost = _likely(product.price), _likely(product.unit_cost)
    freight = _likely(product.freight) or 0
    if price is not None and cost is not None:
        said: dict[str, float | str] = {"price": price, "cost": cost}
        keys: tuple[str, ...] = ("product.price", "product.unit_cost")
        if price < cost:
            yield Contradiction("price_below_cost", keys, said)
        elif price < cost + freight:
            keys = (*keys, "product.freight")
            yield Contradiction("price_below_landed", keys, said | {"freight": freight})
    if cost == 0:
        yield Contradiction("cost_zero", ("product.unit_cost",), {})
    if price is not None and price <= 0:
        yield Contradiction("price_zero", ("product.price",), {})


def _goods(profile: Profile) -> Iterator[Contradiction]:
    product = profile.product
    if product.hazard == "forbidden":
        yield Contradiction("forbidden", ("product.hazard",), {})
    if product.lead_weeks is not None and _low(product.lead_weeks) <= 0:
        yield Contradiction("lead_time_zero", ("product.lead_weeks",), {})


def _places(profile: Profile) -> Iterator[Contradiction]:
    market = profile.market
    if unknown := [one for one in market.countries if one not in _countries()]:
        yield Contradiction(
            "country_unknown", ("market.countries",), {"countries": ", ".join(unknown)}
        )
    if market.origin not in _countries():
        yield Contradiction("country_unknown", ("market.origin",), {"countries": market.origin})
    if unknown := [one for one in market.languages if one not in _languages()]:
        yield Contradiction(
            "language_unknown", ("market.languages",), {"languages": ", ".join(unknown)}
        )


def _people(profile: Profile) -> Iterator[Contradiction]:
    team = profile.team
    people, hours = _high(team.people), _low(team.hours_week)
    if team.people is not None and team.hours_week is not None and hours > WEEK_HOURS * people:
        keys = ("team.hours_week", "team.people")
        yield Contradiction("hours_impossible", keys, {"hours": hours, "people": people})
    if _high(team.outsource_budget) > 0 and team.outsource_hour == 0:
        yield Contradiction(
            "nothing_to_buy",
            ("team.outsource_budget", "team.outsource_hour"),
            {"budget": _high(team.outsource_budget)},
        )


def _skills(profile: Profile) -> Iterator[Contradiction]:
    team = profile.team
    for mode in profile.stage.trials:
        skills = SKILLS[mode]
        if all(getattr(team, skill) == 0 for skill in skills):
            keys = ("stage.trials", *(f"team.{skill}" for skill in skills))
            yield Contradiction("mode_without_skill", keys, {"mode": mode})
    goal = profile.goals[0] if profile.goals else ""
    skills = GOAL_SKILLS.get(goal, ())
    if skills and all(getattr(team, skill) == 0 for skill in skills):
        keys = ("goals", *(f"team.{skill}" for skill in skills))
        yield Contradiction("goal_without_skill", keys, {"goal": goal})


def _purse(profile: Profile) -> Iterator[Contradiction]:
    capital = profile.capital
    cash = _likely(capital.cash)
    if cash is not None and cash <= 0:
        yield Contradiction("no_money", ("capital.cash",), {"cash": cash})
    loss = _likely(capital.monthly_loss)
    if cash is not None and loss is not None and loss > cash > 0:
        keys = ("capital.monthly_loss", "capital.cash")
        yield Contradiction("loss_above_cash", keys, {"loss": loss, "cash": cash})


def _history(profile: Profile) -> Iterator[Contradiction]:
    for mode, trial in profile.stage.trials.items():
        at = f"stage.trials.{mode}"
        sales, lowest = _likely(trial.monthly_sales), _likely(trial.lowest_month)
        if trial.months < 1 and (sales or 0) >= EARLY_SALES:
            said: dict[str, float | str] = {"months": trial.months, "sales": sales or 0}
            keys = (f"{at}.months", f"{at}.monthly_sales")
            yield Contradiction("short_history", keys, said | {"mode": mode})
        if sales and trial.months and not trial.orders:
            keys = (f"{at}.orders", f"{at}.monthly_sales")
            yield Contradiction("sales_without_orders", keys, {"sales": sales, "mode": mode})
        if sales is not None and lowest is not None and lowest > _high(trial.monthly_sales):
            keys = (f"{at}.lowest_month", f"{at}.monthly_sales")
            yield Contradiction(
                "lowest_above_usual", keys, {"lowest": lowest, "sales": sales, "mode": mode}
            )


def _bounds(profile: Profile) -> Iterator[Contradiction]:
    """Numbers beyond what makes sense, and ranges that say nothing."""
    for key, question in by_key().items():
        value = value_of(profile, key)
        if not isinstance(value, int | float | Range) or isinstance(value, bool):
            continue
        if isinstance(value, Range) and value.high > WIDEST * max(value.low, 0) and value.high > 0:
            # From nothing to something is a range too, unless the something is huge.
            huge = question.highest is not None and value.high > question.highest
            if value.low > 0 or huge:
                said: dict[str, float | str] = {"low": value.low, "high": value.high}
                yield Contradiction("range_absurd", (key,), said)
                continue
        lowest, highest = question.lowest, question.highest
        is_share = question.unit in SHARES
        if lowest is not None and _low(value) < lowest and value != 0:
            yield Contradiction("below_sense", (key,), {"given": _low(value), "limit": lowest})
        elif highest is not None and _high(value) > highest:
            code = "share_above_one" if is_share and _high(value) > 1 else "above_sense"
            yield Contradiction(code, (key,), {"given": _high(value), "limit": highest})


_LOOKS: Final[tuple[Callable[[Profile], Iterator[Contradiction]], ...]] = (
    *(_prices, _goods, _places, _people, _skills, _purse, _history, _bounds),
)


def _likely(value: Quantity) -> float | None:
    return value.likely if isinstance(value, Range) else value


def _low(value: Quantity) -> float:
    return value.low if isinstance(value, Range) else value or 0


def _high(value: Quantity) -> float:
    return value.high if isinstance(value, Range) else value or 0


@cache
def _countries() -> frozenset[str]:
    return frozenset(one.alpha_2 for one in pycountry.countries)


@cache
def _languages() -> frozenset[str]:
    return frozenset(one.alpha_2 for one in pycountry.languages if hasattr(one, "alpha_2"))
