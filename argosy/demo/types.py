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
