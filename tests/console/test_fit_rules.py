"""Rules of thumb on the page of an answer: changed with a reason, shown as changed, put back."""

import re
from datetime import timedelta

import pytest
from django.db import transaction

from argosy.console import fitrules
from argosy.strategy import queries, services
from argosy.strategy.models import Answer
from argosy.strategy.types import Advice, PolicyChange
from tests.console.conftest import NOW

PATHS = 100
WHY = "Our repeat buyers make it cheaper"


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker):
    """The key and the answer of a seller; what a test changes of it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        seller = services.copy_profile(
            key="home_storage", name="Boxes", by="Wei", now=NOW - timedelta(hours=1)
        )
        answer = services.ask(key=seller.row.key, now=NOW, paths=PATHS)
        services.answer(answer=answer, clock=lambda: NOW)
        yield seller.row.key, answer
        transaction.set_rollback(True)


def body(response) -> str:
    return response.content.decode()


def rule_of(page: str, rule: str) -> str:
    return page.partition(f'<li id="rule-{rule}"')[2].partition('<li id="rule-')[0]


def said(**given: str) -> dict[str, str]:
    usual = {"revision": "1", "rule": "own_store_after", "limit": "30k", "strength": "advice"}
    return usual | {"reason": WHY} | given


def worked_off(response) -> int:
    """Compute what was asked, with few paths. Returns its id."""
    answer = int(response["Location"].rsplit("/", 1)[1])
    Answer.objects.filter(pk=answer).update(paths=PATHS)
    services.answer(answer=answer, clock=lambda: NOW)
    return answer


def test_a_rule_is_changed_with_a_reason_and_the_seller_is_asked_again(asked, signed_in):
    key, answer = asked
    client = signed_in()
    response = client.post(f"/fit/answers/{answer}/rule", said())
    assert response.status_code == 302
    saved = queries.seller(key=key)
    assert (saved.row.revision, saved.row.made_by) == (2, "owner-user")
    (change,) = saved.profile.policies
    assert change == PolicyChange(
        policy="own_store_after", limit=30_000, strength="advice", reason=WHY
    )
    latest = worked_off(response)
    assert latest > answer
    shown = rule_of(body(client.get(f"/fit/answers/{latest}")), "own_store_after")
    assert "Its line is $30,000 a month instead of $50,000 a month." in shown
    assert "It is advice instead of a gate." in shown
    assert f"Why: {WHY}" in shown
    assert 'name="limit" inputmode="decimal" autocomplete="off" maxlength="20" value="30000"' in (
        shown
    )
    advice = queries.answer(answer=latest).advice
    assert "own_store_after" not in {gate.code for gate in advice.gates}
    assert 30_000 in {
        one.values["limit"] for one in advice.rules if one.policy == "own_store_after"
    }

    back = {"revision": "2", "rule": "own_store_after", "back": "1"}
    response = client.post(f"/fit/answers/{latest}/rule", back)
    again = queries.seller(key=key)
    assert (response.status_code, again.row.revision, again.profile.policies) == (302, 3, ())
    assert worked_off(response) > latest
    twice = client.post(f"/fit/answers/{latest}/rule", back | {"revision": "3"})
    assert twice.status_code == 409
    assert "is so already" in body(twice)


def test_a_share_is_typed_in_per_cent(asked, signed_in):
    key, answer = asked
    given = said(rule="one_main_mode", limit="65", strength="gate")
    assert signed_in().post(f"/fit/answers/{answer}/rule", given).status_code == 302
    (change,) = queries.seller(key=key).profile.policies
    assert (change.policy, change.limit, change.strength) == ("one_main_mode", 0.65, None)


def test_a_rule_that_is_switched_off_stays_in_sight(asked, signed_in):
    _key, answer = asked
    client = signed_in()
    response = client.post(f"/fit/answers/{answer}/rule", said(limit="", strength="off"))
    latest = worked_off(response)
    advice = queries.answer(answer=latest).advice
    assert "own_store_after" not in {one.policy for one in advice.rules}
    shown = rule_of(body(client.get(f"/fit/answers/{latest}")), "own_store_after")
    assert '<span class="tag ">switched off</span>' in shown
    assert "It is off instead of a gate." in shown
    assert "Put it back and ask again" in shown
    assert fitrules.changed(advice) == [
        (
            "Own store once the platform is stable",
            f"It is off instead of a gate. Why: {WHY}",
        )
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"limit": "<b>"}, "write one number, such as 12."),
        ({"limit": "10-20"}, "write one number, such as 12."),
        ({"limit": "0"}, "it is more than 0."),
        ({"limit": "-5"}, "it is more than 0."),
        ({"limit": "1e30"}, "it is at most 1,000,000,000."),
        ({"rule": "one_main_mode", "limit": "140"}, "it is at most 100%."),
        ({"strength": "law"}, "choose one of gate, advice, off."),
        ({"strength": ""}, "choose one of gate, advice, off."),
        ({"reason": " no  "}, "Say why, in 5 to 500 letters"),
        ({"reason": "x" * 501}, "Say why, in 5 to 500 letters"),
        ({"limit": "50000", "strength": "gate"}, "is so already"),
        ({"revision": "9"}, "was changed meanwhile"),
        ({"revision": "one"}, "revision"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(asked, signed_in, given, message):
    key, answer = asked
    sent = said(**given)
    response = signed_in().post(f"/fit/answers/{answer}/rule", sent)
    assert response.status_code in {400, 409, 422}
    shown = rule_of(body(response), sent["rule"])
    assert message in shown
    assert '<details class="known" open>' in shown
    typed = re.search(r'name="limit"[^>]* value="([^"]*)"', shown)[1]
    assert typed == sent["limit"].replace("<b>", "&lt;b&gt;")
    assert f">{sent['reason']}</textarea>" in shown
    picked = re.findall(r'name="strength" value="(\w+)" checked', shown)
    assert picked == [one for one in [sent["strength"]] if one in queries.STRENGTHS]
    assert queries.seller(key=key).row.revision == 1
    assert len(queries.answers(key=key)) == 1


def test_what_is_no_rule_changes_nothing(asked, signed_in):
    key, answer = asked
    client = signed_in()
    for given in (said(rule="luck"), {"revision": "1", "rule": "luck", "back": "1"}):
        response = client.post(f"/fit/answers/{answer}/rule", given)
        assert response.status_code == 404
        assert "There is no rule of thumb “luck”" in body(response)
    assert queries.seller(key=key).row.revision == 1


def test_who_may_only_look_changes_no_rule(asked, signed_in):
    key, answer = asked
    client = signed_in("read_only")
    page = body(client.get(f"/fit/answers/{answer}"))
    assert "Change it for this seller" not in page
    assert client.post(f"/fit/answers/{answer}/rule", said()).status_code == 403
    assert queries.seller(key=key).row.revision == 1


def test_only_a_rule_with_a_line_asks_for_one(asked):
    advice: Advice = queries.answer(answer=asked[1]).advice
    measured = {one.key for one in fitrules.thumbs(advice) if one.form.is_measured}
    assert measured == {one.policy for one in advice.rules} & queries.MEASURED
    assert "standard_to_platform" not in measured


def test_a_sign_that_no_database_keeps_is_shown_as_such(asked, signed_in):
    key, answer = asked
    client = signed_in()
    assert client.post(f"/fit/answers/{answer}/rule", said(reason="so\0 it is")).status_code == 302
    (change,) = queries.seller(key=key).profile.policies
    assert change.reason == "so␀ it is"
    opened = {"revision": "2", "gate": "ruin", "option": "a\0", "reason": "my\0 brother pays"}
    assert client.post(f"/fit/answers/{answer}/override", opened).status_code == 302
    (override,) = queries.seller(key=key).profile.overrides
    assert (override.option, override.reason) == ("a␀", "my␀ brother pays")
