"""The importer is killed in the middle of a batch: taken up again, the import comes to the same.

`make soak` does so with the real files, ten times, and to the database too.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from argosy.database.locks import FileLock
from argosy.intake import importing, queries, services
from argosy.intake.types import Fingerprint
from tests.intake.conftest import NOON, rolled_back

pytestmark = pytest.mark.race

IMPORTER = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.utils import timezone
from argosy.intake import importing, services
importing.DOCUMENTS_PER_BATCH = int(sys.argv[3])
services.carry_out(run=int(sys.argv[2]), clock=timezone.now)
"""
DOCUMENTS, PER_BATCH = 400, 20


@pytest.fixture
def run(entity: int, tmp_path: Path) -> int:
    """An import of four hundred invoices, credits among them, that nobody has begun."""
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    rows = [
        f"{'C' if n % 7 == 0 else ''}{n},SKU{n % 11 + part},Thing,{-1 if n % 7 == 0 else 3},"
        f"2010-{n // 40 + 1:02}-04 10:00,{n % 3 + 1}.25,{n % 13},France"
        for n in range(1, DOCUMENTS + 1)
        for part in range(3)
    ]
    path = tmp_path / "retail.csv"
    path.write_text("\n".join([head, *rows]))
    file = services.receive_file(path=path, name=path.name, received_by=None, now=NOON)
    (planned,) = services.plan(
        path=path, file=file, profile="online-retail", channel=None, by=None, now=NOON
    )
    return planned


@pytest.fixture
def undisturbed(run: int) -> Fingerprint:
    """The book that the import makes when nothing happens to it."""
    with rolled_back():
        services.carry_out(run=run, clock=lambda: NOON)
        return queries.fingerprint()


@pytest.fixture
def importer(run: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that carries the import out."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            IMPORTER,
            connection.settings_dict["NAME"],
            str(run),
            str(PER_BATCH),
        ],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "argosy.config.settings",
            "ARGOSY_HOME": str(settings.ENV.home),
        },
    )
    yield process
    process.kill()
    process.wait()


def left_behind(folder: Path, *, age_s: float) -> Path:
    """What an import has in the temporary folder."""
    left = folder / f"{importing.TEMPORARY}{age_s:.0f}"
    left.mkdir()
    (left / "file").write_text("Ada")
    os.utime(left, times=(time.time() - age_s, time.time() - age_s))
    return left


def test_what_a_killed_import_left_is_removed_and_what_another_uses_is_not(
    run: int, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, fresh = left_behind(tmp_path, age_s=3600), left_behind(tmp_path, age_s=1)
    used = left_behind(tmp_path, age_s=7200)
    mark = FileLock(used / importing.IN_USE)
    mark.take(shared=False)
    os.utime(used, times=(time.time() - 7200, time.time() - 7200))

    # The caller's clock is not the system's: by this one all are a century old.
    services.carry_out(run=run, clock=lambda: NOON + timedelta(days=36_500))
    mark.release()

    assert sorted(tmp_path.glob(f"{importing.TEMPORARY}*")) == sorted([fresh, used])
    assert not dead.exists()


def applied() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence_document")
        return int(cursor.fetchone()[0])


def test_killed_in_the_middle_of_a_batch_it_goes_on_where_it_was(
    run: int,
    undisturbed: Fingerprint,
    importer: "subprocess.Popen[bytes]",
    until_blocked: Callable[[], None],
):
    deadline = time.monotonic() + 30
    while not applied():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with transaction.atomic(), connection.cursor() as cursor:
        # Its batch has written orders by the time it comes to the moves.
        cursor.execute("LOCK TABLE inventory_move IN SHARE MODE")
        until_blocked()
        before = applied()
        importer.kill()
        importer.wait()
    assert 0 < before < DOCUMENTS
    assert before % PER_BATCH == 0

    services.carry_out(run=run, clock=lambda: NOON)

    assert queries.fingerprint() == undisturbed
    told = queries.run(run=run, now=NOON)
    assert (told.state, told.new, told.known) == ("done", DOCUMENTS, 0)
    assert (told.merchandise_lines, told.documents_done) == (3 * DOCUMENTS, DOCUMENTS)
