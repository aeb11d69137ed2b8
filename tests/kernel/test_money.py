"""Money loses nothing: not by adding, not by splitting, not by a second rounding."""

from decimal import Decimal
from fractions import Fraction

import pycountry
import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from argosy.kernel.errors import AmountTooLarge, CurrencyMismatch, NotAnAmount, UnknownCurrency
from argosy.kernel.money import (
    MINOR_MAX,
    Money,
    decimal_from_minor,
    exponent,
    minor_from_decimal,
)

MINORS = st.integers(-MINOR_MAX, MINOR_MAX)
CURRENCIES = st.sampled_from(["CNY", "USD", "JPY", "KWD", "CLF"])
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("currency", "places"),
    [
        *[("JPY", 0), ("KRW", 0), ("VND", 0), ("CLP", 0), ("ISK", 0), ("XOF", 0)],
        *[("CNY", 2), ("USD", 2), ("EUR", 2), ("GBP", 2), ("HUF", 2), ("TWD", 2), ("IDR", 2)],
        *[("KWD", 3), ("BHD", 3), ("IQD", 3), ("TND", 3), ("CLF", 4), ("BGN", 2)],
    ],
)
def test_exponents_are_those_of_iso_4217(currency, places):
    assert exponent(currency) == places


def test_where_cldr_and_iso_differ_is_known_by_name():
    """A new difference means that one of the two has changed: look before believing either."""
    differing = set()
    for entry in pycountry.currencies:
        try:
            places = exponent(entry.alpha_3)
        except UnknownCurrency:
            continue
        if places != get_currency_precision(entry.alpha_3):
            differing.add(entry.alpha_3)
    expected = "AFN ALL IQD IRR KPW LAK LBP MGA MMK RSD SOS SYP YER"
    assert differing == set(expected.split())


@pytest.mark.parametrize("text", ["", "usd", "US", "ZZZ", "XAU", "XXX", "RMB", "¥", "USD "])
def test_what_is_no_currency_is_refused_by_name(text):
    with pytest.raises(UnknownCurrency) as refusal:
        Money(1, text)
    assert refusal.value.facts == {"currency": text}


@pytest.mark.parametrize("minor", [1.0, True, Decimal(1), "1", None])
def test_minor_units_are_whole_numbers(minor):
    with pytest.raises(TypeError):
        Money(minor, "USD")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        *[("0.125", "USD", 13), ("-0.125", "USD", -13), ("0.124", "USD", 12)],
        *[("0.5", "JPY", 1), ("-0.5", "JPY", -1), ("1.5", "JPY", 2), ("2.5", "JPY", 3)],
        *[("1.0005", "KWD", 1001), ("1.00049999", "KWD", 1000), ("-0", "USD", 0)],
        ("0.004" + "9" * 60, "USD", 0),  # A first rounding to a precision would make it 0.01.
        *[("1e3", "USD", 100_000), ("1e-999999", "USD", 0), ("10000000000000000", "USD", 10**18)],
    ],
)
def test_rounds_once_half_away_from_zero(text, currency, minor):
    assert minor_from_decimal(text, currency) == minor


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "-inf", "1,5", "0x1", "sNaN"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NotAnAmount):
        minor_from_decimal(text, "USD")


@pytest.mark.parametrize("text", ["1e309", "1e999999999", "-1e17", "10000000000000000.01"])
def test_what_does_not_fit_is_refused_without_being_computed(text):
    with pytest.raises(AmountTooLarge):
        minor_from_decimal(text, "USD")


@given(MINORS, CURRENCIES)
def test_minor_units_and_decimals_are_the_same_amount(minor, currency):
    decimal = decimal_from_minor(minor, currency)
    assert minor_from_decimal(decimal, currency) == minor
    assert minor_from_decimal(format(decimal, "f"), currency) == minor


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_rounding_is_symmetric_and_no_further_than_half_a_unit(value):
    minor = minor_from_decimal(value, "USD")
    assert minor_from_decimal(-value, "USD") == -minor
    assert abs(Fraction(value) * 100 - minor) <= Fraction(1, 2)


@given(MINORS, MINORS)
def test_sums_are_exact_and_subtraction_takes_them_back(one, other):
    total = Money(one, "EUR") + Money(other, "EUR")
    assert total == Money(one + other, "EUR")
    assert total - Money(other, "EUR") == Money(one, "EUR")


def test_two_currencies_do_not_add():
    with pytest.raises(CurrencyMismatch) as refusal:
        Money(1, "EUR") + Money(1, "USD")
    assert refusal.value.facts == {"left": "EUR", "right": "USD"}
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") - Money(0, "USD")


@given(MINORS, WEIGHTS)
def test_a_split_loses_nothing_and_is_fair_to_one_unit(minor, weights):
    parts = Money(minor, "USD").split(weights)
    assert sum(part.minor for part in parts) == minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(weights))) < 1


@given(MINORS, WEIGHTS)
def test_a_debt_splits_like_its_credit(minor, weights):
    parts = Money(minor, "USD").split(weights)
    assert Money(-minor, "USD").split(weights) == tuple(-part for part in parts)


def test_the_largest_remainders_get_the_odd_units():
    parts = Money(100, "USD").split([1, 1, 1])
    assert [part.minor for part in parts] == [34, 33, 33]
    parts = Money(10, "JPY").split([Decimal("0.5"), Decimal("0.25"), Decimal("1.25")])
    assert [part.minor for part in parts] == [3, 1, 6]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1]])
def test_weights_that_divide_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        Money(1, "USD").split(weights)


@pytest.mark.parametrize(
    ("money", "english", "chinese"),
    [
        (Money(-123456780, "CNY"), "-CN¥1,234,567.80", "-¥1,234,567.80"),
        (Money(1250, "USD"), "$12.50", "US$12.50"),
        (Money(1250, "JPY"), "¥1,250", "JP¥1,250"),
        (Money(1250, "KWD"), "KWD 1.250", "KWD 1.250"),
        (Money(1250, "RSD"), "RSD 12.50", "RSD 12.50"),
    ],
)
def test_people_read_it_in_their_language_with_all_its_places(money, english, chinese):
    assert money.format("en").replace("\N{NO-BREAK SPACE}", " ") == english
    assert money.format("zh-hans").replace("\N{NO-BREAK SPACE}", " ") == chinese
