"""`argosy doctor` by its exit codes: sound, to be looked at, wrong, not to be checked."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import psycopg
import pytest

from argosy.database.url import Where, connect
from tests.settings import SLOT

COMPANY = f"patient_{SLOT}"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def argosy(make_company: Callable[..., str]) -> Run:
    def run(*words: str, lang: str = "en") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "argosy.cli", "--lang", lang, "--company", COMPANY]
        return subprocess.run(
            [*command, *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
            env=os.environ | {"PYTHONUTF8": "1"},
        )

    make_company(COMPANY, "GBP")
    return run


@pytest.fixture
def book(server: Where, argosy: Run) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with connect(server, server.database(COMPANY)) as connection:
        yield connection


def test_doctor_says_how_it_is_by_its_exit_code(argosy, book):
    sound = argosy("doctor", "--json")
    assert sound.returncode == 0, sound.stdout
    said = json.loads(sound.stdout)
    assert said["ok"] is True
    assert {one["rows"] for one in said["checks"]} == {0}
    assert {"code", "severity", "rows", "ms", "promise", "sample", "remedy"} <= said["checks"][
        0
    ].keys()

    book.execute("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'x')")
    book.execute("UPDATE procrastinate_events SET at = at - interval '1 hour'")
    looked_at = argosy("doctor", "--fast")
    assert looked_at.returncode == 1
    assert "WARNING  JOB-2  Jobs that nobody does: 1" in looked_at.stdout

    book.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    wrong = argosy("doctor", "--only", "JOB", "--json")
    assert wrong.returncode == 2
    said = json.loads(wrong.stdout)
    assert said["ok"] is False
    assert [(one["code"], one["rows"]) for one in said["checks"]] == [
        *(("JOB-1", 1), ("JOB-2", 0), ("JOB-3", 0))
    ]

    book.execute("ALTER TABLE catalogue_component RENAME TO elsewhere")
    unknown = argosy("doctor", "--only", "CAT,STK-1")
    assert unknown.returncode == 3
    assert "CAT-1  could not be checked: UndefinedTable" in unknown.stdout
    assert "1 of 2 promises hold." in unknown.stdout
    book.execute("ALTER TABLE elsewhere RENAME TO catalogue_component")


def test_doctor_tries_itself_and_changes_nothing(argosy, book):
    tried = argosy("doctor", "--self-test", "--only", "STK", "--json")

    assert tried.returncode == 0, tried.stdout
    said = json.loads(tried.stdout)
    assert said["ok"] is True
    assert {one["fired"] for one in said["checks"]} == {True}
    assert book.execute("SELECT count(*) FROM evidence_document").fetchone() == (0,)


def test_a_check_that_is_none_is_refused_before_anything_is_read(argosy):
    refused = argosy("doctor", "--only", "STK-99")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "STK-99" in refused.stderr
