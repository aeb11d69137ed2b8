"""Keys of the API from the command line."""

import json
import os
import subprocess
import sys

import pytest

from tests.settings import SLOT

NAME = f"keys_{SLOT}"


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


def test_a_key_is_made_listed_and_revoked(company):
    made = argosy("key", "new", "erp", "--scope", "orders:write", "--days", "30", "--json")
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout)
    assert told["secret"].startswith(f"argosy_{told['prefix']}_")

    wrong = argosy("key", "new", "erp", "--scope", "orders:eat")
    assert (wrong.returncode, "at least one scope" in wrong.stderr) == (2, True)

    listed = argosy("key", "list", "--json")
    (key,) = json.loads(listed.stdout)["keys"]
    assert (key["name"], key["scopes"], key["revoked_at"]) == ("erp", ["orders:write"], None)
    assert told["secret"].rsplit("_", 1)[1] not in listed.stdout

    assert argosy("key", "revoke", str(key["key"])).returncode == 0
    (key,) = json.loads(argosy("key", "list", "--json").stdout)["keys"]
    assert key["revoked_at"] is not None
    assert argosy("key", "revoke", "999").returncode == 2
