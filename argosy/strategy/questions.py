"""What the adviser asks, and why. The texts are English keys of the catalogue of messages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

from argosy.strategy.types import ModeName, Profile

Kind = Literal[
    "choice",  # one of the choices
    "level",  # the same, from 0 (none) to 4 (excellent)
    "quantity",  # a number or a range
    "number",
    "size",
    "countries",
    "country",
    "languages",
    "modes",  # any of the choices: the ways of selling that are begun
    "order",  # the choices, most important first
    "yesno",
    "text",
]
LISTED: Final = Path(__file__).parent / "data" / "questions.yaml"
MODES: Final[tuple[ModeName, ...]] = get_args(ModeName)


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; its key is the dotted name of its answer in a profile."""

    key: str
    section: str
    kind: Kind
    text: str
    why: str  # what it changes in the answer
    help: str = ""
    unit: str = ""  # usd, share, weeks …: as in an assumption
    unit_text: str = ""
    choices: tuple[Choice, ...] = ()
    lowest: float | None = None  # of what makes sense; beyond it, the answer is questioned
    highest: float | None = None
    benchmark: str = ""  # stands in where the answer is not known
    essential: bool = False  # nothing stands in
    mode: str = ""  # asked only if this way of selling is begun


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together."""

    key: str
    title: str
    text: str


@cache
def sections() -> tuple[Section, ...]:
    """The sections, in the order in which they are asked."""
    return tuple(Section(**one) for one in _listed()["sections"])


@cache
def questions() -> tuple[Question, ...]:
    """Every question, in the order in which it is asked; those of a way of selling by that way."""
    found = []
    for one in _listed()["questions"]:
        found.append(_question(one, ""))
        if one["key"] == "stage.trials":
            found += [
                _question(each, mode)
                for mode in MODES
                for each in _listed()["trials"]
                if each.get("only", mode) == mode
            ]
    return tuple(found)


@cache
def by_key() -> dict[str, Question]:
    """Every question by its key."""
    return {one.key: one for one in questions()}


def asked_of(profile: Profile) -> tuple[Question, ...]:
    """The questions that make sense for this seller: of the ways that are begun, not the others."""
    return tuple(one for one in questions() if not one.mode or one.mode in profile.stage.trials)


def benchmark_of(question: Question, profile: Profile) -> str:
    """The benchmark that stands in for an unknown answer of this seller; empty if none does."""
    return question.benchmark.format(category=profile.product.category or "other")


def missing(profile: Profile) -> tuple[str, ...]:
    """The questions without whose answers advice would be made of nothing, by key.

    Of a product whose kind is known, a benchmark says what share of the price it costs.
    """
    product = profile.product
    found = []
    if product.price is None:
        found.append("product.price")
    if product.unit_cost is None and product.category is None:
        found.append("product.unit_cost")
    if not profile.market.countries:
        found.append("market.countries")
    if profile.capital.cash is None:
        found.append("capital.cash")
    return tuple(found)


@cache
def _listed() -> dict[str, list[dict[str, Any]]]:
    stated: dict[str, list[dict[str, Any]]] = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    return stated


def _question(stated: dict[str, Any], mode: str) -> Question:
    given = {name: value for name, value in stated.items() if name != "only"}
    key = stated["key"].format(mode=mode)
    choices = tuple(Choice(str(one["value"]), one["label"]) for one in stated.get("choices", ()))
    return Question(
        **given | {"key": key, "section": key.split(".")[0], "choices": choices, "mode": mode}
    )
