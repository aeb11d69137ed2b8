"""Fit as people see it: sellers, questions, an answer with all it stands on, two side by side."""

import re
import subprocess
import sys
from datetime import timedelta
from urllib.parse import unquote

from argosy.console import fitwords
from argosy.identity import services as identity
from argosy.strategy import queries, services
from argosy.strategy.models import Answer, GateOverride
from argosy.strategy.types import Advice, BreakEven, Profile
from tests.console.conftest import NOW
from tests.console.fitting import PATHS, advice_of, answer_of, body, form_of

HOUR = timedelta(hours=1)


def inner(page: str) -> str:
    """The page without its frame."""
    return page.partition("<main")[2].partition("</main>")[0]


def rewritten(answer: int, **outcome: float) -> Advice:
    """The stored answer as a clear “go” with figures of our own, so that none is the engine's."""
    row = Answer.objects.get(pk=answer)
    said = row.advice
    first, second = said["ranking"][:2]
    first |= {"first": 0.62, "beats_second": 0.81, "confidence": 0.71}
    second |= {"first": 0.2}
    said["verdict"] |= {"kind": "go", "option": first["option"], "rival": second["option"]}
    said["verdict"] |= {"lead": 0.42, "confidence": 0.71, "why": ["better:profit"]}
    (chosen,) = [one for one in said["outcomes"] if one["option"]["key"] == first["option"]]
    chosen |= outcome
    row.save(update_fields=["advice"])
    return advice_of(answer)


def test_the_list_says_each_verdict_in_a_sentence_and_marks_examples(asked, signed_in):
    page = body(signed_in().get("/fit"))
    for one in (asked.newcomer, asked.home_storage):
        assert queries.say_verdict(advice_of(one.answer))[0] in page
    assert page.count('<span class="tag">example</span>') == 4
    assert f'name="seller" value="{asked.newcomer.key}"' in page


def test_an_answer_shows_its_figures_to_the_digit(asked, signed_in):
    answer = asked.home_storage.answer
    spread = {
        "p05": -1234.0,
        "p10": 0.0,
        "p50": 45678.0,
        "mean": 50000.0,
        "p90": 9e4,
        "p95": 123456.0,
    }
    advice = rewritten(
        answer, need95=12345.0, ruin=0.034, ruin_error=0.006, gain_chance=0.93, profit=spread
    )
    page = body(signed_in().get(f"/fit/answers/{answer}"))
    option = queries.say_option(advice.verdict.option)
    assert f"Go: {option}. It should earn $50,000 in two years" in page
    assert "wants $12,345 of cash" in page
    figures = dict(
        re.findall(r'class="name">([^<]+)</span><span class="value[^"]*">([^<]+)</span>', page)
    )
    assert figures["Comes first in"] == "62%"
    assert figures["Confidence"] == "71%"
    assert figures["Profit in two years"] == "$45.7K"
    assert figures["Runs out of money"] == "3%"
    assert figures["Cash needed"] == "$12.3K"
    assert "-$1.2K to $123.5K" in page
    assert "± 1%" in page
    assert "Rather sure" in page


def test_every_link_within_an_answer_leads_somewhere_on_it(asked, signed_in):
    client = signed_in()
    for one in (asked.newcomer, asked.home_storage):
        page = body(client.get(f"/fit/answers/{one.answer}"))
        targets = set(re.findall(r'id="([^"]+)"', page))
        wanted = set(re.findall(r'href="#([^"]+)"', page))
        assert wanted - targets == set()
        assert len(wanted) > 20


def test_every_assumption_has_its_row_with_its_source(asked, signed_in):
    advice = advice_of(asked.home_storage.answer)
    page = body(signed_in().get(f"/fit/answers/{asked.home_storage.answer}"))
    rows = dict(re.findall(r'<tr id="in-([^"]+)"(.*?)</tr>', page, flags=re.DOTALL))
    assert set(rows) == {one.key for one in advice.assumptions}
    for one in advice.assumptions:
        assert ('class="guess"' in rows[one.key]) == (one.confidence == "D"), one.key
        if one.confidence:
            assert f">{one.confidence}</span>" in rows[one.key], one.key


def test_figures_open_into_the_assumptions_behind_them(asked, signed_in):
    page = body(signed_in().get(f"/fit/answers/{asked.home_storage.answer}"))
    goods = page.partition('id="layer-goods"')[2].partition("</details>")[0]
    assert 'href="#in-product.unit_cost"' in goods
    duty = page.partition('id="layer-duty"')[2].partition("</details>")[0]
    assert 'href="#in-duty.US"' in duty
    assert 'href="#in-duty.DE"' not in duty


def test_what_is_closed_says_its_figure_and_its_limit(asked, signed_in):
    advice = advice_of(asked.newcomer.answer)
    page = body(signed_in().get(f"/fit/answers/{asked.newcomer.answer}"))
    closed = [gate for gate in advice.gates if gate.closed]
    assert len(closed) > 10
    for gate in closed:
        assert f'id="gate-{gate.option}"' in page
        assert queries.say_gate(gate) in page


