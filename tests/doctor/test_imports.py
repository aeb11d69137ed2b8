"""Imports that end early, looked at by doctor."""

import pytest

from argosy.company import services as company
from argosy.intake import importing, queries, services
from tests.doctor.conftest import NOW, asked, broken

RETAIL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
C536379,85123A,WHITE HEART,-2,2010-12-01 09:41:00,2.55,17850,United Kingdom
536370,22728,CLOCK,24,2010-12-02 08:45:00,3.75,12583,France
"""


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_import_leaves_a_sound_book_with_its_credits_matched(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "DOCUMENTS_PER_BATCH", 1)
    company.create_entity(key="main", title="Main", currency="GBP", country="GB", now=NOW)
    path = tmp_path / "retail.csv"
    path.write_text(RETAIL)
    file = services.receive_file(path=path, name=path.name, received_by=None, now=NOW)
    (run,) = services.plan(
        path=path, file=file, profile="online-retail", channel=None, by=None, now=NOW
    )

    def stop_after_two(progress):
        if (progress.phase, progress.done) == ("applying", 2):
            services.cancel(run=run)

    services.carry_out(run=run, clock=lambda: NOW, watch=stop_after_two)

    assert queries.run(run=run, now=NOW).state == "cancelled"
    assert asked("SELECT count(*) FROM orders_order") == [(2,)]
    assert asked("SELECT sum(quantity) FROM orders_creditmatch") == [(2,)]
    assert broken() == {}
