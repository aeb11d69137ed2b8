"""What no statement can say: are bytes what they were, tables up to date, rates all fetched."""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from argosy.doctor.types import Cell
from argosy.finance.queries import is_rate_published
from argosy.kernel import sql

# In a fast examination: the newest files, up to so many bytes in all.
FAST_BYTES = 16 * 1024 * 1024
# Files of up to so many bytes in all are read in one go; of a larger one, piece by piece.
AT_ONCE_BYTES = 8 * 1024 * 1024

Rows = Iterator[Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file's bytes as they should be, and in which pieces they lie."""

    blob: int
    sha256: bytes
    size: int
    positions: Sequence[int | None]  # a None alone: there is no piece, right for an empty file only


def damaged_files(*, is_fast: bool) -> Rows:
    """Each file whose bytes, as they lie here, are not those that were received.

    And each document that was told live whose message says something else.
    """
    batch: list[_Kept] = []
    looked_at = size = 0
    for blob, sha256, length, positions in sql.rows("doctor/reading/blobs"):
        looked_at += length
        if is_fast and looked_at > FAST_BYTES:
            break
        if size + length > AT_ONCE_BYTES:
            yield from _damaged(batch)
            batch, size = [], 0
        batch.append(_Kept(blob, bytes(sha256), length, positions))
        size += length
    yield from _damaged(batch)


def _damaged(batch: Sequence[_Kept]) -> Rows:
    told = _told(batch)
    pieces = _pieces(batch)
    for one in batch:
        rows = told.get(one.blob, [])
        why, content = _unpacked(one, pieces.get(one.blob, []), keep=bool(rows))
        if why:
            yield {"blob": one.blob, "document": None, "why": why}
            continue
        messages = content.split(b"\n")
        for document, row, digest in rows:
            said = messages[row - 1] if 0 < row <= len(messages) else b""
            if hashlib.sha256(said).digest() != digest:
                why = "its message says something else"
                yield {"blob": one.blob, "document": document, "why": why}


def _told(batch: Sequence[_Kept]) -> Mapping[int, list[tuple[int, int, bytes]]]:
    """Of each file, the documents that were told in it, the row of each and its hash."""
    found = defaultdict(list)
    blobs = [one.blob for one in batch]
    for blob, document, row, digest in sql.rows("doctor/reading/told_live", {"blobs": blobs}):
        found[blob].append((document, row, bytes(digest)))
    return found


def _pieces(batch: Sequence[_Kept]) -> Mapping[int, Iterator[bytes] | list[bytes]]:
    """The packed pieces of each file: of several small ones together, of a large one by and by."""
    if len(batch) == 1:
        (one,) = batch
        return {one.blob: _piece_by_piece(one)}
    rows = sql.rows("doctor/reading/chunks", {"blobs": [one.blob for one in batch]})
    return {
        blob: [bytes(data) for _, data in found]
        for blob, found in groupby(rows, lambda row: row[0])
    }


def _piece_by_piece(one: _Kept) -> Iterator[bytes]:
    for position in one.positions:
        if position is not None:
            told = {"blob": one.blob, "position": position}
            ((packed,),) = sql.rows("doctor/reading/chunk", told)
            yield bytes(packed)


def _unpacked(
    one: _Kept, pieces: Iterator[bytes] | list[bytes], *, keep: bool
) -> tuple[str, bytes]:
    """What is wrong with a file's bytes, and where asked for, the bytes."""
    digest, length = hashlib.sha256(), 0
    kept: list[bytes] = []
    for number, packed in enumerate(pieces):
        try:
            data = zlib.decompress(packed)
        except zlib.error:
            return f"piece {number} cannot be unpacked", b""
        digest.update(data)
        length += len(data)
        if keep:
            kept.append(data)
    if length != one.size:
        return f"{length} bytes instead of {one.size}", b""
    why = "" if digest.digest() == one.sha256 else "the bytes differ"
    return why, b"".join(kept)


def unrun_migrations(*, is_fast: bool) -> Rows:  # noqa: ARG001 - as quick either way
    """Each migration that this version has and the tables have not seen."""
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield {"app": migration.app_label, "migration": migration.name}


def rates_not_fetched(*, is_fast: bool) -> Rows:  # noqa: ARG001 - as quick either way
    """Each day whose postings wait for a rate that the ECB has published."""
    for currency, base, day, postings in sql.rows("doctor/reading/rateless_days"):
        if is_rate_published(currency=currency, base=base, day=day):
            yield {"currency": currency, "base": base, "day": str(day), "postings": postings}


PROBES: Mapping[str, Callable[..., Rows]] = {
    "ORD-8": damaged_files,
    "CUR-4": rates_not_fetched,
    "DB-3": unrun_migrations,
}
