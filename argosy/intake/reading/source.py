"""One table that can be read: what was found out about it, and its rows as frames of text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import polars as pl

ROWS_PER_FRAME = 50_000
SKIPPED_KEPT = 1_000  # of a file of blank rows only the first are named; all are counted
EXTRA = "\x1fextra"  # the column of a frame that holds cells beyond the header, where there are any


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not data, and why it was left out."""

    row_no: int  # as a spreadsheet numbers it
    reason: str  # preamble | blank | total | remark | repeated_header
    text: str


class Rows(Protocol):
    """Reads the rows below the header, in order."""

    def __call__(self, source: "Source", rows_per_frame: int) -> Iterator[pl.DataFrame]: ...


@dataclass(slots=True)
class Source:
    """One table. `skipped` grows while the frames are read: a total row stands at the end."""

    path: Path  # of the table itself, unpacked
    name: str  # as the user knows it; `archive.zip/member.csv` inside an archive
    kind: str  # csv | xlsx | xls | parquet
    header: list[str]  # made unique: a second `Name` is `Name (2)`
    header_row: int
    rows: Rows
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    skipped: list[Skipped] = field(default_factory=list)
    skipped_count: int = 0
    rows_estimate: int = 0
    typed: bool = False  # numbers and dates come from typed cells, so their form is known
    notes: list[str] = field(default_factory=list)  # merged, hidden_sheets …: keys, not sentences
    folder: object = None  # the unpacked files, which live as long as a source that reads them

    def frames(self, rows_per_frame: int = ROWS_PER_FRAME) -> Iterator[pl.DataFrame]:
        """All data rows as text exactly as read (empty is null), with `row_no`.

        :raises UnreadableFile: when a later part of the file turns out to be damaged.
        """
        kept = [skip for skip in self.skipped if skip.row_no < self.header_row]
        self.skipped, self.skipped_count = kept, len(kept)
        yield from self.rows(self, rows_per_frame)

    def skip(self, row_no: int, reason: str, text: str) -> None:
        """Note a row that is left out."""
        self.skipped_count += 1
        if len(self.skipped) < SKIPPED_KEPT:
            self.skipped.append(Skipped(row_no, reason, text[:200]))
