"""A check at start-up: every address says who may open it."""

from collections.abc import Iterator, Sequence

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from argosy.web.access import declared


def routes(
    patterns: Sequence[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        else:
            yield path, pattern


def every_route_declares_access(**_: object) -> list[CheckMessage]:
    """Name each view that declares no access."""
    return [
        Error(
            f"/{path} does not say who may open it",
            hint="Mark its view with argosy.web.access.require(...) or .public.",
            id="web.E001",
        )
        for path, pattern in routes()
        if declared(pattern.callback) is None
    ]
