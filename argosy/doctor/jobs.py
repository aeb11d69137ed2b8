"""Examinations in the background: `enqueue(task="doctor.examine", arguments={"is_fast": True})`."""

from django.utils import timezone

from argosy.doctor import services
from argosy.jobs.tasks import task


@task("doctor.examine", whole=False)
def examine(*, is_fast: bool = True) -> None:
    """Look at the book and keep what is wrong with it, for the Today page."""
    services.examine(now=timezone.now(), is_fast=is_fast)
