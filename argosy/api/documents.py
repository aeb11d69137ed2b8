"""Orders as programs send them: their schema, and how they become documents of intake."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from argosy.api.errors import BadField, NotAnOrder, TooManyOrders
from argosy.api.types import Batch, Faulty
from argosy.evidence.types import Problem
from argosy.intake.queries import line_classes
from argosy.intake.types import OrderDocument, OrderLine

ORDERS_MAX: Final = 10_000
LINES_MAX: Final = 10_000
WHOLE_DIGITS: Final = 12
PLACES_MAX: Final = 6
NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
YEARS: Final = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
CLASSES: Final = frozenset(line_classes())
CLEAN: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"  # no control signs but tab and line ends
TEXT_SHOWN: Final = 80


def exact(value: object) -> Decimal:
    """A number as it was written: never through a float.

    :raises PydanticCustomError: it is none, or too long for an amount.
    """
    if isinstance(value, str):
        if not NUMBER.fullmatch(value):
            raise PydanticCustomError("bad_number", "not a number with a point")
        return Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("bad_number", "not a number")
    number = Decimal(value)
    if number and (number.adjusted() >= WHOLE_DIGITS or number.adjusted() < -PLACES_MAX):
        raise PydanticCustomError("bad_number", "too large or too small")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES_MAX and number != round(number, PLACES_MAX):
        raise PydanticCustomError("bad_number", "more than six decimal places")
    return number


def instant(value: object) -> datetime:
    """An instant with its offset from UTC.

    :raises PydanticCustomError: it is none, has no offset, or is not of our times.
    """
    if type(value) is str:
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            at = None
        if at is not None and at.tzinfo is not None and YEARS[0] <= at < YEARS[1]:
            return at
    raise PydanticCustomError("bad_instant", "not an instant such as 2026-11-27T03:00:00Z")


Number = Annotated[
    Decimal,
    PlainValidator(exact),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": -1e12, "exclusiveMaximum": 1e12},
                {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"},
            ]
        }
    ),
]
Instant = Annotated[
    datetime, PlainValidator(instant), WithJsonSchema({"type": "string", "format": "date-time"})
]


def _text(longest: int, *, shortest: int = 0) -> Any:
    return Field(min_length=shortest, max_length=longest, pattern=CLEAN)


def line_class(value: str) -> str:
    """A class of line that we know.

    :raises PydanticCustomError: it is none.
    """
    if value not in CLASSES:
        raise PydanticCustomError("unknown_class", "not a class of line")
    return value


LineClass = Annotated[
    str, AfterValidator(line_class), WithJsonSchema({"type": "string", "enum": sorted(CLASSES)})
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Units = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


class LineIn(BaseModel):
    """A line or charge of an order."""

    model_config = ConfigDict(extra="forbid", strict=True, title="Line")

    line_class: LineClass = Field("merchandise", alias="class")
    sku: Annotated[str, _text(120)] | None = None
    title: Annotated[str, _text(300)] | None = None
    quantity: Units | None = None
    unit_price: Number | None = None
    amount: Number | None = None
    currency: Currency | None = None
    occurred_at: Instant | None = None


class RecipientIn(BaseModel):
    """Who receives an order. Kept apart, for delivery, and forgotten in time."""

    model_config = ConfigDict(extra="forbid", strict=True, title="Recipient")

    name: Annotated[str, _text(200)] = ""
    phone: Annotated[str, _text(60)] = ""
    email: Annotated[str, _text(254)] = ""
    company: Annotated[str, _text(200)] = ""
    line1: Annotated[str, _text(300)] = ""
    line2: Annotated[str, _text(300)] = ""
    city: Annotated[str, _text(120)] = ""
    region: Annotated[str, _text(120)] = ""
    postcode: Annotated[str, _text(40)] = ""
    country: Annotated[str, _text(80)] = ""


class OrderIn(BaseModel):
    """One snapshot of an order, credit or adjustment as a channel tells it."""

    model_config = ConfigDict(extra="forbid", strict=True, title="Order")

    channel: Annotated[str, _text(60, shortest=1)]
    external_id: Annotated[str, _text(200, shortest=1)]
    kind: Literal["order", "credit", "adjustment"] = "order"
    currency: Currency
    placed_at: Instant
    paid_at: Instant | None = None
    changed_at: Instant | None = None
    shipped_at: Instant | None = None
    cancelled_at: Instant | None = None
    customer: Annotated[str, _text(200)] | None = None
    country: Annotated[str, _text(80)] | None = None
    market: Annotated[str, _text(40)] | None = None
    reference: Annotated[str, _text(200)] | None = None
    total: Number | None = None
    recipient: RecipientIn | None = None
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=LINES_MAX)]


class OrdersIn(BaseModel):
    """Many orders in one call: each is booked or set aside by itself."""

    model_config = ConfigDict(extra="forbid", title="Orders")

    orders: Annotated[list[OrderIn], Field(min_length=1, max_length=ORDERS_MAX)]


M = TypeVar("M", bound=BaseModel)
_ORDERS: Final = TypeAdapter(list[OrderIn])


def batch_of(values: object) -> Batch:
    """The documents in the values of a body; what is no document stands beside them.

    :raises NotAnOrder: it is neither an order nor a list of them.
    :raises TooManyOrders: it has none, or more than 10,000.
    :raises BadField: one order alone has a field that does not fit.
    """
    if not isinstance(values, dict):
        raise NotAnOrder
    if "orders" not in values:
        return _single(values)
    if set(values) != {"orders"} or not isinstance(values["orders"], list):
        raise NotAnOrder
    given = values["orders"]
    if not 1 <= len(given) <= ORDERS_MAX:
        raise TooManyOrders(given=len(given), limit=ORDERS_MAX)
    try:
        orders = _ORDERS.validate_python(given)
        return Batch(tuple(map(_document, orders)))
    except ValidationError:
        return _sorted_out(given)


def fitted(model: type[M], values: object) -> M:
    """The values of a body as a model has them.

    :raises BadField: naming the first that does not fit.
    """
    try:
        return model.model_validate(values)
    except ValidationError as unfit:
        first = _problems(unfit)[0]
        raise BadField(field=first.field, problem=first.code, value=first.value) from unfit


def _single(values: dict[str, Any]) -> Batch:
    return Batch((_document(fitted(OrderIn, values)),), is_single=True)


def _sorted_out(given: list[object]) -> Batch:
    documents, faulty = [], {}
    for position, values in enumerate(given):
        try:
            documents.append(_document(OrderIn.model_validate(values)))
        except ValidationError as unfit:
            faulty[position] = Faulty(
                channel=_said(values, "channel"),
                external_id=_said(values, "external_id"),
                values=values,
                problems=tuple(_problems(unfit)),
            )
    return Batch(tuple(documents), faulty)


def _problems(unfit: ValidationError) -> list[Problem]:
    return [
        Problem(
            row=0,
            field=".".join(str(part) for part in one["loc"]) or "body",
            code=_CODES.get(one["type"], one["type"]),
            value=shown(one["input"]),
        )
        for one in unfit.errors(include_url=False, include_context=False)
    ]


def shown(value: object) -> str:
    """A value for people, short and printable."""
    text = value if isinstance(value, str) else "" if isinstance(value, dict | list) else str(value)
    return text[:TEXT_SHOWN].encode("utf-8", "replace").decode().replace("\0", "␀")


def _said(values: object, name: str) -> str:
    said = values.get(name) if isinstance(values, dict) else None
    return shown(said)[:200] if isinstance(said, str) else ""


# The library's words for what is wrong, in ours.
_CODES: Final = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "int_type": "not_whole",
    "int_from_float": "not_whole",
    "string_type": "not_text",
    "string_unicode": "bad_text",
    "string_pattern_mismatch": "bad_text",
    "string_too_long": "too_long",
    "string_too_short": "empty",
    "too_short": "empty",
    "too_long": "too_long",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "literal_error": "unknown_value",
    "model_type": "not_an_object",
    "list_type": "not_a_list",
}


def _document(order: OrderIn) -> OrderDocument:
    currency, placed_at, country, market = (
        order.currency,
        order.placed_at,
        order.country,
        order.market,
    )
    return OrderDocument(
        external_id=order.external_id,
        kind=order.kind,
        lines=tuple(
            OrderLine(
                line_class=line.line_class,
                currency=line.currency or currency,
                occurred_at=line.occurred_at or placed_at,
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                unit_price=line.unit_price,
                amount=line.amount,
                country=country,
                market=market,
            )
            for line in order.lines
        ),
        placed_at=placed_at,
        paid_at=order.paid_at,
        changed_at=order.changed_at,
        shipped_at=order.shipped_at,
        cancelled_at=order.cancelled_at,
        customer=order.customer,
        country=country,
        market=market,
        reference=order.reference,
        recipient=order.recipient.model_dump(exclude_unset=True) if order.recipient else None,
        channel=order.channel,
        total=order.total,
    )
