"""The Django app of this context."""

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    """Argosy's company."""

    name = "argosy.company"
    label = "company"
