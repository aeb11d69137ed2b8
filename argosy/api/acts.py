"""What a program does to one order, as it says it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from argosy.api.documents import CLEAN, Instant, RecipientIn
from argosy.api.parameters import BIGINT_MAX

UNITS_MAX = 1_000_000


class ActIn(BaseModel):
    """What every act may say: when, why, and which revision of the order its sender has seen."""

    model_config = ConfigDict(extra="forbid", strict=True)

    at: Instant | None = None
    reason: Annotated[str, Field(max_length=500, pattern=CLEAN)] = ""
    revision: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class CancelIn(ActIn):
    """Cancel the order."""


class UnitsIn(BaseModel):
    """So many units of a line."""

    model_config = ConfigDict(extra="forbid", strict=True)

    line: Annotated[int, Field(ge=1, le=BIGINT_MAX)]
    quantity: Annotated[int, Field(ge=0, le=UNITS_MAX)]


class QuantitiesIn(ActIn):
    """How many units of its lines the order has from now on."""

    lines: Annotated[list[UnitsIn], Field(min_length=1, max_length=500)]


class AddressIn(ActIn):
    """Who receives the order, and where, from now on."""

    address: RecipientIn


class RefundIn(ActIn):
    """Money given back, in minor units of the order's currency."""

    amount_minor: Annotated[int, Field(ge=1, le=BIGINT_MAX)]


class ReturnIn(ActIn):
    """Units that came back, with or without their money."""

    lines: Annotated[list[UnitsIn], Field(min_length=1, max_length=500)]
    refund: bool = True
