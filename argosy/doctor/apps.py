"""The Django app of this context."""

from django.apps import AppConfig


class DoctorConfig(AppConfig):
    """Argosy's doctor."""

    name = "argosy.doctor"
    label = "doctor"
