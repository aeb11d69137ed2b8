"""Routing an order: its promises move to where it leaves from, and the reasons are kept."""

import pytest

from argosy.fulfilment import queries, services
from argosy.fulfilment.errors import OrderNotOpen
from argosy.fulfilment.models import Route
from argosy.fulfilment.types import Criterion, NewRule, Reason
from argosy.inventory import services as inventory
from argosy.inventory.types import Basket, Want
from argosy.orders.errors import NoSuchOrder
from argosy.orders.models import Fact, Order
from tests.fulfilment.conftest import NOW, held, lines_of, state


def route(order_id: int):
    return services.route_order(order=order_id, by=None, now=NOW)


def route_new() -> list[object]:
    """As the job does."""
    return services.route_open(channels=None, limit=99, only_new=True, by=None, now=NOW)


def rules(*criteria: str, seen: list[int] | None = None) -> None:
    services.set_rules(
        rules=[NewRule(one) for one in criteria], seen=seen or queries.stated_rules(), now=NOW
    )


def test_the_promise_follows_the_route(sites, placed):
    rules("own_country")
    order_id = placed(BOX=2, LID=1)

    routed = route(order_id)

    assert routed.changed
    assert held(order_id) == {("berlin", "BOX"): 2, ("berlin", "LID"): 1}
    ids = lines_of(order_id)
    (parcel,) = routed.routing.parcels
    assert (parcel.place, parcel.lines) == (sites.berlin, {ids["BOX"]: 2, ids["LID"]: 1})
    assert (parcel.cost_minor, parcel.currency) == (4000, "CNY")
    assert Fact.objects.filter(order=order_id, kind="routed").count() == 1


def test_the_reasons_are_kept_as_they_were_given(sites, placed):
    rules("own_country")
    order_id = placed(BOX=2)
    routed = route(order_id)

    kept = queries.route_of(order=order_id)
    assert kept.routing == routed.routing
    assert (kept.current, kept.decided_at, kept.by) == (True, NOW, None)
    (rule,) = queries.stated_rules()
    assert kept.routing.reasons == (
        Reason(sites.berlin, True, Criterion.ENOUGH, None, 0, 0),
        Reason(sites.berlin, True, Criterion.OWN_COUNTRY, rule, 0, 0),
        Reason(sites.shenzhen, False, Criterion.OWN_COUNTRY, rule, 2, 0),
    )


def test_an_order_that_stays_where_it_is_has_its_reasons_and_no_new_fact(sites, placed):
    order_id = placed(BOX=2, to="CN")
    rules("own_country")

    assert route(order_id).changed is False
    assert held(order_id) == {("shenzhen", "BOX"): 2}
    assert Fact.objects.filter(order=order_id, kind="routed").count() == 0
    assert Route.objects.count() == 1


def test_what_no_place_has_alone_is_promised_at_several(sites, placed):
    order_id = placed(BOX=6, LID=6)
    inventory.reserve_one(
        basket=Basket("basket:1", sites.berlin, sites.entity, (Want(sites.skus["LID"], 10),)),
        now=NOW,
    )
    rules("own_country", "fewest")

    route(order_id)

    assert held(order_id) == {("berlin", "BOX"): 6, ("shenzhen", "LID"): 6}
    places = [(one.place, one.units) for one in queries.to_ship(channels=None, limit=9)]
    assert sorted(places) == [(sites.shenzhen, 6), (sites.berlin, 6)]


def test_a_kit_moves_by_its_components(sites, placed):
    order_id = placed(SET=2)
    rules("own_country")
    route(order_id)

    assert held(order_id) == {("berlin", "BOX"): 2, ("berlin", "LID"): 4}


def test_routed_again_it_comes_back(sites, placed):
    order_id = placed(BOX=3)
    rules("own_country")
    route(order_id)
    rules("own_place")
    route(order_id)

    assert held(order_id) == {("shenzhen", "BOX"): 3}
    assert [one.place for one in queries.route_of(order=order_id).routing.parcels] == [
        sites.shenzhen
    ]


def test_what_is_in_a_shipment_stays_there(sites, placed):
    order_id = placed(BOX=3)
    services.plan(
        order=order_id,
        place=sites.shenzhen,
        lines={lines_of(order_id)["BOX"]: 1},
        by=None,
        now=NOW,
    )
    rules("own_country")
    route(order_id)

    assert held(order_id) == {("berlin", "BOX"): 2, ("shenzhen", "BOX"): 1}


def test_only_open_orders_are_routed(sites, placed):
    order_id = placed(BOX=2)
    Order.objects.filter(pk=order_id).update(cancelled_at=NOW)
    with pytest.raises(OrderNotOpen):
        route(order_id)
    with pytest.raises(NoSuchOrder):
        route(0)
    assert Route.objects.count() == 0


def test_all_that_wait_are_routed_and_stand_where_they_leave_from(sites, placed):
    rules("own_country")
    german, chinese = placed("S-1", BOX=2), placed("S-2", BOX=1, to="CN")
    state(sites.shenzhen, "CN", priority=1)

    routed = services.route_open(channels=None, limit=10, only_new=False, by=None, now=NOW)

    assert [(one.order, one.changed) for one in routed] == [(german, True), (chinese, False)]
    waiting = queries.to_ship(channels=None, limit=10)
    assert [(one.order, one.place, one.units) for one in waiting] == [
        (german, sites.berlin, 2),
        (chinese, sites.shenzhen, 1),
    ]
    assert waiting[0].reasons == queries.route_of(order=german).routing.reasons
    assert queries.to_ship(channels=[], limit=10) == []


def test_an_order_that_was_never_routed_leaves_from_where_it_is_held(counted, placed):
    order_id = placed(BOX=2)
    (one,) = queries.to_ship(channels=None, limit=10)
    assert (one.order, one.place, one.units, one.reasons) == (order_id, counted.shenzhen, 2, ())


def test_picks_add_up_what_several_orders_want_kits_by_their_components(counted, placed):
    placed("S-1", BOX=2)
    placed("S-2", SET=1)
    services.state_bins(place=counted.shenzhen, bins={counted.skus["LID"]: "A-01"}, now=NOW)

    found = queries.picks(place=counted.shenzhen, channels=None, limit=10)
    assert [(one.bin, one.code, one.units, one.orders) for one in found] == [
        ("A-01", "LID", 2, (("S-2", 2),)),
        ("", "BOX", 3, (("S-1", 2), ("S-2", 1))),
    ]
    services.state_bins(place=counted.shenzhen, bins={counted.skus["LID"]: ""}, now=NOW)
    assert {one.bin for one in queries.picks(place=counted.shenzhen, channels=None, limit=9)} == {
        ""
    }


def test_what_is_new_is_routed_by_itself_and_once(sites, placed):
    rules("own_country")
    first = placed("S-1", BOX=2)
    route_new()
    second = placed("S-2", BOX=1)
    route_new()

    assert [one.order_id for one in Route.objects.order_by("pk")] == [first, second]
    assert held(second) == {("berlin", "BOX"): 1}


def test_without_a_site_nothing_is_routed_by_itself(counted, placed):
    placed("S-1", BOX=2)
    route_new()
    assert Route.objects.count() == 0
