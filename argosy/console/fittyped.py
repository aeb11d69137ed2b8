"""What a form of Fit holds: its fields by name, and how ranges and shares are typed in them."""

from collections.abc import Mapping, Sequence
from typing import Final

from argosy.strategy import queries as strategy
from argosy.strategy.types import Range

SHARES: Final = frozenset({"share", "per_year"})  # shown and typed in per cent
LISTS: Final = frozenset({"modes", "order"})
ENDS: Final = (".low", "", ".high")
TO: Final = " to "
Typed = Mapping[str, Sequence[str]]
Errors = Mapping[str, str]


def kept(words: str) -> str:
    """A text as the database can keep it: the sign that it cannot is shown as such."""
    return words.replace("\0", "␀")


def first(typed: Typed, name: str) -> str:
    """What is typed in a field; empty where nothing is."""
    return "".join(typed.get(name, [])[:1])


def number(one: strategy.Question, value: float) -> str:
    """A number as one types it."""
    return f"{value * 100:.10g}" if one.unit in SHARES else f"{value:.12g}"


def ends(one: strategy.Question, value: Range) -> dict[str, Sequence[str]]:
    """The three fields of a range."""
    parts = [number(one, end) for end in (value.low, value.likely, value.high)]
    return {f"{one.key}{end}": [part] for end, part in zip(ENDS, parts, strict=True)}


def text(one: strategy.Question, typed: Typed) -> str | None:
    """An answer as people type it; None where a range has one end only."""
    if one.kind in LISTS:
        return ", ".join(typed.get(one.key, []))
    low, middle, high = (first(typed, f"{one.key}{end}").strip() for end in ENDS)
    if not low and not high:
        return middle
    if not low or not high:
        return None
    return TO.join(part for part in (low, middle, high) if part)


def sentence(words: str) -> str:
    """A remedy as a sentence of its own."""
    return words[:1].upper() + words[1:]
