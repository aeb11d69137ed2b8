"""The questions of Fit: saved as a revision, refused beside their field, filled from the book."""

import re
from datetime import timedelta

from argosy.console import fitquestions
from argosy.strategy import queries, services
from argosy.strategy.types import Range
from tests.console.conftest import NOW
from tests.console.fitting import body, form_of

HOUR = timedelta(hours=1)


def test_answers_are_saved_as_the_next_revision(asked, signed_in):
    key = asked.home_storage.key
    form = form_of(key) | {
        "product.price.low": ["18"],
        "product.price": ["20"],
        "product.price.high": ["24"],
        "product.return_rate.low": [""],
        "product.return_rate": ["12.5"],
        "product.return_rate.high": [""],
        "product.weight_kg.low": [""],
        "product.weight_kg": [""],
        "product.weight_kg.high": [""],
        "name": ["Boxes"],
    }
    response = signed_in().post(f"/fit/sellers/{key}/questions", form)
    assert response.status_code == 302
    saved = queries.seller(key=key)
    assert (saved.row.revision, saved.row.name, saved.row.made_by) == (2, "Boxes", "owner-user")
    assert saved.profile.product.price == Range(low=18, likely=20, high=24)
    assert saved.profile.product.return_rate == 0.125
    assert saved.profile.product.weight_kg is None
    before = queries.seller(key=key, revision=1).profile
    assert saved.profile.team == before.team
    assert saved.profile.products == before.products
    assert saved.profile.goals == before.goals


def test_a_form_sent_back_untouched_changes_nothing(asked, signed_in):
    client = signed_in()
    for one in (asked.newcomer, asked.home_storage):
        before = queries.seller(key=one.key)
        made, errors = fitquestions.answers(before.profile, fitquestions.typed_of(before.profile))
        assert (made, errors) == (before.profile, {})
    client.post(f"/fit/sellers/{asked.newcomer.key}/questions", form_of(asked.newcomer.key))
    after = queries.seller(key=asked.newcomer.key).profile
    assert after.model_copy(update={"on": before.profile.on}) == queries.seller(
        key=asked.newcomer.key, revision=1
    ).profile.model_copy(update={"on": before.profile.on})


def test_what_is_no_answer_is_said_beside_its_field_and_nothing_is_saved(asked, signed_in):
    key = asked.home_storage.key
    form = form_of(key) | {
        "product.price.low": ["18"],
        "product.price": [""],
        "product.price.high": [""],
        "product.unit_cost.low": [""],
        "product.unit_cost": ["cheap <b>"],
        "product.unit_cost.high": [""],
        "market.countries": ["Atlantis"],
        "name": [""],
        "product.title": ["Kept as typed"],
    }
    response = signed_in().post(f"/fit/sellers/{key}/questions", form | {"ask": ["1"]})
    page = body(response)
    assert response.status_code == 422
    assert "Say both ends of the range, or only the likely value." in page
    assert "Write a number such as 20, a range such as 18-24, or unknown." in page
    assert "Write two letters, such as US for a country." in page
    assert "A name has 1 to 80 letters." in page
    for kept in ('value="cheap &lt;b&gt;"', 'value="Kept as typed"', 'value="Atlantis"'):
        assert kept in page
    wrong = set(re.findall(r'class="question [^"]* wrong" id="([^"]+)"', page))
    assert wrong == {"product.price", "product.unit_cost", "market.countries"}
    assert queries.seller(key=key).row.revision == 1
    assert len(queries.answers(key=key)) == 1


def test_goals_are_moved_without_script_and_without_saving(asked, signed_in):
    key, client = asked.home_storage.key, signed_in()
    goals = list(queries.seller(key=key).profile.goals)
    form = form_of(key) | {"product.title": ["Half typed"]}

    def order(move):
        page = body(client.post(f"/fit/sellers/{key}/questions", form | {"move": [move]}))
        assert 'value="Half typed"' in page
        return re.findall(r'type="hidden" name="goals" value="(\w+)"', page)

    assert order(f"{goals[1]}:up") == [goals[1], goals[0], *goals[2:]]
    assert order(f"{goals[0]}:down") == [goals[1], goals[0], *goals[2:]]
    assert order(f"{goals[0]}:up") == goals
    assert order(f"{goals[2]}:drop") == [*goals[:2], *goals[3:]]
    assert order("nonsense:up") == goals
    assert queries.seller(key=key).row.revision == 1


def test_what_the_book_said_is_marked_until_it_is_overruled(asked, signed_in):
    profile = queries.seller(key="home_storage").profile
    profile = profile.model_copy(
        update={"name": "From a book", "from_book": ("product.return_rate", "team.people")}
    )
    key = services.save_profile(profile=profile, by="Wei", now=NOW, based_on="book").row.key
    client = signed_in()
    assert body(client.get(f"/fit/sellers/{key}/questions")).count("from your book") == 2
    form = form_of(key) | {"team.people": ["9"]}
    assert client.post(f"/fit/sellers/{key}/questions", form).status_code == 302
    assert queries.seller(key=key).profile.from_book == ("product.return_rate",)
    assert body(client.get(f"/fit/sellers/{key}/questions")).count("from your book") == 1


def test_who_saves_over_a_later_revision_is_told_and_keeps_what_was_typed(asked, signed_in):
    key, client = asked.home_storage.key, signed_in()
    form = form_of(key) | {"product.title": ["Mine"]}
    assert client.post(f"/fit/sellers/{key}/questions", form).status_code == 302
    late = client.post(f"/fit/sellers/{key}/questions", form | {"product.title": ["Theirs"]})
    assert late.status_code == 409
    assert "was changed meanwhile: revision 2 is there, you have 1" in body(late)
    assert 'value="Theirs"' in body(late)
    assert queries.seller(key=key).profile.product.title == "Mine"
