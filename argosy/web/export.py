"""A table as a file: CSV for everything, XLSX for spreadsheets. Exactly what is shown, no more.

A spreadsheet runs text that starts like a formula and rounds long numbers. So text is neutralised,
ids are text, and numbers stay numbers: −5.00 is an amount, not a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from argosy.kernel.money import Money
from argosy.web.tables import Column, Kind, Row

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ROWS_MAX_XLSX: Final = 1_048_575  # what a sheet holds below its head
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "'")
DIGITS_KEPT: Final = 15  # a spreadsheet rounds a number behind its fifteenth digit
Plain = str | int | Decimal | datetime | date | None


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading apostrophe where it might."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def id_text(text: str) -> str:
    """An id that a spreadsheet leaves alone: all digits and long, or with leading zeros."""
    if text.isdigit() and (len(text) > DIGITS_KEPT or (text[0] == "0" and len(text) > 1)):
        return f"'{text}"
    return neutral(text)


def write_csv(columns: Sequence[Column], rows: Iterable[Row], *, into: IO[bytes]) -> int:
    """Write UTF-8 with a byte order mark, so that Excel reads 中文; return how many rows."""
    text = io.TextIOWrapper(into, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(_heads(columns))
    count = 0
    for row in rows:
        writer.writerow([_csv(column, value) for column, value in _values(columns, row)])
        count += 1
    text.flush()
    text.detach()
    return count


def write_xlsx(
    columns: Sequence[Column], rows: Iterable[Row], *, title: str, into: IO[bytes]
) -> int:
    """Write a workbook row by row, up to what a sheet can hold; return how many rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, value=name) for name in _heads(columns)]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    count = 0
    for row in rows:
        if count == ROWS_MAX_XLSX:
            break
        sheet.append([_xlsx(sheet, value) for _, value in _values(columns, row)])
        count += 1
    book.save(into)
    return count


def _heads(columns: Sequence[Column]) -> list[str]:
    heads = []
    for column in columns:
        zone = " (UTC)" if column.kind is Kind.INSTANT else ""
        heads.append(f"{column.title}{zone}")
        if column.kind is Kind.MONEY:  # An amount without its currency is no amount.
            heads.append(f"{column.title} ¤")
    return heads


def _values(columns: Sequence[Column], row: Row) -> Iterator[tuple[Column, Plain]]:
    for column in columns:
        cell = row.cells.get(column.key)
        value = None if cell is None else cell.value if cell.raw is None else cell.raw
        if column.kind is Kind.MONEY:
            money = value if isinstance(value, Money) else None
            yield column, money.decimal if money else None
            yield column, money.currency if money else None
        else:
            yield column, _plain(value)


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, str | int | Decimal | datetime | date):
        return value
    return str(value)


def _csv(column: Column, value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return id_text(value) if column.kind is Kind.CODE else neutral(value)
    return str(value)


def _xlsx(sheet: object, value: Plain) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    # Said to be text: openpyxl would make a formula of what starts like one.
    kept = "".join(sign for sign in value if sign >= " " or sign in "\t\n")
    cell = WriteOnlyCell(sheet, value=kept)
    cell.data_type = "s"
    return cell


def _sheet_title(title: str) -> str:
    return "".join("-" if sign in r"[]:*?/\'" else sign for sign in title)[:31] or "Argosy"
