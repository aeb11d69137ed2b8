"""Where an order leaves from: each rule alone, their order, and the reason for every place."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.fulfilment.routing import route
from argosy.fulfilment.types import STRICT, UNSTATED, Criterion, Part, Reason, RoutedLine
from tests.fulfilment.worlds import (
    BERLIN,
    BOX,
    DALLAS,
    FULL,
    LID,
    NOW,
    SHENZHEN,
    THREE,
    line,
    never,
    order,
    placed,
    rate,
    rules,
    site,
)


def reason(routing, place: int) -> Reason:
    (found,) = [one for one in routing.reasons if one.place == place and not one.chosen]
    return found


def test_without_rules_the_places_own_order_decides():
    routing = route(order(), THREE, FULL, [])

    assert placed(routing) == {SHENZHEN: {1: 1}}
    assert routing.short == {}
    assert routing.reasons == (
        Reason(SHENZHEN, True, Criterion.ENOUGH, None, 0, 0),
        Reason(BERLIN, False, Criterion.PRIORITY),
        Reason(DALLAS, False, Criterion.PRIORITY),
    )


def test_the_country_of_the_buyer_comes_first_where_that_is_the_rule():
    routing = route(order(to="DE"), THREE, FULL, rules(Criterion.OWN_COUNTRY))

    assert placed(routing) == {BERLIN: {1: 1}}
    assert routing.reasons == (
        Reason(BERLIN, True, Criterion.ENOUGH, None, 0, 0),
        Reason(BERLIN, True, Criterion.OWN_COUNTRY, 100, 0, 0),
        Reason(SHENZHEN, False, Criterion.OWN_COUNTRY, 100, 1, 0),
        Reason(DALLAS, False, Criterion.OWN_COUNTRY, 100, 1, 0),
    )


def test_a_country_that_nobody_knows_decides_nothing():
    assert placed(route(order(to=""), THREE, FULL, rules(Criterion.OWN_COUNTRY))) == {
        SHENZHEN: {1: 1}
    }


def test_the_channels_own_place_comes_first_where_that_is_the_rule():
    routing = route(order(own_place=DALLAS), THREE, FULL, rules(Criterion.OWN_PLACE))

    assert placed(routing) == {DALLAS: {1: 1}}
    assert reason(routing, BERLIN) == Reason(BERLIN, False, Criterion.OWN_PLACE, 100, 1, 0)


def test_a_promise_is_kept_by_whoever_can_and_the_lateness_of_the_others_is_told():
    slow = [site(SHENZHEN, "CN", handling_hours=48), site(BERLIN, "DE")]
    promised = NOW + timedelta(hours=24)
    routing = route(order(promised_until=promised), slow, FULL, rules(Criterion.PROMISE))

    assert placed(routing) == {BERLIN: {1: 1}}
    # Noon two days from now, a day and three hours after the promise.
    assert reason(routing, SHENZHEN) == Reason(SHENZHEN, False, Criterion.PROMISE, 100, 27 * 60, 0)


def test_an_order_that_was_promised_nothing_is_late_nowhere():
    slow = [site(SHENZHEN, "CN", handling_hours=48), site(BERLIN, "DE")]
    assert placed(route(order(), slow, FULL, rules(Criterion.PROMISE))) == {SHENZHEN: {1: 1}}


def test_the_cheapest_carriage_counts_weight_and_destination():
    sites = [
        site(SHENZHEN, "CN", rates=(rate(1000, 8000, "DE"), rate(100))),
        site(BERLIN, "DE", rates=(rate(4000, 0, "DE"), rate(9000, 1000))),
    ]
    one, two = (
        route(order(line(1, BOX, units)), sites, FULL, rules(Criterion.CHEAPEST))
        for units in (1, 2)
    )

    # 10.00 + 80.00 × 0.5 kg is more than 40.00, the heavier the more.
    assert (placed(one), placed(two)) == ({BERLIN: {1: 1}}, {BERLIN: {1: 2}})
    assert reason(two, SHENZHEN) == Reason(
        SHENZHEN, False, Criterion.CHEAPEST, 100, 9000, 4000, "CNY"
    )
    elsewhere = route(order(to="FR"), sites, FULL, rules(Criterion.CHEAPEST))
    assert [(one.place, one.cost_minor) for one in elsewhere.parcels] == [(SHENZHEN, 100)]


@pytest.mark.parametrize(
    "unknown",
    [
        {"rates": ()},  # nobody has said what it costs
        {"rates": (rate(1, 1),)},  # nobody has said what it weighs
    ],
)
def test_what_costs_nobody_knows_is_never_the_cheapest(unknown):
    sites = [site(SHENZHEN, "CN", **unknown), site(BERLIN, "DE", rates=(rate(9900),))]
    weightless = order(line(1, BOX, weight_g=None))
    routing = route(weightless, sites, FULL, rules(Criterion.CHEAPEST))

    assert placed(routing) == {BERLIN: {1: 1}}
    assert reason(routing, SHENZHEN).value is None


def test_costs_of_two_currencies_are_not_compared():
    sites = [
        site(SHENZHEN, "CN", rates=(rate(9900),)),
        site(BERLIN, "DE", rates=(rate(100),), currency="EUR"),
    ]
    assert placed(route(order(), sites, FULL, rules(Criterion.CHEAPEST))) == {SHENZHEN: {1: 1}}


def test_never_from_here_to_there_holds_wherever_in_the_list_it_stands():
    for stated in (
        rules(Criterion.OWN_COUNTRY, never(BERLIN, "DE")),
        rules(never(BERLIN, "DE"), Criterion.OWN_COUNTRY),
    ):
        routing = route(order(to="DE"), THREE, FULL, stated)
        assert placed(routing) == {SHENZHEN: {1: 1}}
        assert reason(routing, BERLIN) == Reason(BERLIN, False, Criterion.NEVER, 99)
    assert placed(route(order(to="FR"), THREE, FULL, rules(never(SHENZHEN, "DE")))) == {
        SHENZHEN: {1: 1}
    }
    assert placed(route(order(to="FR"), THREE, FULL, rules(never(SHENZHEN)))) == {BERLIN: {1: 1}}


def test_a_place_that_does_not_ship_there_is_not_asked():
    sites = [site(SHENZHEN, "CN", serves=frozenset({"CN"})), site(BERLIN, "DE")]
    routing = route(order(to="DE"), sites, FULL, [])

    assert placed(routing) == {BERLIN: {1: 1}}
    assert reason(routing, SHENZHEN) == Reason(SHENZHEN, False, Criterion.SERVES)


def test_a_place_with_nothing_of_it_is_not_asked():
    routing = route(order(), THREE, {BERLIN: {BOX: 1}}, rules(Criterion.OWN_PLACE))

    assert placed(routing) == {BERLIN: {1: 1}}
    assert reason(routing, DALLAS) == Reason(DALLAS, False, Criterion.STOCK)


def test_one_place_that_has_all_wins_over_two_that_have_parts():
    stock = {SHENZHEN: {BOX: 1}, BERLIN: {LID: 1}, DALLAS: {BOX: 1, LID: 1}}
    both = order(line(1, BOX), line(2, LID))
    routing = route(both, THREE, stock, rules(Criterion.FEWEST, Criterion.OWN_COUNTRY))

    assert placed(routing) == {DALLAS: {1: 1, 2: 1}}
    assert reason(routing, BERLIN) == Reason(BERLIN, False, Criterion.FEWEST, 100, 2, 1)


def test_the_order_of_the_rules_is_what_they_mean():
    stock = {SHENZHEN: {BOX: 1}, BERLIN: {LID: 1}, DALLAS: {BOX: 1, LID: 1}}
    both = order(line(1, BOX), line(2, LID))
    routing = route(both, THREE, stock, rules(Criterion.OWN_COUNTRY, Criterion.FEWEST))

    assert placed(routing) == {SHENZHEN: {1: 1}, BERLIN: {2: 1}}
    assert reason(routing, DALLAS) == Reason(DALLAS, False, Criterion.PRIORITY)


def test_what_no_place_has_alone_leaves_from_several():
    stock = {SHENZHEN: {BOX: 4}, BERLIN: {BOX: 3}, DALLAS: {BOX: 2}}
    routing = route(order(line(1, BOX, 8)), THREE, stock, rules(Criterion.FEWEST))

    assert sum(units[1] for units in placed(routing).values()) == 8
    assert (len(routing.parcels), routing.short) == (3, {})


def test_where_splitting_is_not_allowed_the_place_with_most_sends_what_it_has():
    stock = {SHENZHEN: {BOX: 4}, BERLIN: {BOX: 5}}
    routing = route(order(line(1, BOX, 8)), THREE, stock, rules(Criterion.WHOLE))

    assert (placed(routing), routing.short) == ({BERLIN: {1: 5}}, {1: 3})
    assert reason(routing, SHENZHEN) == Reason(SHENZHEN, False, Criterion.ENOUGH, None, 4, 3)


def test_what_nobody_has_is_said_to_be_short():
    routing = route(order(line(1, BOX, 3)), THREE, {}, rules(Criterion.FEWEST))

    assert (routing.parcels, routing.short) == ((), {1: 3})
    assert {one.criterion for one in routing.reasons} == {Criterion.STOCK}


def test_a_kit_is_as_many_as_its_scarcest_component():
    kit = RoutedLine(1, 2, (Part(BOX, 1, 100), Part(LID, 2, 10)))
    stock = {SHENZHEN: {BOX: 9, LID: 3}, BERLIN: {BOX: 2, LID: 4}}

    assert placed(route(order(kit), THREE, stock, [])) == {BERLIN: {1: 2}}


def test_two_lines_that_share_a_component_are_not_given_the_same_unit():
    kit = RoutedLine(1, 1, (Part(BOX, 1, 100), Part(LID, 1, 10)))
    stock = {SHENZHEN: {BOX: 1, LID: 1}, BERLIN: {BOX: 2, LID: 1}}

    assert placed(route(order(kit, line(2, BOX)), THREE, stock, rules(Criterion.FEWEST))) == {
        BERLIN: {1: 1, 2: 1}
    }


STATABLE = sorted(set(Criterion) - UNSTATED - {Criterion.NEVER})
worlds = st.fixed_dictionaries(
    {
        "stock": st.dictionaries(
            st.sampled_from([SHENZHEN, BERLIN, DALLAS, 4, 5]),
            st.dictionaries(st.sampled_from([BOX, LID]), st.integers(-3, 8)),
        ),
        "quantities": st.lists(st.integers(1, 9), min_size=1, max_size=4),
        "kits": st.booleans(),
        "criteria": st.lists(st.sampled_from(STATABLE), unique=True),
        "to": st.sampled_from(["DE", "US", "CN", ""]),
        "costs": st.lists(st.integers(0, 9000), min_size=5, max_size=5),
    }
)


def asked(world):
    sites = [
        site(place, country, rates=(rate(cost, cost),))
        for place, country, cost in zip(
            (SHENZHEN, BERLIN, DALLAS, 4, 5),
            ("CN", "DE", "US", "DE", "FR"),
            world["costs"],
            strict=True,
        )
    ]
    lines = [
        RoutedLine(n, units, (Part(BOX, 1, 300), Part(LID, 2, 50)))
        if world["kits"] and n == 1
        else line(n, (BOX, LID)[n % 2], units)
        for n, units in enumerate(world["quantities"], start=1)
    ]
    wanted = order(*lines, to=world["to"], own_place=DALLAS, promised_until=NOW)
    return wanted, sites, world["stock"], rules(*world["criteria"])


@given(worlds)
def test_every_unit_is_in_one_parcel_or_short_and_no_place_gives_what_it_has_not(world):
    wanted, sites, stock, stated = asked(world)
    routing = route(wanted, sites, stock, stated)

    parts = {one.id: one.parts for one in wanted.lines}
    for one in wanted.lines:
        sent = sum(parcel.lines.get(one.id, 0) for parcel in routing.parcels)
        assert sent + routing.short.get(one.id, 0) == one.quantity
    for parcel in routing.parcels:
        assert parcel.lines
        assert all(units > 0 for units in parcel.lines.values())
        for sku in (BOX, LID):
            taken = sum(
                units * part.each
                for number, units in parcel.lines.items()
                for part in parts[number]
                if part.sku == sku
            )
            assert taken <= max(0, stock.get(parcel.place, {}).get(sku, 0))
    places = [one.place for one in routing.parcels]
    assert len(places) == len(set(places))
    if Criterion.WHOLE in world["criteria"]:
        assert len(places) <= 1
    told = {one.place for one in routing.reasons}
    assert told == {one.place for one in sites}, "each place is told why"


@given(worlds, st.randoms())
def test_the_answer_does_not_depend_on_the_order_in_which_places_come(world, chance):
    wanted, sites, stock, stated = asked(world)
    first = route(wanted, sites, stock, stated)
    chance.shuffle(sites)
    assert route(wanted, sites, stock, stated) == first


@given(worlds)
def test_the_first_rule_is_met_as_well_as_by_any_other_order_of_the_rules(world):
    wanted, sites, stock, stated = asked(world)
    preferring = [one for one in stated if one.criterion not in STRICT]
    strict = [one for one in stated if one.criterion in STRICT]
    if not preferring:
        return
    top, *others = preferring

    def met(list_of_rules):
        found = route(wanted, sites, stock, list_of_rules)
        return next((one.value for one in found.reasons if one.chosen and one.rule == top.id), None)

    first = met([*strict, top, *others])
    last = met([*strict, *others, top])
    if first is not None and last is not None:
        assert first <= last


def test_an_order_of_very_many_lines_is_routed_all_the_same():
    many = order(*(line(n, (BOX, LID)[n % 2]) for n in range(1, 5001)))
    stock = {place: {BOX: 1500, LID: 1500} for place in (SHENZHEN, BERLIN, DALLAS)}
    routing = route(many, THREE, stock, rules(Criterion.FEWEST))

    assert sum(len(one.lines) for one in routing.parcels) == 5000
    assert routing.short == {}
