"""The Django app of this context."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Argosy's customers."""

    name = "argosy.customers"
    label = "customers"
