"""The Django app of this context."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Argosy's jobs."""

    name = "argosy.jobs"
    label = "jobs"
