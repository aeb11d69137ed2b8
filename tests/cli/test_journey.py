"""A stranger's way on the command line: a company, their file, their figures; bad files refused."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from argosy.database.url import Where
from argosy.intake import queries
from argosy.intake.types import Fingerprint
from tests import databases
from tests.settings import SLOT

RETAIL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536370,22728,CLOCK,24,2010-12-01 08:45:00,3.75,12583,EIRE
C536379,22728,CLOCK,-4,2010-12-02 09:41:00,3.75,12583,EIRE
"""
COMPANY = f"journey_{SLOT}"
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def argosy(make_company: Callable[..., str]) -> Command:
    def run(*words: str | Path, lang: str = "en") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "argosy.cli", "--lang", lang, "--company", COMPANY]
        return subprocess.run(
            [*command, *map(str, words)],
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
def fingerprint(server: Where, django_db_blocker: DjangoDbBlocker) -> Callable[[], Fingerprint]:
    """The whole book in a few numbers, asked without another process."""

    def ask() -> Fingerprint:
        with django_db_blocker.unblock(), databases.inside(server.database(COMPANY)):
            return queries.fingerprint()

    return ask


@pytest.fixture(scope="module")
def imported(argosy: Command, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    path = tmp_path_factory.mktemp("files") / "retail.csv"
    path.write_text(RETAIL)
    done = argosy("import", path, "--profile", "online-retail", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_import_says_what_came_of_each_file(imported):
    (report,) = imported["files"]

    assert report["file"] == "retail.csv"
    assert report["profile"] == "online-retail"
    assert report["rows"] == 3
    assert report["documents"] == {"new": 3, "known": 0, "changed": 0, "quarantined": 0}
    assert report["lines"] == {"merchandise": 3, "other": 0, "quarantined": 0}
    assert {"seconds", "peak_rss_mb"} <= report.keys()


def test_a_dry_run_changes_nothing(argosy, imported, fingerprint, tmp_path):
    before = fingerprint()
    path = tmp_path / "more.csv"
    path.write_text(RETAIL.replace("536370", "999999"))

    tried = argosy("import", path, "--dry-run", "--json")

    assert tried.returncode == 0, tried.stderr
    assert json.loads(tried.stdout)["files"][0]["documents"]["new"] == 1
    assert fingerprint() == before


def test_postings_by_country_carry_the_sources_own_names(argosy, imported):
    report = json.loads(argosy("report", "postings", "--by", "country", "--json").stdout)

    assert report == {
        "by": "country",
        "currency": "GBP",
        "rows": [
            {"key": "GB", "amount": "15.30", "count": 1, "labels": ["United Kingdom"]},
            {"key": "IE", "amount": "75.00", "count": 2, "labels": ["EIRE"]},
        ],
        "total": "90.30",
    }


def test_sales_and_profit_agree_with_the_postings(argosy, imported):
    sales = json.loads(argosy("report", "sales", "--by", "country", "--json").stdout)
    profit = json.loads(argosy("report", "profit", "--by", "month", "--json").stdout)

    ireland = sales["rows"][1]
    assert (ireland["key"], ireland["orders"], ireland["units"]) == ("IE", 1, 20)
    assert (ireland["gross"], ireland["refunds"], ireland["net"]) == ("90.00", "-15.00", "75.00")
    assert profit["total"]["profit"] == "90.30"
    assert profit["total"]["cost_coverage"] == "0.0000"


def test_credits_say_how_many_found_their_sale(argosy, imported):
    report = json.loads(argosy("report", "credits", "--json").stdout)

    assert report == {
        "lines": 1,
        "matched_lines": 1,
        "units": 4,
        "matched_units": 4,
        "share": "1.0000",
    }


def test_the_fingerprint_is_that_of_the_book(argosy, imported, fingerprint):
    report = json.loads(argosy("report", "fingerprint", "--json").stdout)

    assert report["fingerprint"] == fingerprint().fingerprint


def test_an_unknown_key_is_refused_with_those_there_are(argosy, imported):
    refused = argosy("report", "sales", "--by", "colour")

    assert refused.returncode == 2
    assert "country" in refused.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("empty.csv", b"", id="empty"),
        pytest.param("binary.csv", bytes(range(256)) * 40, id="binary"),
        pytest.param("columns.csv", b"colour,shape\nred,round\n", id="columns"),
        pytest.param("half.zip", b"PK\x03\x04" + b"\x00" * 30, id="half"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_bad_file_is_refused_by_name_in_both_languages(
    argosy, imported, fingerprint, tmp_path, name, content, lang
):
    before = fingerprint()
    path = tmp_path / name
    path.write_bytes(content)

    refused = argosy("import", path, lang=lang)

    assert refused.returncode == 2
    assert name in refused.stderr
    assert any("一" <= letter <= "鿿" for letter in refused.stderr) == (lang == "zh")
    assert fingerprint() == before


def test_a_file_that_is_not_there_is_refused(argosy, imported, tmp_path):
    refused = argosy("import", tmp_path / "nothing.csv")

    assert refused.returncode == 2
    assert "nothing.csv" in refused.stderr


def test_an_import_is_taken_back_only_on_purpose(argosy, imported, fingerprint, tmp_path):
    before = fingerprint()
    path = tmp_path / "more.csv"
    path.write_text(RETAIL.replace("536370", "777777"))
    run = json.loads(argosy("import", path, "--json").stdout)["files"][0]["run"]
    with_more = fingerprint()

    asked = argosy("undo", run)
    assert asked.returncode == 2
    assert "1 documents with 1 orders, 1 postings and 1 moves" in asked.stdout
    assert fingerprint() == with_more

    assert argosy("undo", run, "--yes").returncode == 0
    assert fingerprint() == before
