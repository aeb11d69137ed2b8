"""Parquet: typed cells become the text that a person would have typed."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from argosy.intake.reading.errors import BrokenArchive, NoRows, TooManyColumns, UnreadableFile
from argosy.intake.reading.layout import COLUMNS_MAX, data_rows, unique_header
from argosy.intake.reading.source import Source

# A damaged length can make the reader panic, which is no ordinary exception.
DAMAGED = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError)


def open_parquet(path: Path, name: str) -> Source:
    """Describe a Parquet file.

    :raises UnreadableFile: when it is damaged, empty, or has columns that are no table cells.
    """
    try:
        lazy = pl.scan_parquet(path)
        schema = lazy.collect_schema()
        height = int(lazy.select(pl.len()).collect().item())
    except DAMAGED as error:
        raise BrokenArchive(file=name) from error
    if len(schema) > COLUMNS_MAX:
        raise TooManyColumns(file=name, row=1, columns=len(schema), limit=COLUMNS_MAX)
    if nested := [column for column, dtype in schema.items() if dtype.is_nested()]:
        raise UnreadableFile(file=name, field=nested[0])
    if not height:
        raise NoRows(file=name, row=1)
    header = unique_header(list(schema), name, 1)
    return Source(
        path=path,
        name=name,
        kind="parquet",
        header=header,
        header_row=1,
        rows=_frames,
        rows_estimate=height,
        typed=True,
    )


def _frames(source: Source, rows_per_frame: int) -> Iterator[pl.DataFrame]:
    lazy = pl.scan_parquet(source.path)
    cells = [as_text(name, dtype) for name, dtype in lazy.collect_schema().items()]
    for start in range(0, source.rows_estimate, rows_per_frame):
        try:
            # A slice reads only the row groups it touches, so memory does not grow with the file.
            part = lazy.slice(start, rows_per_frame).select(cells).collect()
        except DAMAGED as error:
            raise BrokenArchive(file=source.name) from error
        part.columns = source.header
        # As if a header row stood on top: the first row of data is row 2.
        numbers = pl.int_range(start + 2, start + 2 + part.height, dtype=pl.Int64, eager=True)
        yield data_rows(part.with_columns(numbers.alias("row_no")), source)


def as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """A typed column as canonical text: 6.0 is `6`, instants are ISO, null stays null."""
    column = pl.col(name)
    if dtype.is_float():
        text = column.cast(pl.String).str.strip_suffix(".0")
        return pl.when(column.is_nan()).then(None).otherwise(text).alias(name)
    if isinstance(dtype, pl.Datetime):
        pattern = "%Y-%m-%dT%H:%M:%S%.f" + ("%:z" if dtype.time_zone else "")
        return column.dt.strftime(pattern).alias(name)
    if isinstance(dtype, pl.Binary):
        return column.cast(pl.String, strict=False).alias(name)
    return column.cast(pl.String).alias(name)
