"""The Django app of this context."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Argosy's console."""

    name = "argosy.console"
    label = "console"
