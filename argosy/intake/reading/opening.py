"""What a file is, found out from its bytes; the extension is not believed."""

from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from argosy.intake.reading import archives
from argosy.intake.reading.delimited import open_delimited
from argosy.intake.reading.errors import (
    BinaryFile,
    BrokenArchive,
    EmptyFile,
    Encrypted,
    NothingInside,
    SeveralTables,
    UnreadableFile,
    WebPage,
)
from argosy.intake.reading.parquet import open_parquet
from argosy.intake.reading.source import Source
from argosy.intake.reading.workbooks import open_workbook

HEAD = 1 << 16
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0c\x1a"))
BINARY = 0.02  # share of control bytes above which text is no text
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_97 = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
KNOWN: tuple[tuple[bytes, str | Promise], ...] = (
    (b"%PDF", _("a PDF document")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"Rar!", _("a RAR archive")),
    (b"7z\xbc\xaf", _("a 7-Zip archive")),
    (b"\x7fELF", _("a program")),
    (b"MZ", _("a program")),
    (b"SQLite format 3", _("a database")),
)


def open_files(*, path: Path, name: str) -> list[Source]:
    """Every table in a file: one of a CSV, one for each sheet or member of a workbook or archive.

    :raises UnreadableFile: naming the file, the place and the remedy.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"\x1f\x8b"):
        folder = archives.Folder()
        target, inner = archives.unpack_gzip(path, name, folder)
        return _kept([_open(target, inner)], folder)
    if head.startswith(b"PK\x03\x04") and not _is_workbook(path, name):
        return _members(path, name)
    return _open(path, name)


def open_file(*, path: Path, name: str) -> Source:
    """The only table in a file.

    :raises SeveralTables: when there is more than one.
    :raises UnreadableFile: naming the file, the place and the remedy.
    """
    sources = open_files(path=path, name=name)
    if len(sources) > 1:
        raise SeveralTables(file=name, count=len(sources))
    return sources[0]


def _open(path: Path, name: str) -> list[Source]:
    """The tables of a file that is no archive."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise EmptyFile(file=name)
    if head.startswith(b"PAR1"):
        return [open_parquet(path, name)]
    if head.startswith(b"PK\x03\x04"):
        return open_workbook(path, name, "xlsx")
    if head.startswith(OLE2):
        return _open_ole2(path, name)
    for magic, what in KNOWN:
        if head.startswith(magic):
            raise BinaryFile(file=name, what=what)
    _refuse_other(head, name)
    return [open_delimited(path, name)]


def _refuse_other(head: bytes, name: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        raise WebPage(file=name)
    if start.startswith(b"<?xml"):
        raise BinaryFile(file=name, what=_("an XML document"))
    sixteen_bit = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) / 4
    controls = len(head) - len(head.translate(None, CONTROLS))
    if not sixteen_bit and controls > BINARY * len(head):
        raise BinaryFile(file=name, what=_("a binary file"))


def _open_ole2(path: Path, name: str) -> list[Source]:
    """An XLS of 1997 to 2003, or the shell around an encrypted XLSX."""
    body = path.read_bytes()
    if LOCKED in body:
        raise Encrypted(file=name)
    if not any(mark in body for mark in WORKBOOK_97):
        raise BinaryFile(file=name, what=_("another program's document"))
    return open_workbook(path, name, "xls")


def _is_workbook(path: Path, name: str) -> bool:
    try:
        return archives.is_workbook(path)
    except archives.DAMAGED as error:
        raise BrokenArchive(file=name) from error


def _members(path: Path, name: str) -> list[Source]:
    """The tables inside a zip; members that are no tables are passed over."""
    folder = archives.Folder()
    found: list[list[Source]] = []
    refused: UnreadableFile | None = None
    for target, inner in archives.unpack_zip(path, name, folder):
        try:
            found.append(_open(target, inner))
        except (BinaryFile, WebPage, EmptyFile) as error:
            refused = refused or error
    if not found:
        raise refused or NothingInside(file=name)
    return _kept(found, folder)


def _kept(tables: list[list[Source]], folder: archives.Folder) -> list[Source]:
    """Let the unpacked files live as long as a source that reads them."""
    sources = [source for group in tables for source in group]
    for source in sources:
        source.folder = folder
    return sources