def test_a_break_even_is_said_of_whoever_would_win_then():
    tip = BreakEven(
        key="ad_share.storefront", value=0.24, below="storefront@US/narrow", above="not_yet"
    )
    amazon = tip.model_copy(update={"above": "marketplace_amazon@US/narrow"})
    said = [
        fitwords.break_even(amazon, chosen="marketplace_amazon@US/narrow", unit="share"),
        fitwords.break_even(amazon, chosen="storefront@US/narrow", unit="share"),
        fitwords.break_even(tip, chosen="storefront@US/narrow", unit="share"),
    ]
    cost = queries.say_input("ad_share.storefront")
    assert said == [
        f"An own store in the United States wins once “{cost}” is under 24%.",
        f"Amazon in the United States wins once “{cost}” is above 24%.",
        f"Waiting is better once “{cost}” is above 24%.",
    ]


def test_without_price_and_purse_the_missing_is_said_first(asked, signed_in):
    profile = Profile(name="A plan", on=NOW.date())
    seller = services.save_profile(profile=profile, by="Wei", now=NOW)
    answer = answer_of(seller.row.key)
    page = body(signed_in().get(f"/fit/answers/{answer}"))
    assert "No answer yet" in page
    missing = advice_of(answer).verdict.missing
    assert "capital.cash" in missing
    for key in missing:
        assert f'href="/fit/sellers/a-plan/questions#{key}"' in page
    assert 'id="cash"' not in page


def test_a_gate_is_opened_only_with_a_reason_which_stays_with_the_answer(asked, signed_in):
    client, key, answer = signed_in(), asked.newcomer.key, asked.newcomer.answer
    gate = next(one for one in advice_of(answer).gates if one.closed and one.code == "ruin")
    given = {"revision": "1", "gate": "ruin", "option": gate.option, "reason": "no"}
    refused = client.post(f"/fit/answers/{answer}/override", given)
    assert refused.status_code == 422
    assert "Say why, in 5 to 500 letters" in body(refused)
    assert ">no</textarea>" in body(refused)
    assert not GateOverride.objects.exists()

    reason = "My brother lends the rest if it comes to it"
    opened = client.post(f"/fit/answers/{answer}/override", given | {"reason": reason})
    assert opened.status_code == 302
    (row,) = queries.overrides(key=key)
    assert (row.gate, row.option, row.reason, row.by) == ("ruin", gate.option, reason, "owner-user")
    (stated,) = queries.seller(key=key).profile.overrides
    assert (stated.by, stated.reason) == ("owner-user", reason)
    latest = int(opened["Location"].rsplit("/", 1)[1])
    assert latest > answer
    Answer.objects.filter(pk=latest).update(paths=PATHS)
    services.answer(answer=latest, clock=lambda: NOW)
    page = body(client.get(f"/fit/answers/{latest}"))
    shown = page.partition("Opened all the same")[2].partition("</ul>")[0]
    assert reason in shown
    assert "owner-user" in shown

    closed = given | {"revision": "2", "withdraw": "1"}
    assert client.post(f"/fit/answers/{latest}/override", closed).status_code == 302
    assert queries.seller(key=key).profile.overrides == ()
    assert [one.is_withdrawn for one in queries.overrides(key=key)] == [True, False]


def test_who_may_only_look_finds_nothing_to_press(asked, signed_in):
    client = signed_in("read_only")
    key, answer = asked.home_storage.key, asked.home_storage.answer
    for address in ("/fit", f"/fit/sellers/{key}/questions", f"/fit/answers/{answer}"):
        page = inner(body(client.get(address)))
        assert 'method="post" action' not in page, address
        assert 'name="save"' not in page
    assert client.post(f"/fit/sellers/{key}/questions", form_of(key)).status_code == 403
    assert queries.seller(key=key).row.revision == 1


def test_an_example_is_read_and_copied_but_never_changed(asked, signed_in):
    client = signed_in()
    page = body(client.get("/fit/sellers/factory/questions"))
    assert "it stays as it is" in page
    assert '<fieldset class="bare" disabled>' in page
    refused = client.post("/fit/sellers/factory/questions", form_of("factory") | {"name": ["X"]})
    assert refused.status_code == 409
    copied = client.post("/fit/sellers/factory/copy", {"name": "Our bottles"})
    assert copied["Location"] == "/fit/sellers/our-bottles/questions"
    tried = client.post("/fit/sellers/factory/copy", {"name": "Tried", "ask": "1"})
    (row,) = queries.answers(key="tried")
    assert (tried["Location"], row.status) == (f"/fit/answers/{row.id}", "waiting")


