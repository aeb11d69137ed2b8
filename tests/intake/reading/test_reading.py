"""What a file is, whatever it is called: containers, encodings, separators, headers, rows."""

import codecs
import datetime as dt
import gzip
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from argosy.intake.reading import Source, open_file, open_files
from argosy.intake.reading.source import EXTRA

TABLE = "Order ID,SKU,Title,Quantity\n1001,BOX,Storage box,2\n1002,HOOK,Hook,1\n"


def make(folder: Path, content: str | bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def opened(path: Path) -> Source:
    return open_file(path=path, name=path.name)


def rows(source: Source, size: int = 1_000) -> list[dict[str, str | int | None]]:
    return [row for frame in source.frames(size) for row in frame.to_dicts()]


def test_the_plain_case(tmp_path):
    source = opened(make(tmp_path, TABLE))
    assert (source.kind, source.encoding, source.separator) == ("csv", "utf-8", ",")
    assert source.header == ["Order ID", "SKU", "Title", "Quantity"]
    assert source.header_row == 1
    assert rows(source) == [
        {"Order ID": "1001", "SKU": "BOX", "Title": "Storage box", "Quantity": "2", "row_no": 2},
        {"Order ID": "1002", "SKU": "HOOK", "Title": "Hook", "Quantity": "1", "row_no": 3},
    ]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_found_out(tmp_path, separator):
    text = "Order ID,Title,Price\n1,Box; large,x\n2,Hook | two,y\n"
    quoted = "\n".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in line.split(","))
        for line in text.splitlines()
    )
    source = opened(make(tmp_path, quoted))
    assert source.separator == separator
    assert [row["Title"] for row in rows(source)] == ["Box; large", "Hook | two"]


def test_a_decimal_comma_does_not_pass_for_a_separator(tmp_path):
    source = opened(make(tmp_path, "Artikel;Preis;Rabatt\nA;1,50;0,10\nB;2,75;0,20\n"))
    assert source.separator == ";"
    assert source.header == ["Artikel", "Preis", "Rabatt"]


def test_excel_s_separator_hint(tmp_path):
    source = opened(make(tmp_path, "sep=;\nOrder ID;SKU\n1;A,B\n"))
    assert (source.separator, source.header_row) == (";", 2)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "订单号,商品名称\n1,收纳箱\n"),
        ("utf-8-sig", "订单号,商品名称\n1,收纳箱\n"),
        ("utf-16", "订单号,商品名称\n1,收纳箱\n"),
        ("utf-16-le", "Order ID,Title\n1,Box grey\n"),
        ("gb18030", "订单号,商品名称,备注\n1,抽屉收纳盒,请尽快发货\n"),
        ("gb18030", "订单号,商品名称\n1,㐀𠀀的箱子和抽屉\n"),
        ("big5", "訂單編號,商品名稱\n1,抽屜收納盒\n2,衣櫃掛袋\n"),
        ("cp932", "注文番号,商品名\n1,収納ボックス\n2,ハンガー\n"),
        ("cp1252", "Bestellnummer;Artikel\n1;Schränke für Küche\n2;Größe 5 €\n"),
        ("cp1252", "Commande,Article\n1,Boîte de rangement\n2,Étagère\n"),
    ],
)
def test_the_encoding_is_found_by_trial(tmp_path, encoding, text):
    source = opened(make(tmp_path, text.encode(encoding)))
    assert source.encoding == encoding
    first = text.splitlines()[0].replace(";", ",").split(",")
    assert source.header == first
    read = rows(source)
    assert [read[0][name] for name in first] == text.splitlines()[1].replace(";", ",").split(",")


def test_a_gbk_word_that_happens_to_be_utf8_is_no_mixture(tmp_path):
    text = "订单号,商品\n" + "1,收纳箱\n" * 20 + "2,联通\n"
    assert opened(make(tmp_path, text.encode("gb18030"))).encoding == "gb18030"


def test_a_preamble_blank_rows_totals_and_remarks_are_left_out_and_named(tmp_path):
    text = (
        "Sales report\n\nPeriod:,May 2026\nOrder ID,SKU,Title,Quantity,Price,Currency\n"
        "1001,BOX,Total eclipse lamp,2,3.50,USD\n,,,,,\n1002,Total,Total,1,2.00,USD\n"
        "合计,,,3,9.00,\nOrder ID,SKU,Title,Quantity,Price,Currency\n"
        "1003,HOOK,Hook,1,1.00,USD\n导出时间：2026-05-31 10:00,,,,,\n"
    )
    source = opened(make(tmp_path, text))
    assert source.header_row == 4
    assert [(row["row_no"], row["Order ID"]) for row in rows(source)] == [
        (5, "1001"),
        (7, "1002"),
        (10, "1003"),
    ]
    assert [(skip.row_no, skip.reason) for skip in source.skipped] == [
        (1, "preamble"),
        (2, "blank"),
        (3, "preamble"),
        (6, "blank"),
        (8, "total"),
        (9, "repeated_header"),
        (11, "remark"),
    ]
    assert source.skipped_count == 7
    assert source.skipped[4].text == "合计 3 9.00"


