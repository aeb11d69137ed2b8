"""Seeing for oneself that the first screens are there, as the first user would."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import typer

from argosy.cli.session import COULD_NOT_RUN
from argosy.cli.words import _

if TYPE_CHECKING:
    from argosy.identity.types import FirstUser

PATIENCE_S = 120.0
POLL_S = 0.1
ANSWER_S = 10


def first_user() -> "FirstUser":
    """The owner, made with a password of one showing if there is nobody yet."""
    from argosy.identity.services import ensure_first_user  # noqa: PLC0415 - Django is set up

    return ensure_first_user(now=datetime.now(UTC))


def build_assets() -> None:
    """Write the files that the pages need and the repository does not hold."""
    from argosy.console import assets  # noqa: PLC0415 - Django is set up

    assets.build()


def await_screens(address: str, username: str, meanwhile: Callable[[], None]) -> None:
    """Wait until the sign-in page and, for this user, Today are served; do the other thing too."""
    from django.conf import settings  # noqa: PLC0415 - Django is set up
    from django.shortcuts import resolve_url  # noqa: PLC0415

    sign_in = address.rstrip("/") + resolve_url(settings.LOGIN_URL)
    with _signed_in(username) as cookie:
        for url, header in ((sign_in, ""), (address, cookie)):
            _await(url, header, meanwhile)


@contextmanager
def _signed_in(username: str) -> Iterator[str]:
    """A session of the user's for a moment, as a cookie."""
    from django.conf import settings  # noqa: PLC0415 - Django is set up
    from django.contrib.auth import (  # noqa: PLC0415
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    user = get_user_model().objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    try:
        yield f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    finally:
        session.delete()


class _NoRedirect(HTTPRedirectHandler):
    """A redirect is not the page."""

    def redirect_request(self, *_: object) -> None:
        return


def _await(url: str, cookie: str, meanwhile: Callable[[], None]) -> None:
    # No proxy stands between us and ourselves.
    opener = build_opener(_NoRedirect, ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE_S
    detail = ""
    while time.monotonic() < deadline:
        try:
            with opener.open(Request(url, headers={"Cookie": cookie}), timeout=ANSWER_S) as answer:  # noqa: S310 - our own
                if answer.status == HTTPStatus.OK:
                    return
        except HTTPError as error:
            detail = f"{error.code} {error.reason}"
            if error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                break
        except (OSError, HTTPException) as error:
            detail = str(error)
        meanwhile()
        time.sleep(POLL_S)
    text = _("{url} is not served: {detail}")
    typer.echo(text.format(url=url, detail=detail), err=True)
    raise typer.Exit(COULD_NOT_RUN)
