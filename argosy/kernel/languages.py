"""Numbers and dates as the reader's language writes them, by CLDR through Babel.

Not for texts: those go through gettext.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers

from argosy.kernel.money import Money

SOURCE: Final = "en"
LANGUAGES: Final = ("en", "zh-hans")
