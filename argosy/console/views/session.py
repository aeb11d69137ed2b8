"""Coming in, going out, how the console looks to one person, and the pages for what went wrong."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from argosy.identity import services
from argosy.identity.errors import SignInRefused, TooManyAttempts
from argosy.identity.services import LANGUAGES, THEMES
from argosy.web.access import public, require
from argosy.web.language import COOKIE as LANGUAGE_COOKIE
from argosy.web.refusals import STATUS, spoken

THEME_COOKIE: Final = "argosy_theme"
A_YEAR_S: Final = 365 * 24 * 3600
BROKEN: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Argosy</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/static/console/argosy.css">
<main><div class="empty">
<p class="lead">Argosy made a mistake; it is in the log. Nothing was saved half.</p>
<p class="lead" lang="zh">程序出错，已记入日志；没有任何数据只保存了一半。</p>
<p><a class="button" href="/">Today · 今日</a></p></div></main></html>
"""


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let a person in by name and password."""
    if request.method == "GET":
        return render(request, "console/sign_in.html", {"next": request.GET.get("next", "")})
    username = request.POST.get("username", "")
    try:
        user_id = services.sign_in(
            username=username,
            password=request.POST.get("password", ""),
            source=request.META.get("REMOTE_ADDR", ""),
            now=datetime.now(UTC),
        )
    except (SignInRefused, TooManyAttempts) as refusal:
        shown = {
            "message": spoken(refusal),
            "username": username,
            "next": request.POST.get("next", ""),
        }
        return render(request, "console/sign_in.html", shown, status=STATUS[refusal.kind])
    user = auth.get_user_model().objects.get(pk=user_id)
    # Rotates the session's key, so that one planted before is worth nothing after.
    auth.login(request, user)
    return HttpResponseRedirect(_ours(request, request.POST.get("next", ""), reverse("today")))


@require()
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return HttpResponseRedirect(reverse("sign-in"))


@public
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the language or theme that somebody chose: in their account, or in the browser."""
    language = request.POST.get("language")
    theme = request.POST.get("theme")
    theme = "" if theme == "system" else theme
    response = HttpResponseRedirect(_ours(request, request.POST.get("next", ""), reverse("today")))
    scope = getattr(request, "scope", None)
    if scope is not None:
        services.set_preferences(user_id=scope.user_id, language=language, theme=theme)
    if language in LANGUAGES:
        _remember(response, LANGUAGE_COOKIE, language)
    if theme in THEMES:
        _remember(response, THEME_COOKIE, theme)
    return response


@public
def health(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """A form that did not come from one of our pages, or from one left open too long."""
    words = _("This form has expired. Go back, load the page again and repeat what you did.")
    return _wrong(request, words, HTTPStatus.FORBIDDEN)


def garbled(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """A request that cannot be read."""
    return _wrong(request, _("This request cannot be read."), HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """A page that is not for this person."""
    return _wrong(request, _("Your account may not open this page."), HTTPStatus.FORBIDDEN)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """An address where nothing is."""
    words = _("There is nothing at this address. It may have been undone or mistyped.")
    return _wrong(request, words, HTTPStatus.NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the frame itself may be what broke
    """A mistake of ours. No template: it must not depend on anything that may be broken."""
    return HttpResponse(BROKEN, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _wrong(request: HttpRequest, words: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "refused.html", {"message": words, "status": int(status)}, status=status)


def _ours(request: HttpRequest, wish: str, otherwise: str) -> str:
    """An address of ours to go on to; never one that somebody planted."""
    fine = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if wish and fine else otherwise


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR_S, httponly=True, samesite="Lax")
