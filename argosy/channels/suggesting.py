"""Guess which SKU a listing is: from codes, from titles, and from what people mapped before."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import F

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuRef
from argosy.channels.models import Listing
from argosy.channels.types import ListingRow, Suggestion

TAUGHT_MAX: Final = 20_000  # mappings to learn from, the latest
GUESSES: Final = 3
ALIKE: Final = 0.6  # share of words that two titles must have in common
SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Lessons:
    """What mappings by people teach."""

    elsewhere: dict[str, int] = field(default_factory=dict)  # platform SKU on another channel
    affixes: Counter[tuple[str, str]] = field(default_factory=Counter)  # what platforms add
    examples: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class Shelf:
    """Our SKUs, to be found by bare code and by words of their titles."""

    refs: dict[int, SkuRef]
    by_code: dict[str, int] = field(default_factory=dict)
    by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def suggest(listings: Sequence[ListingRow]) -> dict[int, list[Suggestion]]:
    """Suggestions for each listing, the best first; nothing where nothing speaks for anything."""
    if not listings:
        return {}
    shelf, lessons = _shelf(), _lessons()
    return {one.id: _best(_guesses(one, shelf, lessons)) for one in listings}


def _guesses(one: ListingRow, shelf: Shelf, lessons: Lessons) -> Iterator[Suggestion]:
    code = one.platform_sku.upper()
    if (sku := lessons.elsewhere.get(code)) in shelf.refs and sku is not None:
        yield _suggestion(shelf.refs[sku], "same_elsewhere")
    if (sku := shelf.by_code.get(_bare(code))) is not None:
        yield _suggestion(shelf.refs[sku], "same_code")
    for (before, after), _times in lessons.affixes.most_common():
        if not (code.startswith(before) and code.endswith(after)):
            continue
        inner = code[len(before) : len(code) - len(after)]
        if (sku := shelf.by_code.get(_bare(inner))) is not None:
            example = lessons.examples[before, after]
            yield _suggestion(shelf.refs[sku], "learned", example)
    yield from _alike(one.title, shelf)


def _alike(title: str, shelf: Shelf) -> Iterator[Suggestion]:
    words = _words(title)
    if len(words) < 2:  # noqa: PLR2004 - one word in common says nothing
        return
    shared = Counter(sku for word in words for sku in shelf.by_word.get(word, ()))
    for sku, common in shared.most_common(GUESSES):
        if common >= ALIKE * max(len(words), len(_words(shelf.refs[sku].title))):
            yield _suggestion(shelf.refs[sku], "same_title")


def _best(guesses: Iterable[Suggestion]) -> list[Suggestion]:
    seen: dict[int, Suggestion] = {}
    for guess in guesses:
        seen.setdefault(guess.sku, guess)
    return list(seen.values())[:GUESSES]


def _shelf() -> Shelf:
    shelf = Shelf(catalogue.refs())
    for sku, ref in shelf.refs.items():
        shelf.by_code.setdefault(_bare(ref.code), sku)
        for word in _words(ref.title):
            shelf.by_word[word].add(sku)
    return shelf


def _lessons() -> Lessons:
    """Where a platform's SKU is our code with something around it, remember what was around."""
    lessons = Lessons()
    mapped = (
        Listing.objects.filter(sku__isnull=False)
        .annotate(code=F("sku__code"))
        .order_by("-pk")
        .values_list("platform_sku", "code", "sku_id")
    )
    for platform_sku, code, sku in mapped[:TAUGHT_MAX]:
        written = platform_sku.upper()
        lessons.elsewhere.setdefault(written, sku)
        before, found, after = written.partition(code)
        if found and (before or after):
            lessons.affixes[before, after] += 1
            lessons.examples.setdefault((before, after), f"{platform_sku} → {code}")
    return lessons


def _suggestion(ref: SkuRef, why: str, example: str = "") -> Suggestion:
    return Suggestion(sku=ref.id, code=ref.code, title=ref.title, why=why, example=example)


def _bare(code: str) -> str:
    return SIGNS.sub("", code.upper())


def _words(title: str) -> set[str]:
    return {word for word in SIGNS.split(title.casefold()) if len(word) > 1}
