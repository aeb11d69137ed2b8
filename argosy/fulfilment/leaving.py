"""When what is ordered now leaves a place. Pure: the clock and the calendar are given."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from argosy.fulfilment.types import Site

A_DAY = timedelta(days=1)


def handover(site: Site, taken_at: datetime) -> datetime:
    """The instant at which an order taken then is handed to the carrier, in UTC.

    Taken before the cut-off of a working day it is worked on that day, else on the next one; from
    that cut-off it takes the handling hours. Where that ends on a day of rest, it leaves at the
    same time of the next working day.
    """
    zone = ZoneInfo(site.zone)
    day = taken_at.astimezone(zone).date()
    if taken_at >= _cutoff(site, day):
        day += A_DAY
    ready = _cutoff(site, _working(site, day)) + timedelta(hours=site.handling_hours)
    local = ready.astimezone(zone)
    leaves = datetime.combine(_working(site, local.date()), local.timetz())
    # By way of UTC: on a day on which clocks change, the wall clock alone is ambiguous.
    return ready if leaves == local else leaves.astimezone(ZoneInfo("UTC"))


def _cutoff(site: Site, day: date) -> datetime:
    local = datetime.combine(day, site.cutoff, tzinfo=ZoneInfo(site.zone))
    return local.astimezone(ZoneInfo("UTC"))


def _working(site: Site, day: date) -> date:
    """The day itself, or the next on which the place works."""
    while day.isoweekday() not in site.working_days or day in site.days_off:
        day += A_DAY
    return day
