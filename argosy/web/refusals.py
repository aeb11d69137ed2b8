"""How a refusal becomes an answer: the one place that knows statuses."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from argosy.kernel.errors import DomainError, Kind
from argosy.web.types import View, wants_json

STATUS: Final[Mapping[Kind, HTTPStatus]] = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}


def spoken(refusal: DomainError) -> str:
    """The refusal in the reader's language."""
    return refusal.message(gettext)


class RefusalMiddleware:
    """Turn a `DomainError` that a view lets through into a page, a fragment or JSON."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done when a view refuses."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is a bug and stays one."""
        return answer(request, error) if isinstance(error, DomainError) else None


def answer(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """The refusal in the form that the caller asked for."""
    status = STATUS[refusal.kind]
    message = spoken(refusal)
    if wants_json(request):
        facts = {name: str(value) for name, value in refusal.facts.items()}
        body = {"error": {"code": refusal.code, "message": message, "facts": facts}}
        return JsonResponse(body, status=status)
    shown = {"message": message, "code": refusal.code, "status": int(status)}
    if request.headers.get("HX-Request"):
        response = render(request, "notice.html", shown, status=status)
        # Whatever the caller wanted to replace stays; the words go where notices go.
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "refused.html", shown, status=status)
