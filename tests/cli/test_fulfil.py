"""Routing, papers and shipping from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.settings import SLOT

NAME = f"fulfil_{SLOT}"


def argosy(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "argosy.cli", "--company", NAME, *arguments],
        env=os.environ | {"ARGOSY_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def company(make_company):
    return make_company(NAME)


def test_what_is_not_there_is_refused_with_a_word_and_a_code(company, tmp_path: Path):
    paper = tmp_path / "paper.pdf"
    for arguments, said in (
        (("route", "S-1"), "There is no such order"),
        (("ship", "S-1"), "There is no such order"),
        (("slip", "S-1", "--out", str(paper)), "There is no such order"),
        (("pick", "atlantis", "--out", str(paper)), "There is no place called atlantis"),
        (("slip", "S-1", "--out", str(paper), "--paper", "a3"), "There is a4"),
        (("ship", "S-1", "--channel", "atlantis"), "atlantis"),
    ):
        answer = argosy(*arguments)
        assert (answer.returncode, said in answer.stderr) == (2, True), answer.stderr
    assert not paper.exists()


def test_nothing_waits_and_nothing_is_routed(company):
    answer = argosy("route", "--json")
    assert (answer.returncode, json.loads(answer.stdout)) == (
        0,
        {"routed": 0, "moved": 0, "short": 0},
    )
