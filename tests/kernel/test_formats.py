"""Figures look as the reader's language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from argosy.kernel import formats
from argosy.kernel.money import Money

AT = datetime(2026, 11, 23, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (999, "999", "999"),
        (12_345, "12.3K", "1.2万"),
        (1_234_567, "1.2M", "123.5万"),
        (123_456_789, "123.5M", "1.2亿"),
        (-12_345, "-12.3K", "-1.2万"),
    ],
)
def test_large_numbers_are_counted_in_the_units_of_the_language(value, english, chinese):
    assert formats.compact(value, "en") == english
    assert formats.compact(value, "zh-hans") == chinese


def test_large_amounts_keep_their_currency():
    assert formats.compact_money(Money(123456780, "CNY"), "en") == "CN¥1.2M"
    assert formats.compact_money(Money(123456780, "CNY"), "zh-hans") == "¥123.5万"


def test_numbers_and_shares():
    assert formats.number(1_067_370, "en") == "1,067,370"
    assert formats.percent(Decimal("0.12345"), "en") == "12.3%"
    assert formats.percent(Decimal("0.5"), "zh-hans", places=0) == "50%"


def test_days_and_instants():
    assert formats.day(date(2026, 11, 23), "en") == "Nov 23, 2026"
    assert formats.day(date(2026, 11, 23), "zh-hans") == "2026年11月23日"
    assert formats.month(date(2026, 11, 23), "en") == "Nov 2026"
    assert formats.month(date(2026, 11, 23), "zh-hans") == "2026年11月"
    shanghai = ZoneInfo("Asia/Shanghai")
    assert formats.instant(AT, "zh-hans", zone=shanghai) == "2026/11/23 09:02"


def test_an_unknown_language_reads_english():
    assert formats.compact(12_345, "xx-klingon") == "12.3K"
    assert formats.compact(12_345, "zh-cn") == "1.2万"
