"""The charts of an answer: Vega-Lite specifications, built once a language and filled with rows."""

import copy
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt
from django.utils.translation import gettext as _

from argosy.console import fitwords
from argosy.console.charts import AXIS, EMPTY, ROW_PX, Chart, waterfall
from argosy.console.charts import Step as Bar
from argosy.strategy import queries as strategy
from argosy.strategy.types import Assumption, Fan, Outcome, Ranked, Swing

WEEKS_A_MONTH: Final = 52 / 12
PANEL_PX: Final = 150
MONTHS: Final = (0, 6, 12, 18, 24)
SHADES: Final = (1.0, 0.5, 0.3, 0.18, 0.1)  # of the first place, the second …
ROOM: Final = 0.36  # of a tornado's width, on either side, for what stands at the ends of bars
Spec = dict[str, Any]
Range = tuple[float, float]


def reach(fans: Sequence[Fan]) -> Range:
    """The scale that all these fans share: from the lowest cash to the highest, zero within it."""
    lows = [value for fan in fans for value in fan.p05]
    highs = [value for fan in fans for value in fan.p95]
    return min([0.0, *lows]), max([0.0, *highs])


def fan(outcome: Outcome, *, title: str, scale: Range, language: str) -> Chart:
    """Cash in hand of one option over 24 months: median, half and nine tenths of all paths."""
    cash = outcome.cash
    rows = [
        {
            "month": round(week / WEEKS_A_MONTH, 2),
            **{name: getattr(cash, name)[at] for name in ("p05", "p25", "p50", "p75", "p95")},
            "words": _("{low} to {high}, median {middle}").format(
                low=fitwords.money(cash.p05[at]),
                high=fitwords.money(cash.p95[at]),
                middle=fitwords.money(cash.p50[at]),
            ),
        }
        for at, week in enumerate(cash.weeks)
    ]
    spec = _filled(_fan(language, _("months")), rows)
    for layer in spec["layer"]:
        if "y" in layer.get("encoding", {}) and "field" in layer["encoding"]["y"]:
            layer["encoding"]["y"]["scale"] = {"domain": list(scale), "nice": True}
    picked = [at for at, _week in enumerate(cash.weeks) if at % 3 == 0 or at == len(cash.weeks) - 1]
    table = [
        (
            fitwords.months(cash.weeks[at] / WEEKS_A_MONTH),
            *(
                fitwords.money(getattr(cash, name)[at])
                for name in ("p05", "p25", "p50", "p75", "p95")
            ),
        )
        for at in picked
    ]
    heads = [_("After"), "5 %", "25 %", _("Median"), "75 %", "95 %"]
    return Chart(title, fitwords.outcome_in_short(outcome), spec, heads, table)


def ranks(
    ranked: Sequence[Ranked], names: Mapping[str, str], *, title: str, note: str, language: str
) -> Chart:
    """For each option, in how many weightings it comes first, second, third …"""
    rows = [
        {
            "nth": nth,
            "label": names[one.option],
            "rank": rank,
            "shade": SHADES[min(rank, len(SHADES)) - 1],
            "share": share,
            "words": _("place {rank}: {share}").format(rank=rank, share=fitwords.percent(share)),
            "first": fitwords.percent(one.first),
        }
        for nth, one in enumerate(ranked)
        for rank, share in enumerate(one.ranks, 1)
    ]
    spec = _filled(_ranks(language), rows)
    spec["height"] = (ROW_PX + 6) * max(1, len(ranked))
    most = max((len(one.ranks) for one in ranked), default=0)
    heads = [_("Option"), *(_("place {rank}").format(rank=rank + 1) for rank in range(most))]
    table = [
        (names[one.option], *(fitwords.percent(share) for share in one.ranks)) for one in ranked
    ]
    return Chart(title, note, spec, heads, table)


