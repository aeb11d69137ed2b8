"""A workbook of 1997 to 2003, written by hand: the smallest that readers accept.

No package of ours writes XLS, so the test makes the bytes: BIFF8 records in one stream of a
compound file ([MS-XLS] 2.1, [MS-CFB] 2.2).
"""

import struct
from pathlib import Path

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BOF, EOF, BOUNDSHEET, DIMENSIONS, NUMBER, LABEL = 0x0809, 0x000A, 0x0085, 0x0200, 0x0203, 0x0204


def write(path: Path, rows: list[list[str | float]]) -> None:
    """Write one sheet of texts and numbers."""
    stream = _book(rows)
    stream += b"\x00" * (max(4096, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    count = len(stream) // SECTOR
    chain = [*range(1, count), END, END, TABLE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, count, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", count + 1).ljust(436, b"\xff")
    root = _entry("Root Entry", kind=5, child=1, start=END, size=0)
    book = _entry("Workbook", kind=2, child=FREE, start=0, size=len(stream))
    path.write_bytes(header + stream + (root + book).ljust(SECTOR, b"\x00") + table)


def _entry(name: str, *, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    entry = text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1)
    entry += struct.pack("<III", FREE, FREE, child) + b"\x00" * 36
    return entry + struct.pack("<IQ", start, size)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(value: str) -> bytes:
    return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")


def _book(rows: list[list[str | float]]) -> bytes:
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0)
    name = "Orders"
    sheet_name = struct.pack("<BB", len(name), 0) + name.encode()
    before = len(_record(BOF, begin)) + len(_record(BOUNDSHEET, b"\x00" * 6 + sheet_name)) + 4
    globals_ = _record(BOF, begin)
    globals_ += _record(BOUNDSHEET, struct.pack("<IBB", before, 0, 0) + sheet_name) + _record(EOF)
    width = max(map(len, rows))
    sheet = _record(BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0))
    sheet += _record(DIMENSIONS, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(value, str):
                sheet += _record(LABEL, place + _text(value))
            else:
                sheet += _record(NUMBER, place + struct.pack("<d", value))
    return globals_ + sheet + _record(EOF)
