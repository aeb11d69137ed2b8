"""What is wrong with a document that arrives as a value: every fault by row, field and code.

A row is the line's position from 1; row 0 is the document itself. Nothing is guessed or corrected:
a document with a fault is set aside whole, half an order being no order.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from argosy.evidence.types import Problem
from argosy.intake.classes import CLASSES
from argosy.intake.types import OrderDocument, OrderLine
from argosy.kernel import money
from argosy.kernel.errors import AmountTooLarge, NotAnAmount, UnknownCurrency

KINDS: Final = frozenset({"order", "credit", "adjustment", "transaction"})
LINES_MAX: Final = 5_000
UNITS_MAX: Final = 1_000_000
PRICE_MAX: Final = Decimal(10) ** 11
ID_MAX: Final = 200
SKU_MAX: Final = 120
SINCE: Final = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(hours=24)  # a clock may be wrong, and zones are confused; not by more
GOODS: Final = {"merchandise": 1, "free_goods": 1, "merchandise_return": -1}
WITH_UNITS: Final = frozenset(one.key for one in CLASSES if one.stock or one.goods)
NOTHING: Final = Decimal(0)
UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")
STAMPS: Final = ("placed_at", "paid_at", "changed_at", "shipped_at", "cancelled_at")


def faults(document: OrderDocument, *, now: datetime) -> list[Problem]:
    """Everything that is wrong with a document; nothing where it may be booked."""
    found = [] if _is_plain_header(document, now + AHEAD) else list(_of_header(document, now))
    if not document.lines:
        found.append(Problem(0, "lines", "no_lines", ""))
    if len(document.lines) > LINES_MAX:
        found.append(Problem(0, "lines", "too_many_lines", str(len(document.lines))))
        return found
    latest = now + AHEAD
    for position, line in enumerate(document.lines, start=1):
        if not _is_plain(line, document.kind, latest):
            found.extend(_of_line(line, position, document.kind, latest))
    if not found and document.total is not None:
        found.extend(_of_total(document))
    return found


def _is_plain_header(document: OrderDocument, latest: datetime) -> bool:
    """The same of a document itself."""
    number, placed = document.external_id, document.placed_at
    return (
        0 < len(number) <= ID_MAX
        and number.isprintable()
        and document.kind in KINDS
        and placed is not None
        and placed.tzinfo is not None
        and SINCE <= placed <= latest
        and document.paid_at is None
        and document.changed_at is None
        and document.shipped_at is None
        and document.cancelled_at is None
        and _is_plain_text(document.customer)
        and _is_plain_text(document.country)
        and _is_plain_text(document.market)
        and not document.reference
        and not document.recipient
    )


def _is_plain_text(text: object) -> bool:
    return text is None or (type(text) is str and text.isprintable())


def _is_plain(line: OrderLine, kind: str, latest: datetime) -> bool:
    """Whether a line is of the usual kind without a fault: most are, and need no second look."""
    quantity, price, sku = line.quantity, line.unit_price, line.sku
    return (
        line.line_class == "merchandise"
        and kind == "order"
        and type(quantity) is int
        and 0 < quantity <= UNITS_MAX
        and type(price) is Decimal
        and price.is_finite()
        and 0 <= price <= PRICE_MAX
        and line.amount is None
        and type(sku) is str
        and 0 < len(sku) <= SKU_MAX
        and sku.isprintable()
        and _is_plain_text(line.title)
        and _is_plain_text(line.country)
        and _is_plain_text(line.market)
        and _is_currency(line.currency)
        and line.occurred_at.tzinfo is not None
        and SINCE <= line.occurred_at <= latest
        and line.row_no == 0
    )


def _is_currency(code: str) -> bool:
    try:
        money.exponent(code)
    except UnknownCurrency:
        return False
    return True


def _of_header(document: OrderDocument, now: datetime) -> Iterator[Problem]:
    if not document.external_id or len(document.external_id) > ID_MAX:
        yield Problem(0, "external_id", "bad_length", document.external_id[:ID_MAX])
    elif not document.external_id.isprintable():
        yield Problem(0, "external_id", "control_character", document.external_id)
    if document.kind not in KINDS:
        yield Problem(0, "kind", "bad_kind", document.kind)
    for name in STAMPS:
        at = getattr(document, name)
        if at is not None:
            yield from _of_instant(0, name, at, now + AHEAD)
    for name in ("customer", "country", "market", "reference"):
        yield from _of_text(0, name, getattr(document, name))
    for name, text in (document.recipient or {}).items():
        yield from _of_text(0, name, text)


def _of_line(line: OrderLine, row: int, kind: str, latest: datetime) -> Iterator[Problem]:
    if line.row_no and line.row_no < 0:
        yield Problem(row, "row_no", "bad_number", str(line.row_no))
    if not _is_currency(line.currency):
        yield Problem(row, "currency", "unknown_currency", str(line.currency))
    yield from _of_units(line, row, kind)
    for name in ("unit_price", "amount"):
        yield from _of_price(row, name, getattr(line, name), line.currency)
    if line.sku is not None and not (0 < len(line.sku) <= SKU_MAX and line.sku.isprintable()):
        yield Problem(row, "sku", "bad_text", line.sku[:SKU_MAX])
    for name in ("title", "country", "market"):
        yield from _of_text(row, name, getattr(line, name))
    yield from _of_instant(row, "occurred_at", line.occurred_at, latest)


def _of_units(line: OrderLine, row: int, kind: str) -> Iterator[Problem]:
    quantity = line.quantity
    if quantity is None:
        if line.line_class in WITH_UNITS and line.amount is None:
            yield Problem(row, "quantity", "missing", "")
        return
    if type(quantity) is not int:
        yield Problem(row, "quantity", "bad_number", str(quantity))
    elif abs(quantity) > UNITS_MAX:
        yield Problem(row, "quantity", "too_large", str(quantity))
    elif line.line_class in GOODS and quantity * GOODS[line.line_class] <= 0 and kind == "order":
        yield Problem(row, "quantity", "bad_quantity", str(quantity))
    elif line.line_class in GOODS and quantity == 0:
        yield Problem(row, "quantity", "bad_quantity", "0")


def _of_price(row: int, name: str, value: Decimal | None, currency: str) -> Iterator[Problem]:
    if value is None:
        return
    if not isinstance(value, Decimal) or not value.is_finite():
        yield Problem(row, name, "bad_number", str(value)[:SKU_MAX])
    elif abs(value) > PRICE_MAX:
        yield Problem(row, name, "too_large", f"{value:.3E}")
    elif name == "unit_price" and value < 0:
        yield Problem(row, name, "negative_amount", str(value))
    elif _is_currency(currency) and not _fits(value, currency):
        yield Problem(row, name, "too_large", f"{value:.3E}")


def _fits(value: Decimal, currency: str) -> bool:
    try:
        money.minor_from_decimal(value, currency)
    except (NotAnAmount, AmountTooLarge):
        return False
    return True


def _of_instant(row: int, name: str, at: datetime, latest: datetime) -> Iterator[Problem]:
    if at.tzinfo is None:
        yield Problem(row, name, "no_zone", at.isoformat())
    elif at > latest:
        yield Problem(row, name, "in_future", at.isoformat())
    elif at < SINCE:
        yield Problem(row, name, "too_old", at.isoformat())


def _of_text(row: int, name: str, text: object) -> Iterator[Problem]:
    """What PostgreSQL cannot keep: NUL and lone surrogates. All else is the sender's own."""
    if text is None:
        return
    if not isinstance(text, str):
        yield Problem(row, name, "bad_text", str(text)[:SKU_MAX])
    elif UNKEPT.search(text):
        yield Problem(row, name, "control_character", text[:SKU_MAX])


def _of_total(document: OrderDocument) -> Iterator[Problem]:
    currency = document.lines[0].currency
    total = document.total
    if total is None:
        return
    if not isinstance(total, Decimal) or not total.is_finite() or not _fits(total, currency):
        yield Problem(0, "total", "bad_number", str(total)[:SKU_MAX])
        return
    if any(line.currency != currency for line in document.lines):
        yield Problem(0, "total", "several_currencies", str(total))
        return
    summed = sum(line_minor(line) for line in document.lines)
    if money.minor_from_decimal(total, currency) != summed:
        stated = money.decimal_from_minor(summed, currency)
        yield Problem(0, "total", "total_differs", f"{total} ≠ {stated}")


def line_minor(line: OrderLine) -> int:
    """What a line comes to in minor units: its amount where stated, else quantity × unit price.

    Rounded once, half away from zero.
    """
    if line.amount is not None:
        return money.minor_from_decimal(line.amount, line.currency)
    return _minor(line.unit_price or NOTHING, line.quantity or 0, line.currency)


@lru_cache(maxsize=65_536)
def _minor(price: Decimal, quantity: int, currency: str) -> int:
    """The same again and again: on a festival night a few prices sell a thousand times."""
    return money.minor_from_decimal(price * quantity, currency)
