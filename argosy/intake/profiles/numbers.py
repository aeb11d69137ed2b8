"""Numbers as people and platforms write them, made into plain decimal text.

A cell is read by itself wherever it can be: of two different marks the last one is the decimal
mark, a mark not followed by three digits is one too. Only `1,234` and `1.234` depend on the rest of
the column. What stays open is a problem, never a guess.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl
import pycountry

DecimalMark = Literal["point", "comma"]

LIMIT = Decimal(10) ** 9  # no price, amount or quantity of a seller's order is larger
SIGNIFICANT = 15  # what a spreadsheet keeps; 0.30000000000000004 is its 0.3
MARKS: dict[str, DecimalMark] = {".": "point", ",": "comma"}

PLAIN = r"^-?[0-9]{1,9}(\.[0-9]{1,6})?$"
GROUPED = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?$"
COMMA = r"^-?([0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]{1,6})?$"

SURE_POINT = r"\.[0-9]{1,2}$|\.[0-9]{4,}$|,[0-9]{3}\.[0-9]|^-?0+\.[0-9]+$|,[0-9]{3},"
SURE_COMMA = r",[0-9]{1,2}$|,[0-9]{4,}$|\.[0-9]{3},[0-9]|^-?0+,[0-9]+$|\.[0-9]{3}\."
EITHER = r"^[^0-9]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9]*$"

# Only codes that are currencies: of BOX-1 nobody may make −1.
CODES = "|".join([*sorted(one.alpha_3 for one in pycountry.currencies), "RMB"])
SIGNS = rf"(?:(?:US|HK|NT|C|A|R|S|MX) ?\$|CN¥|RM|Rp|kr|zł|[¥$€£₩₹元円]|{CODES})"
MINUS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "'": "", "’": "", "\u066c": "'"})
SPACED = re.compile(r"^\d{1,3}( \d{3})+(?=$|[.,])")
EXPONENT = re.compile(r"^(\d+(?:\.\d+)?)[eE]([+-]?\d+)$")
GROUPS = {
    "point": re.compile(r"^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$"),
    "comma": re.compile(r"^\d{1,3}(?:\.\d{2,3})*\.\d{3}(?:,\d+)?$"),
}


class NotANumber(ValueError):
    """A cell that is no number; the argument is the problem's code."""


@dataclass(frozen=True, slots=True)
class MarkEvidence:
    """How many cells of a column can only be read one way, and how many either way."""

    point: int = 0
    comma: int = 0
    either: int = 0

    def __add__(self, other: "MarkEvidence") -> "MarkEvidence":
        return MarkEvidence(
            self.point + other.point, self.comma + other.comma, self.either + other.either
        )

    def decision(self) -> DecimalMark | None:
        """The decimal mark of the column, or None where the cells do not say or disagree."""
        if bool(self.point) == bool(self.comma):
            return None
        return "point" if self.point else "comma"


def evidence(cells: pl.Series) -> MarkEvidence:
    """Weigh the cells of a column."""
    text = cells.drop_nulls()
    marked = text.filter(text.str.contains("[.,]"))
    if marked.is_empty():
        return MarkEvidence()
    bare = marked.str.strip_chars(" \u00a0()-+¥$€£￥A-Z")
    return MarkEvidence(
        int(bare.str.contains(SURE_POINT).sum()),
        int(bare.str.contains(SURE_COMMA).sum()),
        int(bare.str.contains(EITHER).sum()),
    )


def read_decimals(cells: pl.Series, mark: DecimalMark | None) -> tuple[pl.Series, pl.Series]:
    """Plain decimal text of each cell, and the code of its problem; blank cells have neither."""
    text = cells.str.strip_chars()
    plain = pl.Series(text.name, text.str.contains(COMMA if mark == "comma" else PLAIN))
    if mark == "comma":
        fast = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    else:
        fast = text
        if mark == "point" and (grouped := text.str.contains(GROUPED)).any():
            fast = fast.zip_with(~grouped.fill_null(False), text.str.replace_all(",", ""))
            plain = plain | grouped
    if mark is None:
        plain = plain & ~text.str.contains(EITHER)
    plain = plain & ~fast.str.contains(r"^-?0[0-9]|^-0(\.0*)?$")
    fast = _without_trailing_zeros(fast).set(~plain.fill_null(False), None)
    return scattered(
        text, fast, ~plain.fill_null(True) & (text != ""), lambda cell: parse(cell, mark)
    )


def _without_trailing_zeros(text: pl.Series) -> pl.Series:
    fraction = text.str.contains(".", literal=True).fill_null(False)
    if not fraction.any():
        return text
    bare = text.str.strip_chars_end("0").str.strip_chars_end(".")
    return bare.zip_with(fraction, text)


