"""Typst, called: a template of ours and data as JSON. No markup in the data is ever obeyed."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import typst

from argosy.fulfilment.errors import PaperFailed

TEMPLATES: Final = Path(__file__).parent
PAPERS: Final = ("a4", "label")  # label: 100 × 150 mm
# In order of liking; the reader's system has one of them or none. Nothing is bundled.
LATIN: Final = ("Noto Sans", "DejaVu Sans", "Arial", "Helvetica Neue")
CHINESE: Final = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC"),
    *("Microsoft YaHei", "WenQuanYi Zen Hei", "SimSun"),
)
OTHERS: Final = (
    *("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai", "Noto Sans Devanagari"),
    *("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji"),
)
UNBROKEN_MAX: Final = 16  # letters in a row, before a line may break among them
TEXT_MAX: Final = 400
NO_CHINESE: Final = (
    "This machine has no font with Chinese characters: install one, such as Noto Sans CJK. "
    "本机没有中文字体，请先安装。"
)
CHINESE_SIGNS: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
ZERO_WIDTH_SPACE: Final = "\u200b"
# Unicode's categories: control, format, surrogate, private use, unassigned.
UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
JOINERS: Final = frozenset({"\u200c", "\u200d"})  # format, too, but letters and emoji need them


def has_chinese() -> bool:
    """Whether this machine has a font to print Chinese with."""
    return bool(set(CHINESE) & _families())


def typeset(template: str, data: Mapping[str, object]) -> bytes:
    """Set a page of `paper/<template>.typ` with the data, as PDF.

    :raises PaperFailed: typst refuses; what it says is in the error.
    """
    known = _families()
    said = json.dumps(data, ensure_ascii=False)
    boxes = CHINESE_SIGNS.search(said) is not None and not has_chinese()
    told = dict(data) | {
        "warning": NO_CHINESE if boxes else "",
        "fonts": [name for name in (*LATIN, *CHINESE, *OTHERS) if name in known],
    }
    try:
        made = typst.compile(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"data": json.dumps(told, ensure_ascii=True)},
        )
    except typst.TypstError as error:
        raise PaperFailed(detail=str(error)) from error
    if not isinstance(made, bytes):
        raise PaperFailed(detail=template)
    return made


def printable(text: str) -> str:
    """A text as it can be printed: without signs that steer, and with room to break long runs."""
    kept = "".join(_kept(text[:TEXT_MAX]))
    return " ".join(_breakable(word) for word in kept.split())


def _kept(text: str) -> Iterator[str]:
    """Signs of direction, controls and lone surrogates become spaces: they could turn the page."""
    for letter in text:
        steers = unicodedata.category(letter) in UNPRINTABLE and letter not in JOINERS
        yield " " if steers else letter


def _breakable(word: str) -> str:
    """Let a run of letters break; not inside what belongs together, such as accents and emoji."""
    if len(word) <= UNBROKEN_MAX:
        return word
    pieces, run = [], 0
    for letter in word:
        joined = unicodedata.combining(letter) or letter in JOINERS or not letter.isalnum()
        if run >= UNBROKEN_MAX and not joined:
            pieces.append(ZERO_WIDTH_SPACE)
            run = 0
        pieces.append(letter)
        run += 1
    return "".join(pieces)


@cache
def _fonts() -> typst.Fonts:
    """The machine's fonts, looked through once."""
    return typst.Fonts()


@cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())
