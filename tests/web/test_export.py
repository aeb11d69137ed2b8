"""What leaves as a file: inert, exact, and read back as it was."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest

from argosy.kernel.money import Money
from argosy.web import export
from argosy.web.tables import Cell, Column, Kind, Row

COLUMNS = [
    Column("order", "Order", Kind.CODE),
    Column("title", "标题"),
    Column("units", "Units", Kind.COUNT),
    Column("total", "Total", Kind.MONEY),
    Column("placed", "Placed", Kind.INSTANT),
]


def row(order="A-1", title="Box", units=2, total=None, placed=None):
    cells = {"order": order, "title": title, "units": units, "total": total, "placed": placed}
    return Row({key: Cell(value) for key, value in cells.items()})


def as_csv(*rows):
    file = io.BytesIO()
    count = export.write_csv(COLUMNS, rows, into=file)
    raw = file.getvalue()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read 中文"
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))), count


def as_xlsx(*rows):
    file = io.BytesIO()
    count = export.write_xlsx(COLUMNS, rows, title="Orders: a/b", into=file)
    sheet = openpyxl.load_workbook(file).active
    return sheet, count


@pytest.mark.parametrize(
    "text",
    ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", "'quoted"],
)
def test_text_that_starts_like_a_formula_is_neutralised(text):
    (_, found), _ = as_csv(row(title=text))
    assert found[1] == "'" + text
    sheet, _ = as_xlsx(row(title=text))
    assert sheet["B2"].data_type == "s"


def test_quotes_and_newlines_survive():
    (_, found), _ = as_csv(row(title='say "hi",\nthen go'))
    assert found[1] == 'say "hi",\nthen go'


def test_amounts_stay_numbers_with_their_currency():
    rows, count = as_csv(row(total=Money(-500, "GBP")))
    assert rows[0] == ["Order", "标题", "Units", "Total", "Total ¤", "Placed (UTC)"]
    assert rows[1][3:5] == ["-5.00", "GBP"]
    assert count == 1
    sheet, _ = as_xlsx(row(total=Money(-500, "GBP")))
    assert (sheet["D2"].value, sheet["D2"].data_type) == (-5, "n")


def test_long_ids_are_text():
    (_, found), _ = as_csv(row(order="814523000012345678"))
    assert found[0] == "'814523000012345678"
    sheet, _ = as_xlsx(row(order="814523000012345678"))
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("814523000012345678", "s")


def test_short_ids_are_left_alone():
    (_, short, zeros), _ = as_csv(row(order="536365"), row(order="00536365"))
    assert (short[0], zeros[0]) == ("536365", "'00536365")


def test_unknown_is_empty_not_zero():
    (_, found), _ = as_csv(row(units=None))
    assert found[2:] == ["", "", "", ""]


def test_instants_are_utc_and_say_so():
    (_, found), _ = as_csv(row(placed=datetime(2026, 11, 1, 8, tzinfo=UTC)))
    assert found[5] == "2026-11-01 08:00:00"
    sheet, _ = as_xlsx(row(placed=datetime(2026, 11, 1, 8, tzinfo=UTC)))
    assert sheet["F2"].value == datetime(2026, 11, 1, 8, tzinfo=UTC).replace(tzinfo=None)


def test_a_sheet_is_named_within_its_rules():
    sheet, _ = as_xlsx(row())
    assert sheet.title == "Orders- a-b"
