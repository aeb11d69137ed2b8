"""Following and telling in the background, every minute and whenever something is to be told."""

from django.utils import timezone

from argosy.jobs.tasks import stop_here, task
from argosy.sync import services


@task("sync.follow", whole=False, cron="* * * * *")
def follow() -> None:
    """Write down whom to tell of what is new."""
    services.follow(clock=timezone.now, watch=stop_here)


@task("sync.deliver", whole=False)
def deliver() -> None:
    """Tell whom we owe it."""
    services.deliver(clock=timezone.now, watch=stop_here)


@task("sync.forget", whole=False, cron="43 3 * * *")
def forget() -> None:
    """Drop what was told long ago."""
    services.forget(now=timezone.now())
