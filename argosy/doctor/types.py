"""What doctor takes and returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SAMPLE_MAX = 20

Cell = str | int | bool | None


class Severity(StrEnum):
    """How bad it is that a promise is broken, the worst first."""

    CRITICAL = "critical"  # money, stock or evidence is wrong
    ERROR = "error"  # something shown is wrong
    WARNING = "warning"  # somebody should look


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must never be false. Its texts are English; the catalogue has the 中文."""

    code: str
    severity: Severity
    is_fast: bool
    is_minutely: bool  # asked each minute, of what has changed where that is less than all
    promise: str
    found: str  # what is wrong, in plain words over {rows}
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: how many rows break its promise, and a sample of them by their ids."""

    check: Check
    rows: int | None  # None: it could not run
    ms: int
    sample: tuple[Mapping[str, Cell], ...] = ()  # at most SAMPLE_MAX, nothing personal
    trouble: str = ""  # why it could not run
    first_seen: datetime | None = None  # since when it has been so, without a break

    @property
    def is_clean(self) -> bool:
        """Whether the promise is known to hold."""
        return self.rows == 0


@dataclass(frozen=True, slots=True)
class Examination:
    """What all checks of one snapshot found, in the order in which they are listed."""

    at: datetime
    seconds: float
    findings: tuple[Finding, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every check could run. One that could not is a failure, not a pass."""
        return all(one.rows is not None for one in self.findings)

    @property
    def is_ok(self) -> bool:
        """Whether nothing is wrong beyond what merely should be looked at."""
        return self.is_complete and not self.broken(Severity.CRITICAL, Severity.ERROR)

    def broken(self, *severities: Severity) -> list[Finding]:
        """The findings of these severities that have offending rows."""
        return [one for one in self.findings if one.rows and one.check.severity in severities]


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A promise that was broken when it was last looked at."""

    check: Check
    rows: int
    first_seen: datetime
    last_seen: datetime
    sample: tuple[Mapping[str, Cell], ...]  # some of the rows, by their ids
    times: int  # how often it has come up in all: more than once is flapping


@dataclass(frozen=True, slots=True)
class Latest:
    """What the latest examinations left behind."""

    examined_at: datetime | None  # None: never yet
    is_complete: bool
    findings: tuple[OpenFinding, ...]  # the worst first


@dataclass(frozen=True, slots=True)
class Trial:
    """One corruption that was planted and taken back, and whether its check saw it."""

    check: Check
    planted: str  # the corruption's name; empty where none is known
    found: int | None  # rows more than before; None: it could not be tried
    ms: int
    trouble: str = ""

    @property
    def has_fired(self) -> bool:
        """Whether the check saw it."""
        return bool(self.found) and (self.found or 0) > 0
