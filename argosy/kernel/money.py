"""Money as whole minor units of one currency. No float comes near it.

Not for exchange rates and unit prices: those are `Decimal`, and become money by
`minor_from_decimal`, the one place that rounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Final

import pycountry
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern

from argosy.kernel.errors import AmountTooLarge, CurrencyMismatch, NotAnAmount, UnknownCurrency
from argosy.kernel.languages import babel_locale

# Minor-unit exponents that are not 2, from ISO 4217 list one (state of 1 January 2026). Babel's
# `get_currency_precision` is no source for them: CLDR states what people print, so it has 0 for
# twelve currencies whose ISO exponent is 2 (RSD, MMK, LBP …) and for IQD, whose exponent is 3.
_NOT_TWO: Final = (
    dict.fromkeys(
        (
            *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
            *("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
        ),
        0,
    )
    | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
    | dict.fromkeys(("CLF", "UYW"), 4)
)
# Codes of the list without a minor unit: metals, bond units, drawing rights, tests, "none".
_NO_MONEY: Final = frozenset(
    "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split()  # noqa: SIM905 - reads as a list
)
# Withdrawn in the last years, yet the money of books that a seller may still import. All had 2.
_WITHDRAWN: Final = frozenset({"ANG", "BGN", "CUC", "HRK", "SLL", "ZWL"})

# A bigint column holds it, and so does any sum of nine such amounts.
MINOR_MAX: Final = 10**18
# Money is rounded half away from zero, once per line: 0.125 → 0.13, −0.125 → −0.13.
# (`decimal` calls this mode "half up"; its half up is symmetric about zero.)
ROUNDING: Final = ROUND_HALF_UP
_CONTEXT: Final = Context(prec=60, rounding=ROUNDING)


@cache
def exponent(currency: str) -> int:
    """How many decimal places the currency's minor unit is: JPY 0, USD 2, KWD 3.

    :raises UnknownCurrency: for anything but a code of ISO 4217 that money is kept in.
    """
    known = currency in _WITHDRAWN or pycountry.currencies.get(alpha_3=currency) is not None
    # pycountry ignores case; a stored code does not.
    if not known or currency in _NO_MONEY or currency != currency.upper():
        raise UnknownCurrency(currency=currency)
    return _NOT_TWO.get(currency, 2)


def minor_from_decimal(value: Decimal | str, currency: str) -> int:
    """Round a decimal amount of whole units to minor units, half away from zero.

    Text is plain decimal (`-1234.5`), as the readers of files write it.

    :raises UnknownCurrency: the currency is none.
    :raises NotAnAmount: the text is no finite decimal number.
    :raises AmountTooLarge: it has more than 18 digits in minor units.
    """
    places = exponent(currency)
    try:
        amount = value if isinstance(value, Decimal) else Decimal(value)
    except InvalidOperation as error:
        raise NotAnAmount(text=value, currency=currency) from error
    if not amount.is_finite():
        raise NotAnAmount(text=str(value), currency=currency)
    # Looked at before any arithmetic: 1e309 must not become a number of 309 digits.
    if amount and amount.adjusted() + places >= len(str(MINOR_MAX)):
        raise AmountTooLarge(currency=currency)
    # Rounded to the place in one step; to round to a precision first would round twice.
    rounded = amount.quantize(Decimal(1).scaleb(-places), context=_CONTEXT)
    minor = int(rounded.scaleb(places, context=_CONTEXT))
    if abs(minor) > MINOR_MAX:
        raise AmountTooLarge(currency=currency)
    return minor


def decimal_from_minor(minor: int, currency: str) -> Decimal:
    """The amount in whole units, with all its decimal places: 1250 USD is `12.50`.

    :raises UnknownCurrency: the currency is none.
    """
    return Decimal(minor).scaleb(-exponent(currency), context=_CONTEXT)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: whole minor units (cents, yen, fils) of one ISO 4217 currency.

    :raises UnknownCurrency: the currency is none.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse what is not whole: a float here would be a rounding nobody has named."""
        if type(self.minor) is not int:
            raise TypeError(f"minor units are int, not {type(self.minor).__name__}")
        exponent(self.currency)

    def __add__(self, other: "Money") -> "Money":
        """Add money of the same currency.

        :raises CurrencyMismatch: the currencies differ.
        """
        if self.currency != other.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return Money(self.minor + other.minor, self.currency)

    def __neg__(self) -> "Money":
        """The same amount the other way."""
        return Money(-self.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Subtract money of the same currency.

        :raises CurrencyMismatch: the currencies differ.
        """
        return self + -other

    def __bool__(self) -> bool:
        """Whether it is anything at all."""
        return self.minor != 0

    @property
    def decimal(self) -> Decimal:
        """The amount in whole units, with all its decimal places."""
        return decimal_from_minor(self.minor, self.currency)

    def split(self, weights: Sequence[int | Decimal]) -> tuple["Money", ...]:
        """Divide by weights so that the parts sum to the whole, by largest remainder.

        Each part is at most one minor unit away from its exact share; of equal remainders the
        earlier part gets the unit. A negative amount splits like its opposite.

        :raises ValueError: no weights, a negative one, or all zero.
        """
        exact = [Fraction(weight) for weight in weights]
        total = sum(exact, Fraction(0))
        if total <= 0 or min(exact) < 0:
            raise ValueError("weights must be non-negative and not all zero")
        sign = -1 if self.minor < 0 else 1
        shares = [abs(self.minor) * weight / total for weight in exact]
        parts = [int(share) for share in shares]
        by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - shares[i])
        for i in by_remainder[: abs(self.minor) - sum(parts)]:
            parts[i] += 1
        return tuple(Money(sign * part, self.currency) for part in parts)

    def format(self, language: str) -> str:
        """The amount as people of that language write it, with the currency's ISO places."""
        pattern = _pattern(self.currency, language)
        written: str = pattern.apply(
            self.decimal, babel_locale(language), currency=self.currency, currency_digits=False
        )
        return written


@cache
def _pattern(currency: str, language: str) -> NumberPattern:
    locale = babel_locale(language)
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    places = exponent(currency)
    pattern.frac_prec = (places, places)
    # A sign stands close, letters do not (CLDR's spacing rule): $1.00 but KWD 1.000.
    if get_currency_symbol(currency, locale)[-1].isalpha():
        positive, negative = pattern.prefix
        close, apart = "¤", "¤\N{NO-BREAK SPACE}"
        pattern.prefix = (positive.replace(close, apart), negative.replace(close, apart))
    return pattern