def tornado(
    swings: Sequence[Swing],
    assumed: Mapping[str, Assumption],
    *,
    middle: float,
    title: str,
    language: str,
) -> Chart:
    """What each input alone does to the profit, from its lowest tenth to its highest."""
    rows = []
    for one in swings:
        unit = assumed[one.key].unit if one.key in assumed else ""
        for profit, given in ((one.at_low, one.input_low), (one.at_high, one.input_high)):
            rows.append(
                {
                    "label": strategy.say_input(one.key),
                    "from": middle,
                    "profit": profit,
                    "tone": "gain" if profit >= middle else "loss",
                    "words": fitwords.brief(given, unit),
                    "exact": fitwords.money(profit),
                    "left": profit < middle,
                    "href": f"#in-{one.key}",
                }
            )
    spec = _filled(_tornado(language, _("profit in two years, US$")), rows)
    spec["height"] = (ROW_PX + 4) * max(1, len(swings))
    ends = [middle, *(value for one in swings for value in (one.at_low, one.at_high))]
    room = (max(ends) - min(ends)) * ROOM
    for layer in spec["layer"]:
        layer["encoding"]["x"]["scale"] = {"domain": [min(ends) - room, max(ends) + room]}
    heads = [_("Input"), _("Low"), _("Profit then"), _("High"), _("Profit then")]
    table = [
        (
            strategy.say_input(one.key),
            *(
                text
                for profit, given in ((one.at_low, one.input_low), (one.at_high, one.input_high))
                for text in (
                    strategy.say_value(
                        round(given, 3), assumed[one.key].unit if one.key in assumed else ""
                    ),
                    fitwords.money(profit),
                )
            ),
        )
        for one in swings
    ]
    return Chart(
        title, _("each bar: mean profit where the input is low or high"), spec, heads, table
    )


def layers(outcome: Outcome, *, language: str) -> Chart:
    """From what buyers pay to what is left, over two years, in the mean."""
    found = [one for one in outcome.layers if round(one.amount)]
    steps = [
        Bar(
            strategy.say_layer(one.key),
            fitwords.dollars(one.amount),
            f"#layer-{one.key}",
            total=one.key == "sales",
        )
        for one in found
    ]
    left = sum(step.amount.minor for step in steps)
    total = fitwords.dollars(left / 100)
    steps.append(Bar(_("Left over"), total, "#options", total=True))
    sales = next((one.amount for one in found if one.key == "sales"), 0.0)
    share = fitwords.percent(left / 100 / sales) if sales else "–"
    title = _("Of {sales} that buyers pay, {left} is left ({share})").format(
        sales=fitwords.money(sales), left=fitwords.money(left / 100), share=share
    )
    return waterfall(
        steps,
        title=title,
        note=_("two years together, mean of all paths; beside what is sold already"),
        heads=[_("Step"), _("Amount")],
        language=language,
    )


def spreads(outcomes: Sequence[Outcome], *, title: str, language: str) -> Chart:
    """Profit of each option: nine tenths of all paths, eight tenths, the median."""
    rows = [
        {
            "label": fitwords.option(one.option),
            **{name: getattr(one.profit, name) for name in ("p05", "p10", "p50", "p90", "p95")},
            "words": fitwords.money(one.profit.p50),
            "exact": fitwords.spread(one.profit),
        }
        for one in outcomes
    ]
    spec = _filled(_spreads(language, _("profit in two years, US$")), rows)
    spec["height"] = (ROW_PX + 2) * max(1, len(outcomes))
    heads = [_("Option"), "5 %", "10 %", _("Median"), "90 %", "95 %"]
    table = [
        (
            fitwords.option(one.option),
            *(
                fitwords.money(getattr(one.profit, name))
                for name in ("p05", "p10", "p50", "p90", "p95")
            ),
        )
        for one in outcomes
    ]
    return Chart(title, _("thin: 5 to 95 %; thick: 10 to 90 %; point: median"), spec, heads, table)


def worst_of(outcomes: Sequence[Outcome]) -> Outcome | None:
    """Of these, the option that runs out of money most often, if any does often enough to say."""
    found = max(outcomes, key=lambda one: one.ruin, default=None)
    return found if found is not None and found.ruin >= 0.01 else None  # noqa: PLR2004 - a whole percent


