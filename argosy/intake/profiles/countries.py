"""Country labels as exports write them, made into ISO 3166-1 codes where one fits."""

import unicodedata
from functools import cache

import polars as pl
import pycountry
from babel import Locale

LANGUAGES = ("en", "zh_Hans", "zh_Hant", "ja", "de", "fr", "es", "it")

# Labels of real exports that no dictionary has. A group of countries has no code and stays a label.
LABELS = {
    "eire": "IE", "rsa": "ZA", "usa": "US", "u.s.a.": "US", "u.s.": "US", "uk": "GB", "u.k.": "GB",
    "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "russia": "RU", "south korea": "KR", "korea": "KR", "vietnam": "VN",
    "czech republic": "CZ", "taiwan": "TW", "hong kong": "HK", "macau": "MO", "uae": "AE",
    "holland": "NL", "the netherlands": "NL", "ivory coast": "CI", "turkey": "TR",
    "英国": "GB", "韩国": "KR", "中国大陆": "CN", "香港": "HK", "澳门": "MO", "台湾": "TW",
}  # fmt: skip


def key(label: str) -> str:
    """The form in which two spellings of one label are the same."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


@cache
def names() -> dict[str, str]:
    """Every name of a territory in the languages of our sellers' exports, to its code."""
    codes = {country.alpha_2 for country in pycountry.countries}
    table: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in codes:
                table.setdefault(key(name), code)
    for country in pycountry.countries:
        table[country.alpha_2.lower()] = table[country.alpha_3.lower()] = country.alpha_2
        for field in ("name", "official_name", "common_name"):
            if name := getattr(country, field, None):
                table[key(name)] = country.alpha_2
    return table | LABELS


def market(label: str) -> str | None:
    """The code of a label, or None where no single code fits (Channel Islands, Unspecified)."""
    return names().get(key(label))


def markets(labels: pl.Series) -> pl.Series:
    """The codes of a column of labels."""
    known = [label for label in labels.drop_nulls().unique().to_list() if market(label)]
    return labels.replace_strict(
        known, [market(label) for label in known], default=None, return_dtype=pl.String
    )
