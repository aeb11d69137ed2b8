"""Text, codes and ids, made the same whatever container or program they came through."""

import hashlib
import unicodedata
from functools import cache

import polars as pl
import pycountry

CONTROL = r"[\x00-\x08\x0E-\x1F\x7F]"
SPACES = r"[^\S ]|  "  # anything that makes cells differ only in their blanks
# What a spreadsheet makes of a long id: 1.23457E+17.
SHORTENED = r"^\d(\.\d+)?[eE]\+?\d{2}$"
LONG_ID = r"^\d{16,}$"
CUT_ID = r"^\d{15}0+$"
EXACT_DIGITS = 15
FORMULA_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!")


def read_text(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Trimmed, inner blanks made one space, Unicode composed; empty is null."""
    text = cells.str.strip_chars()
    if text.str.contains(SPACES).any():
        text = text.str.replace_all(r"\s+", " ").str.strip_chars()
    if (text.str.len_bytes() != text.str.len_chars()).any():
        text = text.str.normalize("NFC")
    codes = pl.repeat(None, len(text), dtype=pl.String, eager=True)
    odd = text.str.contains(CONTROL).fill_null(False)
    if odd.any():
        codes = codes.set(odd, "control_character")
        text = text.set(odd, None)
    if text.str.starts_with("#").any():
        failed = text.is_in(FORMULA_ERRORS).fill_null(False)
        codes, text = codes.set(failed, "formula_error"), text.set(failed, None)
    return text.set(text == "", None), codes


def read_code(cells: pl.Series, *, upper: bool = False) -> tuple[pl.Series, pl.Series]:
    """A SKU or other code; a spreadsheet's text marks `="…"` and `'` are taken off."""
    text, codes = read_text(cells)
    marked = text.str.contains(r'^=".*"$|^\'')
    if marked.any():
        text = text.str.replace(r'^="(.*)"$', "$1").str.strip_prefix("'")
    return (text.str.to_uppercase() if upper else text), codes


def read_id(cells: pl.Series, *, suspicious: bool) -> tuple[pl.Series, pl.Series]:
    """A platform's id. `suspicious` says that the column holds more cut ids than chance allows."""
    text, codes = read_code(cells)
    if text.str.contains(r"^\d+\.0+$").any():
        text = text.str.replace(r"^(\d+)\.0+$", "$1")
    rounded = text.str.contains(SHORTENED)
    if suspicious:
        rounded = rounded | text.str.contains(CUT_ID)
    rounded = rounded.fill_null(False)
    if rounded.any():
        codes = codes.set(rounded, "id_rounded")
        text = text.set(rounded, None)
    return text, codes


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes."""
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


# How exports that do not write ISO codes write them.
CURRENCY_WORDS = {
    "RMB": "CNY", "US$": "USD", "US $": "USD", "€": "EUR", "£": "GBP", "CN¥": "CNY",
    "人民币": "CNY", "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
}  # fmt: skip


def read_currency(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """ISO 4217 codes; what is none is `unknown_currency`."""
    text, codes = read_code(cells, upper=True)
    text = text.replace(CURRENCY_WORDS)
    unknown = ~text.is_in(list(currencies())).fill_null(True)
    if unknown.any():
        codes = codes.set(unknown, "unknown_currency")
        text = text.set(unknown, None)
    return text, codes


def read_buyer(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """An opaque key of a buyer: an e-mail address becomes its digest, an id stays."""
    text, codes = read_id(cells, suspicious=False)
    address = text.str.contains("@", literal=True).fill_null(False)
    if address.any():
        known = text.filter(address).unique().to_list()
        digests = [opaque(value) for value in known]
        text = text.replace(known, digests)
    return text, codes


def opaque(address: str) -> str:
    """The digest that stands for an e-mail address; the same for the same person everywhere."""
    bare = unicodedata.normalize("NFC", address).strip().lower()
    return hashlib.sha256(f"argosy buyer {bare}".encode()).hexdigest()


def too_many_cut(cells: pl.Series) -> bool:
    """Whether more long ids end in zeros than chance allows, so that a spreadsheet cut them.

    One 16-digit id in ten ends in a zero, one 18-digit id in a thousand ends in three: the limit is
    what chance gives plus four standard deviations.
    """
    long_ids = cells.drop_nulls().str.strip_chars()
    long_ids = long_ids.filter(long_ids.str.contains(LONG_ID))
    if long_ids.is_empty():
        return False
    lengths = long_ids.str.len_chars().cast(pl.Float64)
    chance = float((10 ** (EXACT_DIGITS - lengths)).sum())
    cut = int(long_ids.str.contains(CUT_ID).sum())
    return bool(cut > chance + 4 * chance**0.5 + 0.5)


def share_rounded(cells: pl.Series) -> float:
    """Which share of a column's ids is rounded beyond repair."""
    ids = cells.drop_nulls().str.strip_chars()
    ids = ids.filter(ids != "")
    if ids.is_empty():
        return 0.0
    rounded = ids.str.contains(SHORTENED)
    if too_many_cut(ids):
        rounded = rounded | ids.str.contains(CUT_ID)
    return float(rounded.sum()) / len(ids)
