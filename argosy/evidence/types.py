"""What evidence takes and returns."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One arrival of a file."""

    id: int
    name: str
    sha256: str
    size_bytes: int
    known: bool  # whether the same bytes had been received before


@dataclass(frozen=True, slots=True)
class Fates:
    """What a batch of documents turned out to be, by count."""

    new: int
    known: int
    changed: int
    again: int  # of this very run, applied before it was interrupted


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell."""

    row: int
    field: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A document that cannot be applied, with its rows as they came."""

    external_id: str
    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A quarantined document as a person sees it."""

    id: int
    run: int
    file_name: str
    channel: int
    profile: str
    external_id: str
    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[Problem, ...]
    state: str
    created_at: datetime
