"""Writes of stock. Callers of the batch forms fill `incoming_move` or `incoming_promise`.

Their columns: sql/open_incoming.sql, sql/open_promises.sql. Whoever changes a level locks it first,
in SKU order, and writes promises last: a festival's hot SKU is held for as short as can be.
"""

from argosy.inventory.services.counting import count, serve_owed
from argosy.inventory.services.leasing import end_leases, give_back, lease, rebalance
from argosy.inventory.services.moving import (
    ask_reversals,
    consume,
    ends,
    hold,
    move_incoming,
    open_incoming,
    open_place,
)
from argosy.inventory.services.promising import (
    ask_promises,
    expire,
    extend,
    hand_over,
    open_promises,
    promise_incoming,
    promise_plenty,
    rehome,
    release,
    reserve,
    reserve_one,
    take_touches,
)
from argosy.inventory.services.travelling import cancel_arrival, expect, receive, transfer

__all__ = [
    "ask_promises",
    "ask_reversals",
    "cancel_arrival",
    "consume",
    "count",
    "end_leases",
    "ends",
    "expect",
    "expire",
    "extend",
    "give_back",
    "hand_over",
    "hold",
    "lease",
    "move_incoming",
    "open_incoming",
    "open_place",
    "open_promises",
    "promise_incoming",
    "promise_plenty",
    "rebalance",
    "receive",
    "rehome",
    "release",
    "reserve",
    "reserve_one",
    "serve_owed",
    "take_touches",
    "transfer",
]
