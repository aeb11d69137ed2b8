"""Barcodes as drawings. What a barcode cannot hold has none: the text stands beside it anyway."""

import io
from typing import Final

from barcode import EAN8, EAN13, UPCA, Code128
from barcode.base import Barcode
from barcode.errors import BarcodeError
from barcode.writer import SVGWriter

LENGTH_MAX: Final = 40  # longer ones are too fine to be read from a page
# Only the bars: their text is set by the page, in its fonts. Millimetres; the page stretches them.
LOOK: Final = {
    "write_text": False,
    "quiet_zone": 2.0,
    "module_height": 10.0,
    "module_width": 0.3,
    "margin_top": 0.0,
    "margin_bottom": 0.0,
}
BY_DIGITS: Final = {8: EAN8, 12: UPCA, 13: EAN13}


def code128(text: str) -> str:
    """The Code 128 of a text as SVG; "" where it has signs that no such code has."""
    if not text or len(text) > LENGTH_MAX or not (text.isascii() and text.isprintable()):
        return ""
    return _drawn(Code128(text, writer=SVGWriter()))


def article(code: str, barcode: str) -> str:
    """The EAN or UPC of an article if it has a valid one, else the Code 128 of what it has."""
    kind = BY_DIGITS.get(len(barcode))
    if kind is not None and barcode.isascii() and barcode.isdecimal():
        try:
            made = kind(barcode[:-1], writer=SVGWriter())
        except BarcodeError:
            return code128(barcode)
        # The library works the check digit out; a barcode with another one is no EAN.
        if made.get_fullcode() == barcode:
            return _drawn(made)
    return code128(barcode or code)


def _drawn(made: Barcode) -> str:
    into = io.BytesIO()
    made.write(into, LOOK)
    return into.getvalue().decode("utf-8")
