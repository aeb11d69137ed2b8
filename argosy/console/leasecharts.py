"""What a bound on overselling costs, as the simulation found it: two charts over the lag."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import argosy.channels
from argosy.console import words
from argosy.console.charts import EMPTY, Chart
from argosy.kernel import formats

SAVED: Final = Path(argosy.channels.__file__).parent / "data" / "pooled_leases.json"
POLICIES: Final[words.Words] = {
    "ours": gettext_lazy("Buffers from pace and lag"),
    "fixed": gettext_lazy("Fixed buffer"),
    "full_sync": gettext_lazy("Full sync every 10 minutes"),
}
MINUTE_S: Final = 60


@cache
def saved() -> dict[str, Any]:
    """What the simulation found; no part of it is made up here."""
    found: dict[str, Any] = json.loads(SAVED.read_text(encoding="utf-8"))
    return found


@cache  # What was saved does not change; to draw it took a quarter of the page.
def oversold(language: str) -> Chart:
    """How many listings sold something twice, by lag."""
    worst = max(one["oversold"] for one in saved()["chart"] if one["policy"] == "full_sync")
    share = _percent(worst, language)
    title = _("A full sync sells twice on up to {share} of listings").format(share=share)
    return _chart(
        "oversold", title, _("listings that sold something twice in a festival"), language
    )


@cache
def refused(language: str) -> Chart:
    """How many units buyers were refused although they were on hand, by lag."""
    ours = max(one["lost"] for one in saved()["chart"] if one["policy"] == "ours")
    share = _percent(ours, language)
    title = _("The bound costs up to {share} of what buyers ask for").format(share=share)
    note = _("units refused on one listing while they were on hand; most are sold by another")
    return _chart("lost", title, note, language)


def _chart(field: str, title: str, note: str, language: str) -> Chart:
    rows = [
        {
            "lag": _lag(one["lag_s"]),
            "value": one[field],
            "policy": words.say(POLICIES, one["policy"]),
            "exact": _percent(one[field], language),
        }
        for one in saved()["chart"]
        if one["policy"] in POLICIES
    ]
    names = [str(name) for name in POLICIES.values()]
    lags = list(dict.fromkeys(str(one["lag"]) for one in rows))
    by = {(one["lag"], one["policy"]): one["exact"] for one in rows}
    table = [(lag, *(str(by[lag, name]) for name in names)) for lag in lags]
    return Chart(title, note, _spec(rows, names), [_("Lag"), *names], table)


def _spec(rows: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    base = alt.Chart(EMPTY).encode(
        x=alt.X("lag:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4)),
        color=alt.Color(
            "policy:N",
            scale=alt.Scale(domain=names, range=["colour:accent", "colour:unknown", "colour:loss"]),
            legend=alt.Legend(orient="top", title=None, labelLimit=260, columns=1),
        ),
        tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in ("policy", "lag", "exact")],
    )
    chart = alt.layer(base.mark_line(strokeWidth=2), base.mark_point(filled=True, size=40))
    spec = chart.properties(
        width="container",
        height=200,
        padding={"left": 2, "top": 4, "right": 12, "bottom": 4},
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    ).to_dict()
    # The page brings its own look.
    kept = {key: value for key, value in spec.items() if key not in {"config", "datasets"}}
    return kept | {"data": {"values": rows}}


def _lag(seconds: int) -> str:
    if seconds < MINUTE_S:
        return _("{n} s").format(n=seconds)
    return _("{n} min").format(n=seconds // MINUTE_S)


def _percent(share: float, language: str) -> str:
    return formats.percent(Decimal(str(share)), language)
