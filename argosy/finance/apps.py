"""The Django app of this context."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Argosy's finance."""

    name = "argosy.finance"
    label = "finance"
