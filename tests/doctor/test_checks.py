"""The list of checks: each has its statement, its promise in it, and a corruption to notice."""

from pathlib import Path

import pytest

from argosy.doctor.checks import checks, chosen
from argosy.doctor.errors import UnknownCheck
from argosy.doctor.probes import PROBES
from argosy.doctor.specimen import PLANTED
from argosy.doctor.trials import planted

STATEMENTS = Path("argosy/doctor/sql")
CODES = {one.code for one in checks()}


def test_each_check_is_asked_once_by_a_statement_or_a_probe():
    stated = {path.stem for path in STATEMENTS.glob("*.sql")}

    assert stated | set(PROBES) == CODES
    assert stated & set(PROBES) == set()
    assert len(CODES) == len(checks())


def test_each_statement_begins_with_its_promise():
    for check in checks():
        if check.code not in PROBES:
            first = (STATEMENTS / f"{check.code}.sql").read_text(encoding="utf-8").splitlines()[0]
            assert first == f"-- {check.code} [{check.severity}] {check.promise}"


def test_each_check_has_something_planted_and_nothing_is_planted_for_none():
    assert [one.code for one in checks() if not planted(one)] == []
    assert {path.name.split(".")[0] for path in PLANTED.glob("*.sql")} == CODES | {
        "_import",
        "_unguarded",
    }


def test_the_page_names_each_check_with_its_promise():
    page = Path("docs/doctor.md").read_text(encoding="utf-8")

    for one in checks():
        mark = "✓" if one.is_fast else ""
        assert f"| {one.code} | {one.severity} | {mark} | {one.promise} |" in page


def test_checks_are_chosen_by_code_and_by_family_whatever_the_case():
    assert [one.code for one in chosen(["stk-4", " DB "], is_fast=False)] == [
        *("STK-4", "DB-1", "DB-2", "DB-3", "DB-4", "DB-5")
    ]
    assert chosen([], is_fast=False) == list(checks())
    assert {one.is_fast for one in chosen([], is_fast=True)} == {True}


def test_a_check_that_is_none_is_refused():
    with pytest.raises(UnknownCheck) as refused:
        chosen(["STK-4", "STK-99"], is_fast=False)

    assert refused.value.facts["code"] == "STK-99"
