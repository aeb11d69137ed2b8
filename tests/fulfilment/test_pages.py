"""The pages of fulfilment: what they show, who may change what, and how they look."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from argosy.console.views import fulfilment as views
from argosy.fulfilment import queries, services
from argosy.fulfilment.models import Route
from argosy.fulfilment.types import NewRule
from argosy.identity import services as identity
from argosy.orders.models import Order
from tests.console.browser import browsed, served
from tests.console.test_browser import LOOKS, overflowing, visiting
from tests.fulfilment.conftest import NOW, held

PASSWORD = "harbour-lantern-42"


def client(role: str = "owner") -> Client:
    identity.create_user(username=role, password=PASSWORD, role=role, now=NOW)
    found = Client()
    found.post("/sign-in", {"username": role, "password": PASSWORD})
    return found


def read(answer) -> str:
    assert answer.status_code == 200, answer.content
    return " ".join(answer.content.decode().split())


def test_what_waits_stands_under_the_place_that_it_leaves_from(sites, placed):
    services.set_rules(rules=[NewRule("own_country")], seen=[], now=NOW)
    placed("S-1", BOX=2)
    placed("S-2", BOX=1, to="CN")
    me = client()
    assert "S-1" in read(me.get("/orders/to-ship"))

    answer = me.post("/orders/to-ship/route")
    assert answer["Location"] == "/orders/to-ship?routed=2"
    berlin, shenzhen = read(me.get("/orders/to-ship")).split("<h2>Shenzhen</h2>")
    assert "S-1" in berlin
    assert "From the buyer&#x27;s own country" in berlin
    assert "S-2" in shenzhen


def test_the_page_of_an_order_says_why_from_there_and_why_not(sites, placed):
    services.set_rules(rules=[NewRule("own_country"), NewRule("cheapest")], seen=[], now=NOW)
    order_id = placed(BOX=2)
    me = client()
    me.post("/orders/to-ship/route", {"order": order_id})

    page = read(me.get(f"/orders/{order_id}"))
    for said in (
        "<dt>Berlin</dt>",
        "CN¥40.00",
        "0 units from abroad",
        "Not from Shenzhen",
        "From the buyer&#x27;s own country: 2 units from abroad instead of 0 units from abroad",
    ):
        assert said in page, said


def test_an_order_is_shipped_from_its_page(sites, placed):
    order_id = placed(BOX=2)
    me = client("warehouse")
    answer = me.post(f"/orders/{order_id}/shipped", {"carrier": "DHL", "tracking": "JJD1"})

    assert answer["Location"] == f"/orders/{order_id}"
    assert Order.objects.get(pk=order_id).shipped_at is not None
    (shipment,) = queries.shipments(order=order_id)
    assert "JJD1" in read(me.get(f"/orders/{order_id}"))
    me.post(f"/orders/shipments/{shipment.id}/tracking", {"carrier": "UPS", "tracking": "1Z"})
    assert queries.shipment(shipment=shipment.id).tracking == "1Z"
    assert me.post(f"/orders/{order_id}/shipped").status_code == 409


def test_papers_come_as_pdf(sites, placed):
    order_id = placed(BOX=2)
    me = client("warehouse")
    for path in (
        f"/orders/{order_id}/slip.pdf",
        f"/orders/{order_id}/slip.pdf?paper=label",
        "/orders/to-ship/shenzhen/pick.pdf",
        "/orders/to-ship/shenzhen/pick.pdf?paper=label",
    ):
        answer = me.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
    assert me.get("/orders/to-ship/berlin/pick.pdf").status_code == 409
    assert me.get("/orders/to-ship/atlantis/pick.pdf").status_code == 404


def test_who_is_narrowed_to_other_channels_ships_and_prints_nothing(sites, placed):
    order_id = placed(BOX=2)
    identity.create_user(username="nils", password=PASSWORD, role="warehouse", now=NOW)
    identity.change_account(
        username="nils",
        role="warehouse",
        display_name="Nils",
        may_export=False,
        entities=[],
        channels=[sites.channel + 1],
    )
    me = Client()
    me.post("/sign-in", {"username": "nils", "password": PASSWORD})

    assert me.post(f"/orders/{order_id}/shipped").status_code == 404
    assert me.get(f"/orders/{order_id}/slip.pdf").status_code == 404
    assert me.post("/orders/to-ship/route", {"order": order_id}).status_code == 404
    assert "S-1" not in read(me.get("/orders/to-ship"))
    assert held(order_id) == {("shenzhen", "BOX"): 2}


def test_rules_are_moved_added_and_taken_away(sites):
    me = client()
    change = reverse("orders-rules-change")
    seen = lambda: ",".join(map(str, queries.stated_rules()))  # noqa: E731 - looked up anew
    me.post(change, {"act": "down:0", "seen": seen()})
    assert [one.criterion for one in queries.rules()][:2] == ["promise", "fewest"]
    me.post(change, {"act": "remove:4", "seen": seen()})
    never = {"act": "add", "criterion": "never", "place": "berlin", "countries": "fr, ch"}
    me.post(change, never | {"seen": seen()})

    page = read(me.get("/orders/to-ship/rules"))
    assert "Never from Berlin to Switzerland, France" in page
    assert [one.criterion for one in queries.rules()] == [
        "promise",
        "fewest",
        "own_place",
        "own_country",
        "never",
    ]
    stale = me.post(change, {"act": "up:1", "seen": "1,2,3"})
    assert stale.status_code == 409
    for act in ("up:9", "fly:0", "up:x", ""):
        assert me.post(change, {"act": act, "seen": seen()}).status_code == 422


SITE = {
    "place": "dallas",
    "country": "us",
    "zone": "America/Chicago",
    "cutoff": "15:30",
    "handling_hours": "4",
    "priority": "3",
    "currency": "usd",
    "day": ["1", "2", "3"],
    "days_off": "2026-12-25, 2027-01-01",
    "serves": "US CA",
    "rates": "US: 5.00 + 1.50\n*: 12\n",
}


def test_a_place_is_stated_by_its_form(sites):
    me = client()
    assert me.post("/orders/to-ship/sites", SITE).status_code == 302
    site = next(one for one in queries.sites() if one.place == sites.dallas)

    assert (site.country, site.handling_hours, site.serves) == ("US", 4, {"US", "CA"})
    assert [(one.base_minor, one.per_kg_minor) for one in site.rates] == [(500, 150), (1200, 0)]
    assert "$5.00 + $1.50 each kg" in read(me.get("/orders/to-ship/rules"))
    me.post("/orders/to-ship/sites", {"place": "dallas", "close": "1"})
    assert [one.place for one in queries.sites()] == [sites.shenzhen, sites.berlin]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cutoff": "noon"},
        {"currency": "XXX"},
        {"zone": "Mars"},
        {"rates": "US 5.00"},
        {"rates": "US: five"},
        {"rates": "US: NaN"},
        {"days_off": "Christmas"},
        {"handling_hours": "-1"},
        {"priority": "9" * 30},
        {"day": []},
        {"place": "atlantis"},
    ],
)
def test_a_form_that_cannot_be_is_refused_and_changes_nothing(sites, wrong):
    answer = client().post("/orders/to-ship/sites", SITE | wrong)

    assert answer.status_code in {404, 422}
    assert len(queries.sites()) == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_page_complains_or_overflows(sites, placed):
    now = datetime.now(UTC)
    services.set_rules(
        rules=[
            NewRule("never", sites.dallas, ("FR", "CH")),
            NewRule("own_country"),
            NewRule("fewest"),
            NewRule("cheapest"),
        ],
        seen=[],
        now=NOW,
    )
    orders = [
        placed("S-1", BOX=2),
        placed("114-3941689-8772232", BOX=1, LID=2, to="CN"),
        placed("S-3" + "X" * 60, SET=1),
    ]
    Order.objects.filter(pk=orders[1]).update(promised_until=now + timedelta(days=1))
    services.route_open(channels=None, limit=9, only_new=False, by=None, now=NOW)
    services.ship_order(
        order=orders[2], at=NOW, carrier="DHL", tracking="J" * 70, revision=None, by=None, now=NOW
    )
    identity.create_user(username="olga", password=PASSWORD, role="owner", now=NOW)
    pages = {
        "to-ship": "/orders/to-ship",
        "routing-rules": "/orders/to-ship/rules",
        "order-to-ship": f"/orders/{orders[0]}",
        "order-shipped": f"/orders/{orders[2]}",
    }
    wrong = []
    with served() as address, browsed() as browser:
        for language, *row in LOOKS:
            with visiting(browser, address, language, *row[0]) as visitor:
                visitor.signs_in("olga", PASSWORD)
                for name, path in pages.items():
                    page = visitor.goes_to(path)
                    for details in page.locator("details.known").all():
                        details.evaluate("one => one.open = true")
                    wrong += overflowing(visitor, name, language, row)
                wrong += visitor.complaints
    assert wrong == []


def test_very_many_are_routed_by_a_job_and_the_page_does_not_wait(sites, placed, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE_MAX", 1)
    placed("S-1", BOX=1)
    placed("S-2", BOX=1)

    assert client().post("/orders/to-ship/route")["Location"] == "/orders/to-ship?routed=later"
    (job,) = ProcrastinateJob.objects.filter(task_name="fulfilment.route_all")
    assert job.args["channels"] == ""
    assert Route.objects.count() == 0
