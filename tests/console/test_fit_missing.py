"""An answer without price or purse: what is missing first, then what can be told, and no advice."""

import re

import pytest

from argosy.cli.advice import show
from argosy.console import fitmissing, fitpaper
from argosy.strategy import queries, services
from argosy.strategy.standins import OF_MONEY
from argosy.strategy.types import PolicyChange
from tests.console.conftest import NOW

pytestmark = pytest.mark.django_db

PATHS = 100


def without(part: str, *names: str) -> int:
    """Ask about the home-storage seller without some answers. Returns the answer's id."""
    profile = queries.seller(key="home_storage").profile
    left = getattr(profile, part).model_copy(update=dict.fromkeys(names))
    made = profile.model_copy(update={"name": "Open", part: left})
    key = services.save_profile(profile=made, by="Wei", now=NOW).row.key
    answer = services.ask(key=key, now=NOW, paths=PATHS)
    services.answer(answer=answer, clock=lambda: NOW)
    return answer


def advice_of(answer: int):
    return queries.answer(answer=answer).advice


def body(response) -> str:
    return response.content.decode()


def test_the_missing_answer_comes_first_with_why_it_is_asked(signed_in):
    answer = without("capital", "cash")
    page = body(signed_in().get(f"/fit/answers/{answer}"))
    main = page.partition("<main")[2]
    question = queries.question(key="capital.cash")
    assert "1 answer is missing" in main
    assert f'<a href="/fit/sellers/open/questions#capital.cash"><b>{question.text}</b></a>' in main
    assert question.why in main
    assert main.index(question.why) < main.index("Benchmarks stand in for what is missing")
    asked = body(signed_in("read_only").get("/fit/sellers/open/questions"))
    assert 'id="capital.cash"' in asked


def test_ways_are_told_by_profit_and_no_gate_of_money_is_asked(signed_in):
    answer = without("capital", "cash")
    advice = advice_of(answer)
    page = body(signed_in().get(f"/fit/answers/{answer}"))
    told = page.partition('id="told"')[2].partition("</section>")[0]
    assert "Benchmarks stand in for what is missing: no recommendation" in told
    rows = re.findall(r'<tr id="option-([^"]+)">', told)
    best = sorted(
        (one for one in advice.outcomes if one.option.form != "not_yet"),
        key=lambda one: (-one.profit.p50, -one.run_rate),
    )
    assert rows == [one.option.key for one in best]
    for words in ("Runs out of money", "Chance of running out of money", "No gain", "Go:"):
        assert words not in page.partition("<main")[2]
    assert 'id="risk"' not in page
    assert 'id="ranking"' not in page
    assert 'action="/fit/answers' not in page
    assert any(gate.closed and gate.code == "ruin" for gate in advice.gates)


def test_what_a_way_is_told_does_not_turn_on_the_purse():
    rich = queries.seller(key="home_storage").profile
    poor = rich.model_copy(update={"capital": rich.capital.model_copy(update={"cash": None})})
    known, unknown = (
        queries.advise(profile=one, paths=PATHS, platforms=False) for one in (rich, poor)
    )
    assert [one.figures for one in fitmissing.context_of(unknown)["told"]] == [
        one.figures for one in fitmissing.context_of(known)["told"]
    ]


def test_without_a_price_its_benchmark_is_named_as_such(signed_in):
    answer = without("product", "price")
    (one,) = fitmissing.context_of(advice_of(answer))["missing"]
    assert (one.key, one.stands_in, one.is_guess) == ("product.price", "assumed: $12 to $60", True)
    page = body(signed_in().get(f"/fit/answers/{answer}"))
    assert '<span class="unknown">assumed: $12 to $60</span>' in page


def test_gates_that_no_purse_opens_are_said():
    advice = advice_of(without("capital", "cash"))
    closed = [gate for gate in advice.gates if gate.closed and gate.code not in OF_MONEY]
    said = {(way.outcome.option.key, code) for way in queries.ways_told(advice=advice)
            for code in way.closed}  # fmt: skip
    assert said == {(gate.option, gate.code) for gate in closed}


def test_the_terminal_says_the_same(capsys):
    advice = advice_of(without("capital", "cash"))
    show(advice, [])
    said = " ".join(capsys.readouterr().out.split())
    question = queries.question(key="capital.cash")
    assert f"{question.text} {question.why}" in said
    assert "Benchmarks stand in for what is missing: no recommendation" in said
    first = queries.ways_told(advice=advice)[0].outcome
    figures = (first.profit.p50, first.profit.p05, first.profit.p95, first.run_rate)
    median, low, high, sales = (queries.say_value(round(one), "usd") for one in figures)
    assert f"{median} {low} to {high} {sales}" in said
    assert "Runs out" not in said
    assert "No way of selling passes every gate" not in said


def test_the_paper_says_it_too():
    advice = advice_of(without("capital", "cash"))
    for language in ("en", "zh-hans"):
        assert fitpaper.paper(advice=advice, language=language).startswith(b"%PDF")


def test_a_changed_rule_is_shown_although_there_is_no_answer(signed_in, capsys):
    answer = without("capital", "cash")
    page = body(signed_in().get(f"/fit/answers/{answer}"))
    assert 'id="rules"' not in page
    change = PolicyChange(policy="own_store_after", limit=60_000, reason="we want to be sure")
    services.change_policy(key="open", revision=1, change=change, by="Wei", now=NOW)
    answer = services.ask(key="open", now=NOW, paths=PATHS)
    services.answer(answer=answer, clock=lambda: NOW)
    page = body(signed_in("finance").get(f"/fit/answers/{answer}"))
    assert page.count('<li id="rule-') == 1
    assert "Its line is $60,000 a month instead of $50,000 a month." in page
    assert "Why: we want to be sure" in page
    show(advice_of(answer), [])
    said = " ".join(capsys.readouterr().out.split())
    assert "instead of $50,000 a month. Why: we want to be sure" in said
