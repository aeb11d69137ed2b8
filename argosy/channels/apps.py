"""The Django app of this context."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Argosy's channels."""

    name = "argosy.channels"
    label = "channels"
