"""When an order leaves: cut-off, hours, days of rest, and clocks that change."""

from datetime import UTC, date, datetime, time

import pytest

from argosy.fulfilment.leaving import handover
from argosy.fulfilment.types import Site

BERLIN = Site(
    place=1,
    title="Berlin",
    country="DE",
    zone="Europe/Berlin",
    cutoff=time(14),
    handling_hours=3,
    working_days=frozenset({1, 2, 3, 4, 5}),
    days_off=frozenset({date(2026, 12, 25)}),
    serves=frozenset(),
    priority=1,
    currency="EUR",
)


@pytest.mark.parametrize(
    ("taken", "leaves"),
    [
        ("2026-11-24 12:59", "2026-11-24 16:00"),  # Tuesday 13:59 there: today
        ("2026-11-24 13:00", "2026-11-25 16:00"),  # 14:00 there is no longer before it
        ("2026-11-27 14:30", "2026-11-30 16:00"),  # Friday afternoon: Monday
        ("2026-11-28 03:00", "2026-11-30 16:00"),  # in the night of a Saturday
        ("2026-12-24 15:00", "2026-12-28 16:00"),  # over Christmas and a weekend
        ("2026-10-23 14:00", "2026-10-26 16:00"),  # over the change of clocks
        ("2026-10-23 11:00", "2026-10-23 15:00"),  # before it, an hour earlier in UTC
    ],
)
def test_it_leaves_by_the_clock_of_its_place(taken, leaves):
    assert handover(BERLIN, at(taken)) == at(leaves)


def test_what_is_ready_on_a_day_of_rest_leaves_on_the_next_working_day():
    slow = Site(**fields(BERLIN) | {"handling_hours": 24})
    assert handover(slow, at("2026-11-27 10:00")) == at("2026-11-30 13:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def fields(site: Site) -> dict[str, object]:
    return {name: getattr(site, name) for name in Site.__slots__}
