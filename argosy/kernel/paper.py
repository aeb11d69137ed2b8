"""Typst, called: a template and data as JSON. No markup in the data is ever obeyed."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import typst

from argosy.kernel.errors import PaperFailed

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
NO_CHINESE: Final = (
    "This machine has no font with Chinese characters: install one, such as Noto Sans CJK. "
    "本机没有中文字体，请先安装。"
)
CHINESE_SIGNS: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
# Unicode's categories: control, format, surrogate, private use, unassigned.
UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
JOINERS: Final = frozenset({"\u200c", "\u200d"})  # format, too, but letters and emoji need them


def typeset(template: Path, data: Mapping[str, object]) -> bytes:
    """Set a page of a template with the data, as PDF; equal data, equal bytes.

    The template finds the data as JSON in its input `data`, with the machine's `fonts` and a
    `warning` if there is Chinese to print and no font for it; it reads only what lies beside it.

    :raises PaperFailed: typst refuses; what it says is in the error.
    """
    said = json.dumps(data, ensure_ascii=False)
    boxes = CHINESE_SIGNS.search(said) is not None and not has_chinese()
    told = dict(data) | {"warning": NO_CHINESE if boxes else "", "fonts": fonts()}
    try:
        made = typst.compile(
            template,
            root=template.parent,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"data": json.dumps(told, ensure_ascii=True)},
        )
    except typst.TypstError as error:
        raise PaperFailed(detail=str(error)) from error
    if not isinstance(made, bytes):
        raise PaperFailed(detail=template.name)
    return made


def printable(text: str) -> str:
    """A text without signs of direction, controls and lone surrogates: they could turn the page."""
    return "".join(
        " " if unicodedata.category(sign) in UNPRINTABLE and sign not in JOINERS else sign
        for sign in text
    )


def has_chinese() -> bool:
    """Whether this machine has a font to print Chinese with."""
    return bool(set(CHINESE) & _families())


def fonts() -> list[str]:
    """The fonts of this machine that we like: Latin, then Chinese, then the rest."""
    return [name for name in (*LATIN, *CHINESE, *OTHERS) if name in _families()]


@cache
def _fonts() -> typst.Fonts:
    """The machine's fonts, looked through once."""
    return typst.Fonts()


@cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())
