"""Settings: the keys that programs come in with. A secret is shown once, where it is made."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from argosy.channels import queries as channels
from argosy.console.middleware import scope_of
from argosy.console.views import settings
from argosy.identity import queries, services
from argosy.identity.types import API_SCOPES, KeyView, MadeKey
from argosy.kernel.errors import DomainError
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.refusals import STATUS, spoken

DAYS_DIGITS: Final = 5


@require("keys.manage")
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """Every key; make one, end one."""
    if request.method == "GET":
        return _page(request)
    now = datetime.now(UTC)
    try:
        if ended := request.POST.get("revoke", ""):
            services.revoke_key(key=_number(ended, "key"), now=now)
            return HttpResponseRedirect(reverse("settings-keys"))
        return _page(request, {"made": _made(request, now)})
    except DomainError as refusal:
        told = {"message": spoken(refusal), "given": request.POST}
        return _page(request, told, STATUS[refusal.kind])


def _made(request: HttpRequest, now: datetime) -> MadeKey:
    given = request.POST
    days = given.get("days", "")
    lasts = timedelta(days=_number(days, "days", digits=DAYS_DIGITS)) if days else None
    return services.create_key(
        name=given.get("name", ""),
        scopes=given.getlist("scope"),
        channels=[_number(one, "channel") for one in given.getlist("channel")],
        by=scope_of(request).user_id,
        expires_at=None if lasts is None else now + lasts,
        now=now,
    )


def _page(
    request: HttpRequest, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    named = channels.list_channels()
    titles = {one.id: one.title for one in named}
    now = datetime.now(UTC)
    shown = {
        "keys": [
            {
                "key": one,
                "state": _state(one, now),
                "channels": [titles.get(each, "?") for each in one.channels],
            }
            for one in queries.api_keys()
        ],
        "scopes": API_SCOPES,
        "channels": named,
    }
    return settings.page(request, "keys", shown | (more or {}), status)


def _state(key: KeyView, now: datetime) -> str:
    """Why a key opens nothing any more; empty while it does."""
    if key.revoked_at is not None:
        return _("revoked")
    if key.expires_at is not None and key.expires_at <= now:
        return _("expired")
    return "" if key.owner_is_active else _("its owner is disabled")


def _number(text: str, name: str, *, digits: int = 18) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= digits):
        raise BadParameter(name=name, value=text)
    return int(text)
