"""Which days a seller's export covers, and when it was made: later ones know more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from argosy.demo.world import Plan

PERIODS = {3: "Q", 6: "H"}


@dataclass(frozen=True, slots=True)
class Window:
    """One export of one channel: its days in the channel's zone, and the moment it was made."""

    name: str
    since: date
    until: date  # the first day after it
    zone: ZoneInfo
    made_at: datetime

    def covers(self, instant: datetime) -> bool:
        """Whether the instant lies on one of its days, before it was made."""
        day = instant.astimezone(self.zone).date()
        return self.since <= day < self.until and instant <= self.made_at


def cut(plan: Plan, zone: str, *, months: int, overlap_days: int = 6) -> Iterator[Window]:
    """Cut the two years at the calendar's quarters or half years.

    Each export begins some days early, as careful sellers do, and is made on the first morning
    after its last day, when that day's orders are still under way.
    """
    at = ZoneInfo(zone)
    end_of_all = datetime.combine(plan.until, time(), tzinfo=at)
    begin = date(plan.start.year, (plan.start.month - 1) // months * months + 1, 1)
    while begin < plan.until:
        years, month = divmod(begin.month - 1 + months, 12)
        after = date(begin.year + years, month + 1, 1)
        until = min(after, plan.until)
        made = datetime.combine(until, time(9), tzinfo=at)
        yield Window(
            name=f"{begin.year}-{PERIODS[months]}{(begin.month - 1) // months + 1}",
            since=begin - timedelta(days=overlap_days),
            until=until,
            zone=at,
            made_at=min(made, end_of_all),
        )
        begin = after


def whole(plan: Plan, zone: str) -> Window:
    """One list of everything."""
    at = ZoneInfo(zone)
    made = datetime.combine(plan.until, time(), tzinfo=at)
    return Window(name="all", since=plan.start, until=plan.until, zone=at, made_at=made)
