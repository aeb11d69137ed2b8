"""What is answered when no view has: as a page, or to a program in its own form."""

from django.http import HttpRequest, HttpResponse

from argosy.api import replies
from argosy.api.errors import Failed, Garbled, NothingHere
from argosy.api.middleware import HERE
from argosy.console.views import session
from argosy.kernel.errors import DomainError


def garbled(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    return _program(request, Garbled()) or session.garbled(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not for this person."""
    return session.forbidden(request, exception)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address where nothing is."""
    return _program(request, NothingHere()) or session.missing(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    return _program(request, Failed()) or session.broken(request)


def _program(request: HttpRequest, refusal: DomainError) -> HttpResponse | None:
    return replies.refuse(request, refusal) if request.path.startswith(HERE) else None
