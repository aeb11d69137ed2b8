"""One step of a festival carried out on the book, as a worker process does it.

A step may come again: its process may have died before or after it was committed, and nobody knows
which. So every act here is one that may be repeated, or looks first at what has become of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.db import transaction

from argosy.catalogue import queries as catalogue
from argosy.channels import services as channels
from argosy.company import queries as company
from argosy.demo.festival.plan import HOLD_S
from argosy.demo.festival.types import CHANGED_S, PLACE, SETTLED_S, Sale, Step
from argosy.demo.festival.world import CURRENCY, OTHER_SESSION, SESSION
from argosy.fulfilment import services as fulfilment
from argosy.fulfilment.errors import NothingToShip, OrderNotOpen
from argosy.intake import services as intake
from argosy.intake.types import Act, OrderDocument, OrderLine
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.errors import HoldLapsed, LeaseTooSmall, NotHeld, OutOfStock
from argosy.inventory.types import Basket, LeaseShift, Want
from argosy.orders import queries as orders
from argosy.orders.errors import IllegalTransition

BUYERS: Final = 997
PROMISE: Final = timedelta(hours=72)
CENT: Final = Decimal("0.01")

Answer = dict[str, Any]


@dataclass(frozen=True)
class Carrier:
    """Carries steps out in a book whose festival began at an instant."""

    began: datetime

    def carry(self, step: Step, sales: Sequence[Sale]) -> Answer:
        """Do one step. What the book refuses is an answer; what fails is raised."""
        now = self.began + timedelta(seconds=step.at_s + SETTLED_S + 1)
        act = {
            "tell": self._tell,
            "hold": self._hold,
            "pay": self._pay,
            "cancel": self._cancel,
            "ship": self._ship,
            "tidy": self._tidy,
        }[step.kind]
        return act(step, sales, now)

    def document(self, sale: Sale, word: str) -> OrderDocument:
        """What a channel says of a sale: the whole order as it is after this word."""
        at = self.began + timedelta(seconds=sale.at_s)
        told = sale.lines if word == "placed" else sale.final
        later = at + timedelta(seconds=CHANGED_S if word == "changed" else SETTLED_S)
        return OrderDocument(
            external_id=sale.external_id,
            kind="order",
            lines=tuple(
                OrderLine(
                    "merchandise",
                    CURRENCY,
                    at,
                    sku=code,
                    quantity=units,
                    unit_price=price * CENT,
                    market="DE",
                )
                for code, units, price in told
            ),
            placed_at=at,
            paid_at=at,
            changed_at=None if word == "placed" else later,
            shipped_at=later if word == "shipped" else None,
            cancelled_at=later if word == "cancelled" else None,
            customer=f"buyer-{sale.number % BUYERS}",
            market="DE",
            channel=sale.channel,
        )

    def _tell(self, step: Step, sales: Sequence[Sale], now: datetime) -> Answer:
        said = [
            self.document(sale, word) for sale, (_, word) in zip(sales, step.words, strict=True)
        ]
        booked = intake.book(documents=said, now=now)
        return {"quarantined": booked.quarantined}

    def _hold(self, _step: Step, sales: Sequence[Sale], now: datetime) -> Answer:
        # A hold that was asked for twice would be held twice: look first.
        known = {one.holder for one in stock.reservations(holders=[*map(_holder, sales)])}
        asked = [self._basket(sale, now) for sale in sales if _holder(sale) not in known]
        refused: set[str] = set()
        if len(asked) == 1:
            try:
                inventory.reserve_one(basket=asked[0], now=now)
            except OutOfStock:
                refused = {asked[0].holder}
        elif asked:
            refused = set(inventory.reserve(baskets=asked, now=now).refused)
        return {
            "held": [sale.number for sale in sales if _holder(sale) not in refused],
            "refused": [sale.number for sale in sales if _holder(sale) in refused],
        }

    def _basket(self, sale: Sale, now: datetime) -> Basket:
        return Basket(
            holder=_holder(sale),
            place=self._place,
            entity=self._entity,
            lines=tuple(
                Want(part, units * each)
                for code, units, _ in sale.lines
                for part, each in self._parts(code)
            ),
            claimant=SESSION if sale.number % 5 == 0 else "",
            expires_at=now + timedelta(seconds=HOLD_S),
        )

    def _pay(self, _step: Step, sales: Sequence[Sale], now: datetime) -> Answer:
        """Of each basket that is still held make an order, which takes over what is held."""
        paid = {sale.number: known for sale in sales if (known := _order(sale))}
        with transaction.atomic():
            kept = [sale for sale in sales if sale.number not in paid and self._keeps(sale, now)]
            said = [self.document(sale, "placed") for sale in kept]
            outcomes = intake.book(documents=said, now=now).outcomes if said else ()
            for sale, outcome in zip(kept, outcomes, strict=True):
                inventory.hand_over(
                    holder=_holder(sale),
                    to=f"order:{outcome.order}",
                    promised_until=now + PROMISE,
                    now=now,
                )
                paid[sale.number] = int(outcome.order or 0)
        return {"paid": list(paid.items())}

    def _keeps(self, sale: Sale, now: datetime) -> bool:
        try:
            inventory.extend(holder=_holder(sale), until=now + timedelta(seconds=HOLD_S), now=now)
        except HoldLapsed:
            return False
        return True

    def _cancel(self, _step: Step, sales: Sequence[Sale], now: datetime) -> Answer:
        order = _order(sales[0])
        if order is None:
            return {"later": True}
        try:
            act = Act(order=order, by=None, at=now, reason="Changed their mind", revision=None)
            intake.cancel_order(act=act, now=now)
        except IllegalTransition as refusal:
            return {"refused": refusal.code}
        return {"done": True}

    def _ship(self, _step: Step, sales: Sequence[Sale], now: datetime) -> Answer:
        order = _order(sales[0])
        if order is None:
            return {"later": True}
        try:
            fulfilment.ship_order(
                order=order, at=now, carrier="", tracking="", revision=None, by=None, now=now
            )
        except (IllegalTransition, OrderNotOpen, NothingToShip, NotHeld, OutOfStock) as refusal:
            return {"refused": refusal.code}
        return {"done": True}

    def _tidy(self, step: Step, _sales: Sequence[Sale], now: datetime) -> Answer:
        """What is done every minute; and unsold units pass between two live sessions."""
        lapsed = inventory.expire(now=now)
        channels.refresh_desired(now=now)
        pair = (SESSION, OTHER_SESSION) if step.number % 2 else (OTHER_SESSION, SESSION)
        open_leases = stock.leases(claimant=pair[0])[:3]
        shifts = [LeaseShift(one.sku, one.place, *pair, units=1) for one in open_leases]
        try:
            inventory.rebalance(shifts=shifts, now=now)
        except LeaseTooSmall as refusal:
            return {"lapsed": lapsed, "refused": refusal.code}
        return {"lapsed": lapsed, "shifted": len(shifts)}

    def _parts(self, code: str) -> tuple[tuple[int, int], ...]:
        sku = self._skus[code]
        return self._kits.get(sku, ((sku, 1),))

    @cached_property
    def _skus(self) -> dict[str, int]:
        return {one.code: one.id for one in catalogue.refs().values()}

    @cached_property
    def _kits(self) -> dict[int, tuple[tuple[int, int], ...]]:
        return catalogue.parts(skus=list(self._skus.values()))

    @cached_property
    def _place(self) -> int:
        return stock.place_by_key(key=PLACE).id

    @cached_property
    def _entity(self) -> int:
        return company.main_entity().id


def _holder(sale: Sale) -> str:
    return f"basket:{sale.number}"


def _order(sale: Sale) -> int | None:
    """The order that a sale has become, if it has."""
    found = orders.find(text=sale.external_id, channels=None, limit=1)
    return found[0].id if found else None
