"""Find text in templates that nobody marked for translation: it would stay English for ever."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from django.template.base import Lexer, Token, TokenType

# The same in each language: names, formats, keys, and the languages' names for themselves.
SAME: Final = frozenset(
    {
        *("Argosy", "CSV", "XLSX", "SKU", "ID", "FBA", "UTC", "HTTP"),
        *("Ctrl", "Ctrl-K", "Ctrl K", "Esc", "Enter", "English", "中文", "海舵"),
        *("mm", "cm", "kg", "ms", "CNY", "USD", "EUR", "GBP"),
    }
)
_SHOWN_ATTRIBUTES: Final = frozenset({"alt", "aria-label", "placeholder", "title"})
_SILENT: Final = frozenset({"script", "style", "code", "kbd", "svg", "template"})
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z-]+|[\u4e00-\u9fff]+")
_GAP: Final = "\ufffc"  # stands where a tag or variable stood


def unmarked(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of everything a reader would see that passes no translation."""
    reader = _Reader()
    reader.feed("".join(_without_tags(path.read_text(encoding="utf-8"))))
    reader.close()
    yield from reader.found


def _without_tags(source: str) -> Iterator[str]:
    """The template as HTML; tags and translated blocks are gaps of as many lines."""
    inside = ""
    for token in Lexer(source).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK and not inside and word in _ENDS:
            inside = _ENDS[word]
        elif token.token_type == TokenType.BLOCK and word == inside:
            inside = ""
        if token.token_type == TokenType.TEXT and not inside:
            yield token.contents
        else:
            yield _GAP + "\n" * _lines(token)


_ENDS: Final = {
    "blocktranslate": "endblocktranslate",
    "blocktrans": "endblocktrans",
    "comment": "endcomment",
    "verbatim": "endverbatim",
}


def _lines(token: Token) -> int:
    return token.contents.count("\n")


class _Reader(HTMLParser):
    """Collects what a browser would show or read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes that are shown, and mind elements whose text is none."""
        if tag in _SILENT:
            self._silent.append(tag)
        for name, value in attrs:
            if name in _SHOWN_ATTRIBUTES:
                self._look(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content cannot silence what follows it."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        """Look at text between elements."""
        if not self._silent:
            self._look(data)

    def _look(self, text: str) -> None:
        for part in text.split(_GAP):
            plain = part.strip()
            if plain not in SAME and any(word not in SAME for word in _WORD.findall(plain)):
                self.found.append((self.getpos()[0], plain))
