"""Examinations in the background, every hour; more by `enqueue(task="doctor.examine", …)`."""

from django.utils import timezone

from argosy.doctor import services
from argosy.jobs.tasks import task


@task("doctor.examine", whole=False, cron="7 * * * *")
def examine(*, is_fast: bool = True) -> None:
    """Look at the book and keep what is wrong with it, for the Today page."""
    services.examine(now=timezone.now(), is_fast=is_fast)
