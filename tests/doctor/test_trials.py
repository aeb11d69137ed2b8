"""Doctor notices what it is there to notice, and says so when it does not."""

import shutil

import pytest

from argosy.doctor import services, specimen
from argosy.doctor.checks import checks
from tests.doctor.conftest import NOW, asked, broken

COUNTED = (
    "SELECT (SELECT count(*) FROM orders_order), (SELECT count(*) FROM finance_posting),"
    " (SELECT count(*) FROM company_entity), (SELECT count(*) FROM pg_constraint)"
)


@pytest.mark.django_db
def test_in_a_sound_book_no_check_finds_anything():
    assert broken() == {}

    specimen.book(NOW)

    assert broken() == {}


@pytest.mark.django_db
def test_every_corruption_is_noticed_and_taken_back():
    before = asked(COUNTED)

    trials = services.self_test(now=NOW)

    assert [(one.planted, one.trouble) for one in trials if not one.has_fired] == []
    assert {one.check.code for one in trials} == {one.code for one in checks()}
    assert asked(COUNTED) == before
    assert broken() == {}


@pytest.mark.django_db
def test_a_corruption_that_is_not_noticed_is_said(tmp_path, monkeypatch):
    copied = shutil.copytree(specimen.PLANTED, tmp_path / "planted")
    (copied / "PII-2.sql").write_text("SELECT 1 -- nothing is spoilt\n", encoding="utf-8")
    monkeypatch.setattr(specimen, "PLANTED", copied)

    trials = services.self_test(now=NOW, only=["PII-2"])

    assert [(one.planted, bool(one.found), one.has_fired) for one in trials] == [
        ("PII-2.contact", True, True),
        ("PII-2", False, False),
    ]
