"""An answer as paper: from the page, from the command line, the same bytes each time."""

import os
import shutil
import subprocess
import sys

import pytest
from django.utils import translation

from argosy.console import fitpaper
from argosy.identity.models import ExportLog
from argosy.strategy import queries
from argosy.strategy.types import Advice
from tests.console.fitting import advice_of


def test_a_paper_leaves_in_both_languages_and_is_written_to_the_log(asked, signed_in):
    client, answer = signed_in(), asked.home_storage.answer
    for language in ("en", "zh-CN"):
        response = client.get(
            f"/fit/answers/{answer}/answer.pdf", headers={"Accept-Language": language}
        )
        assert response.content.startswith(b"%PDF-")
        assert response["Content-Disposition"].endswith(f'"argosy-fit-{answer}.pdf"')
    logged = ExportLog.objects.values_list("what", "query", "format", "user__username")
    assert set(logged) == {("fit", f"answer={answer}", "pdf", "owner-user")}
    assert len(logged) == 2


def test_a_paper_is_the_same_bytes_each_time(asked):
    advice = advice_of(asked.newcomer.answer)
    first = fitpaper.paper(advice=advice, language="en")
    assert fitpaper.paper(advice=advice, language="en") == first


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
def test_a_paper_says_what_the_page_says(asked):
    advice = advice_of(asked.home_storage.answer)
    hostile = advice.profile.model_copy(update={"name": "#pagebreak() \u202e$x$ 收纳箱"})
    for language in ("en", "zh-hans"):
        pdf = fitpaper.paper(
            advice=advice.model_copy(update={"profile": hostile}), language=language
        )
        told = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        assert "#pagebreak()" in told
        assert "收纳箱" in told
        with translation.override(language):
            for sentence in queries.say_verdict(advice):
                assert "".join(sentence.split())[:24] in "".join(told.split())
        fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
        assert "CJK" in fonts.stdout.decode() or "Han" in fonts.stdout.decode()


def test_the_command_line_writes_the_same_paper(tmp_path):
    path = tmp_path / "answer.pdf"
    command = ["advise", "newcomer", "--paths", "100", "--pdf", str(path), "--json"]
    told = subprocess.run(
        [sys.executable, "-m", "argosy.cli", *command],
        capture_output=True,
        check=False,
        text=True,
        env=os.environ | {"ARGOSY_LANG": "en"},
    )
    advice = Advice.model_validate_json(told.stdout)
    assert path.read_bytes() == fitpaper.paper(advice=advice, language="en")
    again = subprocess.run(
        [sys.executable, "-m", "argosy.cli", *command], capture_output=True, check=False, text=True
    )
    assert again.returncode == 2
    assert str(path) in again.stderr
