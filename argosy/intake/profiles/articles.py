"""Cells that hold several articles: an order's items in one cell, the components of a kit."""

import re
import unicodedata
from dataclasses import dataclass

import polars as pl

from argosy.intake.profiles.numbers import NotANumber, scattered
from argosy.intake.profiles.texts import read_text

START = re.compile(r"【\d+】|(?:^|\s)\[\d+\]\s")
SKU = re.compile(
    r"[(（]\s*(?:商家编码|商品编码|SKU|seller sku)\s*[:：]\s*([^()（）]*)[)）]", re.IGNORECASE
)
UNITS = re.compile(
    r"[(（]\s*(?:产品数量|商品数量|数量|quantity)\s*[:：]\s*(\d+)[^()（）]*[)）]", re.IGNORECASE
)
NOTE = re.compile(r"[(（][^()（）]*[:：][^()（）]*[)）]")
COMPONENT = re.compile(r"^([^:;]+?)\s*[:*x×]\s*(\d+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Article:
    """One article named in such a cell."""

    sku: str | None
    title: str | None
    quantity: int


def read_items(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The cell's text, and `bad_items` where an article in it has no quantity."""
    text, codes = read_text(cells)
    bad = [cell for cell in text.drop_nulls().unique().to_list() if not articles(cell)]
    if bad:
        wrong = text.is_in(bad).fill_null(value=False)
        codes, text = codes.set(wrong, "bad_items"), text.set(wrong, None)
    return text, codes


def articles(cell: str) -> tuple[Article, ...]:
    """The articles of a cell; empty where one of them cannot be read."""
    found = []
    for part in filter(None, (part.strip() for part in START.split(cell))):
        units = UNITS.search(part)
        if not units:
            return ()
        sku = SKU.search(part)
        title = " ".join(NOTE.sub(" ", part).split())
        found.append(
            Article((sku[1].strip() or None) if sku else None, title or None, int(units[1]))
        )
    return tuple(found)


def read_components(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """A kit's components as `SKU1:2;SKU2:1`, however they were separated."""

    def one(cell: str) -> str:
        parts = re.split(r"[;,+\n]+", unicodedata.normalize("NFKC", cell))
        found = [COMPONENT.match(part.strip()) for part in parts if part.strip()]
        if not all(found):
            raise NotANumber("bad_components")
        return ";".join(f"{part[1]}:{int(part[2])}" for part in found if part)

    text = cells.str.strip_chars()
    none = pl.repeat(None, len(text), dtype=pl.String, eager=True).alias(text.name)
    return scattered(text, none, (text != "").fill_null(value=False), one)
