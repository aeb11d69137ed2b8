"""An answer as paper: the page's own words and charts, set for partners to sign."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from argosy.console import fitpage, fitwords
from argosy.console.charts import Chart
from argosy.console.paperdrawing import drawn
from argosy.kernel.paper import printable, typeset
from argosy.strategy.types import Advice

TEMPLATE: Final = Path(__file__).parent / "paper" / "fit.typ"
CHINESE: Final = "zh-hans"
# Pixels that a drawing is laid out in; the page scales it to its column.
FAN_PX: Final = 300
WIDE_PX: Final = 520
FULL_PX: Final = 900
RISKY: Final = 6
LEARN: Final = 4
TOLD: Final = 6
FIGURES: Final = 7  # of the table of all options: what fits a page's width


def paper(*, advice: Advice, language: str) -> bytes:
    """An answer as PDF in a language, charts included; equal answers give equal bytes.

    :raises PaperFailed: it could not be set.
    """
    with translation.override(language):
        found = fitpage.context_of(advice, language=language)
        data = _about(advice, language) | _finding(found) | _doubt(found) | _basis(advice, found)
        return typeset(TEMPLATE, _clean(data))


def _about(advice: Advice, language: str) -> dict[str, object]:
    chinese = language == CHINESE
    return {
        "title": f"{_('Fit')}: {advice.profile.name}",
        "name": advice.profile.name,
        "made": fitwords.day(advice.on),
        "footer": _("{name} · {day} · {paths} paths, seed {seed} · data {digest}").format(
            name=advice.profile.name,
            day=fitwords.day(advice.on),
            paths=advice.paths,
            seed=advice.seed,
            digest=advice.data_digest[:12],
        ),
        "lang": "zh" if chinese else "en",
        "region": "CN" if chinese else "GB",
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Which way of selling abroad"),
        "missing": _("What is missing"),
        "told": _("Benchmarks stand in for what is missing: no recommendation"),
        "path": _("The path"),
        "fans": _(
            "cash in hand and credit over 24 months, US$; line: median; dark: half of all paths; "
            "light: nine tenths; dashed: no money left; one scale for all"
        ),
        "ranking": _("Ranking, with its doubt"),
        "why": _("Why, in order of weight"),
        "way": _("Way"),
        "first": _("First"),
        "beats": _("Beats the next"),
        "confidence": _("Confidence"),
        "change": _("What would change it"),
        "break_evens": _("Where another way wins"),
        "learn": _("Find this out first"),
        "opened": _("Opened all the same"),
        "risky": _("Too risky for this purse, or closed"),
        "thumbs": _("Rules of thumb"),
        "place": _("Place and date"),
        "signature": _("Signature"),
        "platforms": _("Which platform for which product"),
        "product": _("Product"),
        "options": _("Every way that was simulated"),
        "basis": _("What it stands on"),
        "input": _("Input"),
        "likely": _("Likely"),
        "range": _("Range"),
        "source": _("Source"),
        "of": _("Of"),
    }


def _finding(found: Mapping[str, Any]) -> dict[str, object]:
    """What to do, how sure, the figures, the path and the cash."""
    return {
        "tone": found["tone"],
        "kind": str(found["kind"]),
        "sure": found["sure"],
        "sentences": found["sentences"],
        "missing": [
            {"text": one.text, "why": one.why, "stands_in": one.stands_in}
            for one in found.get("missing", ())
        ],
        "told_heads": found.get("told_heads", [])[:TOLD],
        "told": [
            {"name": one.name, "figures": [text for text, _tone in one.figures][:TOLD]}
            for one in found.get("told", ())
        ],
        "warnings": [*found["warnings"], *(doubt for _key, doubt in found["doubts"])],
        "figures": [
            {"name": one.name, "value": one.value, "beside": one.beside}
            for one in found.get("figures", ())
        ],
        "steps": [
            {"name": name, "rows": [words for _option, words, _href in rows]}
            for _when, name, rows in found.get("steps", ())
        ],
        "fans_title": found.get("fans_title", ""),
        "fans": [_chart(one.chart, FAN_PX) for one in found.get("fans", ())],
    }


def _doubt(found: Mapping[str, Any]) -> dict[str, object]:
    """The ranking, what would change it, what is too risky, and the rules of thumb."""
    barred: dict[str, list[str]] = {}
    for one in [*found["risky"][RISKY:], *found["barred"]]:
        barred.setdefault(" · ".join(name for _code, name, _words in one.gates), []).append(
            one.name
        )
    return {
        "ranks": _chart(found.get("ranks"), WIDE_PX),
        "reasons": [
            {"words": one.words, "is_for": one.is_for, "weight": one.weight}
            for one in found.get("reasons", ())
        ],
        "places": [
            {
                "name": one.short,
                "first": one.first,
                "beats": one.beats_next,
                "confidence": one.confidence,
            }
            for one in found.get("places", ())
        ],
        "tornado": _chart(found.get("tornado"), WIDE_PX),
        "break_evens": [words for _key, words in found.get("break_evens", ())],
        "learn": found["learn"][:LEARN],
        "opened": [{"name": one.name, "words": one.words, "by": one.by} for one in found["opened"]],
        "risky": [
            {"name": one.name, "gates": " ".join(words for _code, _name, words in one.gates)}
            for one in found["risky"][:RISKY]
        ],
        "barred": [{"gates": gates, "names": " · ".join(names)} for gates, names in barred.items()],
        "thumbs": [
            {
                "title": one.title,
                "stance": one.stance_words,
                "tone": one.tone,
                "figures": one.figures,
                "own": one.own,
                "quote": one.quote,
            }
            for one in found["thumbs"]
        ],
    }


def _basis(advice: Advice, found: Mapping[str, Any]) -> dict[str, object]:
    """What stands behind it: the money, every way, every assumption with its source."""
    return {
        "layers": _chart(found.get("layers"), FULL_PX),
        "layers_title": _("Where the money goes: {option}").format(
            option=found.get("layers_of", "")
        ),
        "platform_names": found["platform_names"],
        "stalls": [
            {
                "product": product,
                "cells": [
                    {"first": one.first, "profit": one.profit}
                    if one is not None and one.usable
                    else {"first": "–", "profit": ""}
                    for one in cells
                ],
            }
            for product, cells in found["stalls"]
        ],
        "line_heads": fitpage.line_heads()[:FIGURES],
        "lines": [
            {"name": one.name, "figures": [text for text, _tone in one.figures][:FIGURES]}
            for one in found.get("lines", ())
        ],
        "basis_note": _(
            "{n} assumptions; hatched: hardly known. Benchmarks and rules as of {day}."
        ).format(n=found["base_count"], day=fitwords.day(advice.data_as_of)),
        "bases": [
            {
                "name": name,
                "rows": [
                    {
                        "name": one.name,
                        "likely": one.likely,
                        "ends": one.ends,
                        "title": one.title,
                        "as_of": fitwords.day(one.as_of) if one.as_of else "",
                        "confidence": one.confidence,
                        "guess": one.is_guess,
                    }
                    for one in rows
                ],
            }
            for _origin, name, rows in found["bases"]
        ],
    }


def _chart(chart: Chart | None, width: int) -> dict[str, str] | None:
    if chart is None:
        return None
    return {"title": chart.title, "note": chart.note, "svg": drawn(chart.spec, width=width)}


def _clean(part: Any) -> Any:
    """Everything said, without signs that steer the page; drawings are ours and stay."""
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, Mapping):
        return {key: one if key == "svg" else _clean(one) for key, one in part.items()}
    if isinstance(part, Sequence):
        return [_clean(one) for one in part]
    return part
