"""The settings under test: the product's own, on a data folder that the tests have to themselves.

The folder is kept between runs, so that only the first one makes a database server. Runs at the
same time share the server, and take a database each.
"""

import itertools
import os
from pathlib import Path

from argosy.database.locks import FileLock

HOME = Path(os.environ.get("ARGOSY_TEST_HOME") or Path(__file__).parents[1] / ".build/test-home")
os.environ["ARGOSY_HOME"] = str(HOME)
os.environ["ARGOSY_COMPANY"] = "demo"

from argosy.config.settings import *  # noqa: E402, F403 - once the environment is set


def _take_slot() -> tuple[int, FileLock]:
    """Find a number that no other run is using, and hold it as long as this process lives."""
    HOME.mkdir(parents=True, exist_ok=True)
    for number in itertools.count():
        lock = FileLock(HOME / f"run-{number}.lock")
        if lock.take(shared=False):
            return number, lock
    raise AssertionError


# `argosy up` makes it before it serves from it; a view's test has no `up` before it.
(HOME / "static").mkdir(parents=True, exist_ok=True)

SLOT, _SLOT_LOCK = _take_slot()
DATABASES["default"]["TEST"] = {"NAME": f"test_argosy_{SLOT}"}  # noqa: F405

# The real ones are slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
