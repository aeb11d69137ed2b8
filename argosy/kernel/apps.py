"""The Django app of this context."""

from django.apps import AppConfig

from argosy.kernel.messages import compile_stale


class KernelConfig(AppConfig):
    """Argosy's kernel."""

    name = "argosy.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Compile the texts if they are stale: the repository holds no compiled catalogue."""
        compile_stale()
