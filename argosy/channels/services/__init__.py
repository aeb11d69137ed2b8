"""Writes of channels: where we sell, what is offered there, and how much of it each may show."""

from argosy.channels.services.leasing import grant_leases, rebalance
from argosy.channels.services.measuring import keep_lag, keep_paces, measure_lags, measure_paces
from argosy.channels.services.opening import (
    list_incoming,
    map_all_by_code,
    map_by_code,
    map_listings,
    open_channel,
    open_incoming,
    state_terms,
)
from argosy.channels.services.ruling import (
    forget_policy,
    preview_policy,
    preview_without,
    state_policy,
)
from argosy.channels.services.showing import (
    look_at_all,
    mark_accepted,
    mark_confirmed,
    refresh_desired,
    take_desired,
)

__all__ = [
    "forget_policy",
    "grant_leases",
    "keep_lag",
    "keep_paces",
    "list_incoming",
    "look_at_all",
    "map_all_by_code",
    "map_by_code",
    "map_listings",
    "mark_accepted",
    "mark_confirmed",
    "measure_lags",
    "measure_paces",
    "open_channel",
    "open_incoming",
    "preview_policy",
    "preview_without",
    "rebalance",
    "refresh_desired",
    "state_policy",
    "state_terms",
    "take_desired",
]
