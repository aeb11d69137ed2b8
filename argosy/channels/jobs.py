"""What channels show, kept up to date in the background."""

from django.utils import timezone

from argosy.channels import queries, services
from argosy.inventory import services as inventory
from argosy.jobs.tasks import every_second, task

WRITES_PER_CHANNEL = 200  # of one round of rebalancing


@task("channels.refresh", cron="* * * * *")
def refresh() -> None:
    """Decide what is shown of stock that was touched."""
    services.refresh_desired(now=timezone.now())


@every_second("channels.refresh")
def refresh_soon() -> None:
    """The same, within a second or two of the change; bookings need not ask for it."""
    now = timezone.now()
    if queries.refresh_waits(now=now):
        services.refresh_desired(now=now)


@task("channels.tend", cron="* * * * *")
def tend() -> None:
    """End the leases and holds whose time is over."""
    inventory.end_leases(now=timezone.now())
    inventory.expire(now=timezone.now())


@task("channels.lease", whole=False, cron="*/10 * * * *")
def lease() -> None:
    """Set strict leases by policy, and pass unsold units to where they sell."""
    services.grant_leases(now=timezone.now())
    services.rebalance(now=timezone.now(), writes_per_channel=WRITES_PER_CHANNEL)


@task("channels.measure", cron="7 * * * *")
def measure() -> None:
    """Measure how fast listings sell and how late channels hear."""
    services.measure_paces(now=timezone.now())
    services.measure_lags(now=timezone.now())
    services.look_at_all(now=timezone.now())
