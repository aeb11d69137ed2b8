"""Imports in the background: they outlive the page that asked for them, and a worker that dies."""

from django.utils import timezone

from argosy.intake import services
from argosy.intake.types import Progress
from argosy.jobs.tasks import stop_here, task


@task("intake.carry_out", whole=False)
def carry_out(*, run: int) -> None:
    """Bring one import to its end, leaving it between batches if the worker is asked to stop."""

    def watch(_: Progress) -> None:
        stop_here()

    services.carry_out(run=run, clock=timezone.now, watch=watch)
