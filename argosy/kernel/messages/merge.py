"""Bring a catalogue up to date with the source, and translations into it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

_SPACE: Final = re.compile(r"\s+")
# A date in the header would change with every run and make each merge a conflict.
_NO_DATE: Final = datetime(2026, 1, 1, tzinfo=UTC)
_HEADER: Final = "# Texts of Argosy, PROJECT. Made by `python -m argosy.kernel.messages extract`."


@dataclass(slots=True)
class Merged:
    """What a merge did with the translations it was given."""

    taken: int = 0
    unknown: list[str] = field(default_factory=list)  # no text of the product reads so
    unlike: list[str] = field(default_factory=list)  # two files translate it differently


def update(path: Path, wanted: Catalog) -> Catalog:
    """Write the catalogue with exactly the wanted texts, keeping the translations it has."""
    catalogue = read(path)
    catalogue.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
    write(path, catalogue)
    return catalogue


def read(path: Path) -> Catalog:
    """Read a catalogue; an empty one where there is no file yet."""
    language = path.parts[-3]
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=language, charset="utf-8")
    return Catalog(
        locale=language,
        charset="utf-8",
        header_comment=_HEADER.replace("PROJECT", language),
        project="Argosy",
        version="1",
        last_translator="Argosy",
        language_team="Argosy",
        msgid_bugs_address="none",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        fuzzy=False,
    )


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue in the order of its texts, with files but no line numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file,
            catalogue,
            width=100,
            sort_output=True,
            ignore_obsolete=True,
            include_lineno=False,
        )


def translations(message: Message | None) -> list[str]:
    """The forms of a translation: one, or one for each plural of the language."""
    if message is None or not message.string:
        return []
    return [message.string] if isinstance(message.string, str) else list(message.string)


def merge_yaml(catalogue: Catalog, folder: Path) -> Merged:
    """Put the maps `English: 中文` of a folder's YAML files into a catalogue.

    A nested map gives translations for a context: `context: {English: 中文}`.
    """
    result = Merged()
    by_key = {key: message for message in catalogue if message.id for key in _keys(message)}
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        # Every scalar as text: `Yes`, `No` and `On` are words here.
        with path.open(encoding="utf-8") as file:  # The file, so that a mistake names it.
            content = yaml.load(file, yaml.BaseLoader)  # noqa: S506
        for key, english, chinese in _entries(content or {}):
            message = by_key.get(key)
            if message is None:
                result.unknown.append(f"{path.name}: {english}")
            elif seen.setdefault(key, chinese) != chinese:
                result.unlike.append(f"{path.name}: {english}: {chinese} / {seen[key]}")
            elif chinese:
                _put(message, chinese)
                result.taken += 1
    return result


def _entries(content: Mapping[str, object], context: str = "") -> Iterator[tuple[str, str, str]]:
    for english, chinese in content.items():
        if isinstance(chinese, Mapping):
            yield from _entries(chinese, english)
        else:
            yield _key(english, context), english, str(chinese).strip()


def _keys(message: Message) -> Iterator[str]:
    texts = [message.id] if isinstance(message.id, str) else list(message.id)
    for text in texts:
        yield _key(text, message.context or "")


def _key(text: str, context: str) -> str:
    """Equal for texts that differ in white space only, or in how they write a percent sign."""
    return f"{context}\x04{_SPACE.sub(' ', text).strip().replace('%%', '%')}"


def _put(message: Message, chinese: str) -> None:
    plural = not isinstance(message.id, str)
    source = message.id[-1] if plural else message.id
    # In a template's text a percent sign is written twice, and so it must be in ours.
    if "%%" in source and "%%" not in chinese:
        chinese = re.sub(r"%(?!\()", "%%", chinese)
    message.string = (chinese,) if plural else chinese
    message.flags.discard("fuzzy")
