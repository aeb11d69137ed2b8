"""What the API answers, as its description says it. Instants are UTC, amounts are minor units."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Fate = Literal["new", "known", "changed", "again", "quarantined"]


class ErrorOut(BaseModel):
    """Why something was refused. Codes are stable; messages are for people."""

    model_config = ConfigDict(title="Error")

    code: str
    message: str
    facts: dict[str, Any]
    field: str | None = None


class RefusedOut(BaseModel):
    """What every refusal looks like."""

    model_config = ConfigDict(title="Refused")

    error: ErrorOut


class ProblemOut(BaseModel):
    """What is wrong with one field of an order."""

    field: str
    code: str
    value: str


class ResultOut(BaseModel):
    """What became of one order of a call."""

    external_id: str
    channel: str
    fate: Fate
    order: int | None
    problems: list[ProblemOut]


class ResultsOut(BaseModel):
    """What became of each order of a call, in the order given."""

    results: list[ResultOut]


class FactOut(BaseModel):
    """Something that happened to an order."""

    kind: str
    occurred_at: datetime
    recorded_at: datetime
    detail: dict[str, Any] | None = None


class OrderOut(BaseModel):
    """An order as it stands now."""

    id: int
    channel: str
    external_id: str
    kind: str
    state: Literal["placed", "paid", "shipped", "refunded", "cancelled", "withdrawn"]
    revision: int
    currency: str
    total_minor: int
    refunded_minor: int
    units: int
    market: str
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    cancelled_at: datetime | None
    promised_until: datetime | None
    recorded_at: datetime
    facts: list[FactOut]


class OrdersOut(BaseModel):
    """Orders to which something happened, with what happened to each since the cursor."""

    orders: list[OrderOut]
    after: str | None
    more: bool


class LineOut(BaseModel):
    """A line of goods of an order."""

    id: int
    kind: str
    sku: str | None
    platform_sku: str | None
    quantity: int
    unit_price: str
    amount_minor: int


class OrderDetailOut(OrderOut):
    """One order with its lines."""

    lines: list[LineOut]


class PlaceOut(BaseModel):
    """What one place holds of a SKU."""

    place: str
    on_hand: int
    reserved: int
    leased: int
    available: int
    counted_at: datetime


class StockOut(BaseModel):
    """A SKU and what its places hold. No place: nobody has counted, which is not zero."""

    sku: str
    title: str
    is_kit: bool
    places: list[PlaceOut]


class StocksOut(BaseModel):
    """A page of SKUs."""

    stock: list[StockOut]
    after: str | None


class ShownOut(BaseModel):
    """The quantity a listing should show, and what became of it: three facts, never one."""

    quantity: int | None
    version: int
    desired_at: datetime
    why: str
    accepted_version: int | None
    accepted_at: datetime | None
    confirmed_version: int | None
    confirmed_quantity: int | None
    confirmed_at: datetime | None


class ListingOut(BaseModel):
    """One SKU as offered on one channel."""

    id: int
    channel: str
    platform_sku: str
    sku: str | None
    title: str
    shown: ShownOut | None


class ListingsOut(BaseModel):
    """A page of listings."""

    listings: list[ListingOut]
    after: str | None
