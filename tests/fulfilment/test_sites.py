"""Where orders may leave from, and the list of rules: what is refused changes nothing."""

from datetime import date

import pytest

from argosy.fulfilment import queries, services
from argosy.fulfilment.errors import (
    BadRule,
    BadSite,
    NoSuchSite,
    NotAPlaceToShipFrom,
    StaleRules,
)
from argosy.fulfilment.models import ParcelRate, Site
from argosy.fulfilment.types import USUAL, Criterion, NewRule, Rate
from argosy.inventory import services as inventory
from argosy.kernel.errors import UnknownCurrency
from tests.fulfilment.conftest import NOW, state


def test_a_site_is_as_it_was_last_stated(world):
    state(world.berlin, "DE", rates=(Rate(frozenset({"DE"}), 400, 100), Rate(frozenset(), 900, 0)))
    state(world.berlin, "DE", days_off=(date(2026, 12, 25),), rates=(Rate(frozenset(), 1, 2),))

    (site,) = queries.sites()
    assert (site.title, site.country, site.days_off) == ("Berlin", "DE", {date(2026, 12, 25)})
    assert site.rates == (Rate(frozenset(), 1, 2),)
    assert ParcelRate.objects.count() == 1


def test_a_closed_site_ships_nothing_until_it_is_stated_again(world):
    state(world.berlin, "DE")
    services.close_site(place=world.berlin, now=NOW)
    assert queries.sites() == []
    with pytest.raises(NoSuchSite):
        services.close_site(place=world.berlin, now=NOW)
    state(world.berlin, "DE")
    assert len(queries.sites()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Europe/Atlantis"},
        {"working_days": ()},
        {"working_days": (0, 8)},
        {"handling_hours": -1},
        {"handling_hours": 100_000},
        {"serves": ("Germany",)},
        {"serves": ("de",)},
        {"priority": -1},
        {"rates": (Rate(frozenset(), -1, 0),)},
        {"rates": (Rate(frozenset(), 10**19, 0),)},
        {"rates": (Rate(frozenset({"EUROPE"}), 1, 0),)},
    ],
)
def test_a_site_that_cannot_be_is_refused(world, wrong):
    with pytest.raises(BadSite):
        state(world.berlin, "DE", **wrong)
    assert Site.objects.count() == 0


def test_a_currency_that_is_none_is_refused(world):
    with pytest.raises(UnknownCurrency):
        state(world.berlin, "DE", currency="EURO")
    assert Site.objects.count() == 0


def test_nothing_is_shipped_from_the_customers(world):
    with pytest.raises(NotAPlaceToShipFrom):
        state(inventory.ends(now=NOW).customer, "DE")
    assert Site.objects.count() == 0


def test_the_usual_rules_apply_until_somebody_states_others(world):
    assert [one.criterion for one in queries.rules()] == list(USUAL)
    assert queries.stated_rules() == []

    services.set_rules(
        rules=[NewRule("never", world.berlin, ("FR", "CH")), NewRule("cheapest")],
        seen=[],
        now=NOW,
    )

    first, second = queries.rules()
    assert (first.criterion, first.place) == (Criterion.NEVER, world.berlin)
    assert first.countries == {"CH", "FR"}
    assert (second.criterion, second.place) == (Criterion.CHEAPEST, None)


def test_rules_that_changed_under_somebodys_hands_are_not_overwritten(world):
    services.set_rules(rules=[NewRule("fewest"), NewRule("cheapest")], seen=[], now=NOW)
    seen = queries.stated_rules()
    services.set_rules(rules=[NewRule("cheapest"), NewRule("fewest")], seen=seen, now=NOW)

    with pytest.raises(StaleRules):
        services.set_rules(rules=[], seen=seen, now=NOW)
    assert [one.criterion for one in queries.rules()] == ["cheapest", "fewest"]


@pytest.mark.parametrize(
    "wrong",
    [
        [NewRule("nearest")],
        [NewRule("enough")],
        [NewRule("fewest"), NewRule("fewest")],
        [NewRule("never")],
        [NewRule("fewest", place=1)],
        [NewRule("fewest", countries=("DE",))],
        [NewRule("never", place=1, countries=("Germany",))],
        [NewRule("never", place=1)] * 101,
    ],
)
def test_a_rule_that_cannot_be_is_refused(world, wrong):
    with pytest.raises(BadRule):
        services.set_rules(rules=wrong, seen=[], now=NOW)
    assert queries.stated_rules() == []
