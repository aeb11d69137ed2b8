"""Whatever the bytes, the answer is a table or a named refusal; nothing else ever comes out."""

import gzip
import io
import random
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argosy.intake.reading import UnreadableFile, open_files

TABLE = b"Order ID,SKU,Title,Quantity\n" + b'1001,BOX,"Storage, box",2\n1002,HOOK,Hook,1\n' * 40


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in TABLE.decode().splitlines():
        sheet.append(line.split(","))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def parquet() -> bytes:
    data = io.BytesIO()
    pl.read_csv(TABLE).write_parquet(data)
    return data.getvalue()


def archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("订单.csv", TABLE)
    return data.getvalue()


KINDS = {
    "csv": TABLE,
    "utf16": TABLE.decode().encode("utf-16"),
    "gbk": "订单号,商品\n1,收纳箱\n2,抽屉\n".encode("gb18030") * 10,
    "gzip": gzip.compress(TABLE),
    "zip": archive(),
    "xlsx": workbook(),
    "parquet": parquet(),
}


def opened_or_refused(path: Path) -> None:
    refusal = None
    try:
        for source in open_files(path=path, name=path.name):
            for frame in source.frames(50):
                assert frame.height <= 50
                assert [*source.header, "row_no"] == frame.columns[: len(source.header) + 1]
    except UnreadableFile as error:
        refusal = error
    assert refusal is None or (refusal.facts["file"] and "{" not in str(refusal))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_file_that_was_damaged(tmp_path, kind):
    chance = random.Random(kind)  # noqa: S311 - the same damage each time
    path = tmp_path / "orders.csv"
    for _ in range(60):
        data = bytearray(KINDS[kind])
        for _ in range(chance.choice((0, 1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.5:
            del data[chance.randrange(len(data)) :]
        path.write_bytes(bytes(data))
        opened_or_refused(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=400))
def test_bytes(tmp_path, data):
    path = tmp_path / "orders.csv"
    path.write_bytes(data)
    opened_or_refused(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(max_size=300),
    encoding=st.sampled_from(["utf-8", "utf-16", "gb18030", "cp932", "cp1252", "big5"]),
)
def test_texts(tmp_path, text, encoding):
    path = tmp_path / "orders.csv"
    path.write_bytes(text.encode(encoding, errors="replace"))
    opened_or_refused(path)
