"""What a file is, found out from its first bytes."""

from pathlib import Path

from argosy.intake.reading.errors import BinaryFile, EmptyFile, SeveralTables
from argosy.intake.reading.parquet import open_parquet
from argosy.intake.reading.source import Source


def open_files(*, path: Path, name: str) -> list[Source]:
    """Every table in a file: one of a CSV, one for each sheet or member of a workbook or archive.

    :raises UnreadableFile: naming the file, the place and the remedy.
    """
    start = path.open("rb").read(8)
    if not start:
        raise EmptyFile(file=name)
    if start.startswith(b"PAR1"):
        return [open_parquet(path, name)]
    raise BinaryFile(file=name, what="?")


def open_file(*, path: Path, name: str) -> Source:
    """The only table in a file.

    :raises SeveralTables: when there is more than one.
    :raises UnreadableFile: naming the file, the place and the remedy.
    """
    sources = open_files(path=path, name=name)
    if len(sources) > 1:
        raise SeveralTables(file=name, count=len(sources))
    return sources[0]
