"""Keys of the API: shown once, dead at once, never wider than their owner; requests done once."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from argosy.identity import queries, services
from argosy.identity.errors import KeyInvalid, UnknownKey, UnknownUser
from argosy.identity.models import ApiKey, IdempotencyKey
from argosy.identity.types import API_SCOPES, Reply, Standing

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
PASSWORD = "harbour-lantern-42"


@pytest.fixture
def owner(db):
    services.create_user(username="boss", password=PASSWORD, role="owner", now=NOW)
    return services.create_user(username="ada", password=PASSWORD, role="owner", now=NOW)


@pytest.fixture
def made(owner):
    return services.create_key(name="erp", scopes=["orders:write"], by=owner, now=NOW)


def test_a_key_opens_what_it_was_made_for_and_nothing_else(made, owner):
    scope = queries.key_scope(secret=made.secret, now=NOW)
    assert (scope.key_id, scope.user_id, scope.channels) == (made.id, owner, None)
    assert [one for one in API_SCOPES if scope.may(one)] == ["orders:write"]
    assert not scope.may("orders.view")


def test_no_role_has_a_scope_of_a_key(owner):
    person = queries.scope(user_id=owner)
    assert [one for one in API_SCOPES if person.may(one)] == []


def test_the_secret_is_nowhere_in_the_database(made):
    secret = made.secret.rsplit("_", 1)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(k)::text FROM identity_apikey k")
        assert [secret in row for (row,) in cursor.fetchall()] == [False]
    assert made.secret not in repr(made)


@pytest.mark.parametrize("wrong", ["", "argosy_", "nonsense", "argosy_0123456789ab_" + "x" * 43])
def test_what_is_no_key_opens_nothing(made, wrong):
    assert queries.key_scope(secret=wrong, now=NOW) is None
    assert queries.key_scope(secret=made.secret[:-1] + "~", now=NOW) is None
    assert queries.key_scope(secret=made.secret + "x", now=NOW) is None


def test_a_revoked_key_is_dead_at_once(made):
    services.revoke_key(key=made.id, now=NOW)
    assert queries.key_scope(secret=made.secret, now=NOW) is None
    services.revoke_key(key=made.id, now=NOW + timedelta(days=1))
    assert ApiKey.objects.get().revoked_at == NOW


def test_a_key_whose_owner_is_disabled_is_dead_at_once(made):
    services.set_active(username="ada", active=False)
    assert queries.key_scope(secret=made.secret, now=NOW) is None
    services.set_active(username="ada", active=True)
    assert queries.key_scope(secret=made.secret, now=NOW) is not None


def test_a_key_ends_when_it_was_said_to(owner):
    end = NOW + timedelta(days=1)
    made = services.create_key(name="erp", scopes=["stock:read"], by=owner, now=NOW, expires_at=end)
    assert queries.key_scope(secret=made.secret, now=end - timedelta(seconds=1)) is not None
    assert queries.key_scope(secret=made.secret, now=end) is None


def test_a_key_sees_no_channel_that_its_owner_may_not_see(owner):
    made = services.create_key(
        name="erp", scopes=["orders:read"], by=owner, now=NOW, channels=[1, 2]
    )
    assert queries.key_scope(secret=made.secret, now=NOW).channels == {1, 2}
    services.change_account(
        username="ada",
        role="owner",
        display_name="",
        may_export=True,
        entities=[],
        channels=[2, 3],
    )
    assert queries.key_scope(secret=made.secret, now=NOW).channels == {2}


@pytest.mark.parametrize(
    "given",
    [
        {"name": "  "},
        {"name": "x" * 121},
        {"scopes": []},
        {"scopes": ["orders:eat"]},
        {"expires_at": NOW},
    ],
)
def test_a_key_that_makes_no_sense_is_refused(owner, given):
    with pytest.raises(KeyInvalid):
        services.create_key(
            **({"name": "erp", "scopes": ["orders:read"], "by": owner, "now": NOW} | given)
        )
    assert ApiKey.objects.count() == 0


def test_a_key_needs_an_owner_who_is_there(owner):
    services.set_active(username="ada", active=False)
    for by in (owner, 0):
        with pytest.raises(UnknownUser):
            services.create_key(name="erp", scopes=["orders:read"], by=by, now=NOW)
    with pytest.raises(UnknownKey):
        services.revoke_key(key=0, now=NOW)
    assert ApiKey.objects.count() == 0


def test_its_use_is_written_down_once_a_minute(made):
    def used(at):
        scope = queries.key_scope(secret=made.secret, now=at)
        services.touch_key(key=made.id, last_used_at=scope.last_used_at, now=at)
        return ApiKey.objects.get().last_used_at

    assert used(NOW) == NOW
    assert used(NOW + timedelta(seconds=59)) == NOW
    assert used(NOW + timedelta(seconds=60)) == NOW + timedelta(seconds=60)


def test_the_list_of_keys_names_no_secret(made, caplog):
    caplog.set_level(logging.DEBUG)
    (key,) = queries.api_keys()
    assert (key.name, key.prefix, key.owner, key.scopes) == (
        "erp",
        made.prefix,
        "ada",
        ("orders:write",),
    )
    assert made.secret not in caplog.text


def begin(made, name="a", fingerprint=b"f" * 32, now=NOW):
    return services.begin_request(
        key=made.id, idempotency_key=name, fingerprint=fingerprint, now=now
    )


def end(made, name="a"):
    services.end_request(key=made.id, idempotency_key=name)


def test_a_request_is_begun_once_and_answered_ever_after(made):
    begun = begin(made)
    assert begun.standing is Standing.BEGUN
    services.keep_replies(replies={begun.id: Reply(201, b"done")}, now=NOW)
    end(made)
    again = begin(made)
    assert (again.standing, again.reply) == (Standing.ANSWERED, Reply(201, b"done"))
    assert begin(made, fingerprint=b"g" * 32).standing is Standing.OTHER
    assert IdempotencyKey.objects.count() == 1


def test_a_reply_is_never_replaced(made):
    begun = begin(made)
    services.keep_replies(replies={begun.id: Reply(201, b"done")}, now=NOW)
    services.keep_replies(replies={begun.id: Reply(500, b"late")}, now=NOW)
    services.give_up_request(request=begun.id)
    end(made)
    assert begin(made).reply == Reply(201, b"done")


def test_a_request_that_did_nothing_can_begin_again(made):
    services.give_up_request(request=begin(made).id)
    end(made)
    assert begin(made, fingerprint=b"g" * 32).standing is Standing.BEGUN


def test_requests_of_two_keys_do_not_meet(made, owner):
    other = services.create_key(name="pos", scopes=["orders:write"], by=owner, now=NOW)
    assert [begin(one).standing for one in (made, other)] == [Standing.BEGUN] * 2


def test_old_requests_are_forgotten(made):
    begin(made, "old")
    begin(made, "new", now=NOW + timedelta(hours=30))
    assert services.forget_requests(now=NOW + timedelta(hours=49)) == 1
    assert IdempotencyKey.objects.get().key == "new"


@pytest.mark.race
def test_a_request_under_way_is_known_as_such_and_taken_over_once_its_connection_is_gone(
    transactional_db, elsewhere
):
    by = services.create_user(username="ada", password=PASSWORD, role="owner", now=NOW)
    made = services.create_key(name="erp", scopes=["orders:write"], by=by, now=NOW)
    first = begin(made)
    assert first.standing is Standing.BEGUN
    # Another connection meets the lock; it would pass it if it were the row alone that decides.
    assert elsewhere(lambda: begin(made).standing).result() is Standing.UNDER_WAY
    connection.close()  # As when a process dies: the request is in progress for ever, unless …
    taken = begin(made)
    assert (taken.standing, taken.id) == (Standing.BEGUN, first.id)
    end(made)