def test_reading_twice_counts_what_is_left_out_once(tmp_path):
    source = opened(make(tmp_path, TABLE + "Total,,,3\n"))
    assert len(rows(source)) == len(rows(source)) == 2
    assert source.skipped_count == 1


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path):
    text = 'Order ID,Note\n1,"two\nlines"\n\n2,plain\n'
    assert [(row["Order ID"], row["row_no"]) for row in rows(opened(make(tmp_path, text)))] == [
        ("1", 2),
        ("2", 4),
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 1_000])
def test_frames_are_cut_anywhere(tmp_path, size):
    text = "Order ID,Quantity\n" + "".join(f"A{n},{n}\n" for n in range(7))
    read = rows(opened(make(tmp_path, text)), size)
    assert [row["row_no"] for row in read] == list(range(2, 9))
    assert [row["Order ID"] for row in read] == [f"A{n}" for n in range(7)]


def test_columns_of_one_name_and_of_none(tmp_path):
    source = opened(make(tmp_path, "Name,Name,,Order row,row_no\nA,B,C,D,E\n"))
    assert source.header == ["Name", "Name (2)", "#3", "Order row", "row_no (2)"]
    read = rows(source)[0]
    assert list(read.values()) == ["A", "B", "C", "D", "E", 2]


def test_short_and_long_rows(tmp_path):
    source = opened(make(tmp_path, "Order ID,SKU,Title\n1\n2,BOX,Box, large,grey\n3,A,B\n"))
    first, second, third = rows(source)
    assert (first["SKU"], first["Title"]) == ("", "")
    assert second[EXTRA] == "large grey"
    assert third[EXTRA] is None


def test_tab_files_with_quotation_marks_inside_cells(tmp_path):
    text = 'sku\tproduct-name\tquantity\nA\t12" shelf\t1\nB\t"Velvet" hangers\t2\nC\t"odd\t3\n'
    names = [row["product-name"] for row in rows(opened(make(tmp_path, text)))]
    assert names == ['12" shelf', '"Velvet" hangers', '"odd']


def test_tab_files_whose_quotation_marks_are_marks(tmp_path):
    text = 'sku\tnote\nA\t"with\ttab"\nB\t"two\nlines"\n'
    assert [row["note"] for row in rows(opened(make(tmp_path, text)))] == [
        "with\ttab",
        "two\nlines",
    ]


def test_gzip_and_zip_with_chinese_names(tmp_path):
    packed = make(tmp_path, gzip.compress(TABLE.encode()), "orders.csv.gz")
    assert opened(packed).name == "orders.csv"
    archive = tmp_path / "导出.zip"
    with zipfile.ZipFile(archive, "w") as target:
        # As Windows writes it: GBK bytes, no mark for UTF-8.
        info = zipfile.ZipInfo("x" * len("五月订单.csv".encode("gbk")))
        target.writestr(info, TABLE)
        target.writestr("__MACOSX/._a.csv", b"junk")
        target.writestr("说明.png", b"\x89PNG\r\n")
        target.writestr("六月订单.csv", TABLE)
    gbk = "五月订单.csv".encode("gbk")
    archive.write_bytes(archive.read_bytes().replace(b"x" * len(gbk), gbk))
    sources = open_files(path=archive, name="导出.zip")
    assert {source.name for source in sources} == {"导出.zip/五月订单.csv", "导出.zip/六月订单.csv"}
    assert [len(rows(source)) for source in sources] == [2, 2]


def test_the_extension_is_not_believed(tmp_path):
    pl.DataFrame({"Order ID": ["1"]}).write_parquet(tmp_path / "orders.csv")
    assert opened(tmp_path / "orders.csv").kind == "parquet"
    assert opened(make(tmp_path, TABLE, "orders.xlsx")).kind == "csv"


def test_parquet_cells_become_the_text_that_a_person_would_type(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "id": [123456789012345678, 2],
            "price": [6.0, 0.001],
            "missing": [float("nan"), 2.5],
            "at": [dt.datetime(2026, 1, 2, 3, 4, 5), None],  # noqa: DTZ001
            "aware": [dt.datetime(2026, 1, 2, tzinfo=dt.UTC)] * 2,
            "day": [dt.date(2026, 1, 2)] * 2,
            "yes": [True, False],
        }
    ).write_parquet(path)
    source = opened(path)
    assert (source.kind, source.rows_estimate, source.typed) == ("parquet", 2, True)
    assert rows(source, 1) == [
        {
            "id": "123456789012345678",
            "price": "6",
            "missing": None,
            "at": "2026-01-02T03:04:05",
            "aware": "2026-01-02T00:00:00+00:00",
            "day": "2026-01-02",
            "yes": "true",
            "row_no": 2,
        },
        {
            "id": "2",
            "price": "0.001",
            "missing": "2.5",
            "at": None,
            "aware": "2026-01-02T00:00:00+00:00",
            "day": "2026-01-02",
            "yes": "false",
            "row_no": 3,
        },
    ]


