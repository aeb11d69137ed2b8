"""Writes of what was received."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from argosy.evidence.errors import FileTooLarge, NoSuchQuarantined
from argosy.evidence.models import Blob, Chunk, File, Quarantined, QuarantineState
from argosy.evidence.types import Bad, Fates, StoredFile
from argosy.kernel import sql

CHUNK_BYTES = 4 * 1024 * 1024
FILE_BYTES_MAX = 512 * 1024 * 1024
LOCK_SPACE = 0x45766964  # of the advisory locks under which documents are recorded


def store_file(
    *, content: BinaryIO, name: str, received_by: int | None, now: datetime
) -> StoredFile:
    """Keep a file's bytes, once however often they arrive, and record this arrival.

    :raises FileTooLarge: above 512 MB.
    """
    digest, size = _measure(content, name)
    if size <= CHUNK_BYTES:
        content.seek(0)
        number, is_new = _keep_small(content.read(), digest, name[-255:], received_by, now)
        return StoredFile(
            id=number, name=name[-255:], sha256=digest.hex(), size_bytes=size, known=not is_new
        )
    return _keep_large(content, digest, size, name[-255:], received_by, now)


@transaction.atomic
def _keep_large(
    content: BinaryIO, digest: bytes, size: int, name: str, received_by: int | None, now: datetime
) -> StoredFile:
    # The same bytes may be arriving a second time at this moment: one waits for the other.
    blob, is_new = Blob.objects.get_or_create(
        sha256=digest, defaults={"size_bytes": size, "stored_at": now}
    )
    if is_new:
        content.seek(0)
        for position, data in enumerate(_slices(content)):
            # One row a chunk: a bulk insert would hold the whole file in memory.
            Chunk.objects.create(blob=blob, position=position, data=zlib.compress(data, 1))
    file = File.objects.create(blob=blob, name=name, received_at=now, received_by=received_by)
    return StoredFile(
        id=file.pk, name=file.name, sha256=digest.hex(), size_bytes=size, known=not is_new
    )


def _keep_small(
    data: bytes, digest: bytes, name: str, received_by: int | None, now: datetime
) -> tuple[int, bool]:
    """Keep bytes that fit into one piece. Returns the arrival's id and whether they were new."""
    told = {
        "sha256": digest,
        "size": len(data),
        "data": zlib.compress(data, 1),
        "name": name,
        "by": received_by,
        "now": now,
    }
    while True:
        if found := sql.often("evidence/keep_small", told):
            file, is_new = found[0]
            return int(file), bool(is_new)


def _measure(content: BinaryIO, name: str) -> tuple[bytes, int]:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    for data in _slices(content):
        digest.update(data)
        size += len(data)
        if size > FILE_BYTES_MAX:
            raise FileTooLarge(file=name, limit_mb=FILE_BYTES_MAX // 1024 // 1024)
    return digest.digest(), size


def _slices(content: BinaryIO) -> Iterator[bytes]:
    while data := content.read(CHUNK_BYTES):
        yield data


def open_incoming() -> None:
    """Make this session's table of incoming documents, empty, for the transaction under way."""
    sql.run("evidence/open_incoming")


def receive(*, now: datetime) -> Fates:
    """Record the incoming documents that are new, and tell of each what it is.

    Fills `document` and `fate` of `incoming_document`, and `contested_document` where a document
    shares its order with others.
    """
    sql.rows("evidence/hold_subjects", {"space": LOCK_SPACE})
    sql.run("evidence/recognise")
    sql.run("evidence/record", {"now": now})
    sql.run("evidence/recognise")  # where the unique index knew better
    sql.run("evidence/sight", {"now": now})
    sql.run("evidence/contest")
    sql.run("evidence/mark_changed")
    sql.run("evidence/crown")
    new, known, changed, again = sql.rows("evidence/fates")[0]
    return Fates(new=new, known=known, changed=changed, again=again)


def hold_subjects(*, channels: Sequence[int], subjects: Sequence[str]) -> None:
    """Wait for whoever is recording documents of the same subjects (channel by channel)."""
    told = {"channels": sql.array(channels), "subjects": sql.texts(subjects), "space": LOCK_SPACE}
    sql.often("evidence/hold_named", told)


def draw_numbers(*, documents: int) -> list[int]:
    """Numbers for so many documents that are to be recorded."""
    numbers: list[int] = sql.often("evidence/draw_numbers", {"documents": documents})[0][0]
    return numbers


def record_fresh(*, rows: bytes) -> None:
    """Record documents of which nothing is known, as encoded rows of copy_documents."""
    sql.copy("evidence/copy_documents", rows)


def undo(*, run: int) -> list[int]:
    """Give up the documents that only this run brought. Returns them.

    Fills `contested_document` with who speaks now of the orders they spoke of.
    """
    open_incoming()
    sql.rows("evidence/hold_subjects_of_run", {"run": run, "space": LOCK_SPACE})
    given_up = [document for (document,) in sql.rows("evidence/undo_documents", {"run": run})]
    sql.run("evidence/contest_undone", {"documents": given_up})
    sql.run("evidence/crown")
    return given_up


def quarantine(
    *, run: int, file: int, channel: int, profile: str, bad: Sequence[Bad], now: datetime
) -> int:
    """Set documents aside that cannot be applied. One that lies here already is an answer.

    Returns how many are in quarantine because of this run.
    """
    held = 0
    for document in bad:
        rows = json.dumps(
            [{"row": row, "cells": cells} for row, cells in document.rows], ensure_ascii=True
        ).encode("ascii")
        cells_only = json.dumps([cells for _, cells in document.rows], sort_keys=True)
        Quarantined.objects.get_or_create(
            channel=channel,
            digest=hashlib.sha256(cells_only.encode("utf-8", "surrogatepass")).digest(),
            defaults={
                "run": run,
                "file_id": file,
                "profile": profile,
                "external_id": document.external_id[:200],
                "rows": rows,
                "problems": [
                    {
                        "row": problem.row,
                        "field": problem.field,
                        "code": problem.code,
                        "value": _printable(problem.value),
                    }
                    for problem in document.problems
                ],
                "created_at": now,
            },
        )
        held += 1
    return held


def _printable(value: str) -> str:
    """The cell for people: jsonb refuses NUL and lone surrogates, the exact bytes lie in `rows`."""
    return value.replace("\x00", "␀").encode("utf-8", "replace").decode("utf-8")[:200]


def close_quarantined(*, quarantined: int, mended: bool, by: int | None, now: datetime) -> None:
    """Settle a quarantined document: mended and applied, or dismissed.

    :raises NoSuchQuarantined: it does not exist or is settled already.
    """
    state = QuarantineState.MENDED if mended else QuarantineState.DISMISSED
    settled = Quarantined.objects.filter(pk=quarantined, state=QuarantineState.OPEN).update(
        state=state, closed_at=now, closed_by=by
    )
    if not settled:
        raise NoSuchQuarantined
