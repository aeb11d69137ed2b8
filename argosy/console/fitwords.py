"""What the pages of Fit say beside `strategy`'s words: figures at a glance and how sure it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.console import words
from argosy.kernel import formats
from argosy.kernel.money import Money, minor_from_decimal
from argosy.strategy import queries as strategy
from argosy.strategy.types import Advice, BreakEven, OptionRef, Outcome, Spread

USD: Final = "USD"
NOT_YET: Final = "not_yet"
SURE: Final = 0.8
RATHER: Final = 0.65
KINDS: Final[words.Words] = {
    "go": gettext_lazy("Go"),
    "not_yet": gettext_lazy("Not yet"),
    "not_separable": gettext_lazy("Find out first"),
    "insufficient": gettext_lazy("No answer yet"),
}
TONES: Final = {
    "go": "ok",
    "not_yet": "danger",
    "not_separable": "attention",
    "insufficient": "attention",
}
STATUS: Final[words.Words] = {
    "waiting": gettext_lazy("Waiting"),
    "working": gettext_lazy("Simulating"),
    "done": gettext_lazy("Answered"),
    "failed": gettext_lazy("Failed"),
}
WHEN: Final[words.Words] = {
    "now": gettext_lazy("Now"),
    "next": gettext_lazy("Next, by its sign"),
    "not_now": gettext_lazy("Not now"),
}
# What is read off an outcome, as its column is called.
FIGURES: Final[words.Words] = {
    "kind": gettext_lazy("Verdict"),
    "option": gettext_lazy("What to do"),
    "lead": gettext_lazy("Lead over the second"),
    "confidence": gettext_lazy("Confidence"),
    "profit": gettext_lazy("Profit in two years, mean"),
    "ruin": gettext_lazy("Runs out of money"),
    "need95": gettext_lazy("Cash needed"),
    "tail10": gettext_lazy("Worst tenth, mean"),
    "gain_chance": gettext_lazy("Gains"),
    "launch": gettext_lazy("To start"),
    "run_rate": gettext_lazy("Sales a month, second year"),
    "hours_week": gettext_lazy("Hours a week"),
    "first": gettext_lazy("First"),
}
CONFIDENCES: Final[words.Words] = {
    "A": gettext_lazy("A: published by whoever sets it, or measured"),
    "B": gettext_lazy("B: a published study of many sellers"),
    "C": gettext_lazy("C: a secondary page or a single account"),
    "D": gettext_lazy("D: a judgement; treat it as hardly known"),
}


# What a rule of thumb looked at, by the name of the figure; and its unit where it is always one.
RULE_FIGURES: Final[words.Words] = {
    "steady": gettext_lazy("stable sales a month: {value}"),
    "cash": gettext_lazy("cash: {value}"),
    "limit": gettext_lazy("the rule’s line: {value}"),
    "share": gettext_lazy("share of the largest: {value}"),
    "people": gettext_lazy("people: {value}"),
    "partners": gettext_lazy("distributors: {value}"),
    "orders": gettext_lazy("orders of your own: {value}"),
    "margin": gettext_lazy("margin of your own: {value}"),
    "platform": gettext_lazy("largest platform: {value}"),
    "modes": gettext_lazy("ways that earn: {value}"),
}
RULE_UNITS: Final = {
    "steady": "usd",
    "cash": "usd",
    "share": "share",
    "margin": "share",
    "platform": "share",
}


def language() -> str:
    """The reader's language."""
    return translation.get_language() or "en"


def money(value: float) -> str:
    """US dollars at a glance: US$53.3K, US$5.3万."""
    return formats.compact_money(dollars(value), language())


def dollars(value: float) -> Money:
    """A simulated figure as money, in whole dollars: no cent of it is known."""
    return Money(minor_from_decimal(Decimal(round(value)), USD), USD)


def percent(value: float) -> str:
    """A share at a glance; a chance that is neither none nor all is not rounded to either."""
    if 0 < value < 0.005:  # noqa: PLR2004 - rounds to 0 %
        return _("under 1 %")
    if 0.995 <= value < 1:  # noqa: PLR2004 - rounds to 100 %
        return _("over 99 %")
    return formats.percent(Decimal(str(value)), language(), places=0)


