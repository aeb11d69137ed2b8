"""What an answer stands on: gates, rules of thumb, assumptions with their sources, platforms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from argosy.console import fitrules, fitwords, words
from argosy.strategy import queries as strategy
from argosy.strategy.types import Advice, Assumption, Gate, Outcome, Override

PURSE: Final = ("ruin", "cash", "loss")  # gates of money, said before others
ORIGINS: Final = ("seller", "book", "rule", "benchmark")
SHADES: Final = 5
MODES: Final = ("marketplace", "storefront", "distribution", "social")
MIXED: Final = ("hybrid", "everywhere")  # of which the name does not say which ways are in it
COUNTRY: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Closed:
    """One option that may not be taken, with each gate that says so."""

    key: str
    name: str
    gates: tuple[tuple[str, str, str], ...]  # code, its name, what it found
    is_purse: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """One gate that is open although it would be closed: by own figures, or by somebody."""

    option: str
    name: str
    gate: str
    words: str
    by: str
    on: date | None
    override: Override | None  # None: by the seller's own figures


@dataclass(frozen=True, slots=True)
class Basis:
    """One assumption in its row."""

    key: str
    name: str
    likely: str
    ends: str
    title: str
    as_of: date | None
    confidence: str
    confidence_words: str
    question: str
    is_guess: bool  # of confidence D: drawn as hardly known


@dataclass(frozen=True, slots=True)
class Stall:
    """One platform for one product."""

    first: str
    profit: str
    is_loss: bool
    shade: int  # 0 to 5, by how often it is best
    fits: str
    usable: bool
    risk: str


def context_of(advice: Advice) -> dict[str, Any]:
    """The parts of the page that say what the answer stands on."""
    closed = _closed(advice)
    return {
        "risky": [one for one in closed if one.is_purse],
        "barred": [one for one in closed if not one.is_purse],
        "opened": _opened(advice),
        "thumbs": fitrules.thumbs(advice),
        "learn": _learn(advice),
        "bases": _bases(advice),
        "base_count": len(advice.assumptions),
        "guesses": sum(one.confidence == "D" for one in advice.assumptions),
        **_stalls(advice),
    }


def unit_of(assumed: Mapping[str, Assumption], key: str) -> str:
    """The unit of an input, by its key."""
    return assumed[key].unit if key in assumed else ""


def layer_inputs(advice: Advice, outcome: Outcome) -> list[tuple[str, str, str, list[Basis]]]:
    """For each step of an option's money: its key, name, amount and the assumptions behind it."""
    found = []
    for layer in outcome.layers:
        if not round(layer.amount):
            continue
        behind = [
            _basis(one)
            for one in advice.assumptions
            if any(_is_of(one.key, stem) for stem in layer.inputs) and _concerns(one.key, outcome)
        ]
        amount = fitwords.money(layer.amount)
        found.append((layer.key, strategy.say_layer(layer.key), amount, behind))
    return found


def _is_of(key: str, stem: str) -> bool:
    """Whether an assumption is among those that a layer names: whole, by its start or its end."""
    return key.endswith(stem) if stem.startswith(".") else key.startswith(stem)


def _concerns(key: str, outcome: Outcome) -> bool:
    """Whether an assumption of one way of selling, or one country, is of this option."""
    option = outcome.option
    parts = key.split(".")[1:]
    countries = [part for part in parts if COUNTRY.fullmatch(part)]
    if countries and key.split(".", maxsplit=1)[0] != "product":
        return option.market in countries
    names = set(option.form.split("_"))
    for part in parts:
        mode, _dot, way = part.partition("_")
        if mode in MODES:
            is_mixed = option.form in MIXED
            return mode in option.modes and (not way or is_mixed or way in names)
    return True


