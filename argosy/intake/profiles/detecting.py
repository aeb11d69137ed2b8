"""Which profile fits a file, and what the columns of a file without a profile may mean."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from typing import cast

import polars as pl

from argosy.intake.profiles import dates, numbers, texts
from argosy.intake.profiles.countries import market
from argosy.intake.profiles.headers import bare, matched
from argosy.intake.profiles.loading import load, shipped
from argosy.intake.profiles.profile import Profile
from argosy.intake.profiles.spec import ProfileSpec
from argosy.intake.reading.source import Source

BY_NAME, BY_PART, BY_CONTENT = 0.95, 0.6, 0.4
ENOUGH = 0.9  # of the cells must be of a kind for the column to be of it
LEAST = 0.25  # a file of forty columns with one called SKU is no product list
SAMPLE_ROWS = 500
BASIS = {
    "orders": "generic-orders",
    "transactions": "cost-list",
    "products": "product-costs",
    "counts": "stock-count",
    "rates": "monthly-rates",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """A profile that may fit a file."""

    profile: str
    score: float  # 0 to 1: which share of the file's columns it knows, and of its own it finds
    matched: dict[str, str]  # our field: the file's column


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A column that may be a field of ours."""

    column: str
    confidence: float  # 0 to 1
    reason: str  # name | part_of_name | content


def detect(*, source: Source, profiles: Mapping[str, Profile] | None = None) -> list[Guess]:
    """The profiles whose required columns the file has, best first; none: ask the seller."""
    found = []
    for profile in (profiles or load()).values():
        columns = matched(profile.spec, source.header)
        if _complete(profile.spec, columns):
            known = len(set(columns.values())) / max(len(source.header), 1)
            own = len(columns) / len(profile.spec.fields)
            # A seller's own profile was made for just such a file.
            score = round(0.6 * known + 0.4 * own, 4) + (0 if profile.built_in else 1)
            if score >= LEAST:
                found.append(Guess(profile.key, min(score, 1.0), columns))
    return sorted(found, key=lambda guess: (-guess.score, guess.profile))


def _complete(spec: ProfileSpec, columns: Mapping[str, str]) -> bool:
    return all(one.name in columns for one in spec.fields if one.required and one.value is None)


def guess_mapping(*, source: Source, document: str = "orders") -> dict[str, ColumnGuess]:
    """For a file without a profile: our field to the column that it may be, each column once."""
    profile = load()[BASIS[document]]
    free = dict.fromkeys(source.header)
    found: dict[str, ColumnGuess] = {}

    def take(field: str, column: str, confidence: float, reason: str) -> None:
        if field not in found and column in free:
            found[field] = ColumnGuess(column, confidence, reason)
            del free[column]

    for field, column in matched(profile.spec, source.header).items():
        take(field, column, BY_NAME, "name")
    for one in profile.spec.fields:
        for name in (name for synonym in one.columns for name in _holding(synonym, free)):
            take(one.name, name, BY_PART, "part_of_name")
            break
    sample = next(iter(islice(source.frames(SAMPLE_ROWS), 1)), pl.DataFrame())
    for field, column in _by_content(sample, list(free), profile.spec):
        take(field, column, BY_CONTENT, "content")
    return found


def _holding(synonym: str, columns: Mapping[str, None]) -> list[str]:
    wanted = bare(synonym)
    long_enough = len(wanted) >= (4 if wanted.isascii() else 2)
    return [name for name in columns if long_enough and wanted in bare(name)]


def _by_content(
    sample: pl.DataFrame, columns: Sequence[str], spec: ProfileSpec
) -> list[tuple[str, str]]:
    fields = {one.name: one.kind for one in spec.fields}
    found = []
    for column in columns:
        cells = sample[column].drop_nulls().str.strip_chars() if column in sample.columns else None
        cells = cells.filter(cells != "") if cells is not None else None
        if cells is None or cells.is_empty():
            continue
        kind = _kind(cells)
        field = {
            "date": "occurred_at",
            "currency": "currency",
            "country": "country",
            "integer": "quantity",
            "decimal": "unit_price",
            "id": "doc_key",
        }.get(kind)
        if field in fields:
            found.append((field, column))
    return found


def _kind(cells: pl.Series) -> str:
    """What the cells of a column look like; `text` where nothing fits."""
    values = cells.to_list()
    unique = len(set(values)) / len(values)
    if cells.is_in(list(texts.currencies())).mean() == 1:
        return "currency"
    if sum(market(value) is not None for value in values) >= ENOUGH * len(values):
        return "country"
    instants, _ = dates.read_instants(cells, "dmy", "UTC")
    if cells.str.contains(r"[-/.年:]").mean() == 1 and _known(instants) >= ENOUGH:
        return "date"
    decimals, _ = numbers.read_decimals(cells, "point")
    if _known(decimals) >= ENOUGH:
        long_ids = cells.str.len_chars().min()
        if isinstance(long_ids, int) and long_ids > 6 and unique > 0.2:  # noqa: PLR2004
            return "id"
        whole = decimals.str.contains(".", literal=True).any()
        return "decimal" if whole else "integer"
    return "id" if unique > ENOUGH and cells.str.contains(r"^\S*\d\S*$").mean() == 1 else "text"


def _known(values: pl.Series) -> float:
    return 1 - values.null_count() / len(values)


def definition(
    *,
    key: str,
    title: Mapping[str, str],
    document: str,
    mapping: Mapping[str, str],
    habits: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """A profile's data for the columns that the seller named, ready to be kept and `saved`.

    `mapping` is our field to the file's column; `habits` may give zone, currency, decimal (point or
    comma) and date_order (dmy or mdy).
    """
    data = deepcopy(dict(shipped(BASIS[document])))
    for field, options in cast("dict[str, dict[str, object]]", data["read"]).items():
        options["columns"] = [mapping[field]] if field in mapping else []
    stated = {"key": key, "title": dict(title), "confirmed": True, "source": "mapped by hand"}
    return data | stated | dict(habits or {})
