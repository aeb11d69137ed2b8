"""What is kept of sellers and of answers to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from argosy.strategy.types.advice import Advice
from argosy.strategy.types.profile import Profile

# The sellers that come with Argosy, in the order in which a newcomer would look at them.
BUILT_IN: Final = ("newcomer", "home_storage", "factory", "live_first")


@dataclass(frozen=True, slots=True)
class SellerRow:
    """One seller in a list: the latest revision."""

    key: str
    name: str
    revision: int
    dated: date
    made_by: str
    made_at: datetime
    based_on: str


@dataclass(frozen=True, slots=True)
class Seller:
    """One revision of a seller, with all answers."""

    row: SellerRow
    profile: Profile


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What was asked, and how far it has come."""

    id: int
    key: str
    revision: int
    status: str  # waiting, working, done, failed
    progress: int  # per cent
    asked_at: datetime
    answered_at: datetime | None
    seed: int
    paths: int
    data_digest: str
    failure: str
    kind: str  # of the verdict, once it is done
    option: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, whole; `advice` is None until it is done."""

    row: AnswerRow
    advice: Advice | None


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """Who opened which gate, or closed it again, and why."""

    gate: str
    option: str
    is_withdrawn: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two answers differ; None where one of them has no such thing."""

    kind: str  # profile, assumption, verdict, outcome, gate
    key: str
    left: float | str | None
    right: float | str | None
    unit: str = ""
