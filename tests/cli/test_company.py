"""Making, listing, backing up, restoring and removing companies from the command line."""

import json
import os
import re
import subprocess
import sys

import pytest

from argosy.database import companies
from argosy.database.url import connect
from tests.settings import SLOT

NAME = f"cli_{SLOT}"
COPY = f"cli_{SLOT}_copy"


def argosy(*arguments, **env):
    done = subprocess.run(
        [sys.executable, "-m", "argosy.cli", *arguments],
        env=os.environ | {"ARGOSY_LANG": "en"} | env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def ours(server):
    """Names that are free before and after."""

    def clear():
        for name in (NAME, COPY):
            if companies.exists(server, name):
                companies.remove(server, name)

    clear()
    yield server
    clear()


def names(where):
    """The companies, without those that tests beside these make and remove meanwhile."""
    return [
        name
        for name in companies.names(where)
        if name.endswith(f"_{SLOT}") or not re.search(r"_\d+(_copy)?$", name)
    ]


def rows(where, company):
    with connect(where, where.database(company)) as connection:
        statement = "SELECT key, title, currency, country FROM company_entity ORDER BY key"
        return connection.execute(statement).fetchall()


def counts_here(where, company):
    """Whether its numbers of transactions are of this very database."""
    with connect(where, where.database(company)) as connection:
        found = connection.execute(
            "SELECT split_part(book_counts_at(), '/', 2) = oid::text FROM pg_database"
            " WHERE datname = current_database()"
        )
        return found.fetchone() == (True,)


def test_a_company_is_made_listed_backed_up_restored_and_removed(ours, tmp_path):
    made = argosy("company", "new", NAME, "--currency", "gbp", "--name", "Ada Ltd", "--json")
    assert (made.returncode, json.loads(made.stdout)["company"]) == (0, NAME)
    assert rows(ours, NAME) == [("main", "Ada Ltd", "GBP", "GB")]
    assert counts_here(ours, NAME)
    listed = json.loads(argosy("company", "list", "--json").stdout)["companies"]
    assert {"company": NAME, "address": None} in listed

    file = tmp_path / "book.backup"
    written = argosy("--company", NAME, "backup", str(file), "--json")
    assert json.loads(written.stdout)["bytes"] == file.stat().st_size
    assert argosy("--company", NAME, "backup", str(file)).returncode == 2
    restored = argosy("restore", str(file), "--as", COPY)
    assert restored.returncode == 0, restored.stderr
    assert rows(ours, COPY) == rows(ours, NAME)
    assert counts_here(ours, COPY)

    assert argosy("restore", str(file), "--as", COPY).returncode == 2
    assert argosy("company", "remove", COPY).returncode == 2
    assert companies.exists(ours, COPY)
    assert argosy("company", "remove", COPY, "--yes").returncode == 0
    assert not companies.exists(ours, COPY)


@pytest.mark.parametrize(
    "arguments",
    [
        ("company", "new", "Not-A-Name"),
        ("company", "new", NAME, "--currency", "QQQ"),
        ("company", "remove", "nobody_here", "--yes"),
        ("--company", "nobody_here", "backup", "nowhere.backup"),
        ("restore", "no-such-file", "--as", NAME),
        ("--lang", "tlh", "company", "list"),
    ],
)
def test_what_is_refused_ends_with_2_says_why_and_changes_nothing(ours, arguments):
    before = names(ours)
    refused = argosy(*arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.strip()
    assert names(ours) == before


def test_refusals_speak_chinese(ours):
    refused = argosy("--lang", "zh", "company", "remove", "nobody_here", "--yes")
    assert refused.returncode == 2
    assert "没有" in refused.stderr


def test_a_database_that_cannot_be_reached_ends_with_3(tmp_path):
    url = f"postgresql://ada:s3cret@/x?host={tmp_path}"
    failed = argosy("company", "list", DATABASE_URL=url, ARGOSY_HOME=str(tmp_path))
    assert failed.returncode == 3
    assert str(tmp_path) in failed.stderr
    assert "s3cret" not in failed.stderr


def test_help_names_every_command_and_is_quick_to_say():
    told = argosy("--help")
    assert told.returncode == 0
    for command in ("up", "import", "report", "company", "backup", "restore", "user", "doctor"):
        assert command in told.stdout
