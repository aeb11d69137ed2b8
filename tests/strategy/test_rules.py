"""Rules of marketplaces: worked examples, dates, and what is not settled."""

from datetime import date

import pytest
import yaml

from argosy.strategy import rulebook, rules
from argosy.strategy.reading import DATA, FaultyData
from argosy.strategy.rules import CATEGORIES, PLATFORMS

TODAY = date(2026, 11, 22)


def fee(category: str, price: float, platform: str = "amazon", market: str = "US") -> float:
    """A fee in money, not as a share."""
    found = rules.referral(
        platform=platform, market=market, category=category, price=price, on=TODAY
    )
    assert found is not None
    return round(found.likely * price, 2)


# Referral


@pytest.mark.parametrize(
    ("category", "price", "charged"),
    [
        ("clothing", 15.00, 0.75),  # slab: the whole price at one rate
        ("clothing", 15.01, 1.50),
        ("clothing", 20.00, 2.00),
        ("clothing", 20.01, 3.40),
        ("fashion", 20.01, 3.40),
        ("jewellery", 400.00, 57.50),  # graduated: each portion at its own rate
        ("electronics_accessories", 180.00, 21.40),
        ("home", 1.50, 0.30),  # the minimum
        ("home", 29.99, 4.50),
        ("baby", 10.00, 0.80),
        ("baby", 10.01, 1.50),
        ("beauty", 10.00, 0.80),
        ("beauty", 10.01, 1.50),
    ],
)
def test_amazon_us_charges_as_its_table_says(category, price, charged):
    assert fee(category, price) == charged


@pytest.mark.parametrize(
    ("category", "price", "charged"),
    [
        ("fashion", 15, 0.75),
        ("fashion", 20.01, 3.00),
        ("beauty", 10, 0.80),
        ("jewellery", 400, 57.5),
    ],
)
def test_walmart_charges_as_its_table_says(category, price, charged):
    assert fee(category, price, platform="walmart") == charged


def test_what_a_category_may_also_be_widens_the_range_and_moves_nothing():
    found = rules.referral(
        platform="amazon", market="US", category="electronics", price=180, on=TODAY
    )
    assert (found.low, found.likely) == (0.08, pytest.approx(21.40 / 180, abs=1e-6))
    assert found.high == found.likely
    assert found.confidence == "B"


def test_a_graduated_fee_never_falls_when_the_price_rises():
    fees = [fee("jewellery", price) for price in range(1, 600, 7)]
    assert fees == sorted(fees)


def test_europe_s_threshold_is_in_its_own_money():
    # 20 euros are 22.34 dollars by the reference rate.
    assert fee("home", 20.0, market="DE") == 1.60
    assert fee("home", 30.0, market="DE") == 4.50
    near = rules.referral(platform="amazon", market="DE", category="home", price=22.5, on=TODAY)
    assert (near.low, near.likely, near.high) == (0.08, 0.15, 0.15)


def test_before_a_rule_there_is_none():
    day = date(2025, 12, 14)
    assert (
        rules.referral(platform="amazon", market="DE", category="fashion", price=12, on=day) is None
    )
    after = rules.referral(
        platform="amazon", market="DE", category="fashion", price=12, on=date(2025, 12, 15)
    )
    assert after.likely == 0.05


def test_tiktok_in_the_eu_rose_on_its_day():
    def share(on: date) -> float:
        found = rules.referral(platform="tiktok", market="FR", category="toys", price=20, on=on)
        return found.likely

    assert share(date(2026, 1, 7)) == 0.05
    assert share(date(2026, 1, 8)) == 0.09


def test_a_country_the_platform_does_not_serve_has_no_rule():
    assert (
        rules.referral(platform="walmart", market="DE", category="home", price=20, on=TODAY) is None
    )
    assert rules.referral(platform="wish", market="US", category="home", price=20, on=TODAY) is None


def test_what_nobody_knows_counts_as_other():
    assert fee("kites", 20.0) == fee("other", 20.0) == 3.00


def test_a_price_of_nothing_is_refused():
    with pytest.raises(ValueError, match="above zero"):
        rules.referral(platform="amazon", market="US", category="home", price=0, on=TODAY)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("category", CATEGORIES)
def test_every_platform_has_a_share_in_the_united_states(platform, category):
    found = rules.referral(platform=platform, market="US", category=category, price=25.0, on=TODAY)
    assert 0 <= found.low <= found.likely <= found.high <= 0.25


# Fulfilment

MEASURES = (25.4, 20.32, 10.16)  # 10 × 8 × 4 in
WEIGHT = 1.1 * 0.45359237  # 1.1 lb


def sent(on: date, size: tuple[float, float, float] | None = MEASURES, **change: float):
    given = {"weight_kg": WEIGHT, "price": 29.99} | change
    return rules.fulfilment(market="US", size_cm=size, on=on, **given)


@pytest.mark.parametrize(
    ("on", "charged"),
    [
        (date(2026, 3, 1), 6.10),
        (date(2026, 4, 16), 6.10),
        (date(2026, 4, 17), 6.31),  # the surcharge, rounded by itself
        (date(2026, 7, 1), 6.31),
        (date(2026, 10, 14), 6.31),
        (date(2026, 10, 15), 6.72),  # the peak
        (TODAY, 6.72),
        (date(2027, 1, 14), 6.72),
        (date(2027, 1, 15), 6.31),
    ],
)
def test_one_unit_costs_what_the_table_says_on_the_day_it_ships(on, charged):
    found = sent(on)
    assert (found.low, found.likely, found.high) == (charged, charged, charged)
    assert found.confidence == "B"


