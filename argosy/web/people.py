"""What only people need: a session, its account, its proof that a form is ours.

A call of the API that carries a key has none of them, and nothing there would ask; on a festival
night these are a good part of what a call costs.
"""

from typing import Final, cast

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

API: Final = "/api/"
BEARER: Final = "Bearer "


def carries_key(request: HttpRequest) -> bool:
    """Whether a program asks, by a key; whether that is one is not known yet."""
    given: str = request.META.get("HTTP_AUTHORIZATION", "")
    return given.startswith(BEARER) and request.path.startswith(API)


class _ForPeople(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response if carries_key(request) else super().__call__
        return cast("HttpResponseBase", answer(request))


class PeoplesSessions(_ForPeople, SessionMiddleware):
    """Sessions."""


class PeoplesForms(_ForPeople, CsrfViewMiddleware):
    """Forms sent by others are refused; a view that takes a key is exempt."""


class PeoplesAccounts(_ForPeople, AuthenticationMiddleware):
    """Accounts of sessions."""
