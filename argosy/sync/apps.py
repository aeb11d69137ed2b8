"""The Django app of this context."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Argosy's sync."""

    name = "argosy.sync"
    label = "sync"
