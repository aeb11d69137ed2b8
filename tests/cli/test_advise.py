"""The adviser on the command line: files, built-in and saved sellers, questions, bytes, codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from argosy.strategy.types import Advice
from tests.settings import SLOT

NAME = f"advise_{SLOT}"
FEW = ("--paths", "200")


def argosy(*words: str | Path, typed: str = "", lang: str = "en", cwd: Path | None = None, **env):
    return subprocess.run(
        [sys.executable, "-m", "argosy.cli", "--lang", lang, "--company", NAME, *map(str, words)],
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": "100", "PYTHONPATH": str(Path.cwd())} | env,
        input=typed,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


@pytest.fixture(scope="module")
def company(make_company):
    return make_company(NAME, "USD")


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """A home without a server, and an address at which none answers."""
    return {
        "ARGOSY_HOME": str(tmp_path / "home"),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
    }


def test_a_built_in_seller_needs_no_database_and_equal_seeds_give_equal_bytes(nowhere):
    first = argosy("advise", "home_storage", "--json", *FEW, **nowhere)
    second = argosy("advise", "home_storage", "--json", *FEW, **nowhere)

    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    answer = json.loads(first.stdout)
    assert list(answer) == list(Advice.model_fields)
    assert (answer["seed"], answer["paths"]) == (1, 200)
    assert Advice.model_validate(answer).model_dump(mode="json") == answer
    other = argosy("advise", "home_storage", "--json", "--seed", "2", *FEW, **nowhere)
    assert json.loads(other.stdout)["outcomes"] != answer["outcomes"]


def test_a_file_that_was_written_gives_the_answer_of_its_seller(nowhere, tmp_path):
    path = tmp_path / "mine.yaml"
    first = argosy("advise", "newcomer", "--json", "--out", path, *FEW, **nowhere)
    assert (first.returncode, first.stderr) == (0, f"The profile is in {path}.\n")

    assert argosy("advise", path, "--json", *FEW, **nowhere).stdout == first.stdout
    again = argosy("advise", "newcomer", "--out", path, **nowhere)
    assert (again.returncode, again.stderr) == (2, f"{path} is there already.\n")


def test_the_answer_in_words_says_what_is_closed_and_why(nowhere):
    said = argosy("advise", "newcomer", *FEW, **nowhere).stdout

    assert said.startswith("Newcomer with a standard product  Nov 27, 2026\n")
    for part in (
        "The way\n",
        "Too risky for this purse, or not possible\n",
        "200 futures, seed 1;",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("text", "code", "error"),
    [
        ("product: {price: cheap}\n", 2, "product.price cannot be “cheap”: write a number"),
        ("product: {prise: 3}\n", 2, "the nearest is “product.price”"),
        ("a: &a [1]\n", 2, "cannot be read, line 1: anchors and aliases"),
        ("just words", 2, "cannot be read, line 1"),
        ("product: {price: 20, unit_cost: 5}\n", 1, ""),  # too little: no cash, no country
        (
            "product: {price: 20, unit_cost: 30}\ncapital: {cash: 9k}\nmarket: {countries: [US]}\n",
            1,
            "below the unit cost of $30: every sale loses.",
        ),
    ],
)
def test_bad_input_is_refused_and_doubtful_input_is_questioned(
    nowhere, tmp_path, text, code, error
):
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")

    done = argosy("advise", path, "--json", *FEW, **nowhere)

    assert (done.returncode, error in done.stderr) == (code, True), done.stderr
    assert bool(done.stdout) == (code == 1)


def test_what_cannot_be_meant_is_refused(nowhere, tmp_path):
    for words, said in (
        ((), "Name one of"),
        (("newcomer", "--book"), "Name one of"),
        (("newcomer", "--new"), "Name one of"),
        ((tmp_path / "none.yaml",), "cannot be read: No such file"),
        ((tmp_path,), "cannot be read: "),
        (("newcomer", "--out", tmp_path / "no" / "x.yaml"), "is not a folder"),
    ):
        done = argosy("advise", *words, **nowhere)
        assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True), done.stderr


def test_asked_in_the_terminal_it_takes_ranges_goes_back_and_ends_when_the_input_does(
    nowhere, tmp_path
):
    answers = [
        "Cup shop",
        "Cups",  # title
        "9",  # something else …
        "<",  # … no: back
        "1",  # home
        "1",  # standard
        "",  # explaining: don't know
        "",
        "18-24",  # price
        "dear",  # unit cost: refused, asked again
        "4",
    ]
    done = argosy("advise", "--new", *FEW, typed="\n".join(answers) + "\n", cwd=tmp_path, **nowhere)

    assert done.returncode == 1  # neither cash nor a country is known
    assert "product.unit_cost cannot be “dear”" in done.stdout
    assert "There is no answer yet, because this is not known" in done.stdout
    assert "Returns differ most between kinds of goods" in done.stdout
    written = yaml.safe_load((tmp_path / "seller.yaml").read_text(encoding="utf-8"))
    assert written["name"] == "Cup shop"
    assert written["product"] == {
        "title": "Cups",
        "category": "home",
        "character": "standard",
        "price": {"low": 18.0, "likely": 21.0, "high": 24.0},
        "unit_cost": 4.0,
    }


def test_a_kept_seller_is_listed_and_advised(company):
    kept = argosy("advise", "newcomer", "--save", "--json", *FEW)
    assert (kept.returncode, kept.stderr) == (0, "Kept as newcomer-with-a-standard-product.\n")

    key = "newcomer-with-a-standard-product"
    again = argosy("advise", key, "--json", *FEW)
    assert again.stdout == kept.stdout
    listed = json.loads(argosy("profiles", "--json").stdout)
    assert "online-retail" in {one["key"] for one in listed["profiles"]}
    assert [(one["key"], one["built_in"], one["revision"]) for one in listed["sellers"]] == [
        ("newcomer", True, 0),
        ("home_storage", True, 0),
        ("factory", True, 0),
        ("live_first", True, 0),
        (key, False, 1),
    ]
    text = argosy("profiles").stdout
    assert "Sellers that can be advised" in text
    assert key in text
    unknown = argosy("advise", "nobody")
    assert (unknown.returncode, "There is no seller “nobody”" in unknown.stderr) == (2, True)


def test_an_empty_book_has_nothing_to_learn_from(company):
    done = argosy("advise", "--book", "--json", *FEW)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "The book has no sale to learn from: import one first.\n"
