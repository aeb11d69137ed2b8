"""Reads of what was received."""

import json
import zlib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet

from argosy.evidence.errors import NoSuchDocument, NoSuchFile, NoSuchQuarantined
from argosy.evidence.models import (
    Chunk,
    Document,
    DocumentState,
    File,
    Quarantined,
    QuarantineState,
)
from argosy.evidence.types import Held, Problem, StoredFile
from argosy.kernel import sql


def contested() -> dict[int, bool]:
    """The documents of this batch that share their order with others, and whether each speaks."""
    return dict(sql.rows("evidence/contested"))


def file_name(*, file: int) -> str:
    """The name under which a file arrived."""
    return File.objects.get(pk=file).name


def write_file(*, file: int, target: Path) -> None:
    """Write a file's bytes as they were received to a path, a chunk at a time."""
    blob = File.objects.get(pk=file).blob_id
    chunks = Chunk.objects.filter(blob_id=blob).order_by("position").values_list("data", flat=True)
    with target.open("wb") as out:
        for data in chunks.iterator(chunk_size=1):
            out.write(zlib.decompress(bytes(data)))


def undo_preview(*, run: int) -> tuple[int, int]:
    """How many documents undoing a run would take away, and how many another run holds too."""
    gone, kept = sql.rows("evidence/undo_preview", {"run": run})[0]
    return gone, kept


def held(*, quarantined: int) -> Held:
    """One quarantined document.

    :raises NoSuchQuarantined: there is none.
    """
    found = Quarantined.objects.select_related("file").filter(pk=quarantined).first()
    if found is None:
        raise NoSuchQuarantined
    return _held(found)


def list_held(
    *, run: int | None, limit: int, channels: Collection[int] | None = None
) -> list[Held]:
    """Open quarantined documents, newest first; of one run, or of all; of some channels, or all."""
    found = _open(run, channels).select_related("file").order_by("-created_at", "-pk")
    return [_held(row) for row in found[:limit]]


def count_held(
    *,
    run: int | None = None,
    channels: Collection[int] | None = None,
    since: datetime | None = None,
) -> int:
    """How many documents wait in quarantine; only those set aside since then, where it is said."""
    found = _open(run, channels)
    return (found if since is None else found.filter(created_at__gte=since)).count()


def _open(
    run: int | None, channels: Collection[int] | None
) -> "QuerySet[Quarantined, Quarantined]":
    found = Quarantined.objects.filter(state=QuarantineState.OPEN)
    if run is not None:
        found = found.filter(run=run)
    return found if channels is None else found.filter(channel__in=channels)


def _held(found: Quarantined) -> Held:
    return Held(
        id=found.pk,
        run=found.run,
        file_name=found.file.name,
        channel=found.channel,
        profile=found.profile,
        external_id=found.external_id,
        rows=tuple((row["row"], row["cells"]) for row in json.loads(bytes(found.rows))),
        problems=tuple(Problem(**problem) for problem in found.problems),
        state=found.state,
        created_at=found.created_at,
    )


def arrivals(*, sha256: str) -> list[int]:
    """Every arrival of the same bytes, by file id."""
    return list(
        File.objects.filter(blob__sha256=bytes.fromhex(sha256)).values_list("pk", flat=True)
    )


def documents_of(*, run: int) -> list[int]:
    """The documents that a run brought."""
    found = Document.objects.filter(run=run).exclude(state=DocumentState.UNDONE)
    return list(found.values_list("pk", flat=True))


def whereabouts(*, document: int) -> tuple[int, int, list[int]]:
    """Where a document stands: its file, the run that brought it, its row numbers.

    :raises NoSuchDocument: there is none.
    """
    found = Document.objects.filter(pk=document).first()
    if found is None:
        raise NoSuchDocument
    return found.file_id, found.run, list(found.row_numbers)


def received_by(*, file: int) -> int | None:
    """Who brought a file; nobody where a command did, or where there is none."""
    return File.objects.filter(pk=file).values_list("received_by", flat=True).first()


def stored_file(*, file: int) -> StoredFile:
    """One arrival of a file.

    :raises NoSuchFile: there is none.
    """
    found = File.objects.select_related("blob").filter(pk=file).first()
    if found is None:
        raise NoSuchFile
    return StoredFile(
        id=found.pk,
        name=found.name,
        sha256=bytes(found.blob.sha256).hex(),
        size_bytes=found.blob.size_bytes,
        known=True,
    )
