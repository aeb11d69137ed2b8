"""An order held for a transaction, and what is left of it to ship."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from argosy.fulfilment.errors import OrderNotOpen
from argosy.fulfilment.types import Part
from argosy.kernel import sql
from argosy.orders.errors import NoSuchOrder


@dataclass(frozen=True, slots=True)
class Held:
    """An order whose row is locked."""

    id: int
    entity: int
    channel: int
    external_id: str
    document: int
    kind: str
    market: str
    placed_at: datetime
    paid_at: datetime | None
    promised_until: datetime | None
    shipped_at: datetime | None
    cancelled_at: datetime | None
    withdrawn_at: datetime | None
    own_place: int | None

    @property
    def holder(self) -> str:
        """The name under which stock holds units for it."""
        return holder_of(self.id)


@dataclass(frozen=True, slots=True)
class Left:
    """A line of an order, and how much of it is still to be shipped."""

    line: int
    order: int
    source_row: int
    sku: int | None
    quantity: int
    earlier: int  # left under an earlier word on the order
    allotted: int  # in shipments
    shipped: int  # of those, gone
    code: str
    title: str
    barcode: str

    @property
    def free(self) -> int:
        """Units that are in no shipment yet."""
        return self.quantity - self.earlier - self.allotted

    @property
    def to_leave(self) -> int:
        """Units that have not left, whether or not they are in a shipment."""
        return self.quantity - self.earlier - self.shipped


def holder_of(order: int) -> str:
    """The name under which stock holds an order's units."""
    return f"order:{order}"


def hold(order: int) -> Held:
    """Lock an order's row until the transaction ends.

    :raises NoSuchOrder: there is none.
    """
    found = sql.rows("fulfilment/hold_order", {"order": order})
    if not found:
        raise NoSuchOrder
    return Held(*found[0])


def hold_open(order: int) -> Held:
    """The same for an order of which something may be shipped.

    :raises NoSuchOrder: there is none.
    :raises OrderNotOpen: it is cancelled, withdrawn, shipped already, or no order.
    """
    held = hold(order)
    states = {
        "withdrawn": held.withdrawn_at is not None,
        "cancelled": held.cancelled_at is not None,
        "shipped": held.shipped_at is not None,
        held.kind: held.kind != "order",
    }
    for state, is_so in states.items():
        if is_so:
            raise OrderNotOpen(order=held.external_id, state=state)
    return held


def left_to_ship(orders: Sequence[int]) -> list[Left]:
    """The lines of these orders that count now, with what is left of each."""
    return [Left(*row) for row in sql.rows("fulfilment/left_to_ship", {"orders": list(orders)})]


def open_allotments(lines: Sequence[Left]) -> None:
    """Have a row for each line that guards how much of it may be shipped."""
    sql.run(
        "fulfilment/open_allotments",
        {
            "lines": [one.line for one in lines],
            "ordered": [one.quantity for one in lines],
            "earlier": [one.earlier for one in lines],
        },
    )


def parts_of(lines: Sequence[int]) -> Mapping[int, tuple[Part, ...]]:
    """What is counted of each of these lines: itself, or the components of a kit."""
    found: dict[int, list[Part]] = {}
    for line, sku, each, weight_g, *_named in sql.rows(
        "fulfilment/parts_of_lines", {"lines": list(lines)}
    ):
        found.setdefault(line, []).append(Part(sku, each, weight_g))
    return {line: tuple(parts) for line, parts in found.items()}
