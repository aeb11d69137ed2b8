"""The specimen's busy night: open orders and what is promised, leased, on its way and shipped.

Told live, of yesterday, by the services of everybody else.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import queries as channels
from argosy.fulfilment import services as fulfilment
from argosy.intake import services as intake
from argosy.intake.types import Act, OrderDocument, OrderLine
from argosy.inventory import services as inventory
from argosy.inventory.types import Basket, Count, Parcel, Want
from argosy.orders import queries as orders

if TYPE_CHECKING:
    from argosy.doctor.specimen import Specimen

CUP, TRAY, SET = "DOCTOR-CUP", "DOCTOR-TRAY", "DOCTOR-SET"
LAMP, RUG = "DOCTOR-LAMP", "DOCTOR-RUG"
PRICE: Final = Decimal("59.90")
HOUR: Final = timedelta(hours=1)


def book(*, at: "Specimen", skus: Mapping[str, int], note: int, now: datetime) -> None:
    """Book it into the specimen's live channel."""
    more = catalogue.state_skus(stated=[StatedSku(code=LAMP), StatedSku(code=RUG)], now=now)
    counted_at = now - timedelta(days=2)
    # Of lamps there are three, and nobody has counted the rugs.
    lamps = Count(more[LAMP], at.place, 3, counted_at, note, 1)
    inventory.count(counts=[lamps], entity=at.entity, now=now)
    told = _told(at.live, now)
    _lease(at, skus[CUP], now)
    _ship(told, at.place, now)
    _act(told, now)
    _travel(at, skus[TRAY], now)
    inventory.reserve_one(
        basket=Basket(
            "cart:doctor",
            at.place,
            at.entity,
            (Want(skus[TRAY], 1),),
            expires_at=now + timedelta(days=30),
        ),
        now=now,
    )


def _told(channel: int, now: datetime) -> dict[str, int]:
    """Tell the orders; their numbers by those of the channel."""
    placed = now - timedelta(days=1)
    documents = [
        _order("L-1", placed, _goods(CUP, 2, placed), _goods(SET, 1, placed)),
        # Of five lamps two are owed, and of the rugs all.
        _order("L-2", placed, _goods(LAMP, 5, placed)),
        _order("L-3", placed, _goods(RUG, 1, placed)),
        _order("L-4", placed, _goods(CUP, 4, placed)),  # to be shipped in part
        _order("L-5", placed, _goods(CUP, 2, placed)),  # to be shipped, and to come back in part
        _order("L-6", placed, _goods(CUP, 1, placed)),  # to be cancelled
        _order("L-7", placed, _goods(CUP, 3, placed)),  # to be made fewer
        # Its channel says what it takes for it: nothing is estimated.
        _order("L-8", placed, _goods(CUP, 1, placed), _fee(placed)),
        _order("L-9", placed, _goods(CUP, 1, placed), paid_at=placed),
    ]
    found: dict[str, int] = {}
    # The first names everything; the others name nothing new and go the short way.
    for batch in (documents[:3], documents[3:]):
        for one in intake.book(documents=batch, channel=channel, now=now).outcomes:
            found[one.external_id] = one.order or 0
    return found


def _lease(at: "Specimen", sku: int, now: datetime) -> None:
    named = channels.resolve(channels=[at.live], skus=[CUP])
    listing, _, _ = named[at.live, CUP]
    inventory.lease(
        claimant=f"listing:{listing}",
        sku=sku,
        place=at.place,
        quantity=6,
        ends_at=None,
        now=now,
    )


def _ship(told: Mapping[str, int], place: int, now: datetime) -> None:
    (line,) = orders.lines_of(order=told["L-4"])
    part = fulfilment.plan(order=told["L-4"], place=place, lines={line.id: 1}, by=None, now=now)
    at = now - HOUR
    fulfilment.ship(shipment=part, at=at, carrier="", tracking="", revision=None, by=None, now=now)
    fulfilment.ship_order(
        order=told["L-5"], at=at, carrier="", tracking="", revision=None, by=None, now=now
    )


def _act(told: Mapping[str, int], now: datetime) -> None:
    (line,) = orders.lines_of(order=told["L-5"])
    intake.return_goods(act=_acted(told["L-5"], now), quantities={line.id: 1}, now=now)
    intake.cancel_order(act=_acted(told["L-6"], now), now=now)
    (line,) = orders.lines_of(order=told["L-7"])
    intake.change_quantities(act=_acted(told["L-7"], now), quantities={line.id: 2}, now=now)


def _acted(order: int, now: datetime) -> Act:
    return Act(order=order, by=None, at=now, reason="doctor", revision=None)


def _travel(at: "Specimen", sku: int, now: datetime) -> None:
    """A purchase of which a part has come, and a transfer that is under way."""
    second = inventory.open_place(
        key="doctor-second", title="Doctor", kind="warehouse", country="CN", now=now
    )
    parcel = Parcel(sku=sku, quantity=10, entity=at.entity, reference="doctor")
    bought = inventory.expect(parcel=parcel, place=at.place, now=now)
    inventory.receive(arrival=bought, quantity=4, now=now)
    inventory.transfer(parcel=parcel, origin=at.place, target=second, now=now)


def _order(
    external_id: str, placed: datetime, *lines: OrderLine, paid_at: datetime | None = None
) -> OrderDocument:
    return OrderDocument(
        external_id=external_id,
        kind="order",
        lines=lines,
        placed_at=placed,
        paid_at=paid_at,
        customer=f"doctor {external_id}",
        market="US",
    )


def _goods(sku: str, quantity: int, at: datetime) -> OrderLine:
    return OrderLine(
        line_class="merchandise",
        currency="CNY",
        occurred_at=at,
        sku=sku,
        title=sku,
        quantity=quantity,
        unit_price=PRICE,
    )


def _fee(at: datetime) -> OrderLine:
    return OrderLine(
        line_class="platform_fee", currency="CNY", occurred_at=at, amount=Decimal("-5.99")
    )
