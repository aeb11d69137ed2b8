"""What stands in a workbook's XML that a reader of cell values does not tell.

The XML is searched as bytes, never parsed: no entity in it can expand.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from argosy.intake.reading.archives import Stream, Unpacked

CHUNK = 1 << 22
OVERLAP = 1 << 12

SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
RELATION = re.compile(rb"<Relationship\b[^>]*>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')

ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="e"[^>]*>(?:<f\b.*?(?:</f>|/>))?<v>([^<]*)</v>')
UNSOLVED = re.compile(
    rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
LONG = re.compile(
    rb'<c r="([A-Z]+)(\d+)"([^>]*)><v>(-?(?:\d{16,}|\d(?:\.\d+)?[eE]\+?\d{2,3}))(?:\.0*)?</v>'
)
NO_NUMBER = re.compile(rb'\bt="(?!n")')  # a string that consists of digits is whole
MERGED = re.compile(rb'<mergeCell\b[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
FIRST_CELL = re.compile(rb'<row\b[^>]*>(?:<c\b[^>]*/>)*<c r="([A-Z]+)\d+"')
LONG_FROM = 1e15


@dataclass(slots=True)
class Marks:
    """The findings of one sheet; rows and columns count from one, as in A1."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: set[tuple[int, int, int]] = field(default_factory=set)  # column, first, last row
    formula: str | None = None  # the first cell whose formula has no result in the file
    first_column: int = 1

    def merged_below(self, header_row: int) -> list[tuple[int, int, int]]:
        """The merges over several rows of data."""
        return [one for one in sorted(self.merged) if one[1] > header_row and one[2] > one[1]]


def scan(archive: zipfile.ZipFile, unpacked: Unpacked) -> dict[str, Marks]:
    """The findings of each sheet by its name."""
    found = {}
    for name, part in _sheets(archive).items():
        marks, first = Marks(), 0
        with archive.open(part) as file:
            for chunk in _chunks(file, unpacked):
                _search(chunk, marks)
                columns = [column_number(one) for one in FIRST_CELL.findall(chunk)]
                first = min([column for column in (first, *columns) if column], default=0)
        marks.first_column = first or 1
        found[name] = marks
    return found


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The XML part of each sheet."""
    relations = {}
    for tag in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        attributes = dict(ATTRIBUTE.findall(tag))
        target = attributes.get(b"Target", b"").decode().lstrip("/")
        relations[attributes.get(b"Id")] = target if target.startswith("xl/") else f"xl/{target}"
    found = {}
    for tag in SHEET.findall(archive.read("xl/workbook.xml")):
        attributes = dict(ATTRIBUTE.findall(tag))
        part = relations.get(attributes.get(b"r:id"))
        if part in archive.namelist():
            found[unescape(attributes.get(b"name", b"").decode("utf-8", "replace"))] = part
    return found


def _chunks(file: Stream, unpacked: Unpacked) -> Iterator[bytes]:
    """The XML in pieces that overlap by more than a cell."""
    rest = b""
    while block := file.read(CHUNK):
        unpacked.count(len(block))
        yield rest + block
        rest = block[-OVERLAP:]


def _search(chunk: bytes, marks: Marks) -> None:
    if b't="e"' in chunk:
        for column, row, text in ERROR.findall(chunk):
            marks.texts[int(row), column_number(column)] = text.decode("ascii", "replace")
    if b"<f" in chunk and not marks.formula and (found := UNSOLVED.search(chunk)):
        marks.formula = found[1].decode()
    for column, row, attributes, number in LONG.findall(chunk):
        if abs(float(number)) >= LONG_FROM and not NO_NUMBER.search(attributes):
            # As the spreadsheet shows it: digits beyond the fifteenth were never kept.
            marks.texts[int(row), column_number(column)] = f"{float(number):.14E}"
    marks.merged.update(
        (column_number(left), int(top), int(bottom))
        for left, top, right, bottom in MERGED.findall(chunk)
        if left == right
    )


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
