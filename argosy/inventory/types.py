"""What inventory takes and returns."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ends:
    """The ids of the places that are not stocked: where moves begin or end."""

    supplier: int
    customer: int
    transit: int
    before_count: int
    shrinkage: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many units of a SKU somebody counted at a place, and when."""

    sku: int
    place: int
    quantity: int
    counted_at: datetime
    source_row: int


@dataclass(frozen=True, slots=True)
class CountResult:
    """What a count came to."""

    first: int  # SKUs at places that were unknown before
    corrected: int
    unchanged: int
