"""The seeded company comes in by the front door, once."""

from datetime import UTC, datetime, timedelta

import pytest

from argosy.channels.queries import list_channels
from argosy.company.queries import entities
from argosy.company.services import create_entity
from argosy.demo.services import seed
from argosy.demo.types import Progress
from argosy.identity.queries import account
from argosy.identity.services import ensure_first_user
from argosy.intake.queries import fingerprint, list_runs
from argosy.orders.queries import counts_by_channel

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


class PowerCut(Exception):
    """It went dark."""


@pytest.mark.django_db(transaction=True)
def test_the_company_is_set_up_and_imported_once_however_often_it_is_interrupted():
    ensure_first_user(now=NOW)
    told: list[Progress] = []

    def pull_the_plug(progress: Progress) -> None:
        if progress.files_done == 9:
            raise PowerCut

    with pytest.raises(PowerCut):
        seed(now=NOW, size="small", on_progress=pull_the_plug)
    assert len(list_runs(limit=100, now=NOW)) == 9

    # Some days later it goes on with the same company, not with one that ends on another day.
    imported = 9 + seed(now=LATER, size="small", on_progress=told.append)

    runs = list_runs(limit=100, now=NOW)
    assert imported == len(runs) == 9 + told[-1].files_done
    assert {run.state for run in runs} == {"done"}
    assert [one.key for one in entities()] == ["shenzhen", "us"]
    keys = {one.id: one.key for one in list_channels()}
    assert {keys[channel]: count for channel, count in counts_by_channel().items()} == {
        "amazon-us": 585,
        "amazon-de": 285,
        "aliexpress": 190,  # five ids were rounded
        "shopify": 195,
        "tiktok-shop": 209,
        "distributor-nord": 13,
        "distributor-gulf": 14,
    }
    assert sum(run.quarantined for run in runs) == 7
    assert {keys[key] for key in account(username="growth").channels} == {
        "tiktok-shop",
        "distributor-nord",
        "distributor-gulf",
    }
    [twice] = [run for run in runs if "(1)" in run.file_name]
    assert (twice.new, twice.changed) == (0, 0)

    before = fingerprint()
    assert seed(now=LATER, size="small") == 0
    assert fingerprint() == before
    assert len(list_runs(limit=100, now=NOW)) == imported


@pytest.mark.django_db
def test_a_book_of_another_business_is_left_alone():
    create_entity(key="main", title="Somebody else", currency="USD", country="US", now=NOW)

    assert seed(now=NOW, size="small") == 0
    assert [one.key for one in entities()] == ["main"]
    assert list_channels() == []
