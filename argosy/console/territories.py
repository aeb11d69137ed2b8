"""What people call a market: CLDR's name of a country, or the label where there is no code."""

from functools import cache

from argosy.kernel.languages import babel_locale

CODE_LENGTH = 2


@cache
def name(market: str, language: str) -> str:
    """The market in words."""
    if len(market) != CODE_LENGTH or not market.isupper():
        return market
    return str(babel_locale(language).territories.get(market, market))
