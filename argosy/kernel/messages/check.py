"""Refuse a catalogue that would show a reader the wrong language or drop a figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from argosy.kernel.messages import LOCALE, PACKAGE, catalogues
from argosy.kernel.messages.extract import collect, computed, templates_of
from argosy.kernel.messages.merge import translations
from argosy.kernel.messages.unmarked import unmarked

# `%(name)s` of gettext calls and templates, `{name}` of refusals and `str.format`, plain `%s`.
_PLACEHOLDER: Final = re.compile(
    r"%\(\w+\)[sdrf]|(?<!%)%[sdrf](?!\w)|(?<!\{)\{\w*(?:![rsa])?(?::[^{}]*)?\}(?!\})"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One text that a reader of one language would not be served with."""

    place: str  # file:line of the text, or of the catalogue
    what: str
    text: str

    def __str__(self) -> str:
        """One line, as compilers write it."""
        return f"{self.place}: {self.what}: {self.text!r}"


def problems(package: Path = PACKAGE, locale: Path = LOCALE) -> Iterator[Problem]:
    """Everything that keeps a language from being complete, in the order of the texts."""
    for call in computed(package):
        yield Problem(call.place, "a text put together in the call", call.source)
    for path in templates_of(package):
        for line, text in unmarked(path):
            place = f"{path.relative_to(package.parent).as_posix()}:{line}"
            yield Problem(place, "not marked for translation", text)
    wanted = collect(package)
    files = catalogues(locale)
    if not files:
        yield Problem(str(locale), "no catalogue", "")
    for path in files:
        language = path.parts[-3]
        with path.open("rb") as file:
            have = read_po(file, locale=language, charset="utf-8", abort_invalid=True)
        for message in wanted:
            if message.id:
                yield from _of(message, have, language)


def _of(message: Message, have: Catalog, language: str) -> Iterator[Problem]:
    place = ":".join(str(part) for part in message.locations[0])
    text = message.id if isinstance(message.id, str) else message.id[0]
    found = have.get(message.id, context=message.context)
    given = translations(found)
    if not given or not all(given):
        yield Problem(place, f"untranslated in {language}", text)
    elif found is not None and found.fuzzy:
        yield Problem(place, f"unsure (fuzzy) in {language}", text)
    else:
        # Of a plural the last form is the one with the number in it, in each language.
        source = message.id if isinstance(message.id, str) else message.id[-1]
        if placeholders(source) != placeholders(given[-1]):
            yield Problem(place, f"other placeholders in {language}", text)


def placeholders(text: str) -> set[str]:
    """The places in a text where facts go."""
    return set(_PLACEHOLDER.findall(text))
