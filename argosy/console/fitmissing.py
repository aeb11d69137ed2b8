"""The answer that cannot be given yet: what is missing and why, and what can be told without it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from argosy.console import fitrules, fitwords
from argosy.strategy import queries as strategy
from argosy.strategy.types import Advice


@dataclass(frozen=True, slots=True)
class Missing:
    """One question without whose answer nothing is recommended."""

    key: str
    text: str
    why: str
    stands_in: str
    source: str
    is_guess: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One way of selling with what is known of it without the purse."""

    key: str
    name: str
    figures: tuple[tuple[str, str], ...]  # text, tone
    closed: tuple[str, ...]


def context_of(advice: Advice) -> dict[str, Any]:
    """What the page shows instead of a recommendation."""
    told = [_told(way) for way in strategy.ways_told(advice=advice)]
    return {
        "missing": [_missing(advice, key) for key in advice.verdict.missing],
        "told": told,
        "told_closed": any(one.closed for one in told),
        "told_heads": heads(),
        # Whether a way is too risky is a question to the purse, which is not known.
        "risky": [],
        "barred": [],
        "opened": [],
        "learn": [],
        # Of rules only what the seller changed: that they bar a way is no matter yet.
        "thumbs": [one for one in fitrules.thumbs(advice) if one.reason],
    }


def heads() -> list[str]:
    """The heads of the table of ways, after its name."""
    return [
        _("Profit, 5 to 95 %"),
        _("Profit, median"),
        _("Sales a month, second year"),
        _("Gains"),
        _("To start"),
        _("Cash needed"),
        _("Work"),
        _("Profit per hour"),
    ]


def _missing(advice: Advice, key: str) -> Missing:
    question, assumed = (
        strategy.question(key=key),
        strategy.stand_in(advice=advice, key=key),
    )
    stands_in = _("nothing stands in for it")
    if assumed is not None:
        stands_in = _("assumed: {range}").format(
            range=fitwords.ends(assumed.low, assumed.likely, assumed.high, assumed.unit)
        )
    elif key == "market.countries":
        stands_in = _("assumed: {range}").format(range=_countries(advice))
    is_guess = assumed is None or assumed.confidence == "D"
    return Missing(
        key=key,
        text=_(question.text),
        why=_(question.why),
        stands_in=stands_in,
        source=_(assumed.title) if assumed is not None and not is_guess else "",
        is_guess=is_guess,
    )


def _countries(advice: Advice) -> str:
    markets = dict.fromkeys(one.option.market for one in advice.outcomes if one.option.market)
    return ", ".join(map(strategy.say_country, markets))


def _told(way: strategy.Way) -> Told:
    one = way.outcome
    per_hour = fitwords.money(one.profit_per_hour) if one.profit_per_hour is not None else "–"
    return Told(
        key=one.option.key,
        name=fitwords.option(one.option),
        figures=(
            (fitwords.spread(one.profit), ""),
            (fitwords.money(one.profit.p50), "loss" if one.profit.p50 < 0 else ""),
            (fitwords.money(one.run_rate), ""),
            (fitwords.percent(one.gain_chance), ""),
            (fitwords.money(one.launch), ""),
            (fitwords.money(one.need95), ""),
            (strategy.say_value(round(one.hours_week), "hours_week"), ""),
            (per_hour, ""),
        ),
        closed=tuple(map(strategy.say_gate_name, way.closed)),
    )
