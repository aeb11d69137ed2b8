"""A book to spoil: the specimen, or a company that is told its documents one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.doctor import running, specimen
from argosy.doctor.checks import checks
from argosy.doctor.specimen import CUP, MONDAY, SET, TRAY
from argosy.evidence import queries as evidence
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument
from argosy.inventory import services as inventory
from argosy.inventory.types import Count

NOW = datetime(2026, 11, 11, 12, tzinfo=UTC)


BOOK = [one for one in checks() if one.code.partition("-")[0] not in {"DB", "JOB"}]


def broken() -> dict[str, int | None]:
    """Which checks of the book find something, as the transaction under way sees it."""
    found = running.run_all(BOOK, now=NOW, is_fast=False)
    return {one.check.code: one.rows for one in found if not one.is_clean}


def asked(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@dataclass
class Company:
    """A company with one channel, which is told things."""

    at: specimen.Specimen
    skus: dict[str, int]
    notes: int = 0
    told: list[object] = field(default_factory=list)

    def tell(self, *documents: OrderDocument) -> int:
        """Book documents as one import, and return it."""
        run = specimen._import(self.at.file, self.at.channel, NOW)
        specimen._tell(self.at, run, documents, NOW)
        return run

    def undo(self, run: int) -> None:
        intake.undo(run=run, now=NOW)

    def count(self, code: str, quantity: int) -> None:
        note = self._note()
        counted_at = MONDAY - timedelta(days=30)
        counts = [Count(self.skus[code], self.at.place, quantity, counted_at, note, 1)]
        inventory.count(counts=counts, entity=self.at.entity, now=NOW)

    def cost(self, code: str, cost: str) -> None:
        specimen._state_cost(self.skus[code], cost, self._note(), NOW)

    def on_hand(self, code: str) -> int:
        ((found,),) = asked(
            f"SELECT on_hand FROM inventory_level WHERE sku_id = {self.skus[code]}"  # noqa: S608
        )
        return int(str(found))

    def map(self, platform_sku: str, code: str) -> None:
        ((listing,),) = asked(
            f"SELECT id FROM channels_listing WHERE platform_sku = '{platform_sku}'"  # noqa: S608
        )
        intake.map_listings(skus={int(str(listing)): self.skus[code]}, now=NOW)

    def _note(self) -> int:
        self.notes += 1
        note = specimen._document(f"N-{self.notes}", "adjustment", specimen._line("note"))
        (document,) = evidence.documents_of(run=self.tell(note))
        return document


@pytest.fixture
def company(db: None) -> Company:
    at = specimen._prepare(NOW)
    stated = [
        StatedSku(code=CUP),
        StatedSku(code=TRAY),
        StatedSku(code=SET, components=((CUP, 2), (TRAY, 1))),
    ]
    return Company(at, catalogue.state_skus(stated=stated, now=NOW))


@pytest.fixture
def committed(transactional_db: None) -> Iterator[specimen.Specimen]:
    """The specimen in a book that other transactions see."""
    return specimen.book(NOW)
