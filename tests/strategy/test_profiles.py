"""Sellers are kept by revision, gates are opened with a reason, answers are computed once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from argosy.jobs.tasks import app
from argosy.strategy import jobs, queries, services
from argosy.strategy.errors import (
    BuiltInProfile,
    NoSuchAnswer,
    NoSuchRevision,
    NotAKey,
    NotAsked,
    NotOverruled,
    ProfileThere,
    ReasonNeeded,
    StaleProfile,
    TooManyProfiles,
    UnknownGate,
    UnknownProfile,
    UnknownRule,
)
from argosy.strategy.models import Answer, GateOverride, SellerRevision
from argosy.strategy.sellers import built_in
from argosy.strategy.types import Advice, Override, PolicyChange, Profile
from argosy.strategy.types.kept import OverrideRow

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
PATHS = 200


@pytest.fixture
def saved():
    return services.copy_profile(key="newcomer", name="My shop", by="ada", now=NOW)


def rows() -> list[tuple[str, int, str]]:
    found = SellerRevision.objects.order_by("key", "revision")
    return list(found.values_list("key", "revision", "name"))


def asked_jobs() -> list[dict[str, object]]:
    return list(
        ProcrastinateJob.objects.filter(task_name="strategy.advise").values_list("args", flat=True)
    )


def test_a_copy_is_a_first_revision_that_says_where_it_is_from(saved):
    assert (saved.row.key, saved.row.revision, saved.row.based_on) == ("my-shop", 1, "newcomer")
    assert (saved.row.made_by, saved.row.made_at) == ("ada", NOW)
    assert saved.profile == built_in()["newcomer"].model_copy(update={"name": "My shop"})
    assert queries.seller(key="my-shop") == saved


def test_every_change_is_the_next_revision_and_the_earlier_ones_stay(saved):
    richer = saved.profile.model_copy(
        update={"capital": saved.profile.capital.model_copy(update={"cash": 12_000.0})}
    )
    made = services.save_profile(profile=richer, by="bo", now=LATER, key="my-shop", revision=1)

    assert made.row.revision == 2
    assert queries.seller(key="my-shop").profile.capital.cash == 12_000
    assert queries.seller(key="my-shop", revision=1) == saved
    assert [one.revision for one in queries.revisions(key="my-shop")] == [2, 1]
    assert [(one.key, one.revision) for one in queries.profiles()] == [("my-shop", 2)]


def test_a_stale_change_is_refused_and_changes_nothing(saved):
    services.save_profile(profile=saved.profile, by="bo", now=LATER, key="my-shop", revision=1)
    before = rows()

    with pytest.raises(StaleProfile) as refused:
        services.save_profile(profile=saved.profile, by="cy", now=LATER, key="my-shop", revision=1)

    assert refused.value.facts == {"key": "my-shop", "latest": 2, "given": 1}
    assert rows() == before


@pytest.mark.race
def test_of_two_changes_at_once_one_is_stale(elsewhere, until_blocked):
    services.copy_profile(key="newcomer", name="My shop", by="ada", now=NOW)
    profile = queries.seller(key="my-shop").profile

    def save(by: str) -> object:
        return services.save_profile(profile=profile, by=by, now=NOW, key="my-shop", revision=1)

    with transaction.atomic():
        save("first")
        second = elsewhere(lambda: save("second"))
        until_blocked()
    assert isinstance(second.exception(timeout=10), StaleProfile)
    assert queries.seller(key="my-shop").row.made_by == "first"


def test_keys_are_made_of_names_and_never_taken_twice(saved):
    again = services.copy_profile(key="my-shop", name="My  shop!", by="ada", now=NOW)
    assert (again.row.key, again.row.based_on) == ("my-shop-2", "my-shop@1")
    assert services.copy_profile(key="newcomer", name="新手", by="", now=NOW).row.key == "新手"
    assert services.copy_profile(key="factory", name="Factory", by="", now=NOW).row.key == (
        "factory-2"
    )
    before = rows()
    with pytest.raises(NotAKey):
        services.copy_profile(key="newcomer", name="!!!", by="", now=NOW)
    with pytest.raises(ProfileThere):
        services.save_profile(profile=saved.profile, by="", now=NOW, key="my-shop")
    with pytest.raises(UnknownProfile):
        services.save_profile(profile=saved.profile, by="", now=NOW, key="other", revision=1)
    assert rows() == before


def test_what_comes_with_argosy_is_neither_changed_nor_removed_nor_asked(saved):
    for refused in (
        lambda: services.save_profile(profile=saved.profile, by="", now=NOW, key="newcomer"),
        lambda: services.remove_profile(key="newcomer"),
        lambda: services.ask(key="newcomer", now=NOW),
    ):
        with pytest.raises(BuiltInProfile):
            refused()
    assert asked_jobs() == []


def test_what_is_not_there_is_named_with_what_is(saved):
    with pytest.raises(UnknownProfile) as refused:
        queries.seller(key="mine")
    assert refused.value.facts["known"] == "newcomer, home_storage, factory, live_first, my-shop"
    with pytest.raises(NoSuchRevision):
        queries.seller(key="my-shop", revision=7)
    with pytest.raises(UnknownProfile):
        queries.revisions(key="mine")
    with pytest.raises(UnknownProfile):
        services.remove_profile(key="mine")


def test_there_is_room_for_so_many_sellers_only(saved, monkeypatch):
    monkeypatch.setattr(services, "PROFILES_MAX", 1)
    with pytest.raises(TooManyProfiles):
        services.copy_profile(key="newcomer", name="Second", by="", now=NOW)
    services.save_profile(profile=saved.profile, by="", now=NOW, key="my-shop", revision=1)


def test_removing_a_seller_leaves_the_log_of_gates(saved):
    services.override_gate(
        key="my-shop", revision=1, gate="cash", option="", reason="a loan comes", by="ada", now=NOW
    )
    services.ask(key="my-shop", now=NOW)

    assert services.remove_profile(key="my-shop") == 2

    assert rows() == []
    assert Answer.objects.count() == 0
    assert len(queries.overrides(key="my-shop")) == 1


def test_an_opened_gate_is_part_of_the_answers_and_of_the_log(saved):
    option = "storefront@US/narrow"
    opened = services.override_gate(
        key="my-shop",
        revision=1,
        gate="own_store_after",
        option=option,
        reason=" we sold out twice ",
        by="ada",
        now=NOW,
    )

    assert opened.row.revision == 2
    assert opened.profile.overrides == (
        Override(
            gate="own_store_after",
            option=option,
            reason="we sold out twice",
            by="ada",
            on=NOW.date(),
        ),
    )
    again = services.override_gate(
        key="my-shop",
        revision=2,
        gate="own_store_after",
        option=option,
        reason="and a third time",
        by="bo",
        now=LATER,
    )
    assert [one.reason for one in again.profile.overrides] == ["and a third time"]
    closed = services.withdraw_override(
        key="my-shop", revision=3, gate="own_store_after", option=option, by="ada", now=LATER
    )
    assert (closed.row.revision, closed.profile.overrides) == (4, ())
    gate = "own_store_after"
    assert queries.overrides(key="my-shop") == [
        OverrideRow(gate, option, True, "", "ada", LATER),
        OverrideRow(gate, option, False, "and a third time", "bo", LATER),
        OverrideRow(gate, option, False, "we sold out twice", "ada", NOW),
    ]


def test_a_gate_is_not_opened_without_a_reason_or_by_a_stale_hand(saved):
    given = {"key": "my-shop", "option": "", "by": "ada", "now": NOW}
    for refusal, what in (
        (ReasonNeeded, {"gate": "ruin", "reason": " no  ", "revision": 1}),
        (ReasonNeeded, {"gate": "ruin", "reason": "x" * 501, "revision": 1}),
        (UnknownGate, {"gate": "heaven", "reason": "good enough", "revision": 1}),
        (StaleProfile, {"gate": "ruin", "reason": "good enough", "revision": 3}),
    ):
        with pytest.raises(refusal):
            services.override_gate(**given, **what)
    with pytest.raises(NotOverruled):
        services.withdraw_override(revision=1, gate="ruin", **given)
    assert rows() == [("my-shop", 1, "My shop")]
    assert GateOverride.objects.count() == 0


@pytest.mark.parametrize(
    "edit", ["UPDATE strategy_gateoverride SET reason = ''", "DELETE FROM strategy_gateoverride"]
)
def test_the_log_of_gates_cannot_be_edited(edit):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(edit)


def test_a_rule_of_thumb_is_changed_and_put_back(saved):
    change = PolicyChange(policy="own_store_after", limit=30_000, reason="cheap traffic here")
    made = services.change_policy(key="my-shop", revision=1, change=change, by="ada", now=NOW)
    assert made.profile.policies == (change,)
    off = PolicyChange(policy="own_store_after", strength="off", reason="cheap traffic here")
    made = services.change_policy(key="my-shop", revision=2, change=off, by="ada", now=NOW)
    assert made.profile.policies == (off,)
    back = PolicyChange(policy="own_store_after", reason="as it was")
    made = services.change_policy(key="my-shop", revision=3, change=back, by="ada", now=NOW)
    assert (made.row.revision, made.profile.policies) == (4, ())
    with pytest.raises(UnknownRule):
        services.change_policy(
            key="my-shop",
            revision=4,
            change=PolicyChange(policy="luck", reason="as it was"),
            by="ada",
            now=NOW,
        )


def test_a_seller_is_asked_about_once_while_it_waits(saved):
    first = services.ask(key="my-shop", now=NOW, paths=PATHS)

    assert services.ask(key="my-shop", now=LATER, paths=PATHS) == first
    assert asked_jobs() == [{"seller": "my-shop"}]
    other = services.ask(key="my-shop", now=LATER, paths=PATHS, seed=2)
    assert other != first
    assert asked_jobs() == [{"seller": "my-shop"}]
    (row, _) = queries.answers(key="my-shop")
    assert (row.id, row.status, row.progress, row.revision) == (other, "waiting", 0, 1)
    assert (row.kind, row.option, row.answered_at) == ("", "", None)
    assert queries.answer(answer=first).advice is None
    assert queries.latest_answer(key="my-shop") is None
    with pytest.raises(NotAsked):
        queries.advice_of(key="my-shop")
    with pytest.raises(UnknownProfile):
        services.ask(key="mine", now=NOW)
    with pytest.raises(NoSuchAnswer):
        queries.answer(answer=0)


def test_the_job_answers_all_that_wait_and_the_answer_is_what_computing_gives(saved):
    services.ask(key="my-shop", now=NOW, paths=PATHS)
    services.ask(key="my-shop", now=NOW, paths=PATHS, seed=2)
    looked = []

    done = services.answer_waiting(
        key="my-shop", clock=lambda: LATER, between=lambda: looked.append(1)
    )

    assert (done, len(looked)) == (2, 2)
    second, first = queries.answers(key="my-shop")
    assert {(one.status, one.progress, one.answered_at) for one in (first, second)} == {
        ("done", 100, LATER)
    }
    computed = queries.advise(profile=saved.profile, seed=1, paths=PATHS)
    kept = queries.answer(answer=first.id)
    assert kept.advice == computed
    assert (first.kind, first.option) == (computed.verdict.kind, computed.verdict.option)
    assert first.data_digest == computed.data_digest
    assert queries.advice_of(key="my-shop").seed == 2
    again = services.answer_waiting(key="my-shop", clock=lambda: LATER, between=lambda: None)
    assert again == 0
    with pytest.raises(NoSuchAnswer):
        services.answer(answer=first.id, clock=lambda: LATER)


def test_an_answer_that_a_dead_worker_left_is_taken_up_again(saved):
    asked = services.ask(key="my-shop", now=NOW, paths=PATHS)
    Answer.objects.update(status="working", progress=40)

    assert services.answer_waiting(key="my-shop", clock=lambda: LATER, between=lambda: None) == 1
    assert queries.answer(answer=asked).row.status == "done"


def test_an_answer_that_fails_says_so_and_the_failure_reaches_somebody(saved):
    asked = services.ask(key="my-shop", now=NOW, paths=PATHS)
    SellerRevision.objects.update(answers={"name": "no profile any more"})

    with pytest.raises(ValueError, match="on"):
        services.answer(answer=asked, clock=lambda: LATER)

    row = queries.answer(answer=asked).row
    assert (row.status, row.failure, row.answered_at) == ("failed", "ValidationError", LATER)
    assert services.answer_waiting(key="my-shop", clock=lambda: LATER, between=lambda: None) == 0


def test_the_task_is_known_to_workers():
    assert jobs.advise.name == "strategy.advise"
    assert "strategy.advise" in app.tasks


def test_two_answers_are_compared_by_what_was_said_and_what_came_of_it(saved):
    richer = saved.profile.model_copy(
        update={"capital": saved.profile.capital.model_copy(update={"cash": 9_000.0})}
    )
    left, right = (queries.advise(profile=one, paths=PATHS) for one in (saved.profile, richer))

    assert queries.compare(left=left, right=left) == []
    found = queries.compare(left=left, right=right)
    said = [(one.key, one.left, one.right, one.unit) for one in found if one.kind == "profile"]
    assert said == [("capital.cash", 8_000.0, 9_000.0, "usd")]
    # More money changes how risky a way is, and not what it earns.
    assert {one.kind for one in found} <= {"verdict", "profile", "outcome", "gate"}
    assert [one.key for one in found if one.key.endswith(" profit")] == []


def test_an_advice_survives_being_kept(saved):
    advice = queries.advise(profile=saved.profile, paths=PATHS)

    assert Advice.model_validate(advice.model_dump(mode="json")) == advice
    assert Profile.model_validate(saved.profile.model_dump(mode="json")) == saved.profile
