"""What demo returns."""

from dataclasses import dataclass
from typing import Final

MANIFEST: Final = "manifest.yaml"


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the seeded company, as the manifest lists it."""

    file: str
    channel: str | None  # none: it is about no channel
    profile: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the seeding is; for whoever shows it."""

    file: str  # the one under way, or the last
    files_done: int
    files: int
