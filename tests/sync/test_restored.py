"""A book that was restored elsewhere: those who want to be told are told what they were not yet."""

from datetime import UTC, datetime

import pytest

from argosy.doctor import running
from argosy.doctor.checks import chosen
from tests import moving
from tests.sync.conftest import NOON
from tests.sync.hearing import numbers

pytestmark = [pytest.mark.race]
LEAD = 5_000_000_000  # transactions that the other server had begun before ours


@pytest.fixture(autouse=True)
def as_before(transactional_db):
    with moving.counting_as_before():
        yield


def found(now):
    (finding,) = running.run_all(chosen(["OUT-1"], is_fast=False), now=now, is_fast=False)
    return finding.rows


def test_webhooks_go_on_where_they_were(add, tell, run, receiver):
    with moving.on_a_busier_server(LEAD):
        add()
        tell("told")
        run()
        tell("untold")
    assert found(NOON) == 1  # the place read is ahead of the server

    assert moving.count_here(datetime.now(UTC))

    assert found(NOON) == 0
    run()
    tell("new")
    run()
    assert numbers(receiver) == ["told", "untold", "new"]
    assert found(NOON) == 0
