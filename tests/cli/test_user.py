"""Accounts from the command line."""

import json
import os
import subprocess
import sys

import pytest

from tests.settings import SLOT

NAME = f"user_{SLOT}"


def argosy(*arguments, typed=None):
    return subprocess.run(
        [sys.executable, "-m", "argosy.cli", "--company", NAME, *arguments],
        env=os.environ | {"ARGOSY_LANG": "en"},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def company(make_company):
    return make_company(NAME)


def test_an_account_is_made_listed_reset_and_disabled(company):
    made = argosy("user", "add", "Carla", "--role", "finance", "--json")
    assert made.returncode == 0, made.stderr
    facts = json.loads(made.stdout)
    assert (facts["username"], facts["role"]) == ("carla", "finance")
    assert len(facts["password"]) >= 16

    twice = argosy("user", "add", "CARLA")
    assert (twice.returncode, "already an account" in twice.stderr) == (2, True)

    typed = argosy("user", "reset-password", "carla", "--password-stdin", typed="short\n")
    assert (typed.returncode, "too easy to guess" in typed.stderr) == (2, True)

    assert argosy("user", "disable", "carla").returncode == 0
    (listed,) = json.loads(argosy("user", "list", "--json").stdout)["users"]
    assert (listed["username"], listed["role"], listed["active"]) == ("carla", "finance", False)
