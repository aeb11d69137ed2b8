"""XLSX and XLS. A sheet is held whole in memory: a workbook may unpack to 1 GB and no more."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from argosy.intake.reading import layout
from argosy.intake.reading.archives import DAMAGED, Unpacked
from argosy.intake.reading.errors import (
    BrokenArchive,
    Encrypted,
    FormulaWithoutValue,
    NoHeader,
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
    book = _Book(path, name, kind)
    found: list[Source] = []
    empty: UnreadableFile | None = None
    hidden = 0
    for sheet in book.sheets:
        cells, visible = book.load(sheet)
        if not visible:
            hidden += 1
        elif not cells.is_empty():
            try:
                found.append(_described(book, sheet, cells))
            except (NoHeader, NoRows) as error:
                empty = empty or error
    if not found:
        raise empty or NothingInside(file=name)
    found[0].notes += ["hidden_sheets"] * bool(hidden) + ["sheets_left_out"] * bool(empty)
    return found


class _Book:
    """A workbook, and what the reader of cells does not tell about it."""

    def __init__(self, path: Path, name: str, kind: str) -> None:
        self.path, self.name, self.kind = path, name, kind
        self.marks = _marks(path, name) if kind == "xlsx" else {}
        with _readable(name):
            self.reader = fastexcel.read_excel(path)
        self.sheets: list[str] = self.reader.sheet_names

    def load(self, sheet: str) -> tuple[pl.DataFrame, bool]:
        """The cells of a sheet as text, and whether the sheet is visible.

        :raises FormulaWithoutValue: when a visible sheet has one.
        """
        with _readable(self.name):
            loaded = self.reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        visible = loaded.visible == "visible"
        marks = self.marks.get(sheet, Marks())
        if visible and marks.formula:
            row = int(re.sub(r"\D", "", marks.formula))
            raise FormulaWithoutValue(file=self.title(sheet), row=row, field=marks.formula)
        cells: pl.DataFrame = loaded.to_polars()
        return _mended(cells.rename(lambda old: f"c{cells.columns.index(old)}"), marks), visible

    def title(self, sheet: str) -> str:
        """The table's name: the file's where there is one sheet only."""
        return f"{self.name}/{sheet}" if len(self.sheets) > 1 else self.name


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except fastexcel.FastExcelError as error:
        if re.search("password|encrypt", str(error), re.IGNORECASE):
            raise Encrypted(file=name) from error
        raise BrokenArchive(file=name) from error


def _marks(path: Path, name: str) -> dict[str, Marks]:
    """Formulas, errors, long numbers, merged cells, by sheet."""
    unpacked = Unpacked(name, path.stat().st_size)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > UNPACKED_MAX:
                raise TooLarge(file=name, limit=UNPACKED_MAX >> 20)
            return scan(archive, unpacked)
    except DAMAGED as error:
        raise BrokenArchive(file=name) from error


def _described(book: _Book, sheet: str, cells: pl.DataFrame) -> Source:
    title = book.title(sheet)
    top = [[cell or "" for cell in row] for row in cells.head(layout.SEARCHED).iter_rows()]
    at = layout.header_index(top, title)
    header = layout.unique_header(top[at], title, at + 1)
    if cells.height == at + 1:
        raise NoRows(file=title, row=at + 1)
    source = Source(
        path=book.path,
        name=title,
        kind=book.kind,
        header=header,
        header_row=at + 1,
        # Of a workbook of several sheets each is read again when its turn comes.
        rows=_Sheet(book, cells if len(book.sheets) == 1 else None),
        sheet=sheet,
        rows_estimate=cells.height - at - 1,
        typed=True,
    )
    for number, row in enumerate(top[:at], start=1):
        source.skip(number, "preamble" if any(row) else "blank", " ".join(filter(None, row)))
    if book.marks.get(sheet, Marks()).merged_below(at + 1):
        source.notes.append("merged_cells")
    return source


@dataclass(slots=True)
class _Sheet:
    """The cells of one sheet, kept from the first reading on while the source lives."""

    book: _Book
    cells: pl.DataFrame | None

    def __call__(self, source: Source, rows_per_frame: int) -> Iterator[pl.DataFrame]:
        sheet, below = source.sheet or "", source.header_row
        if self.cells is None:
            self.cells, _ = self.book.load(sheet)
        cells = _merged_filled(self.cells, self.book.marks.get(sheet, Marks()), below)
        beyond = cells[below:, len(source.header) :]
        width = len(source.header) + (0 if _blank(beyond) else beyond.width)
        for start in range(below, cells.height, rows_per_frame):
            part = cells[start : start + rows_per_frame]
            columns = [part.to_series(at).to_list() for at in range(width)]
            numbers = range(start + 1, start + 1 + part.height)
            yield layout.data_rows(layout.text_frame(columns, source.header, numbers), source)


def _blank(cells: pl.DataFrame) -> bool:
    return all(column.null_count() == len(column) for column in cells)


def _mended(cells: pl.DataFrame, marks: Marks) -> pl.DataFrame:
    """Put the text of error cells and of numbers too long for a number in their places."""
    changed: dict[int, list[str | None]] = {}
    for (row, column), text in marks.texts.items():
        at = column - marks.first_column
        if 0 <= at < cells.width and row <= cells.height:
            changed.setdefault(at, cells.to_series(at).to_list())[row - 1] = text
    return _with_columns(cells, changed)


def _merged_filled(cells: pl.DataFrame, marks: Marks, header_row: int) -> pl.DataFrame:
    """A cell merged over several rows holds for each of them."""
    changed: dict[int, list[str | None]] = {}
    for column, top, bottom in marks.merged_below(header_row):
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
