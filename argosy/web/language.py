"""The language of an answer: what the person chose, else what the browser asks for."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from argosy.web.types import View

COOKIE: Final = "argosy_language"  # what somebody chose before signing in


class LanguageMiddleware:
    """Activate the language for the time of one request."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in it."""
        with translation.override(chosen(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


def chosen(request: HttpRequest) -> str:
    """The person's choice, the browser's cookie, the browser's wish, in this order."""
    known = dict(settings.LANGUAGES)
    for wish in (
        getattr(getattr(request, "scope", None), "language", ""),
        request.COOKIES.get(COOKIE, ""),
    ):
        if wish in known:
            return wish
    return translation.get_language_from_request(request)
