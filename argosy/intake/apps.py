"""The Django app of this context."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Argosy's intake."""

    name = "argosy.intake"
    label = "intake"
