"""Jobs of identity."""

from django.utils import timezone

from argosy.identity import services
from argosy.jobs.tasks import task


@task("identity.forget_requests", cron="23 * * * *")
def forget_requests() -> None:
    """Drop what keys asked for long ago."""
    services.forget_requests(now=timezone.now())
