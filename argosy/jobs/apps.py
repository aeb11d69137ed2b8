"""The Django app of this context."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Argosy's jobs."""

    name = "argosy.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Know every task: those in the `jobs.py` of each context."""
        autodiscover_modules("jobs")