def scattered(
    text: pl.Series, fast: pl.Series, slow: pl.Series, read: Callable[[str], str]
) -> tuple[pl.Series, pl.Series]:
    """Fill the cells that no fast rule could read, each different text once."""
    codes = pl.repeat(None, len(text), dtype=pl.String, eager=True).alias(text.name)
    slow = slow.fill_null(False)
    if not slow.any():
        return fast, codes
    values: dict[str, str | None] = {}
    wrong: dict[str, str | None] = {}
    for cell in text.filter(slow).unique().to_list():
        try:
            values[cell], wrong[cell] = read(cell), None
        except NotANumber as problem:
            values[cell], wrong[cell] = None, str(problem)
    old = list(values)
    read_cells = text.replace_strict(
        old, list(values.values()), default=None, return_dtype=pl.String
    )
    wrong_cells = text.replace_strict(
        old, list(wrong.values()), default=None, return_dtype=pl.String
    )
    return read_cells.zip_with(slow, fast), wrong_cells.zip_with(slow, codes)


def parse(cell: str, mark: DecimalMark | None) -> str:
    """Read one cell that is written in an unusual way.

    :raises NotANumber: with `bad_number`, `too_large` or `ambiguous_number`.
    """
    text, negative = _bare(cell)
    if found := EXPONENT.match(text):
        mantissa, power = found[1], int(found[2][:6])
        if power > SIGNIFICANT and Decimal(mantissa) != 0:
            raise NotANumber("too_large")
        if power < -SIGNIFICANT:
            return "0"
        value = Decimal(mantissa).scaleb(power)
    else:
        value = Decimal(_pointed(text, mark))
    if abs(value) > LIMIT:
        raise NotANumber("too_large")
    return canonical(-value if negative else value)


def _bare(cell: str) -> tuple[str, bool]:
    """The digits and marks of a cell, and whether it is negative."""
    text = " ".join(unicodedata.normalize("NFKC", cell).translate(MINUS).split())
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1].strip(), True
    text = re.sub(rf"^([+-]?)\s*{SIGNS}\s*|\s*{SIGNS}$", r"\1", text).strip()
    if signed := re.fullmatch(r"([+-])\s*(.*)|(.*?)\s*(-)", text):
        if negative:
            raise NotANumber("bad_number")
        negative = "-" in {signed[1], signed[4]}
        text = signed[2] if signed[1] else signed[3]
    if SPACED.match(text):
        text = text.replace(" ", "")
    return text, negative


def _pointed(text: str, mark: DecimalMark | None) -> str:
    """The digits with a decimal point and no thousands marks."""
    if re.fullmatch(r"\d+", text):
        return text
    if not re.fullmatch(r"\d[\d.,]*|[.,]\d+", text):
        raise NotANumber("bad_number")
    decimal = _mark_of(text, mark)
    point, group = (".", ",") if decimal == "point" else (",", ".")
    if group in text and not GROUPS[decimal].match(text):
        raise NotANumber("bad_number")
    digits = text.replace(group, "").replace(point, ".")
    if digits.count(".") > 1:
        raise NotANumber("bad_number")
    return digits


def _mark_of(text: str, mark: DecimalMark | None) -> DecimalMark:
    """Which mark is the decimal one in this cell, whatever the column says, or the column's."""
    last = max(text.rfind("."), text.rfind(","))
    own: DecimalMark = MARKS[text[last]]
    other: DecimalMark = "comma" if own == "point" else "point"
    if "." in text and "," in text:
        return own
    if text.count(text[last]) > 1:
        return other
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        if mark is None:
            raise NotANumber("ambiguous_number")
        return mark
    return own


def canonical(value: Decimal) -> str:
    """Plain text without exponent, trailing zeros, plus sign or negative zero."""
    if len(value.as_tuple().digits) > SIGNIFICANT:
        value = value.quantize(Decimal(1).scaleb(value.adjusted() - SIGNIFICANT + 1))
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def read_integers(cells: pl.Series, mark: DecimalMark | None) -> tuple[pl.Series, pl.Series]:
    """Whole numbers as Int64 and problem codes; 2.0 is 2, 2.5 is `quantity_fraction`."""
    values, codes = read_decimals(cells, mark)
    fraction = values.str.contains(".", literal=True).fill_null(False)
    if fraction.any():
        codes = codes.set(fraction, "quantity_fraction")
        values = values.set(fraction, None)
    return values.cast(pl.Int64), codes
