"""Rules of governments: taxes and duties by their days, worked examples, and what is disputed."""

from datetime import date

import pytest

from argosy.strategy import rules
from argosy.strategy.rulebook import EU
from argosy.strategy.rules import CATEGORIES, NO_BORDER

TODAY = date(2026, 11, 22)


# Taxes


@pytest.mark.parametrize(
    ("market", "on", "rate"),
    [
        ("DE", date(2020, 6, 30), 0.19),
        ("DE", date(2020, 7, 1), 0.16),
        ("DE", date(2020, 12, 31), 0.16),
        ("DE", date(2021, 1, 1), 0.19),
        ("IE", date(2020, 9, 1), 0.21),
        ("IE", date(2021, 3, 1), 0.23),
        ("LU", date(2023, 6, 1), 0.16),
        ("EE", date(2025, 6, 30), 0.22),
        ("EE", date(2025, 7, 1), 0.24),
        ("FI", date(2024, 9, 1), 0.255),
        ("SK", date(2024, 12, 31), 0.20),
        ("RO", date(2025, 7, 31), 0.19),
        ("RO", date(2025, 8, 1), 0.21),
        ("GB", TODAY, 0.20),
        ("CH", TODAY, 0.081),
        ("NO", TODAY, 0.25),
        ("JP", TODAY, 0.10),
        ("AU", TODAY, 0.10),
        ("NZ", TODAY, 0.15),
    ],
)
def test_the_rate_is_that_of_the_day(market, on, rate):
    found = rules.vat(market=market, on=on)
    assert (found.low, found.likely, found.high) == (rate, rate, rate)


def test_every_country_of_the_union_has_a_rate_between_luxembourg_s_and_hungary_s():
    found = {market: rules.vat(market=market, on=TODAY).likely for market in EU}
    assert len(found) == 27
    assert (min(found.values()), max(found.values())) == (0.17, 0.27)


@pytest.mark.parametrize("market", ["US", "CA"])
def test_where_tax_comes_on_top_a_rule_says_that_the_price_holds_none(market):
    assert rules.vat(market=market, on=TODAY).likely == 0


def test_a_country_without_a_rule_is_not_free_of_tax():
    assert rules.vat(market="XX", on=TODAY) is None
    assert rules.vat(market="CH", on=date(2023, 12, 31)) is None


# Duty


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2026, 5, 15), 0.34),  # 16.5 + 7.5 + 10
        (date(2026, 7, 23), 0.34),
        (date(2026, 7, 24), 0.365),  # 16.5 + 7.5 + 12.5
        (TODAY, 0.365),
    ],
)
def test_a_cotton_t_shirt_from_china_pays_its_layers(on, rate):
    found = rules.duty(market="US", origin="CN", category="hts:6109.10.00", on=on)
    assert (found.low, found.likely, found.high) == (rate, rate, rate)
    shirts = rules.duty(market="US", origin="CN", category="fashion", on=on)
    assert shirts.likely == rate
    assert shirts.low < rate < shirts.high


def test_the_layers_are_named():
    found = rules.duty(market="US", origin="CN", category="fashion", on=TODAY)
    assert found.rule == "us.duty.mfn + us.duty.301.china + us.duty.forced_labour.cn"


def test_what_is_disputed_widens_the_range_and_is_flagged():
    before = rules.duty(market="US", origin="CN", category="electronics", on=date(2026, 11, 9))
    after = rules.duty(market="US", origin="CN", category="electronics", on=date(2026, 11, 10))
    assert after.likely == before.likely
    assert after.high == before.high
    assert after.low < before.low
    assert (before.confidence, after.confidence) == ("C", "D")


def test_a_floor_lifts_what_lies_below_it():
    found = rules.duty(market="US", origin="DE", category="home", on=TODAY)
    assert (found.low, found.likely, found.high) == (0.10, 0.10, 0.10)
    shirts = rules.duty(market="US", origin="DE", category="fashion", on=TODAY)
    assert (shirts.low, shirts.likely, shirts.high) == (0.10, 0.165, 0.32)


def test_an_origin_nobody_looked_up_has_a_wider_range():
    found = rules.duty(market="US", origin="IN", category="home", on=TODAY)
    assert (found.likely, found.confidence) == (0.034, "D")
    assert found.high == pytest.approx(0.09 + 0.125)


@pytest.mark.parametrize(("market", "origin"), [("US", "US"), ("DE", "FR"), ("GB", "GB")])
def test_within_a_border_there_is_no_duty(market, origin):
    found = rules.duty(market=market, origin=origin, category="home", on=TODAY)
    assert (found.low, found.likely, found.high) == (0, 0, 0)
    assert found.rule == NO_BORDER


def test_before_the_layers_are_known_there_is_no_answer():
    day = date(2026, 2, 23)
    assert rules.duty(market="US", origin="CN", category="home", on=day) is None
    assert rules.duty(market="BR", origin="CN", category="home", on=TODAY) is None


@pytest.mark.parametrize("market", ["US", "GB", "DE", "FR", "IT", "ES", "JP", "CA", "AU"])
@pytest.mark.parametrize("category", CATEGORIES)
def test_every_market_of_the_adviser_has_a_duty(market, category):
    found = rules.duty(market=market, origin="CN", category=category, on=TODAY)
    assert 0 <= found.low <= found.likely <= found.high < 0.75


# Small parcels


def test_three_euros_begin_and_end_on_their_days():
    assert rules.flat_duty(market="DE", on=date(2026, 6, 30)) is None
    found = rules.flat_duty(market="DE", on=date(2026, 7, 1))
    assert (found.low, found.likely, found.high) == (3.3516, 3.3516, 3.3516)
    assert found.confidence == "B"
    assert rules.relief(market="DE", on=date(2026, 6, 30)).likely == pytest.approx(167.58)
    assert rules.relief(market="DE", on=date(2026, 7, 1)).likely == 0


def test_a_fee_that_is_pending_only_widens():
    found = rules.flat_duty(market="DE", on=TODAY)
    assert (found.low, found.likely) == (3.3516, 3.3516)
    assert found.high == pytest.approx(5 * 1.1172)
    assert found.confidence == "D"


@pytest.mark.parametrize(("market", "dollars"), [("GB", 135 * 1.33989), ("US", 0.0)])
def test_a_parcel_is_free_of_duty_up_to_its_limit(market, dollars):
    assert rules.relief(market=market, on=TODAY).likely == pytest.approx(dollars)