def _filled(spec: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Spec:
    filled = copy.deepcopy(dict(spec))
    filled["data"] = {"values": list(rows)}
    return filled


def _axis(language: str, **more: Any) -> alt.Axis:
    return alt.Axis(labelExpr=AXIS["zh" if language.startswith("zh") else "en"], **more)


def _finished(chart: alt.TopLevelMixin, right: int = 12) -> Spec:
    spec = chart.properties(
        width="container",
        padding={"left": 2, "top": 4, "right": right, "bottom": 4},
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    ).to_dict()
    # The page brings its own look, and the data comes with each request.
    return {key: value for key, value in spec.items() if key not in {"config", "datasets"}}


@cache
def _fan(language: str, months: str) -> Spec:
    base = alt.Chart(EMPTY).encode(
        x=alt.X(
            "month:Q",
            title=months,
            scale=alt.Scale(domain=[0, 24]),
            axis=alt.Axis(values=list(MONTHS), grid=False, format="d", titleAnchor="end"),
        )
    )
    bands = [
        base.mark_area(color="colour:accent", opacity=opacity).encode(
            y=alt.Y(f"{low}:Q", title=None, axis=_axis(language, tickCount=4)), y2=f"{high}:Q"
        )
        for low, high, opacity in (("p05", "p95", 0.18), ("p25", "p75", 0.3))
    ]
    line = base.mark_line(color="colour:accent", strokeWidth=2).encode(y="p50:Q")
    zero = (
        alt.Chart(EMPTY)
        .mark_rule(color="colour:loss", strokeDash=[4, 3], strokeWidth=1.5)
        .encode(y=alt.datum(0))
    )
    feel = base.mark_rule(opacity=0, strokeWidth=12).encode(
        tooltip=[
            alt.Tooltip("month:Q", title=months, format=".0f"),
            alt.Tooltip("words:N", title=" "),
        ]
    )
    return _finished(alt.layer(*bands, line, zero, feel).properties(height=PANEL_PX))


@cache
def _ranks(_language: str) -> Spec:
    base = alt.Chart(EMPTY).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=170)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("words:N", title=" ")],
    )
    bars = base.mark_bar(size=16, color="colour:accent", stroke="colour:ground").encode(
        x=alt.X(
            "share:Q",
            stack="zero",
            title=None,
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format=".0%", tickCount=5),
        ),
        order=alt.Order("rank:Q"),
        opacity=alt.Opacity("shade:Q", legend=None, scale=None),
    )
    words = (
        base.transform_filter("datum.rank == 1")
        .mark_text(align="left", fontSize=12, fontWeight="bold", dx=6)
        .encode(x=alt.datum(1), text="first:N")
    )
    return _finished(alt.layer(bars, words), right=56)


@cache
def _tornado(language: str, axis: str) -> Spec:
    base = alt.Chart(EMPTY).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=150)),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("words:N", title=" "),
            alt.Tooltip("exact:N", title=" "),
        ],
    )
    tones = alt.Color(
        "tone:N",
        legend=None,
        scale=alt.Scale(domain=["gain", "loss"], range=["colour:gain", "colour:loss"]),
    )
    bars = base.mark_bar(size=14, cursor="pointer").encode(
        x=alt.X("from:Q", title=axis, axis=_axis(language, tickCount=5, titleAnchor="end")),
        x2="profit:Q",
        color=tones,
    )
    texts = [
        base.transform_filter(f"datum.left == {str(left).lower()}")
        .mark_text(align="right" if left else "left", dx=-5 if left else 5, fontSize=11)
        .encode(x="profit:Q", text="words:N")
        for left in (True, False)
    ]
    return _finished(alt.layer(bars, *texts), right=12)


@cache
def _spreads(language: str, axis: str) -> Spec:
    base = alt.Chart(EMPTY).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=200)),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("words:N", title=" "),
            alt.Tooltip("exact:N", title=" "),
        ],
    )
    thin = base.mark_rule(color="colour:accent", strokeWidth=1.5).encode(
        x=alt.X("p05:Q", title=axis, axis=_axis(language, tickCount=5, titleAnchor="end")),
        x2="p95:Q",
    )
    thick = base.mark_rule(color="colour:accent", strokeWidth=6, opacity=0.45).encode(
        x="p10:Q", x2="p90:Q"
    )
    point = base.mark_point(filled=True, size=60, color="colour:ink", opacity=1).encode(x="p50:Q")
    zero = (
        alt.Chart(EMPTY)
        .mark_rule(color="colour:loss", strokeDash=[4, 3], strokeWidth=1.5)
        .encode(x=alt.datum(0))
    )
    return _finished(alt.layer(thin, thick, zero, point))
