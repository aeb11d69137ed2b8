"""A small set of documents in which every kind of row occurs, for the self-test to spoil.

Booked by the services that book everything else, inside a transaction that is rolled back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Final

from django.db import connection

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.doctor import night
from argosy.evidence import queries as evidence_queries
from argosy.evidence import services as evidence
from argosy.evidence.types import Bad, Problem
from argosy.finance import services as finance
from argosy.finance.types import StatedCost
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument, OrderLine
from argosy.inventory import services as inventory
from argosy.inventory.types import Count

PLANTED: Final = Path(__file__).parent / "planted"
KEY: Final = "doctor-self-test"
CUP, TRAY, SET = "DOCTOR-CUP", "DOCTOR-TRAY", "DOCTOR-SET"
MONDAY: Final = datetime(2024, 5, 13, 9, tzinfo=UTC)  # the ECB published a rate of that day
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 4))
PRICE: Final = Decimal("9.90")
FEE_SHARE: Final = Decimal("0.1")  # of a sale, by the contract of the channel that is told live


@dataclass(frozen=True, slots=True)
class Specimen:
    """Where the planted statements find what they spoil."""

    entity: int
    channel: int
    place: int
    file: int
    run: int
    live: int  # the channel that tells of its orders live


def book(now: datetime) -> Specimen:
    """Book the specimen, and say where it is."""
    at = _prepare(now)
    skus = catalogue.state_skus(
        stated=[
            StatedSku(code=CUP, title="Cup"),
            StatedSku(code=TRAY, title="Tray"),
            StatedSku(code=SET, title="Set", components=((CUP, 2), (TRAY, 1))),
        ],
        now=now,
    )
    _tell(at, at.run, [_document("K-1", "adjustment", _line("note"))], now)
    (note,) = evidence_queries.documents_of(run=at.run)
    inventory.count(
        counts=[
            Count(skus[code], at.place, 100, MONDAY - timedelta(days=30), note, 1)
            for code in (CUP, TRAY)
        ],
        entity=at.entity,
        now=now,
    )
    _state_cost(skus[CUP], "3.10", note, now)
    _tell(at, at.run, _documents(), now)
    _state_cost(skus[CUP], "3.20", note, now)  # reverses what was posted by the first
    undone = _import(at.file, at.channel, now)
    _tell(at, undone, [_document("O-6", "order", _goods(1), shipped_at=TUESDAY)], now)
    intake.undo(run=undone, now=now)
    night.book(at=at, skus=skus, note=note, now=now)
    return at


def _prepare(now: datetime) -> Specimen:
    """A company, a warehouse, a channel, and the import of a file with one bad row."""
    entity = company.create_entity(key=KEY, title=KEY, currency="CNY", country="CN", now=now)
    place = inventory.open_place(key=KEY, title=KEY, kind="warehouse", country="CN", now=now)
    new = NewChannel(
        key=KEY,
        title=KEY,
        entity=entity,
        mode="marketplace",
        currency="USD",
        zone="Asia/Shanghai",
        market="US",
        place=place,
    )
    channel = channels.open_channel(new=new, now=now)
    told = replace(new, key=f"{KEY}-live", currency="CNY", fee_share=FEE_SHARE)
    live = channels.open_channel(new=told, now=now)
    content = BytesIO(KEY.encode())
    file = evidence.store_file(content=content, name=f"{KEY}.csv", received_by=None, now=now).id
    run = _import(file, channel, now)
    problem = Problem(row=2, field="quantity", code="bad_number", value="two")
    evidence.quarantine(
        run=run,
        file=file,
        channel=channel,
        profile="generic-orders",
        bad=[Bad(external_id="Q-1", rows=((2, {"quantity": "two"}),), problems=(problem,))],
        now=now,
    )
    return Specimen(entity=entity, channel=channel, place=place, file=file, run=run, live=live)


def _import(file: int, channel: int, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            (PLANTED / "_import.sql").read_text(encoding="utf-8"),
            {"file": file, "channel": channel, "now": now},
        )
        return int(cursor.fetchall()[0][0])


def _tell(at: Specimen, run: int, documents: Sequence[OrderDocument], now: datetime) -> None:
    numbered = [
        replace(
            one, lines=tuple(replace(line, row_no=n) for n, line in enumerate(one.lines, start=1))
        )
        for one in documents
    ]
    intake.book(documents=numbered, channel=at.channel, run=run, file=at.file, now=now)


def _state_cost(sku: int, cost: str, document: int, now: datetime) -> None:
    stated = StatedCost(
        sku=sku,
        valid_from=MONDAY.date() - timedelta(days=30),
        unit_cost=Decimal(cost),
        currency="CNY",
        document=document,
        source_row=1,
    )
    finance.keep_costs(costs=[stated], now=now)


def _documents() -> list[OrderDocument]:
    return [
        _document("O-1", "order", _goods(3), _line("shipping", amount="4.00"), shipped_at=TUESDAY),
        _document("C-1", "credit", _goods(-1, at=FRIDAY)),
        # Two snapshots: first only placed, then changed and shipped.
        _document("O-2", "order", _goods(1)),
        _document("O-2", "order", _goods(2), changed_at=WEDNESDAY, shipped_at=WEDNESDAY),
        _document("O-3", "order", _goods(1), cancelled_at=TUESDAY),
        _document("O-4", "order", _goods(2, sku=SET), shipped_at=TUESDAY),
        # A currency for which nobody publishes a rate.
        _document("O-5", "order", _goods(1, currency="VND"), shipped_at=TUESDAY),
        # An article of theirs that is none of ours.
        _document("O-7", "order", _goods(1, sku="DOCTOR-UNKNOWN"), shipped_at=TUESDAY),
        _document("A-1", "adjustment", _line("stock_write_off", sku=CUP, quantity=-2)),
        _document(
            "T-1", "transaction", _goods(3), _line("platform_fee", amount="-4.50"), reference="O-1"
        ),
    ]


def _document(
    external_id: str,
    kind: str,
    *lines: OrderLine,
    changed_at: datetime | None = None,
    shipped_at: datetime | None = None,
    cancelled_at: datetime | None = None,
    reference: str | None = None,
) -> OrderDocument:
    return OrderDocument(
        external_id=external_id,
        kind=kind,
        lines=lines,
        placed_at=lines[0].occurred_at,
        changed_at=changed_at,
        shipped_at=shipped_at,
        cancelled_at=cancelled_at,
        customer=KEY,
        country="United States",
        market="US",
        reference=reference,
        recipient={"name": KEY} if external_id == "O-1" else None,
    )


def _goods(
    quantity: int, *, sku: str = CUP, currency: str = "USD", at: datetime = MONDAY
) -> OrderLine:
    return OrderLine(
        line_class="merchandise" if quantity > 0 else "merchandise_return",
        currency=currency,
        occurred_at=at,
        sku=sku,
        title=sku,
        quantity=quantity,
        unit_price=PRICE,
    )


def _line(
    line_class: str, *, sku: str | None = None, quantity: int | None = None, amount: str = "0"
) -> OrderLine:
    return OrderLine(
        line_class=line_class,
        currency="USD",
        occurred_at=MONDAY,
        sku=sku,
        quantity=quantity,
        amount=Decimal(amount),
    )
