"""Room on the disk: how much there is, and a file to delete when there is none.

PostgreSQL cannot even start again on a full disk. The ballast is what can be deleted then.
"""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from argosy.database.place import Place, find

BALLAST_BYTES = 512 * 1024 * 1024
ROOM_FOR_BALLAST = 5 * 1024 * 1024 * 1024
CHUNK = 1024 * 1024
LOW_BYTES = 1024 * 1024 * 1024
LOW_SHARE = 0.10


@dataclass(frozen=True, slots=True)
class Room:
    """What the disk under the embedded database has left, in bytes."""

    free: int
    total: int
    ballast: int

    @property
    def is_low(self) -> bool:
        """Intake stops here: below 1 GiB, or below a tenth of a small disk."""
        return self.free < min(LOW_BYTES, int(self.total * LOW_SHARE))


def room(home: Path) -> Room:
    """Measure the disk on which the embedded database of this data folder lies."""
    place = find(home)
    there = next(folder for folder in (place.root, *place.root.parents) if folder.exists())
    usage = shutil.disk_usage(there)
    ballast = place.ballast.stat().st_size if place.ballast.exists() else 0
    return Room(usage.free, usage.total, ballast)


def lay_ballast(place: Place) -> None:
    """Reserve the ballast, where the disk can well spare it."""
    if place.ballast.exists() or shutil.disk_usage(place.root).free < ROOM_FOR_BALLAST:
        return
    try:
        with place.ballast.open("wb") as file:
            _fill(file)
    except OSError:
        # The disk filled up meanwhile, or has a quota: half a ballast is only in the way.
        place.ballast.unlink(missing_ok=True)


def _fill(file: BinaryIO) -> None:
    if sys.platform == "linux":
        os.posix_fallocate(file.fileno(), 0, BALLAST_BYTES)
        return
    file.writelines(bytes(CHUNK) for _ in range(BALLAST_BYTES // CHUNK))


def drop_ballast(home: Path) -> int:
    """Give the ballast's bytes back to the disk, and say how many they were."""
    freed = room(home).ballast
    find(home).ballast.unlink(missing_ok=True)
    return freed
