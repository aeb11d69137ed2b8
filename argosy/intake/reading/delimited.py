"""Comma, tab, semicolon and pipe separated text, read row by row in flat memory."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Literal, TextIO

import polars as pl

from argosy.intake.reading import encoding, layout
from argosy.intake.reading.errors import (
    BrokenQuotes,
    CellTooLong,
    EmptyFile,
    NoRows,
    TooManyColumns,
    UnknownEncoding,
)
from argosy.intake.reading.source import Source

Quoting = Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE

SEPARATORS = (",", "\t", ";", "|")
LINE_MAX = 1 << 24  # characters; a longer line is no line of a table
CELL_MAX = 1_000_000
SAMPLE_LINES = 200
PROBES, PROBE = 5, 1 << 16  # places and bytes
END = "\x1eend\x1e"  # fed after the last line: if it lands inside a cell, a quote was left open


def open_delimited(path: Path, name: str) -> Source:
    """Describe a delimited text file.

    :raises UnreadableFile: naming the row, when its text or its shape cannot be made out.
    """
    found = encoding.find(path, name)
    with _opened(path, found.name) as file:
        sample = _sample(file, name)
    if not any(line.strip() for line in sample):
        raise EmptyFile(file=name)
    separator, quoting = _separator(sample)
    rows = _parsed(sample, separator, quoting, name)
    at = layout.header_index(rows, name)
    source = Source(
        path=path,
        name=name,
        kind="csv",
        header=layout.unique_header(rows[at], name, at + 1),
        header_row=at + 1,
        rows=_Rows(quoting),
        encoding=found.name,
        separator=separator,
    )
    for number, row in enumerate(rows[:at], start=1):
        source.skip(number, "preamble" if any(row) else "blank", " ".join(filter(None, row)))
    if len(rows) == at + 1:
        raise NoRows(file=name, row=at + 1)
    source.rows_estimate = _rows_estimate(path, at + 1)
    source.notes.append(f"encoding_{found.evidence}")
    return source


def _rows_estimate(path: Path, above: int) -> int:
    """About how many rows there are, from how long lines are at five places of the file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= PROBE * PROBES:
            return max(file.read().count(b"\n") - above, 1)
        lines = 0
        for place in range(PROBES):
            file.seek((size - PROBE) * place // (PROBES - 1))
            lines += file.read(PROBE).count(b"\n")
    return max(round(size * lines / (PROBE * PROBES)) - above, 1)


def _opened(path: Path, name: str) -> TextIO:
    return path.open(encoding=name, newline="")


def _sample(file: TextIO, name: str) -> list[str]:
    """The first lines; a line of a million columns is refused before it is taken apart."""
    lines = []
    for number in range(1, SAMPLE_LINES + 1):
        try:
            line = file.readline(LINE_MAX)
        except UnicodeDecodeError as error:
            raise UnknownEncoding(file=name, row=number) from error
        if not line:
            break
        most = max(line.count(separator) for separator in SEPARATORS)
        if most > layout.COLUMNS_MAX:
            limit = layout.COLUMNS_MAX
            raise TooManyColumns(file=name, row=number, columns=most + 1, limit=limit)
        if len(line) >= LINE_MAX:
            raise CellTooLong(file=name, row=number, limit=LINE_MAX)
        lines.append(line)
    return lines


def _separator(sample: Sequence[str]) -> tuple[str, Quoting]:
    """The separator that gives the most rows of one width, and whether quotes mean anything."""
    hint = sample[0].strip().lower()
    if hint.startswith("sep=") and hint[4:] in SEPARATORS:
        return hint[4:], csv.QUOTE_MINIMAL
    best: tuple[float, int, str] = (0.0, 1, ",")
    csv.field_size_limit(CELL_MAX)
    for separator in SEPARATORS:
        try:
            rows = [row for row in csv.reader(sample, delimiter=separator) if any(row)]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            best = max(best, (count / len(rows), width, separator))
    separator = best[2]
    if separator == "\t" and not _quotes_are_marks(sample):
        return separator, csv.QUOTE_NONE  # Amazon's flat files write "Velvet" hangers as it is.
    return separator, csv.QUOTE_MINIMAL


def _parsed(sample: Sequence[str], separator: str, quoting: Quoting, name: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(sample, delimiter=separator, quoting=quoting))
    except csv.Error as error:
        raise CellTooLong(file=name, row=len(rows) + 1, limit=CELL_MAX) from error
    return rows


def _quotes_are_marks(sample: Sequence[str]) -> bool:
    """Whether every quotation mark opens or closes a cell."""
    try:
        return [END] in csv.reader([*sample, END], delimiter="\t", strict=True)
    except csv.Error:
        return False


class _Rows:
    """Reads the rows below the header as frames."""

    def __init__(self, quoting: Quoting) -> None:
        self.quoting = quoting

    def __call__(self, source: Source, rows_per_frame: int) -> Iterator[pl.DataFrame]:
        csv.field_size_limit(CELL_MAX)
        block: list[list[str]] = []
        start = source.header_row + 1
        with _opened(source.path, source.encoding or "utf-8") as file:
            for row in self._below_header(file, source):
                block.append(row)
                if len(block) == rows_per_frame:
                    yield _frame(block, start, source)
                    start, block = start + rows_per_frame, []
        if block:
            yield _frame(block, start, source)

    def _below_header(self, file: TextIO, source: Source) -> Iterator[list[str]]:
        reader = csv.reader(
            _lines(file, source), delimiter=source.separator or ",", quoting=self.quoting
        )
        number = 0
        while True:
            try:
                row = next(reader)
            except csv.Error as error:
                raise CellTooLong(file=source.name, row=number + 1, limit=CELL_MAX) from error
            except UnicodeDecodeError as error:
                raise UnknownEncoding(file=source.name, row=number + 1) from error
            if row == [END]:
                return
            number += 1
            if row and END in row[-1]:
                raise BrokenQuotes(file=source.name, row=number)
            if number > source.header_row:
                yield row


def _lines(file: TextIO, source: Source) -> Iterator[str]:
    for number, line in enumerate(iter(lambda: file.readline(LINE_MAX), ""), start=1):
        if len(line) >= LINE_MAX:
            raise CellTooLong(file=source.name, row=number, limit=LINE_MAX)
        yield line
    yield END


def _frame(block: list[list[str]], start: int, source: Source) -> pl.DataFrame:
    width = len(source.header)
    short: list[str] = [""] * width
    block[0] = block[0] + short[len(block[0]) :]  # at least as wide as the header
    columns = list(zip_longest(*block, fillvalue=""))
    while len(columns) > width and not any(columns[-1]):
        columns.pop()
    if len(columns) > layout.COLUMNS_MAX:
        row = start + max(range(len(block)), key=lambda at: len(block[at]))
        limit = layout.COLUMNS_MAX
        raise TooManyColumns(file=source.name, row=row, columns=len(columns), limit=limit)
    frame = layout.text_frame(columns, source.header, range(start, start + len(block)))
    return layout.data_rows(frame, source)
