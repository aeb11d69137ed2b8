"""Routing in the background: what is new every few minutes, and everything when somebody asks."""

from django.utils import timezone

from argosy.fulfilment import services
from argosy.jobs.tasks import stop_here, task

ORDERS_MAX = 10_000


@task("fulfilment.route_new", whole=False, cron="*/5 * * * *")
def route_new() -> None:
    """Route what was never routed as it is now, where somebody has stated places to ship from."""
    services.route_open(
        channels=None,
        limit=ORDERS_MAX,
        only_new=True,
        by=None,
        now=timezone.now(),
        watch=stop_here,
    )


@task("fulfilment.route_all", whole=False)
def route_all(*, by: int, channels: str = "") -> None:
    """Route all that waits, of these channels (ids with commas; none is all) for a person."""
    services.route_open(
        channels=[int(one) for one in channels.split(",")] if channels else None,
        limit=ORDERS_MAX,
        only_new=False,
        by=by,
        now=timezone.now(),
        watch=stop_here,
    )
