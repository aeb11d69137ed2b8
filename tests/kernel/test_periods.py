"""Days and months of a zone tile time: no gap, no overlap, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.kernel import periods
from argosy.kernel.periods import Period

LONDON = ZoneInfo("Europe/London")
APIA = ZoneInfo("Pacific/Apia")
BEIRUT = ZoneInfo("Asia/Beirut")
ZONES = st.sampled_from(
    [UTC, LONDON, APIA, BEIRUT]
    + [ZoneInfo(name) for name in ("Asia/Shanghai", "America/Los_Angeles", "Australia/Lord_Howe")]
)
DAYS = st.dates(date(1995, 1, 1), date(2030, 12, 31))
NAIVE = datetime(1995, 1, 1)  # noqa: DTZ001 - bounds are naive, the strategy adds the zone
INSTANTS = st.datetimes(NAIVE, NAIVE.replace(year=2030), timezones=st.just(UTC))


def hour(n: int) -> datetime:
    return datetime(2026, 11, 1, n, tzinfo=UTC)


@given(INSTANTS, ZONES)
def test_every_instant_lies_on_exactly_its_own_day_and_month(instant, zone):
    day = periods.day_of(instant, zone)
    assert instant in periods.day(day, zone)
    assert instant not in periods.day(day - timedelta(days=1), zone)
    assert instant not in periods.day(day + timedelta(days=1), zone)
    assert instant in periods.month(day, zone)


@given(DAYS, ZONES)
def test_days_follow_each_other_without_gap_or_overlap(day, zone):
    tomorrow = periods.day(day + timedelta(days=1), zone)
    assert periods.day(day, zone).until == tomorrow.since
    assert not periods.day(day, zone).overlaps(tomorrow)


@given(DAYS, ZONES)
def test_the_days_of_a_month_are_the_month(day, zone):
    month = periods.month(day, zone)
    inside = list(periods.each_day(month, zone))
    lengths = [periods.day(each, zone).length for each in inside]
    assert sum(lengths, timedelta()) == month.length
    assert inside == sorted(set(inside))
    assert list(periods.each_month(month, zone)) == [day.replace(day=1)]


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 29), LONDON, 23),
        (date(2026, 10, 25), LONDON, 25),
        (date(2026, 3, 29), BEIRUT, 23),  # Clocks go from 0:00 to 1:00: there is no midnight.
        (date(2011, 12, 30), APIA, 0),  # Samoa skipped this day altogether.
        (date(2026, 7, 1), ZoneInfo("Asia/Shanghai"), 24),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day, zone, hours):
    assert periods.day(day, zone).length == timedelta(hours=hours)


def test_a_skipped_day_is_not_counted():
    month = periods.month(date(2011, 12, 1), APIA)
    assert date(2011, 12, 30) not in list(periods.each_day(month, APIA))
    assert len(list(periods.each_day(month, APIA))) == 30


def test_a_period_holds_its_start_and_not_its_end():
    period = Period(hour(1), hour(2))
    assert hour(1) in period
    assert hour(2) not in period
    assert hour(2) - timedelta(microseconds=1) in period
    assert not period.overlaps(Period(hour(2), hour(3)))
    assert period.overlaps(Period(hour(0), hour(5)))
    assert hour(1) not in Period(hour(1), hour(1))


def test_an_empty_period_touches_no_day():
    assert list(periods.each_day(Period(hour(1), hour(1)), UTC)) == []
    assert list(periods.each_month(Period(hour(1), hour(1)), UTC)) == []


def test_equal_instants_make_equal_periods_whatever_their_zone():
    local = Period(hour(1).astimezone(LONDON), hour(2).astimezone(APIA))
    assert local == Period(hour(1), hour(2))


def test_naive_or_backward_periods_are_refused():
    with pytest.raises(ValueError, match="zone"):
        Period(NAIVE, hour(2))
    with pytest.raises(ValueError, match="before"):
        Period(hour(2), hour(1))
    with pytest.raises(ValueError, match="naive"):
        periods.day_of(NAIVE, LONDON)


def test_december_is_followed_by_january():
    assert periods.next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    assert periods.next_month(date(2026, 1, 31)) == date(2026, 2, 1)