def spread(one: Spread) -> str:
    """Nine cases of ten lie between these."""
    return _("{low} to {high}").format(low=money(one.p05), high=money(one.p95))


def months(value: float) -> str:
    """Months, whole."""
    return strategy.say_value(round(value), "months")


def day(value: date) -> str:
    """A day as the reader writes it."""
    return formats.day(value, language())


def option(one: OptionRef | str) -> str:
    """An option's name."""
    return strategy.say_option(one)


def short_option(one: OptionRef, among: Sequence[OptionRef]) -> str:
    """An option's name without its market, where all beside it are in the same one."""
    if len({each.market for each in among if each.market}) > 1 or not one.market:
        return strategy.say_option(one)
    return strategy.say_form(one)


def how_sure(advice: Advice) -> str:
    """How sure the answer is, in one phrase that a partner may be told."""
    verdict = advice.verdict
    if verdict.kind == "insufficient":
        return _("Too little is known to recommend a way")
    if verdict.kind == "not_yet":
        return _("Every way is closed by at least one gate")
    if verdict.kind == "not_separable":
        return _("Not sure enough to choose")
    confidence = verdict.confidence or 0.0
    if confidence >= SURE:
        return _("Sure")
    return _("Rather sure") if confidence >= RATHER else _("Sure enough to begin")


def break_even(one: BreakEven, *, chosen: str, unit: str) -> str:
    """Where the winner changes, said of the one that would win then."""
    is_above = one.below == chosen
    winner = one.above if is_above else one.below
    if winner == NOT_YET:
        said = (
            _("Waiting is better once “{input}” is above {value}.")
            if is_above
            else _("Waiting is better once “{input}” is under {value}.")
        )
    elif is_above:
        said = _("{winner} wins once “{input}” is above {value}.")
    else:
        said = _("{winner} wins once “{input}” is under {value}.")
    return said.format(
        winner=option(winner),
        input=strategy.say_input(one.key),
        value=strategy.say_value(one.value, unit),
    )


def ends(low: float, likely: float, high: float, unit: str) -> str:
    """A value, or its range with the likely value in the middle."""
    if low == high:
        return strategy.say_value(likely, unit)
    return _("{low} to {high}").format(
        low=strategy.say_value(low, unit), high=strategy.say_value(high, unit)
    )


def brief(value: float, unit: str) -> str:
    """A figure where there is little room: its unit is said beside it."""
    shown = unit if unit in {"usd", "usd_month", "share", "per_year", "factor"} else ""
    if unit in {"usd", "usd_month"} and abs(value) >= 1000:  # noqa: PLR2004 - in thousands
        return money(value)
    short = {"usd_month": "usd", "per_year": "share"}  # a month, a year: said by the input's name
    return strategy.say_value(round(value, 3), short.get(shown, shown))


def outcome_in_short(one: Outcome) -> str:
    """What an option comes to, in a line below its name."""
    return _("runs out in {ruin} · needs {need} · median {profit}").format(
        ruin=percent(one.ruin), need=money(one.need95), profit=money(one.profit.p50)
    )


def value(raw: float | str | None, unit: str) -> str:
    """One side of a difference between two answers."""
    if raw is None:
        return "–"
    if isinstance(raw, str):
        return raw
    return strategy.say_value(raw, unit) if unit else formats.number(Decimal(str(raw)), language())


def range_of(raw: str, unit: str) -> str:
    """A range as `compare` writes one, `18-20-24`, in the reader's words."""
    parts = raw.split("-")
    try:
        low, likely, high = map(float, parts)
    except ValueError:
        return raw
    return ends(low, likely, high, unit)


def rule_figures(values: Mapping[str, float | str], unit: str) -> str:
    """What a rule of thumb looked at, with its line; the latter is in the rule's unit."""
    found = []
    for name, raw in values.items():
        if name not in RULE_FIGURES or isinstance(raw, str):
            continue
        shown = unit.removesuffix("_month") if name == "limit" else RULE_UNITS.get(name, "")
        found.append(str(RULE_FIGURES[name]).format(value=strategy.say_value(raw, shown)))
    return " · ".join(found)
