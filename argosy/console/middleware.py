"""Whoever is signed in, as a scope on the request. `web` asks it, and knows no more."""

from django.http import HttpRequest, HttpResponse

from argosy.identity import queries
from argosy.identity.types import Scope
from argosy.web.people import carries_key
from argosy.web.types import View


class ScopeMiddleware:
    """Put the scope of the signed-in person on the request; a disabled account is nobody."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the scope known."""
        scope = None
        if not carries_key(request) and request.user.is_authenticated:
            scope = queries.scope(user_id=request.user.pk)
        setattr(request, "scope", scope)  # noqa: B010 - HttpRequest has no such field to type
        return self.get_response(request)


def scope_of(request: HttpRequest) -> Scope:
    """The scope of a request that only signed-in people can make."""
    scope = getattr(request, "scope", None)
    if not isinstance(scope, Scope):
        raise TypeError("a view that asks for the scope must require a sign-in")
    return scope
