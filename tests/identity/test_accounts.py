"""Accounts, roles and what narrows them."""

from datetime import UTC, datetime, timedelta

import pytest

from argosy.identity import queries, services
from argosy.identity.errors import (
    LastOwner,
    PasswordTooWeak,
    SignInRefused,
    TooManyAttempts,
    UnknownPreference,
    UnknownRole,
    UnknownUser,
    UsernameInvalid,
    UsernameTaken,
    WrongPassword,
)
from argosy.identity.models import ExportLog, Grant, SignInAttempt, User
from argosy.identity.services import accounts
from argosy.identity.types import EVERY_PERMISSION, PERMISSIONS, FirstUser, Role

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
GOOD = "harbour-lantern-42"


def make_user(username="ada", role="operations", **given):
    return services.create_user(username=username, password=GOOD, role=role, now=NOW, **given)


def sign_in(username="ada", password=GOOD, source="10.0.0.1", now=NOW):
    return services.sign_in(username=username, password=password, source=source, now=now)


def test_names_are_folded_and_taken_once():
    made = make_user("Ada")
    with pytest.raises(UsernameTaken):
        make_user("ADA")
    assert list(User.objects.values_list("pk", "username")) == [(made, "ada")]


@pytest.mark.parametrize("username", ["", "two words", "a/b", "x" * 65])
def test_odd_names_are_refused(username):
    with pytest.raises(UsernameInvalid):
        make_user(username)
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "1234567890", "password123"])
def test_weak_passwords_are_refused(password):
    with pytest.raises(PasswordTooWeak):
        services.create_user(username="ada", password=password, role="owner", now=NOW)
    assert not User.objects.exists()


def test_an_unknown_role_is_refused():
    with pytest.raises(UnknownRole):
        make_user(role="emperor")
    assert not User.objects.exists()


def test_the_first_user_is_an_owner_with_a_password_shown_once():
    first = services.ensure_first_user(now=NOW)
    again = services.ensure_first_user(now=NOW)
    assert (again.username, again.password) == (first.username, None)
    assert sign_in(first.username, first.password) == User.objects.get().pk


def test_the_first_user_is_not_made_when_there_is_an_owner():
    make_user("boss", "owner")
    assert services.ensure_first_user(now=NOW) == FirstUser("boss", None)


@pytest.mark.parametrize("role", list(Role))
def test_a_scope_holds_what_the_table_says(role):
    scope = queries.scope(user_id=make_user(role=role))
    assert scope.permissions == PERMISSIONS[role]
    assert (scope.entities, scope.channels) == (None, None)


def test_only_owner_and_finance_see_cost_and_profit():
    seeing = {role for role, held in PERMISSIONS.items() if "cost.view" in held}
    assert seeing == {Role.OWNER, Role.FINANCE}
    assert seeing == {role for role, held in PERMISSIONS.items() if "profit.view" in held}
    assert PERMISSIONS[Role.OWNER] == EVERY_PERMISSION


def test_the_right_to_export_is_apart_from_the_role():
    support = queries.scope(user_id=make_user("sue", "support", may_export=True))
    finance = queries.scope(user_id=make_user("fin", "finance", may_export=False))
    assert (support.may_export, finance.may_export) == (True, False)


def test_grants_narrow_rows_and_can_be_lifted():
    user_id = make_user()
    change = {"username": "ada", "role": "support", "display_name": "Ada", "may_export": False}
    services.change_account(**change, entities=[3], channels=[7, 9, 7])
    scope = queries.scope(user_id=user_id)
    assert (scope.entities, scope.channels) == ({3}, {7, 9})
    assert scope.role == Role.SUPPORT

    services.change_account(**change, entities=[], channels=[])
    assert queries.scope(user_id=user_id).channels is None
    assert not Grant.objects.exists()


def test_a_disabled_account_has_no_scope_and_cannot_sign_in():
    user_id = make_user()
    services.set_active(username="ada", active=False)
    assert queries.scope(user_id=user_id) is None
    with pytest.raises(SignInRefused):
        sign_in()


def test_the_last_owner_stays():
    make_user("boss", "owner")
    with pytest.raises(LastOwner):
        services.set_active(username="boss", active=False)
    with pytest.raises(LastOwner):
        services.change_account(
            username="boss",
            role="finance",
            display_name="",
            may_export=True,
            entities=[],
            channels=[],
        )
    boss = User.objects.get()
    assert (boss.is_active, boss.role) == (True, "owner")


def test_one_of_two_owners_may_leave():
    make_user("boss", "owner")
    make_user("heir", "owner")
    services.set_active(username="boss", active=False)
    assert not User.objects.get(username="boss").is_active


def test_a_password_is_reset_to_a_random_one():
    make_user()
    password = services.reset_password(username="ada")
    assert sign_in(password=password)
    with pytest.raises(SignInRefused):
        sign_in(password=GOOD)


def test_nobody_has_no_password_to_reset():
    with pytest.raises(UnknownUser):
        services.reset_password(username="ghost")


def test_changing_a_password_needs_the_current_one():
    user_id = make_user()
    before = User.objects.get().password
    with pytest.raises(WrongPassword):
        services.change_password(user_id=user_id, current="wrong", new="another-harbour-1")
    assert User.objects.get().password == before
    services.change_password(user_id=user_id, current=GOOD, new="another-harbour-1")
    assert sign_in(password="another-harbour-1") == user_id


def test_guessing_stops_after_five_tries_from_one_source_and_starts_again_later():
    make_user()
    for _ in range(accounts.LIMIT_PAIR):
        with pytest.raises(SignInRefused):
            sign_in(password="guess")
    with pytest.raises(TooManyAttempts):
        sign_in()  # Even the right one: else the answer would tell.
    assert SignInAttempt.objects.count() == accounts.LIMIT_PAIR
    assert sign_in(source="10.0.0.2"), "another desk is not locked out"
    assert sign_in(now=NOW + accounts.WINDOW + timedelta(seconds=1))
    assert not SignInAttempt.objects.filter(at=NOW).exists()


def test_a_source_that_tries_many_names_is_stopped():
    make_user()
    for nth in range(accounts.LIMIT_SOURCE):
        with pytest.raises(SignInRefused):
            sign_in(username=f"name{nth}", password="guess")
    with pytest.raises(TooManyAttempts):
        sign_in()


def test_attempted_names_are_not_kept_in_the_clear():
    with pytest.raises(SignInRefused):
        sign_in(username="my-secret-typed-in-the-wrong-box")
    attempt = SignInAttempt.objects.get()
    assert "secret" not in attempt.account
    assert attempt.source != "10.0.0.1"


def test_preferences_are_kept_and_checked():
    user_id = make_user()
    services.set_preferences(user_id=user_id, language="zh-hans", theme="dark")
    with pytest.raises(UnknownPreference):
        services.set_preferences(user_id=user_id, theme="neon")
    scope = queries.scope(user_id=user_id)
    assert (scope.language, scope.theme) == ("zh-hans", "dark")


def test_each_export_is_written_down():
    user_id = make_user()
    services.log_export(
        user_id=user_id, what="orders", query="q=INV1", file_format="csv", rows=12, now=NOW
    )
    assert ExportLog.objects.count() == 1
    (line,) = queries.exports(limit=10)
    assert (line.username, line.what, line.query) == ("ada", "orders", "q=INV1")
    assert (line.format, line.rows, line.at) == ("csv", 12, NOW)


def test_the_list_of_accounts_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    for name in ("ada", "bob", "cyd"):
        make_user(name)
    with django_assert_num_queries(2):
        assert [account.username for account in queries.accounts()] == ["ada", "bob", "cyd"]
