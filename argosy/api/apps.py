"""The Django app of this context."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Argosy's api."""

    name = "argosy.api"
    label = "api"
