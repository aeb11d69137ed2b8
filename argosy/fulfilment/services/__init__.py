"""Writes of fulfilment: where orders may leave from, by which rules, and that they left."""

from argosy.fulfilment.services.carrying import carry_over
from argosy.fulfilment.services.planning import (
    cancel_shipment,
    give_up,
    pack,
    plan,
    split_order,
)
from argosy.fulfilment.services.routes import route_open, route_order
from argosy.fulfilment.services.shipping import ship, ship_order, track
from argosy.fulfilment.services.sites import close_site, set_rules, state_bins, state_site

__all__ = [
    "cancel_shipment",
    "carry_over",
    "close_site",
    "give_up",
    "pack",
    "plan",
    "route_open",
    "route_order",
    "set_rules",
    "ship",
    "ship_order",
    "split_order",
    "state_bins",
    "state_site",
    "track",
]
