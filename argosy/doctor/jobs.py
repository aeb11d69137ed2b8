"""Examinations in the background; more by `enqueue(task="doctor.examine", …)`.

Each minute of what has changed, each hour of what is quick to look at, each night of everything.
"""

from django.utils import timezone

from argosy.doctor import services
from argosy.jobs.tasks import task


@task("doctor.examine_changes", whole=False, cron="* * * * *")
def examine_changes() -> None:
    """Look at what has changed since the last look."""
    services.examine(now=timezone.now(), is_recent=True)


@task("doctor.examine", whole=False, cron="7 * * * *")
def examine(*, is_fast: bool = True) -> None:
    """Look at the book and keep what is wrong with it, for the Today page."""
    services.examine(now=timezone.now(), is_fast=is_fast)


@task("doctor.examine_whole", whole=False, cron="23 3 * * *")
def examine_whole() -> None:
    """Look at all of it, while few are about."""
    services.examine(now=timezone.now())
