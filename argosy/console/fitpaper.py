"""An answer as paper."""

from argosy.strategy.types import Advice


def paper(*, advice: Advice, language: str) -> bytes:
    """An answer as PDF."""
    raise NotImplementedError