def sheet_of(book: openpyxl.Workbook, title: str, lines: list[list[object]]) -> None:
    sheet = book.create_sheet(title)
    for line in lines:
        sheet.append(line)


def test_workbooks(tmp_path):
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "订单"
    first["B1"] = "五月销售"
    first.merge_cells("B1:D1")
    for at, line in enumerate(
        [
            ["订单号", "商品编码", "数量", "下单时间"],
            ["A1", "BOX", 2, dt.datetime(2026, 5, 1, 10, 30)],  # noqa: DTZ001
            [None, "HOOK", 1.0, dt.date(2026, 5, 2)],
            ["A2", "BOX", 0.1 + 0.2, None],
            ["合计", None, 3.3, None],
        ],
        start=3,
    ):
        for column, value in enumerate(line, start=2):
            first.cell(at, column, value)
    first.merge_cells("B4:B5")
    sheet_of(book, "空", [])
    sheet_of(book, "六月", [["订单号", "数量"], ["A3", 5]])
    sheet_of(book, "隐藏", [["订单号", "数量"], ["A4", 5]])
    book["隐藏"].sheet_state = "hidden"
    path = tmp_path / "订单.xlsx"
    book.save(path)

    sources = open_files(path=path, name="订单.xlsx")
    assert [source.name for source in sources] == ["订单.xlsx/订单", "订单.xlsx/六月"]
    may = sources[0]
    assert (may.kind, may.sheet, may.header_row) == ("xlsx", "订单", 3)
    assert may.notes == ["merged_cells", "hidden_sheets"]
    read = rows(may)
    assert [(row["row_no"], row["订单号"], row["数量"]) for row in read] == [
        (4, "A1", "2"),
        (5, "A1", "1"),
        (6, "A2", "0.3"),
    ]
    assert read[0]["下单时间"] == "2026-05-01 10:30:00"
    assert [(skip.row_no, skip.reason) for skip in may.skipped] == [
        (1, "preamble"),
        (2, "blank"),
        (7, "total"),
    ]


def test_numbers_too_long_for_a_spreadsheet_are_shown_as_it_shows_them(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Order ID", "SKU"])
    sheet.append([123456789012345678, "A"])
    sheet.append(["123456789012345678", "B"])
    sheet.append([123456789012345, "#N/A"])
    book.save(tmp_path / "a.xlsx")
    assert [row["Order ID"] for row in rows(opened(tmp_path / "a.xlsx"))] == [
        "1.23456789012346E+17",
        "123456789012345678",
        "123456789012345",
    ]


def test_a_formula_s_kept_result_is_read(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Order ID", "Price"])
    sheet.append(["1", "PLACEHOLDER"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    xml = members["xl/worksheets/sheet1.xml"]
    at = xml.index(b'<c r="B2"')
    members["xl/worksheets/sheet1.xml"] = (
        xml[:at] + b'<c r="B2"><f>1+1</f><v>2</v></c>' + xml[xml.index(b"</c>", at) + 4 :]
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert rows(opened(path))[0]["Price"] == "2"


def test_memory_and_time_follow_the_frame_not_the_file(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Order ID,SKU,Quantity\n")
        file.writelines(f"A{n},BOX,1\n" for n in range(120_000))
    source = opened(path)
    heights = [frame.height for frame in source.frames()]
    assert heights == [50_000, 50_000, 20_000]
    assert abs(source.rows_estimate - 120_000) < 12_000


def test_a_mark_of_byte_order_in_the_middle_is_no_part_of_a_name(tmp_path):
    source = opened(make(tmp_path, codecs.BOM_UTF8 + codecs.BOM_UTF8 + TABLE.encode()))
    assert source.header[0] == "Order ID"


def test_xls(tmp_path, write_xls):
    path = tmp_path / "订单.xls"
    write_xls(
        path, [["五月"], ["订单号", "商品", "数量"], ["A1", "收纳箱", 2.0], ["A2", "挂钩", 0.5]]
    )
    source = opened(path)
    assert (source.kind, source.header_row) == ("xls", 2)
    assert [(row["row_no"], row["商品"], row["数量"]) for row in rows(source)] == [
        (3, "收纳箱", "2"),
        (4, "挂钩", "0.5"),
    ]
