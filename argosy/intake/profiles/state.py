"""What the steps of reading a file hand to each other."""

from dataclasses import dataclass, field

import polars as pl


@dataclass(slots=True)
class Memory:
    """What one frame must tell the next: a document need not end where a frame does."""

    seen: dict[str, int] = field(default_factory=dict)  # a statement's line: how often so far
    documents: set[str] = field(default_factory=set)  # whose repeated amounts were counted
    last: dict[str, tuple[str, object]] = field(default_factory=dict)  # field: (document, value)


@dataclass(frozen=True, slots=True)
class Found:
    """Problem codes of one column of the file, null where all is well."""

    column: str  # as the file names it; our field's name where the file has no such column
    codes: pl.Series
