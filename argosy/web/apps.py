"""The Django app of this context."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Argosy's web."""

    name = "argosy.web"
    label = "web"
