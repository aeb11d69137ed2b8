"""Dates and instants: forms, languages, zones, and the order of day and month."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.intake.profiles.dates import (
    OrderEvidence,
    evidence,
    read_days,
    read_instants,
    read_months,
)


def read_one(
    cell: str, order: str | None = None, zone: str = "UTC"
) -> tuple[str | None, str | None]:
    values, codes = read_instants(pl.Series([cell]), order, zone)  # type: ignore[arg-type]
    return (values[0].strftime("%Y-%m-%d %H:%M:%S") if values[0] else None), codes[0]


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2026-01-02T03:04:05", "2026-01-02 03:04:05"),
        ("2026-01-02 03:04", "2026-01-02 03:04:00"),
        ("2026-01-02", "2026-01-02 00:00:00"),
        ("2026-01-02 03:04:05.678", "2026-01-02 03:04:05"),
        ("2026/1/2 3:04", "2026-01-02 03:04:00"),
        ("2026.1.2", "2026-01-02 00:00:00"),
        ("2026年1月2日 13:04", "2026-01-02 13:04:00"),
        ("2026年1月2日 下午1时04分", "2026-01-02 13:04:00"),
        ("2026-01-02 03:04:05 -0800", "2026-01-02 11:04:05"),
        ("2026-01-02T03:04:05+00:00", "2026-01-02 03:04:05"),
        ("2026-01-02T03:04:05.500Z", "2026-01-02 03:04:05"),
        ("2026-01-02 03:04:05 UTC", "2026-01-02 03:04:05"),
        ("1 Jan 2026 08:12:33 GMT-8", "2026-01-01 16:12:33"),
        ("1 Jan 2026 08:12:33 GMT+05:30", "2026-01-01 02:42:33"),
        ("Jan 1, 2026 8:12:33 AM PST", "2026-01-01 16:12:33"),
        ("Jan 1, 2026 12:00:00 a.m. PST", "2026-01-01 08:00:00"),
        ("Jun 30, 2026 11:59:59 PM PDT", "2026-07-01 06:59:59"),
        ("01.01.2026 08:12:33 UTC", "2026-01-01 08:12:33"),
        ("1. Dez. 2026 10:11:12 UTC", "2026-12-01 10:11:12"),
        ("1 janv. 2026 08:12:33 UTC", "2026-01-01 08:12:33"),
        ("3 déc. 2026 10:00:00 UTC", "2026-12-03 10:00:00"),
        ("3 août 2026 10:00:00 UTC", "2026-08-03 10:00:00"),
        ("3 ago 2026 10:00:00 GMT+2", "2026-08-03 08:00:00"),
        ("1 de enero de 2026", "2026-01-01 00:00:00"),
        ("9 gen 2026 10:00:00 UTC", "2026-01-09 10:00:00"),
        ("2026/01/01 8:12:33JST", "2025-12-31 23:12:33"),
        ("Jul-21-26", "2026-07-21 00:00:00"),
        ("31.12.26", "2026-12-31 00:00:00"),
        ("15/1/2026 3:04", "2026-01-15 03:04:00"),
        ("1/15/2026 3:04 PM", "2026-01-15 15:04:00"),
        ("5/5/2026", "2026-05-05 00:00:00"),
        ("40148.3229166667", "2009-12-01 07:45:00"),
    ],
)
def test_forms(cell, instant):
    assert read_one(cell) == (instant, None)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-02-30",
        "2025-13-01",
        "yesterday",
        "0026-01-01",
        "2026-01-02 24:00:00",
        "2026-01-02 10:61",
        "5 May 2026 12:00:00 am XYZ",
        "31/31/2026",
        "1 Foo 2026",
        "12345678",
    ],
)
def test_no_such_date(cell):
    assert read_one(cell) == (None, "bad_date")


def test_the_channel_s_zone_holds_where_the_text_has_none():
    assert read_one("2026-07-01 12:00:00", zone="Asia/Shanghai")[0] == "2026-07-01 04:00:00"
    assert read_one("2026-07-01 12:00:00 +0000", zone="Asia/Shanghai")[0] == "2026-07-01 12:00:00"
    assert read_one("1 July 2026 12:00", zone="Europe/London")[0] == "2026-07-01 11:00:00"


def test_hours_that_a_clock_change_skips_or_repeats():
    assert read_one("2026-03-29 01:30:00", zone="Europe/London") == (None, "bad_date")
    assert read_one("2026-10-25 01:30:00", zone="Europe/London") == ("2026-10-25 00:30:00", None)


def test_the_column_decides_day_or_month():
    assert read_one("3/4/2026", "dmy")[0] == "2026-04-03 00:00:00"
    assert read_one("3/4/2026", "mdy")[0] == "2026-03-04 00:00:00"
    assert read_one("3/4/2026") == (None, "ambiguous_date")
    assert read_one("12/31/2026", "dmy") == (None, "bad_date")
    assert evidence(pl.Series(["1/2/2026", "5/5/2026", "13/2/2026"])).decision() == "dmy"
    assert evidence(pl.Series(["1/2/26 5:00", "1/13/26 5:00"])).decision() == "mdy"
    assert evidence(pl.Series(["1.2.2026"])).decision() == "dmy"
    assert evidence(pl.Series(["1/2/2026", "3/3/2026"])) == OrderEvidence(either=1)
    assert evidence(pl.Series(["13/1/2026", "1/13/2026"])).decision() is None
    assert evidence(pl.Series(["2026-01-02", None, ""])) == OrderEvidence()


def test_days_and_months():
    days, codes = read_days(pl.Series(["2026-05-01 23:59", "1.6.2026", "x", None]), None)
    assert days.to_list() == [dt.date(2026, 5, 1), dt.date(2026, 6, 1), None, None]
    assert codes.to_list() == [None, None, "bad_date", None]
    months, _ = read_months(pl.Series(["2026-05", "2026年6月", "202607", "2026-08-15"]), None)
    assert months.to_list() == [dt.date(2026, month, 1) for month in (5, 6, 7, 8)]


MOMENTS = st.datetimes(dt.datetime(1991, 1, 1), dt.datetime(2098, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


@given(
    st.lists(MOMENTS, min_size=1, max_size=10),
    st.sampled_from(
        [
            ("%Y-%m-%dT%H:%M:%S", None),
            ("%Y-%m-%d %H:%M:%S", None),
            ("%Y/%m/%d %H:%M:%S", None),
            ("%d/%m/%Y %H:%M:%S", "dmy"),
            ("%m/%d/%Y %H:%M:%S", "mdy"),
            ("%m/%d/%Y %I:%M:%S %p", "mdy"),
            ("%d.%m.%Y %H:%M:%S", None),
            ("%b %d, %Y %I:%M:%S %p", None),
            ("%d %B %Y %H:%M:%S", None),
            ("%Y-%m-%dT%H:%M:%S+00:00", None),
        ]
    ),
)
def test_what_is_written_is_read_back(moments, form):
    pattern, order = form
    cells = pl.Series([moment.strftime(pattern) for moment in moments])
    values, codes = read_instants(cells, order, "UTC")
    assert codes.null_count() == len(moments)
    assert [value.replace(tzinfo=None) for value in values] == moments


@given(st.text(max_size=20), st.sampled_from(["dmy", "mdy", None]))
def test_no_text_raises_anything_but_a_problem(cell, order):
    values, codes = read_instants(pl.Series([cell]), order, "America/New_York")
    if cell.strip() and values[0] is None:
        assert codes[0] in {"bad_date", "ambiguous_date"}
