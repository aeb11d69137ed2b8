"""Who may open what: every address, every role, and nobody."""

from datetime import UTC, datetime

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from argosy.identity import services as identity
from argosy.identity.types import API_SCOPES, Role
from argosy.web import access, checks

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
PASSWORD = "harbour-lantern-42"

OWNER = {"owner"}
ALL = {role.value for role in Role}
MONEY = {"owner", "finance"}
SELLERS = {"owner", "finance", "operations", "read_only"}
IMPORTERS = {"owner", "finance", "operations"}
PLANNERS = {"owner", "finance", "operations"}
SHIPPERS = {"owner", "operations", "warehouse"}
AGENTS = {"owner", "operations", "support"}
NOBODY_ASKED = None  # public

# The name of each address: how it is called, and who may. Not worked out from the code on purpose.
ROUTES = {
    "today": ((), "get", ALL),
    "today-finding": (("STK-1",), "get", ALL),
    "today-tonight": ((), "get", ALL),
    "orders": ((), "get", ALL),
    "orders-one": ((1,), "get", ALL),
    "orders-cancel": ((1,), "post", AGENTS),
    "orders-quantities": ((1,), "post", AGENTS),
    "orders-address": ((1,), "post", AGENTS),
    "orders-refund": ((1,), "post", AGENTS),
    "orders-return": ((1,), "post", AGENTS),
    "orders-fill": ((1,), "post", AGENTS),
    "orders-slip": ((1,), "get", SHIPPERS),
    "orders-shipped": ((1,), "post", SHIPPERS),
    "orders-to-ship": ((), "get", SHIPPERS),
    "orders-route": ((), "post", SHIPPERS),
    "orders-rules": ((), "get", SHIPPERS),
    "orders-rules-change": ((), "post", {"owner", "operations"}),
    "orders-sites-state": ((), "post", {"owner", "operations"}),
    "orders-pick": (("none",), "get", SHIPPERS),
    "orders-tracked": ((1,), "post", SHIPPERS),
    "stock": ((), "get", ALL),
    "stock-moves": ((), "get", ALL),
    "stock-one": ((1,), "get", ALL),
    "stock-backorders": ((), "get", ALL),
    "stock-backorders-fill": ((), "post", SHIPPERS),
    "stock-expect": ((1,), "post", SHIPPERS),
    "stock-receive": ((1,), "post", SHIPPERS),
    "stock-give-up": ((1,), "post", SHIPPERS),
    "stock-transfer": ((1,), "post", SHIPPERS),
    "stock-count": ((1,), "post", SHIPPERS),
    "profit": ((), "get", MONEY),
    "profit-postings": ((), "get", MONEY),
    "profit-costs": ((), "get", MONEY),
    "profit-source": ((1,), "get", ALL),
    "listings": ((), "get", SELLERS),
    "listings-leases": ((), "get", SELLERS),
    "listings-policy": ((), "post", {"owner", "operations"}),
    "channels": ((), "get", SELLERS),
    "channels-mapping": ((), "get", {"owner", "operations"}),
    "channels-one": (("none",), "get", SELLERS),
    "channels-terms": (("none",), "post", {"owner", "operations"}),
    "import": ((), "get", IMPORTERS),
    "import-upload": ((), "post", IMPORTERS),
    "import-live": ((), "get", IMPORTERS),
    "import-one": ((1,), "get", IMPORTERS),
    "import-cancel": ((1,), "post", IMPORTERS),
    "import-undo": ((1,), "get", IMPORTERS),
    "import-file": ((1,), "get", IMPORTERS),
    "import-columns": ((1,), "get", IMPORTERS),
    "import-quarantine": ((), "get", IMPORTERS),
    "import-quarantined": ((1,), "get", IMPORTERS),
    "import-dismiss": ((1,), "post", IMPORTERS),
    "fit": ((), "get", SELLERS),
    "fit-new": ((), "post", PLANNERS),
    "fit-book": ((), "post", PLANNERS),
    "fit-compare": ((), "get", SELLERS),
    "fit-seller": (("none",), "get", SELLERS),
    "fit-questions": (("none",), "get", SELLERS),
    "fit-ask": (("none",), "post", PLANNERS),
    "fit-copy": (("none",), "post", PLANNERS),
    "fit-remove": (("none",), "post", PLANNERS),
    "fit-answer": ((1,), "get", SELLERS),
    "fit-live": ((1,), "get", SELLERS),
    "fit-override": ((1,), "post", PLANNERS),
    "fit-rule": ((1,), "post", PLANNERS),
    "fit-pdf": ((1,), "get", SELLERS),
    "settings": ((), "get", ALL),
    "settings-users": ((), "get", OWNER),
    "settings-user": (("nobody",), "get", OWNER),
    "settings-companies": ((), "get", MONEY),
    "settings-rates": ((), "get", MONEY),
    "settings-exports": ((), "get", MONEY),
    "settings-keys": ((), "get", OWNER),
    "settings-webhooks": ((), "get", OWNER),
    "settings-webhook": ((1,), "get", OWNER),
    "settings-webhook-change": ((1,), "post", OWNER),
    "search": ((), "get", ALL),
    "sign-in": ((), "get", NOBODY_ASKED),
    "sign-out": ((), "post", ALL),
    "preferences": ((), "post", NOBODY_ASKED),
    "health": ((), "get", NOBODY_ASKED),
    "api-openapi": ((), "get", NOBODY_ASKED),
    "api-docs": ((), "get", NOBODY_ASKED),
}
# The same for the API: each method of an address, and the one scope that opens it.
API_ROUTES = {
    "api-orders": ((), {"get": "orders:read", "post": "orders:write"}),
    "api-orders-one": ((1,), {"get": "orders:read"}),
    "api-orders-cancel": ((1,), {"post": "orders:write"}),
    "api-orders-quantities": ((1,), {"post": "orders:write"}),
    "api-orders-address": ((1,), {"post": "orders:write"}),
    "api-orders-refund": ((1,), {"post": "orders:write"}),
    "api-orders-return": ((1,), {"post": "orders:write"}),
    "api-stock": ((), {"get": "stock:read"}),
    "api-listings": ((), {"get": "listings:read"}),
}
API_CALLS = [
    (name, method, scope)
    for name, (_arguments, methods) in API_ROUTES.items()
    for method, scope in methods.items()
]
# Let in, and then perhaps told that there is no order 1: anything but a refusal to enter.
LET_IN = {200, 204, 302, 404, 409, 422}


