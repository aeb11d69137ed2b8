"""Half-open stretches of time, and the days and months of a zone.

A period holds its first instant and not its last, so that neighbours neither overlap nor leave
a gap. A day belongs to a zone; one on which clocks change has 23 or 25 hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` until just before `until`; both are instants in UTC.

    :raises ValueError: an instant is naive, or the end lies before the start.
    """

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        """Refuse naive instants, whose meaning would depend on the machine, and turn to UTC."""
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("a period needs instants with a zone")
        object.__setattr__(self, "since", self.since.astimezone(UTC))
        object.__setattr__(self, "until", self.until.astimezone(UTC))
        if self.until < self.since:
            raise ValueError(f"{self.until} lies before {self.since}")

    def __contains__(self, instant: datetime) -> bool:
        """Whether the instant lies in it."""
        return self.since <= instant < self.until

    def overlaps(self, other: "Period") -> bool:
        """Whether some instant lies in both."""
        return max(self.since, other.since) < min(self.until, other.until)

    @property
    def length(self) -> timedelta:
        """How long it takes."""
        return self.until - self.since


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The day that people in the zone call it.

    :raises ValueError: the instant is naive.
    """
    if instant.tzinfo is None:
        raise ValueError("a naive time lies on no day")
    return instant.astimezone(zone).date()


def starts_at(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC.

    Where midnight is skipped by a change of clocks, the day starts at the change.
    """
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def day(value: date, zone: ZoneInfo) -> Period:
    """A local day. Empty for a day that a zone has skipped whole."""
    return days(value, value + _DAY, zone)


def days(first: date, until: date, zone: ZoneInfo) -> Period:
    """The local days from `first` until just before `until`."""
    return Period(starts_at(first, zone), starts_at(until, zone))


def month(value: date, zone: ZoneInfo) -> Period:
    """The local month that the day lies in."""
    first = value.replace(day=1)
    return days(first, next_month(first), zone)


def next_month(value: date) -> date:
    """The first day of the month after."""
    if value.month == _DECEMBER:
        return date(value.year + 1, 1, 1)
    return date(value.year, value.month + 1, 1)


def each_day(period: Period, zone: ZoneInfo) -> Iterator[date]:
    """Each local day of which the period holds an instant, in order."""
    current = day_of(period.since, zone)
    while starts_at(current, zone) < period.until:
        if day(current, zone).overlaps(period):
            yield current
        current += _DAY


def each_month(period: Period, zone: ZoneInfo) -> Iterator[date]:
    """The first day of each local month of which the period holds an instant, in order."""
    current = day_of(period.since, zone).replace(day=1)
    while starts_at(current, zone) < period.until:
        if month(current, zone).overlaps(period):
            yield current
        current = next_month(current)