def _closed(advice: Advice) -> list[Closed]:
    by: dict[str, list[Gate]] = {}
    for gate in advice.gates:
        if gate.closed:
            by.setdefault(gate.option, []).append(gate)
    profit = {one.option.key: one.profit.mean for one in advice.outcomes}
    found = [
        Closed(
            key=option,
            name=fitwords.option(option),
            gates=tuple(
                (gate.code, strategy.say_gate_name(gate.code), strategy.say_gate(gate))
                for gate in gates
            ),
            is_purse=any(gate.code in PURSE for gate in gates),
        )
        for option, gates in by.items()
    ]
    return sorted(found, key=lambda one: (len(one.gates), -profit.get(one.key, 0.0), one.key))


def _opened(advice: Advice) -> list[Opened]:
    stated = {(one.gate, one.option): one for one in advice.profile.overrides}
    found = []
    for gate in advice.gates:
        if not gate.overruled:
            continue
        override = stated.get((gate.code, gate.option)) or stated.get((gate.code, ""))
        if gate.overruled == "own_data":
            override = None
        found.append(
            Opened(
                option=gate.option,
                name=fitwords.option(gate.option),
                gate=gate.code,
                words=strategy.say_gate(gate),
                by=override.by if override else "",
                on=override.on if override else None,
                override=override,
            )
        )
    return found


def _learn(advice: Advice) -> list[dict[str, str]]:
    return [
        {
            "key": one.key,
            "name": strategy.say_input(one.key),
            "worth": strategy.say_worth(one),
            "test": strategy.say_test(one),
            "cost": fitwords.money(one.cost),
            "days": strategy.say_value(one.days, "days"),
        }
        for one in advice.learn
    ]


def _bases(advice: Advice) -> list[tuple[str, str, list[Basis]]]:
    """All assumptions by whose they are."""
    by: dict[str, list[Basis]] = {origin: [] for origin in ORIGINS}
    for one in advice.assumptions:
        by[one.origin].append(_basis(one))
    return [(origin, strategy.say_origin(origin), rows) for origin, rows in by.items() if rows]


def _basis(one: Assumption) -> Basis:
    is_range = one.low != one.high
    return Basis(
        key=one.key,
        name=strategy.say_input(one.key),
        likely=strategy.say_value(one.likely, one.unit),
        ends=fitwords.ends(one.low, one.likely, one.high, one.unit) if is_range else "",
        title=_(one.title) if one.title else "",
        as_of=one.as_of,
        confidence=one.confidence or "",
        confidence_words=words.say(fitwords.CONFIDENCES, one.confidence) if one.confidence else "",
        question=one.question,
        is_guess=one.confidence == "D",
    )


def _stalls(advice: Advice) -> dict[str, Any]:
    """The matrix of products and platforms; platforms in the order of the first product."""
    names = list(dict.fromkeys(one.platform for one in advice.platforms))
    products = list(dict.fromkeys(one.product for one in advice.platforms))
    cells = {(one.product, one.platform): one for one in advice.platforms}
    rows = []
    for product in products:
        row = []
        for name in names:
            one = cells.get((product, name))
            row.append(
                None
                if one is None
                else Stall(
                    first=fitwords.percent(one.first),
                    profit=fitwords.money(one.profit.p50),
                    is_loss=one.profit.p50 < 0,
                    shade=min(SHADES, round(one.first * SHADES)) if one.usable else 0,
                    fits=_traits(one.fits, one.against),
                    usable=one.usable,
                    risk=fitwords.percent(one.ruin),
                )
            )
        rows.append((product, row))
    return {"platform_names": [PLATFORMS.get(name, name) for name in names], "stalls": rows}


# Names of their own, the same in every language.
PLATFORMS: Final = {
    "amazon": "Amazon",
    "ebay": "eBay",
    "aliexpress": "AliExpress",
    "temu": "Temu",
    "tiktok": "TikTok Shop",
    "wish": "Wish",
    "etsy": "Etsy",
    "walmart": "Walmart Marketplace",
    "shopee": "Shopee",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "pinterest": "Pinterest",
    "youtube": "YouTube",
}


def _traits(fits: tuple[str, ...], against: tuple[str, ...]) -> str:
    said = [f"+ {strategy.say_trait(one)}" for one in fits]
    said += [f"− {strategy.say_trait(one)}" for one in against]
    return " · ".join(said)
