"""What finance takes and returns."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from argosy.finance.errors import UnknownPostingKind
from argosy.finance.kinds import kinds


@dataclass(frozen=True, slots=True)
class StatedCost:
    """What one unit of a SKU costs to buy, landed, from a day on."""

    sku: int
    valid_from: date
    unit_cost: Decimal
    currency: str
    document: int
    source_row: int


@dataclass(frozen=True, slots=True)
class StatedRate:
    """What one unit of a currency was worth in a base currency during a month."""

    currency: str
    base: str
    month: date  # its first day
    rate: Decimal


def layer_of(kind: str) -> str:
    """The layer of the margin that a kind of posting belongs to.

    :raises UnknownPostingKind: there is no such kind.
    """
    known = kinds()
    if kind not in known:
        raise UnknownPostingKind(kind=kind)
    return known[kind].layer
