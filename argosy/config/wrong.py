"""What is answered when no view has: as a page, or to a program in its own form."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from argosy.api import replies
from argosy.api.errors import Busy, Failed, Garbled, NothingHere
from argosy.console.views import session
from argosy.kernel.errors import DomainError
from argosy.web.people import API
from argosy.web.refusals import spoken


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
    """A mistake of ours; or the database has no connection or no time to spare, which passes."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _program(request, Busy()) or _busy()
    return _program(request, Failed()) or session.broken(request)


def _busy() -> HttpResponse:
    """No template: the page's frame asks the database who is signed in."""
    response = HttpResponse(
        spoken(Busy()), status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain"
    )
    response.headers["Retry-After"] = str(replies.RETRY_S)
    return response


def _program(request: HttpRequest, refusal: DomainError) -> HttpResponse | None:
    return replies.refuse(request, refusal) if request.path.startswith(API) else None
