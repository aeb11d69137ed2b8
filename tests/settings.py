"""The settings under test: the product's own, on a data folder that the tests have to themselves.

The folder is kept between runs, so that only the first one makes a database server. Runs at the
same time share the server, and take a database each.
"""

import hashlib
import itertools
import os
import shutil
from contextlib import suppress
from pathlib import Path

from argosy.database.locks import FileLock

ROOT = Path(__file__).parents[1]
MEMORY = Path("/dev/shm")  # noqa: S108 - ours alone, or not used
ROOMY_BYTES = 6 * 1024**3  # PostgreSQL keeps up to 4 GiB of its log


def _home() -> Path:
    """Where the tests' database lies: in memory where there is room, so that none waits for a disk.

    What is written survives a kill there as on a disk; only a power cut would tell them apart.
    """
    if told := os.environ.get("ARGOSY_TEST_HOME"):
        return Path(told)
    home = ROOT / ".build" / "test-home"
    if home.is_dir() or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOMY_BYTES:
        return home
    mark = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]
    folder = MEMORY / f"argosy-tests-{os.getuid()}-{mark}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid == os.getuid():
        home.parent.mkdir(exist_ok=True)
        with suppress(FileExistsError):  # Another process of this run was quicker.
            home.symlink_to(folder)
    return home


HOME = _home()
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