def call(client, name):
    arguments, method, _who = ROUTES[name]
    return getattr(client, method)(reverse(name, args=arguments))


def sent_to_sign_in(answer):
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in")


def test_every_address_is_in_the_table():
    named = {pattern.name for _path, pattern in checks.routes()}
    assert named == set(ROUTES) | set(API_ROUTES)


def test_every_method_of_the_api_is_in_the_table():
    declared = {
        pattern.name: {method.lower(): scope for method, (scope,) in asked.items()}
        for _path, pattern in checks.routes()
        if (asked := access.declared(pattern.callback).methods)
    }
    assert declared == {name: methods for name, (_arguments, methods) in API_ROUTES.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(ALL))
def test_each_role_opens_what_the_table_says(role):
    identity.create_user(username="someone", password=PASSWORD, role=role, now=NOW)
    for name, (_arguments, _method, who) in ROUTES.items():
        client = Client()
        client.post("/sign-in", {"username": "someone", "password": PASSWORD})
        answer = call(client, name)
        if who is NOBODY_ASKED or role in who:
            assert answer.status_code in LET_IN, (name, answer.status_code)
            assert not sent_to_sign_in(answer) or name == "sign-out", name
        else:
            assert answer.status_code == 403, (name, answer.status_code)


@pytest.mark.django_db
def test_nobody_is_sent_to_sign_in():
    for name, (_arguments, _method, who) in ROUTES.items():
        answer = call(Client(), name)
        if who is NOBODY_ASKED:
            assert answer.status_code in LET_IN, name
            assert not sent_to_sign_in(answer), name
        else:
            assert sent_to_sign_in(answer), name


def call_api(name, method, **headers):
    arguments, _methods = API_ROUTES[name]
    return getattr(Client(), method)(reverse(name, args=arguments), headers=headers)


