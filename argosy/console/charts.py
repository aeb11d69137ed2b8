"""Charts as data: Vega-Lite specifications built once a language, filled with each page's rows.

Colours are names that the browser resolves ("colour:gain"), so one specification serves light and
dark. Nothing in a specification is code: it is interpreted, under a policy that forbids eval.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt
from django.utils.translation import gettext as _

from argosy.kernel import formats
from argosy.kernel.money import Money

ROW_PX: Final = 26
EMPTY: Final = alt.InlineData(values=[])
# How an axis says large numbers: 万 and 亿 in 中文, k and M in English.
AXIS: Final = {
    "zh": (
        "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',.1~f') + '亿' : "
        "abs(datum.value) >= 1e4 ? format(datum.value / 1e4, ',.1~f') + '万' : "
        "format(datum.value, ',.0f')"
    ),
    "en": (
        "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',.1~f') + 'M' : "
        "abs(datum.value) >= 1e3 ? format(datum.value / 1e3, ',.1~f') + 'k' : "
        "format(datum.value, ',.0f')"
    ),
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the table of the same data."""

    title: str  # states the finding
    note: str
    spec: Mapping[str, Any]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: a change, or where it has come to."""

    label: str
    amount: Money
    href: str
    total: bool = False
    unknown: bool = False  # reaches back over what it could take away; how much nobody knows


def waterfall(
    steps: Sequence[Step], *, title: str, note: str, heads: Sequence[str], language: str
) -> Chart:
    """From revenue down to profit; each bar hangs where the one before ended."""
    rows, level = [], 0
    for nth, step in enumerate(steps):
        minor = step.amount.minor
        start, end = (0, minor) if step.total else (level, level + minor)
        if step.unknown:
            end = max(end, min(level, 0))  # at most all there is
        else:
            level = end
        rows.append(
            {
                "nth": nth,
                "label": step.label,
                "start": _units(Money(start, step.amount.currency)),
                "end": _units(Money(end, step.amount.currency)),
                "tone": _tone(step),
                "words": _signed(step, language),
                "exact": step.amount.format(language),
                "href": step.href,
            }
        )
    spec = _filled(_waterfall(language), rows)
    spec["height"] = ROW_PX * len(rows)
    table = [
        (step.label, _signed(step, language) if step.unknown else step.amount.format(language))
        for step in steps
    ]
    return Chart(title, note, spec, heads, table)


def _tone(step: Step) -> str:
    if step.unknown:
        return "unknown"
    if step.total:
        return "total"
    return "gain" if step.amount.minor >= 0 else "loss"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how much, and where it opens into."""

    label: str
    amount: Money
    href: str


def columns(
    bars: Sequence[Bar], *, title: str, note: str, heads: Sequence[str], language: str
) -> Chart:
    """Bars side by side along time, gains and losses told apart."""
    spec = _filled(_columns(language), _bars(bars, language))
    table = [(bar.label, bar.amount.format(language)) for bar in bars]
    return Chart(title, note, spec, heads, table)


def ranking(
    bars: Sequence[Bar], *, title: str, note: str, heads: Sequence[str], language: str
) -> Chart:
    """Bars below each other, in the order given."""
    spec = _filled(_ranking(language), _bars(bars, language))
    spec["height"] = ROW_PX * max(1, len(bars))
    table = [(bar.label, bar.amount.format(language)) for bar in bars]
    return Chart(title, note, spec, heads, table)


def spark(values: Sequence[int], *, width: int = 96, height: int = 24) -> str:
    """The points of a small line, for an SVG of that size; zero is always within its range."""
    if len(values) < 2:  # noqa: PLR2004 - a line needs two ends
        return ""
    low, high = min(0, *values), max(0, *values)
    tall = (high - low) or 1
    across = width / (len(values) - 1)
    return " ".join(
        f"{nth * across:.1f},{height - 1 - (value - low) * (height - 2) / tall:.1f}"
        for nth, value in enumerate(values)
    )


def zero_of(values: Sequence[int], *, height: int = 24) -> str:
    """Where zero lies in the same drawing."""
    if not values:
        return ""
    low, high = min(0, *values), max(0, *values)
    return f"{height - 1 + low * (height - 2) / ((high - low) or 1):.1f}"


def _bars(bars: Sequence[Bar], language: str) -> list[dict[str, Any]]:
    return [
        {
            "nth": nth,
            "label": bar.label,
            "value": _units(bar.amount),
            "tone": "gain" if bar.amount.minor >= 0 else "loss",
            "words": formats.compact_money(bar.amount, language),
            "exact": bar.amount.format(language),
            "href": bar.href,
        }
        for nth, bar in enumerate(bars)
    ]


def _signed(step: Step, language: str) -> str:
    words = formats.compact_money(step.amount, language)
    if step.unknown:
        return _("? of {money}").format(
            money=formats.compact_money(Money(-step.amount.minor, step.amount.currency), language)
        )
    return words if step.total or step.amount.minor < 0 else f"+{words}"


def _units(money: Money) -> float:
    """For drawing only: a pixel needs no cents."""
    return float(money.decimal)


def _filled(spec: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    filled = copy.copy(dict(spec))
    filled["data"] = {"values": list(rows)}
    return filled


def _axis(language: str, **more: Any) -> alt.Axis:
    return alt.Axis(labelExpr=AXIS["zh" if language.startswith("zh") else "en"], **more)


def _tones() -> alt.Color:
    scale = alt.Scale(
        domain=["gain", "loss", "total", "unknown"],
        range=["colour:gain", "colour:loss", "colour:total", "colour:unknown"],
    )
    return alt.Color("tone:N", scale=scale, legend=None)


def _finished(chart: alt.TopLevelMixin) -> dict[str, Any]:
    spec = chart.properties(
        width="container",
        # Room for the words at the end of the longest bar.
        padding={"left": 2, "top": 4, "right": 64, "bottom": 4},
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    ).to_dict()
    # The page brings its own look, and the data comes with each request.
    return {key: value for key, value in spec.items() if key not in {"config", "datasets"}}


@cache
def _waterfall(language: str) -> dict[str, Any]:
    base = alt.Chart(EMPTY).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=160)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("exact:N", title=" ")],
    )
    bars = base.mark_bar(size=16, cursor="pointer").encode(
        x=alt.X("start:Q", title=None, axis=_axis(language, tickCount=5)),
        x2="end:Q",
        color=_tones(),
    )
    words = base.mark_text(align="left", dx=5, fontSize=12).encode(
        x=alt.X("right:Q"), text="words:N"
    )
    chart = alt.layer(bars, words).transform_calculate(right="max(datum.start, datum.end)")
    return _finished(chart)


@cache
def _columns(language: str) -> dict[str, Any]:
    chart = (
        alt.Chart(EMPTY)
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X(
                "label:N",
                sort=None,
                title=None,
                axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=10),
            ),
            y=alt.Y("value:Q", title=None, axis=_axis(language, tickCount=5)),
            color=_tones(),
            tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("exact:N", title=" ")],
        )
    )
    return _finished(chart.properties(height=200))


@cache
def _ranking(language: str) -> dict[str, Any]:
    base = alt.Chart(EMPTY).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=180)),
        x=alt.X("value:Q", title=None, axis=_axis(language, tickCount=5)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("exact:N", title=" ")],
    )
    bars = base.mark_bar(size=16, cursor="pointer").encode(color=_tones())
    words = base.mark_text(align="left", dx=5, fontSize=12).encode(
        x=alt.X("right:Q"), text="words:N"
    )
    chart = alt.layer(bars, words).transform_calculate(right="max(0, datum.value)")
    return _finished(chart)
