"""The Django app of this context."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Argosy's identity."""

    name = "argosy.identity"
    label = "identity"
