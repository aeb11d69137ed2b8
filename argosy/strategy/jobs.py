"""Answers in the background: they outlive the page that asked for them."""

from django.utils import timezone

from argosy.jobs.tasks import stop_here, task
from argosy.strategy import services


@task("strategy.advise", whole=False)
def advise(*, seller: str) -> None:
    """Answer what was asked about a seller and waits; one of a seller at a time."""
    services.answer_waiting(key=seller, clock=timezone.now, between=stop_here)
