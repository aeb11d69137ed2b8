"""Files as bytes, the same for the same content: separated values and the smallest real XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

Row = Sequence[object]
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org"
MAIN = f"{OFFICE}/spreadsheetml/2006/main"
RELATIONS = f"{OFFICE}/package/2006/relationships"
DOCUMENT_RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-"
SHEET_CONTENT = f"{CONTENT}officedocument.spreadsheetml"
FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{CONTENT}package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_CONTENT}.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    f'ContentType="{SHEET_CONTENT}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
    f'Type="{DOCUMENT_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
    f'Type="{DOCUMENT_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


@dataclass(frozen=True, slots=True)
class Number:
    """A cell that a spreadsheet holds as a number: 15 digits of it, no more."""

    text: str


def separated(
    rows: Iterable[Row],
    *,
    separator: str = ",",
    encoding: str = "utf-8",
    quote_all: bool = False,
    preamble: Sequence[str] = (),
) -> bytes:
    """Rows as CSV or TSV, each line ended as platforms end it."""
    text = io.StringIO(newline="")
    style: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=separator, quoting=style, lineterminator="\r\n")
    for line in preamble:
        text.write(line + "\r\n")
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(rows: Iterable[Row], *, sheet: str) -> bytes:
    """Rows as an XLSX of one sheet: text stays text, only `Number` cells are numbers.

    Written without compression and with one fixed time stamp, so that no machine's zlib or clock
    shows in the bytes.
    """
    parts = FIXED | {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT_RELATIONS}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>'
        + "".join(_row(number, row) for number, row in enumerate(rows, start=1))
        + "</sheetData></worksheet>",
    }
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, (2020, 1, 1, 0, 0, 0)), XML + content)
    return file.getvalue()


def _row(number: int, row: Row) -> str:
    cells = "".join(_cell(f"{_letters(i)}{number}", value) for i, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Number):
        return f'<c r="{place}"><v>{escape(value.text)}</v></c>'
    text = escape(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(index: int) -> str:
    index, last = divmod(index, 26)
    return (_letters(index - 1) if index else "") + chr(65 + last)


def money(minor: int) -> str:
    """Hundredths as plain decimal text."""
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{minor // 100}.{minor % 100:02d}"


def money_comma(minor: int) -> str:
    """Hundredths as Germans write them."""
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{minor // 100:,}".replace(",", ".") + f",{minor % 100:02d}"