def test_an_answer_under_way_shows_how_far_it_is_and_opens_when_done(asked, signed_in):
    client, key = signed_in(), asked.home_storage.key
    answer = services.ask(key=key, now=NOW, seed=7)
    page = body(client.get(f"/fit/answers/{answer}"))
    assert f'hx-get="/fit/answers/{answer}/live"' in page
    assert "Begins as soon as a worker is free" in page
    Answer.objects.filter(pk=answer).update(status="working", progress=40)
    live = client.get(f"/fit/answers/{answer}/live", headers={"HX-Request": "true"})
    assert 'value="40"' in body(live)
    assert "HX-Redirect" not in live
    assert "40 % done" in body(client.get("/fit"))
    done = client.get(f"/fit/answers/{asked.home_storage.answer}/live")
    assert done["HX-Redirect"] == f"/fit/answers/{asked.home_storage.answer}"
    Answer.objects.filter(pk=answer).update(status="failed", failure="KeyError")
    assert "The answer failed (KeyError)" in body(client.get(f"/fit/answers/{answer}"))


def test_two_sellers_are_compared_and_one_is_not(asked, signed_in):
    client = signed_in()
    keys = f"seller={asked.newcomer.key}&seller={asked.home_storage.key}"
    page = body(client.get(f"/fit/compare?{keys}"))
    for one in (asked.newcomer, asked.home_storage):
        assert queries.say_verdict(advice_of(one.answer))[0] in page
    assert re.search(
        r"Cash</th><td class=\"num\">\$8,000</td><td class=\"num\">\$120,000</td>", page
    )
    assert re.search(r"Special goods</th><td class=\"num\">It is food", page)
    assert page.count('<figure class="chart fan"') >= 4
    ids = f"answer={asked.newcomer.answer}&answer={asked.home_storage.answer}"
    assert inner(body(client.get(f"/fit/compare?{ids}"))) == inner(page)
    same = f"answer={asked.newcomer.answer}&answer={asked.newcomer.answer}"
    assert "Both say the same." in body(client.get(f"/fit/compare?{same}"))
    assert "Choose exactly two" in body(client.get(f"/fit/compare?seller={asked.newcomer.key}"))
    assert client.get("/fit/compare?answer=x&answer=1").status_code == 422
    assert client.get("/fit/compare?answer=999999&answer=999998").status_code == 404


def test_fans_beside_each_other_share_one_scale(asked, signed_in):
    page = body(signed_in().get(f"/fit/answers/{asked.newcomer.answer}"))
    fans = page.partition('class="multiples"')[2].partition("</section>")[0]
    scales = set(re.findall(r'"scale": (\{"domain": \[[^\]]+\], "nice": true\})', fans))
    assert len(scales) == 1
    assert fans.count("<figure") == 6


def test_a_person_of_one_channel_sees_no_seller_that_the_book_filled(asked, world, signed_in):
    profile = queries.seller(key="home_storage").profile
    profile = profile.model_copy(update={"name": "The book's", "from_book": ("team.people",)})
    key = services.save_profile(profile=profile, by="Wei", now=NOW, based_on="book").row.key
    client = signed_in("operations")
    assert f"/fit/sellers/{key}" in body(client.get("/fit"))
    identity.change_account(
        username="operations-user",
        role="operations",
        display_name="",
        may_export=False,
        entities=[],
        channels=[world.channels["store"]],
    )
    page = body(client.get("/fit"))
    assert f"/fit/sellers/{key}" not in page
    assert f"/fit/sellers/{asked.newcomer.key}" in page
    assert client.get(f"/fit/sellers/{key}/questions").status_code == 403
    assert client.post("/fit/book").status_code == 403


def test_the_book_fills_a_seller_or_says_that_it_has_no_sale(asked, world, signed_in):
    client = signed_in()
    made = client.post("/fit/book")
    assert made.status_code == 302
    key = unquote(made["Location"].split("/")[3])
    found = queries.seller(key=key)
    assert found.row.based_on == "book"
    assert found.profile.from_book
    page = body(client.get(made["Location"]))
    assert page.count("from your book</span>") == len(found.profile.from_book)


def test_an_empty_book_has_nothing_to_ask_about(asked, signed_in):
    refused = signed_in().post("/fit/book")
    assert refused.status_code == 422
    assert "The book has no sale to learn from" in body(refused)


def test_a_new_seller_begins_with_a_name_and_is_removed_with_all_of_it(asked, signed_in):
    client = signed_in()
    assert client.post("/fit/new", {"name": "  "}).status_code == 422
    assert 'value="！！！"' in body(client.post("/fit/new", {"name": "！！！"}))
    made = client.post("/fit/new", {"name": "折叠收纳箱 出海"})
    key = "折叠收纳箱-出海"
    assert queries.seller(key=key).row.name == "折叠收纳箱 出海"
    assert client.get(made["Location"]).status_code == 200
    assert client.post(f"/fit/sellers/{key}/remove").status_code == 302
    assert client.get(f"/fit/sellers/{key}/questions").status_code == 404
    assert client.post("/fit/sellers/newcomer/remove").status_code == 409


def test_the_web_process_starts_without_the_adviser_and_without_scipy():
    code = (
        "import os, sys, django\n"
        "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'argosy.config.settings')\n"
        "django.setup()\n"
        "from django.urls import get_resolver\n"
        "assert get_resolver().url_patterns\n"
        "heavy = {'scipy', 'pandas', 'argosy.strategy.advising', 'argosy.strategy.simulating'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[]"
