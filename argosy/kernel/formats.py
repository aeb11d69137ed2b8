"""Numbers, days and instants as the reader's language writes them: CLDR, through Babel.

Not for machines: `--json`, CSV and the API write plain decimals and ISO 8601.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from babel import dates, numbers

from argosy.kernel.languages import babel_locale
from argosy.kernel.money import Money

Length = Literal["short", "medium", "long", "full"]


def number(value: int | Decimal, language: str) -> str:
    """The number with its groups marked: 1,067,370."""
    return numbers.format_decimal(value, locale=babel_locale(language))


def percent(share: Decimal, language: str, *, places: int = 1) -> str:
    """A share of one as a percentage: `Decimal("0.1234")` is 12.3%."""
    pattern = "#,##0." + "0" * places + "%" if places else "#,##0%"
    return numbers.format_percent(share, pattern, locale=babel_locale(language))


def compact(value: int | Decimal, language: str) -> str:
    """A number to be taken in at a glance: 12.3K and 4.5M in English, 1.2万 and 4.5亿 in 中文."""
    locale = babel_locale(language)
    return numbers.format_compact_decimal(value, locale=locale, fraction_digits=1)


def compact_money(money: Money, language: str) -> str:
    """An amount at a glance, with its currency: CN¥1.2M, ¥123.5万."""
    return numbers.format_compact_currency(
        money.decimal, money.currency, locale=babel_locale(language), fraction_digits=1
    )


def day(value: date, language: str, *, length: Length = "medium") -> str:
    """A local day: Nov 23, 2026; 2026年11月23日."""
    return dates.format_date(value, format=length, locale=babel_locale(language))


def month(value: date, language: str) -> str:
    """The month that a day lies in: Nov 2026; 2026年11月."""
    return dates.format_skeleton("yMMM", value, locale=babel_locale(language))


def instant(value: datetime, language: str, *, zone: ZoneInfo, length: Length = "short") -> str:
    """An instant as the clocks of a zone show it."""
    local = value.astimezone(zone)
    return dates.format_datetime(local, format=length, locale=babel_locale(language))
