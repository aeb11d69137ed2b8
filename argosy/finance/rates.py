"""Where exchange rates come from: the ECB's, as the package `currencyconverter` carries them.

Reference rates, not settlement rates: a platform's own spread is a cost of its own.
Source: European Central Bank, euro foreign exchange reference rates, free reuse with attribution.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

# The longest stretch without a publication is Easter: four days. Beyond that a rate is no longer
# "the last known one", it is unknown.
STALE_AFTER_DAYS = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit was worth on a day, by the last publication up to then."""

    day: date
    rate: Decimal
    source_day: date


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)


def ecb_until() -> date:
    """The last day the packaged rates cover."""
    until: date = _converter().bounds["USD"].last_date
    return until


def ecb_rates(currency: str, base: str, since: date, until: date) -> Iterator[Rate]:
    """Yield the rate of each day from `since` to `until` inclusive; days without are left out."""
    converter = _converter()
    if currency not in converter.currencies or base not in converter.currencies:
        return
    known: Rate | None = None
    day = since - timedelta(days=STALE_AFTER_DAYS)
    while day <= until:
        try:
            rate = Decimal(converter.convert(Decimal(1), currency, base, date=day))
        except RateNotFoundError:
            pass
        else:
            known = Rate(day, round(rate, 8), day)
        if known and day >= since and (day - known.source_day).days < STALE_AFTER_DAYS:
            yield Rate(day, known.rate, known.source_day)
        day += timedelta(days=1)
