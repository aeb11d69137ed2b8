"""A profile at work: the columns of one file bound to our fields, its frames made into parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from argosy.intake.profiles import cells, lines, tables
from argosy.intake.profiles.cells import Forms
from argosy.intake.profiles.parts import PROBLEMS_SCHEMA
from argosy.intake.profiles.spec import FieldSpec, ProfileSpec
from argosy.intake.profiles.state import Found, Memory
from argosy.intake.reading.source import EXTRA


@dataclass(frozen=True, slots=True)
class Normalised:
    """One frame made into parts, what was wrong with it, and the cells of what was wrong."""

    parts: pl.DataFrame  # clean rows only; schema of the profile's document
    problems: pl.DataFrame  # PROBLEMS_SCHEMA; a document with one here must not be applied
    raw: pl.DataFrame  # row_no, doc_key and all cells as read, of each document with a problem


@dataclass(slots=True)
class Reader:
    """A profile bound to one file. Frames must come in the file's order, each once."""

    spec: ProfileSpec
    columns: dict[str, str]  # our field: the file's column
    forms: Forms
    currency: str | None = None  # what the file's preamble says, where the profile looks for it
    memory: Memory = field(default_factory=Memory)

    def normalise(self, frame: pl.DataFrame, *, zone: str, currency: str) -> Normalised:
        """Make one frame into parts; a bad cell is a problem, never an exception or a guess."""
        currency = self.currency or currency
        values, problems = self._read(frame, zone)
        values = lines.filled_down(values, self.spec, self.memory)
        problems += self._missing(values, problems)
        doc_key = values["doc_key"] if "doc_key" in values.columns else None
        if self.spec.document in {"orders", "transactions"}:
            parts, more = lines.build(values, self.spec, self.memory, currency)
            problems += more
        else:
            parts = tables.build(values, self.spec, currency)
        found = self._problems(frame, doc_key, problems)
        bad = found["row_no"].unique()
        clean = parts.filter(~pl.col("row_no").is_in(bad.implode())) if len(bad) else parts
        return Normalised(clean, found, _raw(frame, doc_key, found))

    def remember(self, frames: Iterable[pl.DataFrame], *, zone: str, currency: str) -> None:
        """Count a statement's lines before one of them is read anew, mended.

        A mended line that equals another one of the file is then one more, not the same again.
        """
        if self.spec.statement:
            for frame in frames:
                self.normalise(frame, zone=zone, currency=currency)

    def _read(self, frame: pl.DataFrame, zone: str) -> tuple[pl.DataFrame, list[Found]]:
        series = [frame["row_no"]]
        problems = []
        for spec in self.spec.fields:
            if column := self.columns.get(spec.name):
                values, codes = cells.read(frame[column], spec, self.forms, zone)
                if codes.null_count() < len(codes):
                    problems.append(Found(column, codes))
            else:
                values = self._absent(spec, frame.height, zone)
            if spec.value is not None and column:
                values = values.fill_null(self._absent(spec, frame.height, zone)[0])
            series.append(values.alias(spec.name))
        if EXTRA in frame.columns:
            codes = frame.select(
                pl.when(pl.col(EXTRA).is_not_null()).then(pl.lit("too_many_cells"))
            ).to_series()
            problems.append(Found(EXTRA, codes))
        return pl.DataFrame(series), problems

    def _absent(self, spec: FieldSpec, height: int, zone: str) -> pl.Series:
        """What stands for a column that the file lacks: the profile's value, or nothing."""
        text = pl.repeat(spec.value, max(height, 1), dtype=pl.String, eager=True)
        return cells.read(text, spec, self.forms, zone)[0][:height] if height else text[:0]

    def _missing(self, values: pl.DataFrame, problems: Sequence[Found]) -> list[Found]:
        found = []
        wrong = {problem.column: problem.codes.is_not_null() for problem in problems}
        for spec in self.spec.fields:
            if not spec.required:
                continue
            column = self.columns.get(spec.name, spec.name)
            empty = values[spec.name].is_null()
            if column in wrong:
                empty &= ~wrong[column]
            if empty.any():
                codes = pl.select(pl.when(empty).then(pl.lit("missing"))).to_series()
                found.append(Found(column, codes))
        return found

    def _problems(
        self, frame: pl.DataFrame, doc_key: pl.Series | None, problems: Sequence[Found]
    ) -> pl.DataFrame:
        parts = [pl.DataFrame(schema=PROBLEMS_SCHEMA)]
        for problem in problems:
            value = frame[problem.column] if problem.column in frame.columns else None
            found = pl.DataFrame(
                {
                    "row_no": frame["row_no"],
                    "doc_key": doc_key if doc_key is not None else cells.no_codes(frame.height),
                    "field": pl.repeat(problem.column.lstrip("\x1f"), frame.height, eager=True),
                    "code": problem.codes,
                    "value": value if value is not None else cells.no_codes(frame.height),
                },
                schema=PROBLEMS_SCHEMA,
            )
            parts.append(found.filter(pl.col("code").is_not_null()))
        return pl.concat(parts).sort("row_no", maintain_order=True)


def _raw(frame: pl.DataFrame, doc_key: pl.Series | None, problems: pl.DataFrame) -> pl.DataFrame:
    key = doc_key if doc_key is not None else cells.no_codes(frame.height)
    whole = frame.with_columns(key.alias("\x1fdoc_key"))
    if problems.is_empty():
        return whole.clear()
    rows, documents = problems["row_no"].unique(), problems["doc_key"].drop_nulls().unique()
    return whole.filter(
        pl.col("row_no").is_in(rows.implode())
        | pl.col("\x1fdoc_key").is_in(documents.implode()).fill_null(value=False)
    )
