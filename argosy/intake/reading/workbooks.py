"""XLSX and XLS. A sheet is held whole in memory: a workbook may unpack to 1 GB and no more."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from argosy.intake.reading import layout
from argosy.intake.reading.archives import Unpacked
from argosy.intake.reading.errors import (
    BrokenArchive,
    Encrypted,
    FormulaWithoutValue,
    NoRows,
    NothingInside,
    TooLarge,
    UnreadableFile,
)
from argosy.intake.reading.marks import Marks, scan
from argosy.intake.reading.source import Source

UNPACKED_MAX = 1 << 30


def open_workbook(path: Path, name: str, kind: str) -> list[Source]:
    """Describe every visible sheet that holds a table; others are noted.

    :raises UnreadableFile: naming the sheet's row and cell where there is one.
    """
    marks = _marks(path, name) if kind == "xlsx" else {}
    try:
        book = fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise _refusal(error, name) from error
    found, first_error, hidden = [], None, 0
    for sheet in book.sheet_names:
        try:
            loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        except fastexcel.FastExcelError as error:
            raise _refusal(error, name) from error
        if loaded.visible != "visible":
            hidden += 1
            continue
        several = len(book.sheet_names) > 1
        try:
            found += _table(
                loaded.to_polars(), marks.get(sheet, Marks()), path, name, kind, sheet, several
            )
        except UnreadableFile as error:
            first_error = first_error or error
    if not found:
        raise first_error or NothingInside(file=name)
    if hidden:
        found[0].notes.append("hidden_sheets")
    return found


def _refusal(error: Exception, name: str) -> UnreadableFile:
    if re.search("password|encrypt", str(error), re.IGNORECASE):
        return Encrypted(file=name)
    return BrokenArchive(file=name)


def _marks(path: Path, name: str) -> dict[str, Marks]:
    """What the reader of cells does not tell: formulas, errors, long numbers, merged cells."""
    unpacked = Unpacked(name, path.stat().st_size)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > UNPACKED_MAX:
                raise TooLarge(file=name, limit=UNPACKED_MAX >> 20)
            found = scan(archive, unpacked)
    except (zipfile.BadZipFile, OSError, EOFError, KeyError) as error:
        raise BrokenArchive(file=name) from error
    for marks in found.values():
        if marks.formula:
            row = int(re.sub(r"\D", "", marks.formula))
            raise FormulaWithoutValue(file=name, row=row, field=marks.formula)
    return found


def _table(
    cells: pl.DataFrame, marks: Marks, path: Path, name: str, kind: str, sheet: str, several: bool
) -> list[Source]:
    """The sheet as a source; nothing for an empty sheet."""
    cells = cells.rename({column: f"c{at}" for at, column in enumerate(cells.columns)})
    if cells.is_empty() or not cells.width:
        return []
    title = f"{name}/{sheet}" if several else name
    cells = _mended(cells, marks)
    top = [[cell or "" for cell in row] for row in cells.head(layout.SEARCHED).iter_rows()]
    at = layout.header_index(top, title)
    header = layout.unique_header(top[at], title, at + 1)
    if cells.height == at + 1:
        raise NoRows(file=title, row=at + 1)
    held = _Sheet(_merged_filled(cells, marks, at), at)
    source = Source(
        path=path,
        name=title,
        kind=kind,
        header=header,
        header_row=at + 1,
        rows=held,
        sheet=sheet,
        rows_estimate=cells.height - at - 1,
        typed=True,
    )
    for number, row in enumerate(top[:at], start=1):
        source.skip(number, "preamble" if any(row) else "blank", " ".join(filter(None, row)))
    if marks.merged_below(at + 1):
        source.notes.append("merged_cells")
    return [source]


@dataclass(slots=True)
class _Sheet:
    """The cells of one sheet, kept while the source lives."""

    cells: pl.DataFrame
    header_at: int

    def __call__(self, source: Source, rows_per_frame: int) -> Iterator[pl.DataFrame]:
        below = self.header_at + 1
        extra = self.cells[:, len(source.header) :]
        if extra.width and extra[below:].null_count().sum_horizontal().item() == (
            extra.width * (self.cells.height - below)
        ):
            extra = extra[:, :0]
        for start in range(below, self.cells.height, rows_per_frame):
            part = self.cells[start : start + rows_per_frame]
            width = len(source.header) + extra.width
            columns = [part.to_series(at).to_list() for at in range(width)]
            numbers = range(start + 1, start + 1 + part.height)
            yield layout.data_rows(layout.text_frame(columns, source.header, numbers), source)


def _mended(cells: pl.DataFrame, marks: Marks) -> pl.DataFrame:
    """Put the text of error cells and of numbers too long for a number in their places."""
    changed: dict[int, list[str | None]] = {}
    for (row, column), text in marks.texts.items():
        at = column - marks.first_column
        if 0 <= at < cells.width and row <= cells.height:
            changed.setdefault(at, cells.to_series(at).to_list())[row - 1] = text
    return _with_columns(cells, changed)


def _merged_filled(cells: pl.DataFrame, marks: Marks, header_at: int) -> pl.DataFrame:
    """A cell merged over several rows holds for each of them."""
    changed: dict[int, list[str | None]] = {}
    for column, top, bottom in marks.merged_below(header_at + 1):
        at = column - marks.first_column
        if 0 <= at < cells.width and top <= cells.height:
            values = changed.setdefault(at, cells.to_series(at).to_list())
            last = min(bottom, cells.height)
            values[top - 1 : last] = [values[top - 1]] * (last - top + 1)
    return _with_columns(cells, changed)


def _with_columns(cells: pl.DataFrame, changed: dict[int, list[str | None]]) -> pl.DataFrame:
    return cells.with_columns(
        pl.Series(cells.columns[at], values, dtype=pl.String) for at, values in changed.items()
    )
