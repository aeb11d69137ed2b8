"""A file's rows into this session's staging tables, frame by frame, so that memory stays flat."""

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import polars as pl
from django.db import connection

from argosy.evidence.types import Bad, Problem
from argosy.intake.profiles import Normalised, Reader
from argosy.intake.profiles.parts import PARTS_SCHEMA, PROBLEMS_SCHEMA
from argosy.intake.reading import Source
from argosy.kernel import money, sql

if TYPE_CHECKING:
    from psycopg import Cursor

NULL = "\\N"
UNKNOWN_DOCUMENT = "–"


def stage(
    *, source: Source, reader: Reader, zone: str, currency: str, on_rows: Callable[[int], None]
) -> int:
    """Read a source through its profile into the staging tables. Returns the rows read."""
    sql.run("intake/open_stage")
    rows = 0
    for frame in source.frames():
        stage_made(reader.normalise(frame, zone=zone, currency=currency))
        rows += frame.height
        on_rows(rows)
    gather()
    return rows


def stage_made(made: Normalised) -> None:
    """Copy what a profile made of one frame."""
    _copy("intake/copy_parts", made.parts.select(PARTS_SCHEMA.names()))
    if made.problems.height:
        _copy("intake/copy_problems", made.problems.select(PROBLEMS_SCHEMA.names()))


def gather() -> None:
    """Make the staged rows into documents and their lines."""
    currencies = [code for (code,) in sql.rows("intake/stage_currencies")]
    sql.run("intake/stage_documents")
    sql.run(
        "intake/stage_lines",
        {"currencies": currencies, "exponents": [money.exponent(code) for code in currencies]},
    )
    sql.run("intake/index_stage")


def _copy(statement: str, frame: pl.DataFrame) -> None:
    encoded = io.BytesIO()
    frame.write_csv(
        encoded,
        include_header=False,
        null_value=NULL,
        datetime_format="%Y-%m-%d %H:%M:%S%.6f+00",
    )
    with connection.cursor() as cursor:
        native: Cursor[tuple[object, ...]] = cursor.cursor
        with native.copy(sql.text(statement).encode()) as copy:
            copy.write(encoded.getbuffer())


def bad_documents(source: Source) -> Iterator[Bad]:
    """The documents with a cell that could not be read, with all their rows as they came."""
    problems: dict[str, list[Problem]] = {}
    wanted: dict[int, str] = {}
    for row, key, field, code, value in sql.rows("intake/stage_problems"):
        document = key if key is not None else f"{UNKNOWN_DOCUMENT}{row}"
        problems.setdefault(document, []).append(
            Problem(row=row, field=field, code=code, value=value or "")
        )
        wanted[row] = document
    if not problems:
        return
    for row, key in sql.rows("intake/stage_rows_of_bad"):
        wanted.setdefault(row, key)
    cells: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for frame in source.frames():
        found = frame.filter(pl.col("row_no").is_in(list(wanted)))
        for row in found.to_dicts():
            number = row.pop("row_no")
            kept = {name: value for name, value in row.items() if value is not None}
            cells.setdefault(wanted[number], []).append((number, kept))
    for document, found_problems in problems.items():
        yield Bad(
            external_id="" if document.startswith(UNKNOWN_DOCUMENT) else document,
            rows=tuple(cells.get(document, ())),
            problems=tuple(found_problems),
        )
