"""Weights and lengths: grams and millimetres, whatever unit the sheet uses."""

import re
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from argosy.intake.profiles.numbers import DecimalMark, NotANumber, parse, scattered

GRAMS = {
    "g": Decimal(1), "克": Decimal(1), "kg": Decimal(1000), "千克": Decimal(1000),
    "公斤": Decimal(1000), "mg": Decimal("0.001"), "lb": Decimal("453.59237"),
    "lbs": Decimal("453.59237"), "oz": Decimal("28.349523125"),
}  # fmt: skip
MILLIMETRES = {
    "mm": Decimal(1), "毫米": Decimal(1), "cm": Decimal(10), "厘米": Decimal(10),
    "m": Decimal(1000), "米": Decimal(1000), "in": Decimal("25.4"), "inch": Decimal("25.4"),
    '"': Decimal("25.4"), "ft": Decimal("304.8"),
}  # fmt: skip
WITH_UNIT = re.compile(r"^(?P<number>.*?\d)\s*(?P<unit>[^\d\s.,]*)\.?$")


def unit_in(header: str) -> str | None:
    """The unit that a column's name states: `Weight (kg)`, `重量/克`, `length_mm`."""
    words = re.split(r"[^\w\"]+|_", header.lower())
    known = [word for word in words if word in GRAMS or word in MILLIMETRES]
    return known[-1] if known else None


def read_weight(
    cells: pl.Series, mark: DecimalMark | None, unit: str | None
) -> tuple[pl.Series, pl.Series]:
    """Whole grams; a number without any unit is `missing_unit`."""
    return _read(cells, mark, unit, GRAMS)


def read_length(
    cells: pl.Series, mark: DecimalMark | None, unit: str | None
) -> tuple[pl.Series, pl.Series]:
    """Whole millimetres; a number without any unit is `missing_unit`."""
    return _read(cells, mark, unit, MILLIMETRES)


def _read(
    cells: pl.Series, mark: DecimalMark | None, unit: str | None, units: dict[str, Decimal]
) -> tuple[pl.Series, pl.Series]:
    def one(cell: str) -> str:
        found = WITH_UNIT.match(cell.strip())
        if not found:
            raise NotANumber("bad_number")
        factor = units.get(found["unit"].lower() or unit or "")
        if factor is None:
            raise NotANumber("missing_unit")
        value = Decimal(parse(found["number"], mark)) * factor
        return str(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    text = cells.str.strip_chars()
    none = pl.repeat(None, len(text), dtype=pl.String, eager=True).alias(text.name)
    values, codes = scattered(text, none, (text != "").fill_null(value=False), one)
    return values.cast(pl.Int64), codes
