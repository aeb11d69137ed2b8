"""The Django app of this context."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Argosy's evidence."""

    name = "argosy.evidence"
    label = "evidence"
