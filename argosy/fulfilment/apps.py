"""The Django app of this context."""

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    """Argosy's fulfilment."""

    name = "argosy.fulfilment"
    label = "fulfilment"
