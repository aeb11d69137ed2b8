"""The addresses of the API: each says which scope a key needs for it, by method."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.functional import Promise
from ninja import NinjaAPI
from ninja.errors import ValidationError

from argosy.api.replies import refuse, refuse_parameter
from argosy.identity.types import KeyScope
from argosy.kernel.errors import DomainError
from argosy.web.access import require_by_method

V = TypeVar("V", bound=Callable[..., HttpResponse])
PREFIX: Final = "/api/v1/"

door: Final = NinjaAPI(
    title="Argosy",
    version="1",
    openapi_url=None,  # served by a view of ours, which adds what every answer may be
    docs_url=None,
    urls_namespace="api",
)
READ: Final = (200,)
MADE: Final = (200, 201)
SCOPES: Final[dict[str, dict[str, tuple[str, ...]]]] = {}  # by route, then method

# Its stub wants handlers that would take the class as well as what was raised.
door.add_exception_handler(DomainError, cast("Any", refuse))
door.add_exception_handler(ValidationError, cast("Any", refuse_parameter))


@dataclass(frozen=True, slots=True)
class Words:
    """What an address is for, in both languages."""

    summary: Promise
    description: Promise


def route(
    method: str,
    path: str,
    *,
    scope: str,
    name: str,
    words: Words,
    response: Any,
    body: Mapping[str, Any] | None = None,
) -> Callable[[V], V]:
    """Serve a method of an address to keys with this scope."""

    def register(view: V) -> V:
        told: dict[str, Any] = {"x-scope": scope} | dict(body or {})
        serve = door.api_operation(
            [method],
            path,
            response=dict.fromkeys(MADE if method == "POST" else READ, response),
            url_name=name,
            operation_id=view.__name__,
            # Kept lazy: each reader gets them in their own language.
            summary=cast("str", words.summary),
            description=cast("str", words.description),
            openapi_extra=told,
        )
        SCOPES.setdefault(_route(path), {})[method] = (scope,)
        return serve(view)

    return register


def patterns() -> list[URLPattern | URLResolver]:
    """The addresses, each marked with what it asks; one that nobody declared stays unmarked."""
    found: dict[str, URLPattern] = {}
    for pattern in door.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            found.setdefault(str(pattern.pattern), pattern)
    for where, pattern in found.items():
        if where in SCOPES:
            require_by_method(SCOPES[where])(pattern.callback)
    return list(found.values())


def key_of(request: HttpRequest) -> KeyScope:
    """The key that asks."""
    scope = getattr(request, "scope", None)
    if not isinstance(scope, KeyScope):
        raise TypeError("an address of the API must say which scope it needs")
    return scope


def _route(path: str) -> str:
    return path.strip("/").replace("{", "<").replace("}", ">")
