"""What people and platforms do to one order: each act is judged under the order's row lock.

Cancel, change, refund and return are told to the book as any document is: a later word on the order
that says what is so now. Its lines, money and promises follow by the rules that hold for every
arrival; the act itself is a fact with who and why.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from argosy.evidence import services as evidence
from argosy.finance import queries as finance
from argosy.fulfilment import services as fulfilment
from argosy.intake import live
from argosy.intake.classes import CLASSES
from argosy.intake.types import Act, OrderDocument, OrderLine
from argosy.kernel import money
from argosy.orders import queries as orders_queries
from argosy.orders import services as orders
from argosy.orders.errors import (
    BadQuantity,
    NoSuchLine,
    RefundTooLarge,
    StaleOrder,
    TooManyReturned,
)
from argosy.orders.types import Acted, Standing, StandingLine

CLASS_OF: Final = {one.kind: one.key for one in reversed(CLASSES) if one.kind and not one.goods}
SOLD: Final = frozenset({"merchandise", "free_goods"})


@transaction.atomic
def cancel(act: Act, *, now: datetime) -> Acted:
    """See `services.cancel_order`."""
    standing = _held(act)
    acted = _act(act, "cancelled", {}, now)
    fulfilment.give_up(order=act.order, now=now)
    _tell(replace(_document(standing, act.at), cancelled_at=act.at), standing, now)
    return acted


@transaction.atomic
def change_quantities(act: Act, quantities: Mapping[int, int], *, now: datetime) -> Acted:
    """See `services.change_quantities`."""
    standing = _held(act)
    lines = {line.id: line for line in orders_queries.lines_of(order=act.order)}
    for line, quantity in quantities.items():
        if line not in lines:
            raise NoSuchLine(order=standing.external_id, line=line)
        if not 0 <= quantity <= lines[line].quantity:
            raise BadQuantity(line=line, quantity=quantity)
    said = {str(line): quantity for line, quantity in quantities.items()}
    acted = _act(act, "quantities", {"lines": said}, now)
    _tell(_document(standing, act.at, quantities), standing, now)
    return acted


@transaction.atomic
def change_address(act: Act, address: Mapping[str, str], *, now: datetime) -> Acted:
    """See `services.change_address`."""
    standing = _held(act)
    acted = _act(act, "address", {}, now)  # what it is now lies with the recipient, not in a fact
    _tell(replace(_document(standing, act.at), recipient=dict(address)), standing, now)
    return acted


@transaction.atomic
def refund(act: Act, amount_minor: int, *, now: datetime) -> Acted:
    """See `services.refund_order`."""
    standing = _held(act)
    left = standing.total_minor
    if not 0 < amount_minor <= left:
        raise RefundTooLarge(
            order=standing.external_id,
            left=f"{money.decimal_from_minor(left, standing.currency)} {standing.currency}",
            asked=f"{money.decimal_from_minor(amount_minor, standing.currency)}",
        )
    acted = _act(act, "refund", {"amount_minor": amount_minor}, now)
    told = _document(standing, act.at)
    given_back = OrderLine(
        line_class="refund",
        currency=standing.currency,
        occurred_at=act.at,
        amount=-money.decimal_from_minor(amount_minor, standing.currency),
        market=_market(standing),
    )
    _tell(replace(told, lines=(*told.lines, given_back)), standing, now)
    return acted


@transaction.atomic
def take_back(act: Act, quantities: Mapping[int, int], *, refund: bool, now: datetime) -> Acted:
    """See `services.return_goods`."""
    standing = _held(act)
    lines = {line.id: line for line in orders_queries.lines_of(order=act.order)}
    back = orders_queries.returned_units(order=act.order)
    for line, quantity in quantities.items():
        if line not in lines:
            raise NoSuchLine(order=standing.external_id, line=line)
        left = lines[line].quantity - back.get(line, 0)
        if not 0 < quantity <= left:
            raise TooManyReturned(order=standing.external_id, line=line, left=left, asked=quantity)
    said = {str(line): quantity for line, quantity in quantities.items()}
    acted = _act(act, "returned", {"lines": said}, now)
    credit = OrderDocument(
        external_id=_credit_number(standing.external_id, acted.revision),
        kind="credit",
        placed_at=act.at,
        country=standing.country_label or None,
        market=_market(standing),
        lines=tuple(
            _returned(standing, lines[line], quantity, act.at, refund=refund)
            for line, quantity in sorted(quantities.items())
        ),
    )
    _tell(credit, standing, now)
    return acted


def _held(act: Act) -> Standing:
    """The order to oneself: first its subject, as every arrival does, then its row.

    Else a batch that speaks of it and this act would each hold what the other needs.
    """
    channel, external_id, revision = orders_queries.subject_of(order=act.order)
    evidence.hold_subjects(
        channels=[channel, channel],
        subjects=[external_id, _credit_number(external_id, revision + 1)],
    )
    standing = orders.hold(order=act.order)
    if act.revision is not None and act.revision != standing.revision:
        raise StaleOrder(order=standing.external_id)
    return standing


def _credit_number(external_id: str, revision: int) -> str:
    return f"{external_id}#R{revision}"[-200:]


def _act(act: Act, kind: str, detail: Mapping[str, object], now: datetime) -> Acted:
    return orders.act(
        order=act.order,
        kind=kind,
        at=act.at,
        document=None,
        detail={**detail, "by": act.by, "reason": act.reason[:500]},
        revision=act.revision,
        now=now,
    )


def _tell(document: OrderDocument, standing: Standing, now: datetime) -> None:
    live.book(documents=[document], channel=standing.channel, run=None, file=None, now=now)


def _document(
    standing: Standing, at: datetime, quantities: Mapping[int, int] | None = None
) -> OrderDocument:
    """A word on the order that says what the last one did, with other quantities where given."""
    changed = quantities or {}
    goods = [
        _line(standing, line, changed.get(line.id, line.quantity))
        for line in orders_queries.lines_of(order=standing.id)
    ]
    charges = [
        OrderLine(
            line_class=CLASS_OF[charge.kind],
            currency=charge.currency,
            occurred_at=charge.occurred_at,
            amount=money.decimal_from_minor(charge.amount_minor, charge.currency),
            market=charge.market if len(charge.market) == len("US") else None,
        )
        for charge in finance.stated_of(document=standing.document)
        if charge.kind in CLASS_OF
    ]
    return OrderDocument(
        external_id=standing.external_id,
        kind="order",
        lines=tuple(line for line in (*goods, *charges) if line is not None),
        placed_at=standing.placed_at,
        paid_at=standing.paid_at,
        shipped_at=standing.shipped_at,
        # Later than the last word, whatever its clock said: this one is to speak.
        changed_at=max(at, standing.as_of + timedelta(microseconds=1)),
        country=standing.country_label or None,
        market=_market(standing),
    )


def _line(standing: Standing, line: StandingLine, quantity: int) -> OrderLine | None:
    if quantity == 0 and line.quantity != 0:
        return None
    amount = money.decimal_from_minor(line.amount_minor, standing.currency)
    if quantity != line.quantity:
        amount = amount * quantity / line.quantity
    return OrderLine(
        line_class=line.kind,
        currency=standing.currency,
        occurred_at=line.occurred_at,
        sku=line.platform_sku,
        quantity=quantity,
        unit_price=line.unit_price,
        amount=amount,
        market=_market(standing),
    )


def _returned(
    standing: Standing, line: StandingLine, quantity: int, at: datetime, *, refund: bool
) -> OrderLine:
    whole = money.decimal_from_minor(line.amount_minor, standing.currency)
    return OrderLine(
        line_class="merchandise_return",
        currency=standing.currency,
        occurred_at=at,
        sku=line.platform_sku,
        quantity=-quantity,
        unit_price=line.unit_price,
        amount=-whole * quantity / line.quantity if refund else Decimal(0),
        market=_market(standing),
    )


def _market(standing: Standing) -> str | None:
    return standing.market if len(standing.market) == len("US") else None
