"""The Django app of this context."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Argosy's orders."""

    name = "argosy.orders"
    label = "orders"
