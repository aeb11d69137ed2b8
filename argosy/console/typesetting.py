"""Typst and charts for paper: a template of ours, data as JSON, drawings as SVG in our colours."""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
import vl_convert

from argosy.fulfilment.errors import PaperFailed

TEMPLATES: Final = Path(__file__).parent / "paper"
# In order of liking; the reader's system has one of them or none. Nothing is bundled.
LATIN: Final = ("Noto Sans", "DejaVu Sans", "Arial", "Helvetica Neue")
CHINESE: Final = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC"),
    *("Microsoft YaHei", "WenQuanYi Zen Hei", "SimSun"),
)
NO_CHINESE: Final = (
    "This machine has no font with Chinese characters: install one, such as Noto Sans CJK. "
    "本机没有中文字体，请先安装。"
)
# Unicode's categories: control, format, surrogate, private use, unassigned.
UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# The light palette of `argosy.js`: paper has one theme.
PALETTE: Final[Mapping[str, str]] = {
    "ink": "#1c2430",
    "quiet": "#5d6775",
    "line": "#dde1e7",
    "ground": "#ffffff",
    "accent": "#12506f",
    "gain": "#2a5fa8",
    "loss": "#b4560f",
    "total": "#46515f",
    "unknown": "#b4bac3",
}
COLOUR: Final = "colour:"


def typeset(template: str, data: Mapping[str, object]) -> bytes:
    """Set a page of `paper/<template>.typ` with the data, as PDF; equal data, equal bytes.

    :raises PaperFailed: typst refuses; what it says is in the error.
    """
    told = dict(data) | {
        "fonts": fonts(),
        "warning": "" if set(CHINESE) & _families() else NO_CHINESE,
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


def drawn(spec: Mapping[str, Any], *, width: int) -> str:
    """A chart of a page as SVG of so many pixels: the same specification, drawn in our colours."""
    sized = dict(_coloured(spec)) | {
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
    }
    made: str = vl_convert.vegalite_to_svg(sized, config=_look(), allowed_base_urls=[])
    return made


def printable(text: str) -> str:
    """A text as it can be printed: without signs that steer the page."""
    return "".join(" " if unicodedata.category(one) in UNPRINTABLE else one for one in text)


def fonts() -> list[str]:
    """The fonts of this machine that we like, Latin before Chinese."""
    known = _families()
    return [name for name in (*LATIN, *CHINESE) if name in known]


def _coloured(part: Any) -> Any:
    """Names of colours as colours."""
    if isinstance(part, str) and part.startswith(COLOUR):
        return PALETTE[part.removeprefix(COLOUR)]
    if isinstance(part, list):
        return [_coloured(one) for one in part]
    if isinstance(part, Mapping):
        return {key: _coloured(one) for key, one in part.items()}
    return part


def _look() -> dict[str, Any]:
    """The look that the page gives its charts, for paper."""
    font = ", ".join(fonts())
    words = {
        "labelFont": font,
        "titleFont": font,
        "labelColor": PALETTE["quiet"],
        "titleColor": PALETTE["quiet"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 400,
    }
    lines = {
        "gridColor": PALETTE["line"],
        "domainColor": PALETTE["line"],
        "tickColor": PALETTE["line"],
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    }
    return {
        "background": None,
        "font": font,
        "view": {"stroke": None},
        "axis": words | lines,
        "text": {"font": font, "fill": PALETTE["ink"], "fontSize": 12},
        "bar": {"cornerRadius": 1},
    }


@cache
def _fonts() -> typst.Fonts:
    """The machine's fonts, looked through once."""
    return typst.Fonts()


@cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())
