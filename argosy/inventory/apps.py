"""The Django app of this context."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Argosy's inventory."""

    name = "argosy.inventory"
    label = "inventory"
