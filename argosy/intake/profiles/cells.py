"""One column of text read as one of our fields."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from argosy.intake.profiles import dates, numbers, texts
from argosy.intake.profiles.articles import read_components, read_items
from argosy.intake.profiles.measures import read_length, read_weight
from argosy.intake.profiles.spec import FieldSpec

Read = tuple[pl.Series, pl.Series]  # values, and problem codes where there is no value

INSTANT_TEXT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Forms:
    """What the whole file says about how its cells are written, by our field names."""

    marks: dict[str, numbers.DecimalMark | None] = field(default_factory=dict)
    orders: dict[str, dates.DateOrder | None] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()  # id columns in which a spreadsheet has cut ids
    units: dict[str, str] = field(default_factory=dict)  # of weights and lengths


def read(cells: pl.Series, spec: FieldSpec, forms: Forms, zone: str) -> Read:
    """The values of a column and the codes of the cells that are none."""
    readers: dict[str, Callable[[], Read]] = {
        "text": lambda: texts.read_text(cells),
        "label": lambda: texts.read_text(cells),
        "code": lambda: texts.read_code(cells, upper=spec.upper),
        "id": lambda: texts.read_id(cells, suspicious=spec.name in forms.cut),
        "buyer": lambda: texts.read_buyer(cells),
        "currency": lambda: texts.read_currency(cells),
        "integer": lambda: numbers.read_integers(cells, forms.marks.get(spec.name)),
        "decimal": lambda: numbers.read_decimals(cells, forms.marks.get(spec.name)),
        "instant": lambda: dates.read_instants(cells, forms.orders.get(spec.name), zone),
        "date": lambda: dates.read_days(cells, forms.orders.get(spec.name)),
        "month": lambda: dates.read_months(cells, forms.orders.get(spec.name)),
        "items": lambda: read_items(cells),
        "components": lambda: read_components(cells),
        "weight": lambda: read_weight(
            cells, forms.marks.get(spec.name), forms.units.get(spec.name)
        ),
        "length": lambda: read_length(
            cells, forms.marks.get(spec.name), forms.units.get(spec.name)
        ),
    }
    values, codes = readers[spec.kind]()
    if spec.least is not None:
        whole = spec.kind == "integer"
        number = values if whole else values.cast(pl.Decimal(38, 6))
        below = (number < spec.least).fill_null(value=False)
        if below.any():
            code = "negative_quantity" if whole else "negative_amount"
            codes, values = codes.set(below, code), values.set(below, None)
    return values.alias(spec.name), codes


def as_content(name: str, dtype: pl.DataType) -> pl.Expr:
    """A field as canonical text: the same whatever container the file came in."""
    column = pl.col(name)
    text = column.dt.strftime(INSTANT_TEXT) if isinstance(dtype, pl.Datetime) else column
    return text.cast(pl.String).fill_null("")


def no_codes(rows: int) -> pl.Series:
    """A column of problem codes without a problem."""
    return pl.repeat(None, rows, dtype=pl.String, eager=True)