@pytest.mark.django_db
@pytest.mark.parametrize("scope", API_SCOPES)
def test_each_key_opens_what_the_table_says(scope):
    by = identity.create_user(username="boss", password=PASSWORD, role="owner", now=NOW)
    now = datetime.now(UTC)
    secret = identity.create_key(name="erp", scopes=[scope], by=by, now=now).secret
    for name, method, wanted in API_CALLS:
        answer = call_api(name, method, Authorization=f"Bearer {secret}")
        if scope == wanted:
            assert answer.status_code in {200, 201, 400, 404, 422}, (name, method, answer.content)
        else:
            told = answer.json()["error"]
            assert (answer.status_code, told["code"]) == (403, "api.scope_missing"), (name, method)
            assert told["facts"] == {"scope": wanted}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [*sorted(ALL), None])
def test_nobody_enters_the_api_without_a_key(role):
    client = Client()
    if role:
        identity.create_user(username="someone", password=PASSWORD, role=role, now=NOW)
        client.post("/sign-in", {"username": "someone", "password": PASSWORD})
    for name, method, _scope in API_CALLS:
        answer = getattr(client, method)(reverse(name, args=API_ROUTES[name][0]))
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "api.key_needed")
        assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
def test_a_key_opens_no_page():
    by = identity.create_user(username="boss", password=PASSWORD, role="owner", now=NOW)
    now = datetime.now(UTC)
    secret = identity.create_key(name="erp", scopes=API_SCOPES, by=by, now=now).secret
    for name, (arguments, method, who) in ROUTES.items():
        if who is not NOBODY_ASKED:
            headers = {"Authorization": f"Bearer {secret}"}
            answer = getattr(Client(), method)(reverse(name, args=arguments), headers=headers)
            assert sent_to_sign_in(answer), name


@pytest.mark.django_db
def test_a_disabled_account_is_out_at_its_next_click():
    identity.create_user(username="boss", password=PASSWORD, role="owner", now=NOW)
    identity.create_user(username="someone", password=PASSWORD, role="support", now=NOW)
    client = Client()
    client.post("/sign-in", {"username": "someone", "password": PASSWORD})
    assert client.get("/orders").status_code == 200
    identity.set_active(username="someone", active=False)
    assert sent_to_sign_in(client.get("/orders"))


@pytest.mark.django_db
def test_a_fragment_is_told_to_go_and_sign_in():
    answer = Client().get("/orders", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in")


@pytest.mark.django_db
def test_a_program_is_told_in_json():
    answer = Client().get("/orders", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (401, {"error": {"code": "web.sign_in"}})


@pytest.mark.django_db
@pytest.mark.parametrize("wish", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_after_signing_in_one_stays_here(wish):
    identity.create_user(username="someone", password=PASSWORD, role="owner", now=NOW)
    form = {"username": "someone", "password": PASSWORD, "next": wish}
    assert Client().post("/sign-in", form)["Location"] == "/"


@pytest.mark.django_db
def test_signing_in_rotates_the_session():
    identity.create_user(username="someone", password=PASSWORD, role="owner", now=NOW)
    client = Client()
    client.session.save()
    before = client.session.session_key
    client.post("/sign-in", {"username": "someone", "password": PASSWORD})
    assert client.session.session_key != before


def test_the_check_finds_nothing_open():
    assert [error for error in run_checks(tags=["urls"]) if error.id == "web.E001"] == []


def test_the_check_names_an_address_that_declares_nothing(settings):
    settings.ROOT_URLCONF = "tests.web.open_by_oversight"
    (error,) = checks.every_route_declares_access()
    assert (error.id, "oversight" in error.msg) == ("web.E001", True)


def test_a_view_that_declares_nothing_is_refused(rf: RequestFactory):
    def view(_request):
        return HttpResponse("secret")

    middleware = access.AccessMiddleware(view)
    answer = middleware.process_view(
        rf.get("/", headers={"Accept": "application/json"}), view, (), {}
    )
    assert answer.status_code == 403
    assert b"web.access_undeclared" in answer.content


def test_a_forged_form_is_refused():
    answer = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "a", "password": "b"})
    assert answer.status_code == 403
