"""What no statement can say: are bytes what they were, tables up to date, rates all fetched."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from argosy.doctor.types import Cell
from argosy.finance.queries import is_rate_published
from argosy.kernel import sql

# In a fast examination: the newest files, up to so many bytes in all.
FAST_BYTES = 16 * 1024 * 1024

Rows = Iterator[Mapping[str, Cell]]


def damaged_files(*, is_fast: bool) -> Rows:
    """Each file whose bytes, as they lie here, are not those that were received."""
    looked_at = 0
    for blob, sha256, size, positions in sql.rows("doctor/reading/blobs"):
        looked_at += size
        if is_fast and looked_at > FAST_BYTES:
            return
        why = _damage(blob, positions, bytes(sha256), size)
        if why:
            yield {"blob": blob, "why": why}


def _damage(blob: int, positions: list[int | None], sha256: bytes, size: int) -> str:
    digest, length = hashlib.sha256(), 0
    for position in positions:
        if position is None:  # There is no piece at all: right for an empty file only.
            continue
        ((packed,),) = sql.rows("doctor/reading/chunk", {"blob": blob, "position": position})
        try:
            data = zlib.decompress(bytes(packed))
        except zlib.error:
            return f"piece {position} cannot be unpacked"
        digest.update(data)
        length += len(data)
    if length != size:
        return f"{length} bytes instead of {size}"
    return "" if digest.digest() == sha256 else "the bytes differ"


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
