"""Zip and gzip: unpacked into a folder of our own, with limits, under the names users know."""

import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import mkdtemp
from typing import Protocol
from weakref import finalize

from argosy.intake.reading.errors import (
    BrokenArchive,
    Encrypted,
    NestedArchive,
    TooLarge,
    TooManySheets,
    ZipBomb,
)

CHUNK = 1 << 20
UNPACKED_MAX = 2 << 30  # bytes of one upload, all members together
RATIO_MAX = 200  # text of real exports packs 5 to 30 times
RATIO_FROM = 100 << 20  # below this many bytes no ratio is dangerous
MEMBERS_MAX = 50
UTF8_NAME = 0x800
LOCKED = 0x1

# What the standard library raises over a damaged archive, its names and its lengths included.
DAMAGED = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, KeyError, OverflowError, NotImplementedError, RuntimeError),
)
ARCHIVE_MAGIC = (b"\x1f\x8b", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")


class Stream(Protocol):
    """Something that gives bytes."""

    def read(self, size: int, /) -> bytes: ...


class Folder:
    """A temporary folder that is gone with its last reader."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="argosy-"))
        finalize(self, rmtree, self.path, ignore_errors=True)


class Unpacked:
    """Counts what comes out of one upload."""

    def __init__(self, name: str, packed: int) -> None:
        self.name, self.packed, self.size = name, max(packed, 1), 0

    def count(self, size: int) -> None:
        """Add to the total.

        :raises ZipBomb: when it grew out of all proportion.
        :raises TooLarge: when it is more than can be read.
        """
        self.size += size
        if self.size > RATIO_FROM and self.size > RATIO_MAX * self.packed:
            raise ZipBomb(file=self.name, ratio=RATIO_MAX)
        if self.size > UNPACKED_MAX:
            raise TooLarge(file=self.name, limit=UNPACKED_MAX >> 20)


def unpack_gzip(path: Path, name: str, folder: Folder) -> tuple[Path, str]:
    """Unpack a gzip file; its table is named without `.gz`.

    :raises BrokenArchive: when it breaks off.
    """
    target = folder.path / "member"
    inner = name[:-3] if name.lower().endswith(".gz") else name
    with gzip.open(path) as packed:
        _copy(packed, target, Unpacked(name, path.stat().st_size), name)
    _refuse_nested(target, name, inner)
    return target, inner


def unpack_zip(path: Path, name: str, folder: Folder) -> Iterator[tuple[Path, str]]:
    """Unpack the members that can be tables, in the order of their names.

    :raises UnreadableFile: when it is damaged, locked, nested, too large or a bomb.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if _can_be_a_table(one)]
            if len(members) > MEMBERS_MAX:
                raise TooManySheets(file=name, count=len(members), limit=MEMBERS_MAX)
            unpacked = Unpacked(name, path.stat().st_size)
            named = sorted(((member_name(one), one) for one in members), key=lambda pair: pair[0])
            for number, (inner, member) in enumerate(named):
                if member.flag_bits & LOCKED:
                    raise Encrypted(file=name)
                target = folder.path / f"member{number}"
                with archive.open(member) as packed:
                    _copy(packed, target, unpacked, name)
                _refuse_nested(target, name, inner)
                yield target, f"{name}/{inner}"
    except DAMAGED as error:
        raise BrokenArchive(file=name) from error


def _copy(packed: Stream, target: Path, unpacked: Unpacked, name: str) -> None:
    try:
        with target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                unpacked.count(len(chunk))
                out.write(chunk)
    except DAMAGED as error:
        raise BrokenArchive(file=name) from error


def _refuse_nested(target: Path, name: str, inner: str) -> None:
    with target.open("rb") as file:
        start = file.read(8)
    if start.startswith(ARCHIVE_MAGIC) and not is_workbook(target):
        raise NestedArchive(file=name, member=inner)


def is_workbook(path: Path) -> bool:
    """Whether a zip is an XLSX workbook.

    :raises zipfile.BadZipFile: when it breaks off.
    """
    with path.open("rb") as file:
        if file.read(4)[:2] != b"PK":
            return False
    with zipfile.ZipFile(path) as archive:
        return any(name.startswith("xl/workbook") for name in archive.namelist())


def member_name(member: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it: without a mark for UTF-8 it may be GBK."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _can_be_a_table(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    hidden = not parts or parts[0] == "__MACOSX" or parts[-1].startswith((".", "~$"))
    return not member.is_dir() and not hidden
