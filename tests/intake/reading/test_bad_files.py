"""The catalogue of bad files: each is refused by its name, with the place and the remedy."""

import gzip
import random
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from django.utils.translation import gettext

from argosy.intake.reading import archives, open_file, open_files
from argosy.intake.reading.errors import (
    BinaryFile,
    BrokenArchive,
    BrokenQuotes,
    CellTooLong,
    EmptyFile,
    Encrypted,
    FormulaWithoutValue,
    MixedEncodings,
    NestedArchive,
    NoHeader,
    NoRows,
    NothingInside,
    NulBytes,
    SeveralTables,
    TooLarge,
    TooManyColumns,
    TooManySheets,
    UnknownEncoding,
    UnreadableFile,
    WebPage,
    ZipBomb,
)

GOOD = b"Order ID,SKU,Quantity\n1001,BOX,2\n"


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)  # noqa: S311 - bytes that nothing can read


def make(folder: Path, content: bytes, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read_all(path: Path) -> None:
    for source in open_files(path=path, name=path.name):
        for _ in source.frames(1_000):
            pass


def refused(path: Path, kind: type[UnreadableFile]) -> UnreadableFile:
    with pytest.raises(kind) as caught:
        read_all(path)
    message = str(caught.value)
    assert path.name in message
    assert "{" not in message
    assert str(caught.value.facts["remedy"]) in message
    assert caught.value.message(translate=gettext)
    return caught.value


@pytest.mark.parametrize("content", [b"", b"\n \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty(tmp_path, content):
    refused(make(tmp_path, content), EmptyFile)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"\x89PNG\r\n", b"MZ\x90", b"Rar!\x1a\x07", noise(5_000)]
)
def test_binary(tmp_path, content):
    refused(make(tmp_path, content), BinaryFile)


def test_a_header_without_rows(tmp_path):
    assert refused(make(tmp_path, b"Order ID,SKU\n"), NoRows).facts["row"] == 1


def test_no_header(tmp_path):
    refused(make(tmp_path, b"1,2,3\n4,5,6\n"), NoHeader)


def test_nul_bytes_name_the_row(tmp_path):
    broken = GOOD + b"1002,BO\x00X,1\n" + b"1003,BOX,1\n" * 50
    assert refused(make(tmp_path, broken), NulBytes).facts["row"] == 3


def test_mixed_encodings_name_the_first_row_that_is_not_utf8(tmp_path):
    rows = "订单号,商品\n1,收纳箱\n2,抽屉\n".encode() + "3,衣架\n4,挂钩\n".encode("gb18030")
    assert refused(make(tmp_path, rows), MixedEncodings).facts["row"] == 4


def test_an_encoding_that_nobody_knows(tmp_path):
    rows = b"Order ID,SKU\n1,\x81\x8d\x9d\x90\n"
    assert refused(make(tmp_path, rows), UnknownEncoding).facts["row"] == 2


def test_a_million_columns(tmp_path):
    header = ",".join(f"c{number}" for number in range(1_000_000)).encode()
    error = refused(make(tmp_path, header + b"\n" + b"," * 999_999 + b"\n"), TooManyColumns)
    assert error.facts["columns"] == 1_000_000
    assert error.facts["row"] == 1


def test_a_row_of_too_many_columns_far_down(tmp_path):
    rows = GOOD + b"1002,BOX,1\n" * 300 + b"x," * 1_500 + b"\n"
    assert refused(make(tmp_path, rows), TooManyColumns).facts["row"] == 303


def test_a_cell_without_end(tmp_path):
    rows = GOOD + b"1002," + b"x" * 1_200_000 + b",1\n"
    assert refused(make(tmp_path, rows), CellTooLong).facts["row"] == 3


def test_a_quotation_mark_that_never_closes(tmp_path):
    rows = GOOD + b'1002,"BOX,1\n' + b"1003,BOX,1\n" * 300
    assert refused(make(tmp_path, rows), BrokenQuotes).facts["row"] == 3


def test_a_web_page_called_xls(tmp_path):
    page = b"<html><body><table><tr><td>Order ID</td></tr></table></body></html>"
    refused(make(tmp_path, page, "orders.xls"), WebPage)


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_formula_without_its_result(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["Order ID", "Price"], ["1", 2], ["2", "=1+1"]])
    error = refused(path, FormulaWithoutValue)
    assert error.facts["row"] == 3
    assert error.facts["field"] == "B3"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_half_a_zip(tmp_path, share):
    whole = zipped(tmp_path / "a.zip", {"orders.csv": GOOD + noise(20_000).hex().encode()})
    data = whole.read_bytes()
    refused(make(tmp_path, data[: int(len(data) * share)], "half.zip"), BrokenArchive)


def test_half_a_workbook(tmp_path):
    data = workbook(tmp_path / "a.xlsx", [["Order ID"], ["1"]]).read_bytes()
    refused(make(tmp_path, data[: len(data) // 2], "half.xlsx"), BrokenArchive)


def test_half_a_gzip(tmp_path):
    data = gzip.compress(GOOD * 1_000)
    refused(make(tmp_path, data[: len(data) // 2], "half.csv.gz"), BrokenArchive)


def test_half_a_parquet_file(tmp_path):
    path = tmp_path / "whole.parquet"
    pl.DataFrame({"Order ID": ["1"] * 5_000}).write_parquet(path)
    data = path.read_bytes()
    refused(make(tmp_path, data[: len(data) // 2], "half.parquet"), BrokenArchive)


def test_a_zip_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "RATIO_FROM", 1 << 20)
    path = zipped(tmp_path / "bomb.zip", {"orders.csv": GOOD + b"0" * (8 << 20)})
    refused(path, ZipBomb)
    packed = make(tmp_path, gzip.compress(GOOD + b"0" * (8 << 20)), "bomb.csv.gz")
    with pytest.raises(ZipBomb):
        read_all(packed)


def test_too_much_in_one_upload(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "UNPACKED_MAX", 10_000)
    refused(zipped(tmp_path / "large.zip", {"a.csv": noise(20_000).hex().encode()}), TooLarge)


def test_an_archive_in_an_archive(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"orders.csv": GOOD})
    refused(zipped(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes()}), NestedArchive)


def test_a_zip_of_pictures_or_of_nothing(tmp_path):
    refused(zipped(tmp_path / "a.zip", {"__MACOSX/._orders.csv": b"x"}), NothingInside)
    with pytest.raises(BinaryFile, match=r"b\.zip/photo\.png” is not a table but a picture"):
        read_all(zipped(tmp_path / "b.zip", {"photo.png": b"\x89PNG\r\n"}))


def test_too_many_files_in_a_zip(tmp_path):
    refused(zipped(tmp_path / "a.zip", {f"{n}.csv": GOOD for n in range(60)}), TooManySheets)


def test_an_encrypted_workbook(tmp_path):
    shell = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    locked = shell + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    refused(make(tmp_path, locked, "orders.xlsx"), Encrypted)


def test_another_program_s_document(tmp_path):
    shell = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    refused(make(tmp_path, shell + "WordDocument".encode("utf-16-le"), "a.xls"), BinaryFile)


def test_one_table_where_there_are_two(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": GOOD, "b.csv": GOOD})
    assert len(open_files(path=path, name=path.name)) == 2
    with pytest.raises(SeveralTables):
        open_file(path=path, name=path.name)
