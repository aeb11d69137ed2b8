"""The languages Argosy speaks, by Django's names for them.

Not for texts: those are in the catalogue, and `messages` looks after it.
"""

from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

SOURCE: Final = "en"
LANGUAGES: Final = (SOURCE, "zh-hans")


@cache
def babel_locale(language: str) -> Locale:
    """CLDR's locale for a language as Django names it; English for one that CLDR lacks."""
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(SOURCE)