def test_the_order_of_the_sides_does_not_matter():
    assert sent(TODAY, (10.16, 25.4, 20.32)).likely == 6.72


@pytest.mark.parametrize(
    ("price", "charged"), [(9.99, 5.28), (10, 6.10), (50, 6.10), (50.01, 6.36)]
)
def test_the_price_decides_the_band(price, charged):
    assert sent(date(2026, 3, 1), price=price).likely == charged


@pytest.mark.parametrize(
    ("kg", "size", "charged"),
    [
        (0.05, (20, 15, 1.5), 3.32),  # small standard, 1.8 oz
        (0.45, (20, 15, 1.5), 3.96),  # its last row: volume does not count
        (0.05, (20, 15, 2.5), 3.95),  # too thick: large standard, 5.3 oz by volume
        (2.0, (30, 20, 10), 6.97 + 6 * 0.08),  # 70.5 oz: six steps of 4 oz above 48
        (5.0, (60, 40, 30), 7.55 + 31 * 0.38),  # small bulky, 31.6 lb by volume
        (30.0, (100, 60, 50), 51.32 + 61 * 0.75),  # extra large: 131.7 lb by volume
    ],
)
def test_every_tier_reads_its_own_row(kg, size, charged):
    found = sent(date(2026, 3, 1), size, weight_kg=kg)
    assert found.likely == pytest.approx(charged, abs=1e-9)


def test_what_is_too_heavy_for_any_table_has_no_fee():
    assert sent(TODAY, (50, 50, 50), weight_kg=90) is None


def test_without_a_size_the_fee_is_a_range_around_usual_parcels():
    found = sent(TODAY, None)
    assert found.low <= found.likely <= found.high
    assert found.low < 6.72 < found.high
    assert found.confidence == "C"


def test_outside_the_united_states_and_before_the_table_there_is_none():
    assert rules.fulfilment(market="DE", weight_kg=1, size_cm=MEASURES, price=20, on=TODAY) is None
    assert sent(date(2026, 1, 14)) is None


def test_over_a_year_the_peak_counts_for_its_weeks_only():
    found = rules.fulfilment_of_year(
        market="US", weight_kg=WEIGHT, size_cm=MEASURES, price=29.99, on=date(2026, 11, 27)
    )
    # Seven weeks of the peak begin on 27 November, until 8 January.
    assert found.likely == pytest.approx((7 * 6.72 + 45 * 6.31) / 52, abs=1e-6)
    assert (found.low, found.high) == (6.31, 6.72)
    assert (
        rules.fulfilment_of_year(
            market="GB", weight_kg=1, size_cm=None, price=20, on=date(2026, 11, 27)
        )
        is None
    )


@pytest.mark.parametrize("change", [{"weight_kg": 0}, {"price": 0}])
def test_a_weight_or_price_of_nothing_is_refused(change):
    with pytest.raises(ValueError, match="above zero"):
        sent(TODAY, **change)


# Payment


def test_a_card_payment_has_a_share_and_a_fixed_part():
    share, fixed = rules.payment(market="US", on=TODAY)
    assert (share.likely, fixed.likely) == (0.029, 0.30)
    share, fixed = rules.payment(market="DE", on=TODAY)
    assert (share.low, share.likely) == (0.015, 0.019)
    assert fixed.likely == pytest.approx(0.25 * 1.1172)
    assert rules.payment(market="BR", on=TODAY)[0].confidence == "D"


def test_before_any_rule_a_payment_has_none():
    with pytest.raises(LookupError, match="no payment fee"):
        rules.payment(market="US", on=date(2020, 1, 1))


# The book of rules


def test_every_rule_is_recorded_and_due_for_review():
    for rule in rulebook.rulebook():
        assert rule.recorded_at <= date(2026, 11, 27), rule.rule_id
        assert rule.next_review_by > rule.recorded_at, rule.rule_id
        assert rule.title, rule.rule_id
        if not rule.settled:
            assert rule.confidence == "D", rule.rule_id


def test_every_class_stands_for_known_categories():
    for rule in rulebook.of_kind("fee", "referral"):
        named = {*rule.scope.get("typical_of", ()), *rule.scope.get("may_be", ())}
        assert named <= {*CATEGORIES, "any"}, rule.rule_id
        assert rule.scope["platform"] in PLATFORMS, rule.rule_id


def first_of(name: str) -> dict[str, object]:
    path = DATA / "rules" / name
    return yaml.safe_load(path.read_text(encoding="utf-8"))["rules"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"domain": "weather"}, "weather"),
        ({"status": "perhaps"}, "perhaps"),
        ({"date_basis": "whenever"}, "whenever"),
        ({"effective_from": None}, "not a date"),
        ({"effective_to": date(2015, 1, 1)}, "ends before it begins"),
        ({"recorded_at": None}, "not a date"),
        ({"next_review_by": None}, "not a date"),
        ({"confidence": "A-"}, "confidence"),
        ({"sources": ["hearsay"]}, "unknown source"),
    ],
)
def test_a_faulty_rule_is_refused(change, said):
    with pytest.raises(FaultyData, match=said):
        rulebook.parsed([first_of("vat.yaml") | change])


def test_two_rules_for_one_day_are_refused():
    row = first_of("vat.yaml")
    again = row | {"rule_id": "again", "effective_from": date(2020, 1, 1)}
    with pytest.raises(FaultyData, match="hold on the same day"):
        rulebook.parsed([row, again])
    ended = row | {"effective_to": date(2020, 1, 1)}
    assert len(rulebook.parsed([ended, again])) == 2
