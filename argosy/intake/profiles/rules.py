"""A profile's conditions as column expressions. The set of tests is closed: see docs/imports."""

from collections.abc import Callable, Sequence

import polars as pl

from argosy.intake.profiles.spec import Rule, Test

SIGNED: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "zero": lambda number: number == 0,
    "positive": lambda number: number > 0,
    "negative": lambda number: number < 0,
}


def condition(tests: Sequence[Test], texts: frozenset[str]) -> pl.Expr:
    """All tests hold. `texts` names the fields whose values are text."""
    found = [_one(test, test.field in texts) for test in tests]
    return pl.all_horizontal(found) if found else pl.lit(value=True)


def _one(test: Test, is_text: bool) -> pl.Expr:
    column = pl.col(test.field)
    if test.test == "filled":
        return column.is_not_null() if test.value else column.is_null()
    if test.test == "sign":
        number = column.cast(pl.Decimal(38, 9)) if is_text else column
        return SIGNED[str(test.value)](number).fill_null(value=False)
    if test.test == "matches":
        return column.str.contains(str(test.value)).fill_null(value=False)
    wanted = [str(value) for value in _as_list(test.value)]
    if test.test == "starts":
        starts = [column.str.starts_with(value) for value in wanted]
        return pl.any_horizontal(starts).fill_null(value=False)
    lowered = [value.lower() for value in wanted]
    return column.str.to_lowercase().is_in(lowered).fill_null(value=False)


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def decide(rules: Sequence[Rule], texts: frozenset[str]) -> pl.Expr:
    """The result of the first rule whose tests all hold; null where none does."""
    result: pl.Expr = pl.lit(None, dtype=pl.String)
    for rule in reversed(rules):
        if not rule.tests:
            result = pl.lit(rule.result)
        else:
            holds = condition(rule.tests, texts)
            result = pl.when(holds).then(pl.lit(rule.result)).otherwise(result)
    return result
