"""Numbers as the world writes them; what cannot be told apart is a problem, never a guess."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.intake.profiles.numbers import (
    MarkEvidence,
    NotANumber,
    canonical,
    evidence,
    parse,
    read_decimals,
    read_integers,
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1'234.50", "1234.5"),
        ("1,23,456.00", "123456"),
        ("１２３", "123"),
        ("１，２３４．５０", "1234.5"),
        ("(12.00)", "-12"),
        ("12-", "-12"),
        ("−3.5", "-3.5"),
        ("+7", "7"),
        ("-$5.00", "-5"),
        ("$-5.00", "-5"),
        ("¥ 1,200.50", "1200.5"),
        ("US $12.34", "12.34"),
        ("12,50 €", "12.5"),
        ("5 EUR", "5"),  # any three capitals beside a number are taken for a currency
        (".5", "0.5"),
        ("0,125", "0.125"),
        ("1.5E+3", "1500"),
        ("0.30000000000000004", "0.3"),
        ("1.234.567", "1234567"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_cells_that_can_only_mean_one_thing(cell, value):
    assert parse(cell, None) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1,234", "ambiguous_number"),
        ("12.345", "ambiguous_number"),
        ("二", "bad_number"),
        ("BOX-1", "bad_number"),
        ("SKU 12", "bad_number"),
        ("--5", "bad_number"),
        ("1.2.3", "bad_number"),
        ("12,34.5", "bad_number"),
        ("10%", "bad_number"),
        ("NaN", "bad_number"),
        ("inf", "bad_number"),
        ("()", "bad_number"),
        ("-", "bad_number"),
        ("1 2", "bad_number"),
        ("1e309", "too_large"),
        ("1e999999999999", "too_large"),
        ("9999999999", "too_large"),
    ],
)
def test_cells_that_are_problems(cell, code):
    with pytest.raises(NotANumber) as problem:
        parse(cell, None)
    assert str(problem.value) == code


def test_the_column_decides_what_a_cell_leaves_open():
    assert parse("1,234", "point") == "1234"
    assert parse("1,234", "comma") == "1.234"
    assert parse("1.234", "comma") == "1234"
    assert evidence(pl.Series(["1.234,50", "2.000", "3,5"])).decision() == "comma"
    assert evidence(pl.Series(["1,234.50", "2,000"])).decision() == "point"
    assert evidence(pl.Series(["0.125", "2.000"])) == MarkEvidence(point=1, either=1)
    assert evidence(pl.Series(["1,234", "2.345"])).decision() is None
    assert evidence(pl.Series(["1,5", "2.5"])).decision() is None
    assert evidence(pl.Series(["5", None, ""])) == MarkEvidence()


@pytest.mark.parametrize("mark", ["point", "comma", None])
def test_a_column_keeps_its_order_and_its_blanks(mark):
    cells = pl.Series(["12.50", " 1 ", None, "", "abc", "1e309", "-0.0", "(3)", "007"])
    values, codes = read_decimals(cells, mark)
    assert values.to_list() == ["12.5", "1", None, None, None, None, "0", "-3", "7"]
    assert codes.to_list() == [None, None, None, None, "bad_number", "too_large", None, None, None]


def test_an_ambiguous_cell_is_a_problem_of_its_own():
    values, codes = read_decimals(pl.Series(["1,234", "5.00"]), None)
    assert values.to_list() == [None, "5"]
    assert codes.to_list() == ["ambiguous_number", None]


def test_quantities_are_whole():
    values, codes = read_integers(pl.Series(["6", "6.0", "2.5", "-3", "1,000", "二"]), "point")
    assert values.to_list() == [6, 6, None, -3, 1000, None]
    assert codes.to_list() == [None, None, "quantity_fraction", None, None, "bad_number"]


AMOUNTS = st.decimals(min_value=-(10**9) + 1, max_value=10**9 - 1, places=2, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_what_python_writes_is_read_back_to_the_digit(amounts):
    cells = pl.Series([str(amount) for amount in amounts])
    values, codes = read_decimals(cells, "point")
    assert codes.null_count() == len(amounts)
    assert [Decimal(value) for value in values] == amounts
    assert values.to_list() == [canonical(amount) for amount in amounts]


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_the_same_amounts_in_german_and_in_english_are_the_same(amounts):
    english = pl.Series([f"{amount:,}" for amount in amounts])
    german = english.str.replace_all(",", "_").str.replace_all(r"\.", ",").str.replace_all("_", ".")
    assert evidence(english).comma == evidence(german).point == 0
    assert (
        read_decimals(english, "point")[0].to_list() == read_decimals(german, "comma")[0].to_list()
    )


@given(st.text(max_size=12), st.sampled_from(["point", "comma", None]))
def test_no_text_raises_anything_but_a_problem(cell, mark):
    values, codes = read_decimals(pl.Series([cell]), mark)
    if values[0] is not None:
        assert codes[0] is None
        assert abs(Decimal(values[0])) <= 10**9
        assert values[0] == canonical(Decimal(values[0]))
    elif cell.strip():
        assert codes[0] in {"bad_number", "too_large", "ambiguous_number"}


@given(st.text(alphabet="0123456789.,-() '¥$eE", max_size=10))
def test_a_cell_is_read_the_same_alone_and_in_a_column(cell):
    alone, _ = read_decimals(pl.Series([cell]), "point")
    among, _ = read_decimals(pl.Series(["1.5", cell, "2,000.25", "x"]), "point")
    assert among[1] == alone[0]
