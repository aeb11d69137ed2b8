"""The Django app of this context."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Argosy's strategy."""

    name = "argosy.strategy"
    label = "strategy"
