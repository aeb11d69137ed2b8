"""Two answers beside each other: of two sellers, or of one on two days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from argosy.console import fitcharts, fitwords, words
from argosy.console.charts import Chart
from argosy.console.views.fit.seen import answered, seller_seen
from argosy.strategy import queries as strategy
from argosy.strategy.types import Advice
from argosy.strategy.types.kept import Answered, Difference
from argosy.web.access import require
from argosy.web.errors import BadParameter

DIGITS_MAX: Final = 9
PAIR: Final = 2
FANS: Final = 4
SIDE: Final = re.compile(r"=(\d+)")  # of a packed product, in whole centimetres
NOT_YET: Final = "not_yet"
OUTCOMES: Final = 6  # options whose figures are put side by side


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two answers."""

    found: Answered
    advice: Advice
    name: str
    sentences: list[str]
    kind: str
    tone: str
    sure: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in which they differ."""

    name: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One option in both answers: its fans on one scale, None where one has no such option."""

    name: str
    charts: tuple[Chart | None, ...]


@require("strategy.view")
def compare(request: HttpRequest) -> HttpResponse:
    """Two answers by their ids, or the latest of two sellers by their keys."""
    wanted = _wanted(request)
    if wanted is None:
        return render(request, "console/fit/compare_none.html", {"lines": _choices()})
    left, right = (_side(answered(request, one)) for one in wanted)
    found = strategy.compare(left=left.advice, right=right.advice)
    context: dict[str, Any] = {
        "left": left,
        "right": right,
        "sides": [left, right],
        "same": left.found.row.key == right.found.row.key,
        "inputs": [_row(one) for one in found if one.kind == "profile"],
        "assumed": [_row(one) for one in found if one.kind == "assumption"],
        "gates": [_row(one) for one in found if one.kind == "gate"],
        "outcomes": _outcomes(found, left, right),
        "pairs": _pairs(left.advice, right.advice),
        "spreads": [_spreads(one) for one in (left, right)],
    }
    return render(request, "console/fit/compare.html", context)


def _wanted(request: HttpRequest) -> list[int] | None:
    """The two answers that are asked for; None where it is not two."""
    asked = request.GET.getlist("answer")
    for text in asked:
        if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX):
            raise BadParameter(name="answer", value=text)
    ids = [int(text) for text in asked]
    for key in request.GET.getlist("seller"):
        seller_seen(request, key)
        latest = strategy.latest_answer(key=key)
        if latest is not None:
            ids.append(latest.row.id)
    return ids if len(ids) == PAIR else None


def _choices() -> list[tuple[str, str]]:
    """The sellers that have an answer, to choose two of."""
    return [
        (row.key, row.name)
        for row in strategy.profiles()
        if any(one.status == "done" for one in strategy.answers(key=row.key, limit=10))
    ]


def _side(found: Answered) -> Side:
    advice = found.advice
    if advice is None:
        raise BadParameter(name="answer", value=str(found.row.id))
    kind = advice.verdict.kind
    return Side(
        found=found,
        advice=advice,
        name=advice.profile.name,
        sentences=strategy.say_verdict(advice),
        kind=words.say(fitwords.KINDS, kind),
        tone=fitwords.TONES[kind],
        sure=fitwords.how_sure(advice),
    )


def _row(one: Difference) -> Row:
    if one.kind == "gate":
        option, _space, code = one.key.rpartition(" ")
        name = f"{fitwords.option(option)}: {strategy.say_gate_name(code)}"
        said = {"closed": _("closed"), "open": _("open")}
        left, right = (said.get(str(side), "–") for side in (one.left, one.right))
        return Row(name, left, right)
    say = _said if one.kind == "profile" else _value
    left, right = (say(side, one) for side in (one.left, one.right))
    return Row(strategy.say_input(one.key), left, right)


def _said(raw: float | str | None, one: Difference) -> str:
    """An answer as its question words it: among choices by its label, a country by its name."""
    if raw is None or raw == "":
        return _("not known")
    question = strategy.question(key=one.key)
    say = SAID.get(question.kind)
    return say(str(raw), question) if say else _value(raw, one)


def _level(raw: str, question: strategy.Question) -> str:
    level = f"{float(raw):.0f}"
    return f"{level} · {_labels(level, question)}"


def _labels(raw: str, question: strategy.Question) -> str:
    known = {
        choice.value: _(choice.label).partition(":")[0].partition("：")[0]
        for choice in question.choices
    }
    return ", ".join(known.get(part, part) for part in raw.split(", "))


def _countries(raw: str, _question: strategy.Question) -> str:
    return ", ".join(map(strategy.say_country, raw.split(", ")))


SAID: Final[dict[str, Callable[[str, strategy.Question], str]]] = {
    "level": _level,
    **dict.fromkeys(("choice", "modes", "order"), _labels),
    **dict.fromkeys(("countries", "country"), _countries),
    "yesno": lambda raw, _question: _("Yes") if raw == "yes" else _("No"),
    "size": lambda raw, _question: " × ".join(SIDE.findall(raw)) + " cm",
}


def _value(raw: float | str | None, one: Difference) -> str:
    """A number or a range with its unit."""
    if isinstance(raw, str) and one.unit and raw.count("-") >= 2:  # noqa: PLR2004 - low, likely, high
        return fitwords.range_of(raw, one.unit)
    return fitwords.value(raw, one.unit)


def _outcomes(found: list[Difference], left: Side, right: Side) -> list[tuple[str, list[Row]]]:
    """What differs of the options that either answer ranks, or would do."""
    wanted = _named(left.advice, right.advice)[:OUTCOMES]
    by: dict[str, list[Row]] = {key: [] for key in wanted}
    for one in found:
        if one.kind == "outcome":
            option, _space, name = one.key.rpartition(" ")
            if option in by:
                left_value, right_value = (
                    fitwords.value(side, one.unit) for side in (one.left, one.right)
                )
                by[option].append(Row(words.say(fitwords.FIGURES, name), left_value, right_value))
    return [(fitwords.option(key), rows) for key, rows in by.items() if rows]


def _pairs(left: Advice, right: Advice) -> list[Pair]:
    sides = [{one.option.key: one for one in advice.outcomes} for advice in (left, right)]
    names = [advice.profile.name for advice in (left, right)]
    wanted = _named(left, right)[:FANS]
    scale = fitcharts.reach([side[key].cash for key in wanted for side in sides if key in side])
    return [
        Pair(
            fitwords.option(key),
            tuple(
                fitcharts.fan(side[key], title=name, scale=scale, language=fitwords.language())
                if key in side
                else None
                for side, name in zip(sides, names, strict=True)
            ),
        )
        for key in wanted
    ]


def _named(left: Advice, right: Advice) -> list[str]:
    """The options that either answer would do, ranks, or names on its path."""
    keys = [
        *(advice.verdict.option for advice in (left, right)),
        *(one.option for advice in (left, right) for one in advice.ranking),
        *(step.option for advice in (left, right) for step in advice.path),
    ]
    return [key for key in dict.fromkeys(keys) if key and key != NOT_YET]


def _spreads(side: Side) -> Chart:
    shown = [one for one in side.advice.outcomes if one.option.form != NOT_YET]
    best = sorted(shown, key=lambda one: -one.profit.mean)[:8]
    title = _("{name}: {option} earns most, {money} in the mean").format(
        name=side.name,
        option=fitwords.option(best[0].option) if best else "–",
        money=fitwords.money(best[0].profit.mean) if best else "–",
    )
    return fitcharts.spreads(best, title=title, language=fitwords.language())
