"""What becomes of shipments when a later word on their order has other lines."""

from collections.abc import Sequence
from datetime import datetime

from argosy.fulfilment.holding import left_to_ship, open_allotments
from argosy.fulfilment.models import Shipment, ShipmentState
from argosy.inventory import services as inventory
from argosy.kernel import sql


def carry_over(*, orders: Sequence[int], now: datetime) -> int:
    """Ask `incoming_move` again for what has left of these orders, for the lines that count now.

    For whoever lets another snapshot speak for an order: called after the moves of those that fell
    silent are asked back and those of whoever speaks are asked for, before `move_incoming`, in the
    transaction of all three. An order of which nothing has left is passed over. Returns how many
    moves were asked for.
    """
    sent = Shipment.objects.filter(order__in=list(orders), state=ShipmentState.SHIPPED)
    told = sorted(set(sent.values_list("order_id", flat=True)))
    if not told:
        return 0
    open_allotments([one for one in left_to_ship(told) if one.sku is not None])
    customer = inventory.ends(now=now).customer
    asked = {"orders": told, "customer": customer}
    ((moves,),) = sql.rows("fulfilment/carry_moves", asked)
    return int(moves)
