"""Charts for paper: the specification of the page, drawn as SVG in our colours."""

from collections.abc import Mapping
from typing import Any, Final

import vl_convert

from argosy.kernel import paper

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


def drawn(spec: Mapping[str, Any], *, width: int) -> str:
    """A chart of a page as SVG of so many pixels: the same specification, drawn in our colours."""
    sized = dict(_coloured(spec)) | {
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
    }
    made: str = vl_convert.vegalite_to_svg(sized, config=_look(), allowed_base_urls=[])
    return made


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
    font = ", ".join(paper.fonts())
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
