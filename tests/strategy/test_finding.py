"""The cheapest way to find an input out, and what it costs."""

import pytest

from argosy.strategy.finding import test_of as way_of
from argosy.strategy.finding import tests as ways


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("ad_share.storefront", "ads_test"),
        ("stage.trials.marketplace.ad_share", "ads_test"),
        ("stage.trials.social.return_rate", "sell_sample"),
        ("stage.trials.social.margin", "run_trial"),
        ("price.distribution_wholesale", "ask_partners"),
        ("price.storefront", "price_sample"),
        ("duty.US", "ask_broker"),
        ("demand.social_live", "trial_sessions"),
        ("demand.marketplace_ebay", "pilot_listing"),
        ("anything.else", "pilot_listing"),
    ],
)
def test_each_input_has_its_test(key, found):
    assert way_of(key).key == found


def test_a_test_costs_what_is_sold_and_the_hours():
    """Ten partners: half a price of 30, four hours at 8 each. 200 orders: a quarter, ten hours."""
    assert way_of("demand.distribution_agent").cost(price=30, hour=8) == 10 * (15 + 32)
    assert way_of("return_loss").cost(price=30, hour=8) == 200 * 7.5 + 80
    assert way_of("duty.DE").cost(price=30, hour=8) == 32


def test_an_hour_s_worth_is_the_seller_s_and_not_ours():
    one = way_of("market.comparable_units")
    assert one.cost(price=30, hour=20) == 2.5 * one.cost(price=30, hour=8)


def test_every_input_has_a_test_and_the_last_takes_the_rest():
    assert ways()[-1].finds == ("",)
    assert all(one.size > 0 and one.days > 0 for one in ways())
