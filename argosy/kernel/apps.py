"""The Django app of this context."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Argosy's kernel."""

    name = "argosy.kernel"
    label = "kernel"
