"""What passes between the parts of the API."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from argosy.evidence.types import Problem
from argosy.intake.types import OrderDocument


@dataclass(frozen=True, slots=True)
class Faulty:
    """An order in a batch that is no document: what was sent, and what is wrong with it."""

    channel: str
    external_id: str
    values: object
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The orders of one call; `faulty` has by position those that are no documents."""

    documents: tuple[OrderDocument, ...]
    faulty: Mapping[int, Faulty] = field(default_factory=dict)
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one order of a call, as its sender is told."""

    external_id: str
    channel: str
    fate: str  # new, known, changed, again, quarantined
    order: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One order that came alone, on whose behalf, and the request whose reply is to be kept."""

    document: OrderDocument
    raw: bytes
    by: int
    language: str
    request: int | None
