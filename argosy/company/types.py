"""What company returns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntityRef:
    """A legal company."""

    id: int
    key: str
    title: str
    currency: str
    country: str
