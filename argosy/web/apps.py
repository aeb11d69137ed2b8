"""The Django app of this context."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from argosy.web.checks import every_route_declares_access


class WebConfig(AppConfig):
    """Argosy's web."""

    name = "argosy.web"
    label = "web"

    def ready(self) -> None:
        """Register the check that no address is open by oversight."""
        register(every_route_declares_access, Tags.urls)
