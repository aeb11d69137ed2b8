"""The Django app of this context."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Argosy's catalogue."""

    name = "argosy.catalogue"
    label = "catalogue"
