"""Files and imports at once: bytes are kept once, and a run has one master."""

import io
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from argosy.evidence import services as evidence
from argosy.intake import importing, queries, services
from argosy.intake.errors import RunBusy
from argosy.intake.types import Progress, RunView
from tests.intake.conftest import NOON
from tests.intake.races.conftest import Call, ask, figures, without_index

pytestmark = pytest.mark.race

ONLINE_RETAIL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1,BOX,Box,2,2010-01-04 10:00,3.50,17850,France
2,LID,Lid,1,2010-01-04 11:00,1.00,17850,France
"""


def receive_twice(at_once) -> bool:
    def receive() -> object:
        return evidence.store_file(
            content=io.BytesIO(b"a,b"), name="a.csv", received_by=None, now=NOON
        )

    return at_once(receive, receive).known


def test_the_same_bytes_at_once_are_kept_once(at_once):
    assert receive_twice(at_once)
    assert ask("SELECT count(*) FROM evidence_chunk") == [(1,)]


@pytest.fixture
def planned(entity: int, tmp_path: Path) -> Callable[..., int]:
    """A call that plans an import of a file, as each of several processes would."""

    def plan(name: str = "retail.csv", text: str = ONLINE_RETAIL) -> int:
        path = tmp_path / name
        path.write_text(text)
        file = services.receive_file(path=path, name=name, received_by=None, now=NOON)
        (run,) = services.plan(
            path=path, file=file, profile="online-retail", channel=None, by=None, now=NOON
        )
        return run

    return plan


def carried_out(run: int) -> Call:
    return lambda: services.carry_out(run=run, clock=lambda: NOON)


def test_two_imports_of_one_file_at_once_are_one(planned, at_once):
    runs: list[int] = []
    at_once(lambda: runs.append(planned()), lambda: runs.append(planned()))

    assert runs[0] == runs[1]
    assert ask("SELECT count(*) FROM channels_channel") == [(1,)]


def import_the_same_rows_at_once(planned, at_once) -> list[RunView]:
    runs = [planned(), planned("again.csv", ONLINE_RETAIL.replace("Box,", "Box ,"))]
    at_once(*map(carried_out, runs))
    return [queries.run(run=run, now=NOON) for run in runs]


def test_two_files_with_the_same_rows_at_once_count_them_once(planned, at_once):
    first, second = import_the_same_rows_at_once(planned, at_once)

    assert (first.state, first.new, first.known) == ("done", 2, 0)
    assert (second.state, second.new, second.known) == ("done", 0, 2)
    assert figures() == {"sale": 800}


def test_with_neither_lock_nor_index_they_count_twice(planned, at_once, without):
    without("evidence/hold_subjects")
    with without_index("evidence_document", "document_once"):
        assert [one.new for one in import_the_same_rows_at_once(planned, at_once)] == [2, 2]
        assert figures() == {"sale": 1600}


def carry_out_twice(planned, elsewhere) -> None:
    """A second process comes while the first is in the middle of the run."""
    run, is_reading, may_go_on = planned(), Event(), Event()

    def dawdle(_: Progress) -> None:
        is_reading.set()
        may_go_on.wait(timeout=10)

    first = elsewhere(lambda: services.carry_out(run=run, clock=lambda: NOON, watch=dawdle))
    assert is_reading.wait(timeout=10)
    try:
        carried_out(run)()
    finally:
        may_go_on.set()
        first.result(timeout=10)


def test_a_run_is_carried_out_by_one_process_at_a_time(planned, elsewhere, monkeypatch):
    monkeypatch.setattr(importing, "TAKE_OVER_S", 0.3)
    with pytest.raises(RunBusy):
        carry_out_twice(planned, elsewhere)
    assert figures() == {"sale": 800}


def test_without_the_lock_two_carry_it_out(planned, elsewhere, without):
    without("intake/hold_run", "SELECT true")
    carry_out_twice(planned, elsewhere)
    assert figures() == {"sale": 800}  # Twice the work, and still each document counted once.
