"""Settings: whom we tell of what happens, what became of it, and telling it again."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from argosy.channels import queries as channels
from argosy.console import words
from argosy.console.middleware import scope_of
from argosy.console.views import settings
from argosy.kernel.errors import DomainError
from argosy.sync import queries, services
from argosy.sync.types import DeliveryRow, DeliveryState, EndpointRow, NewEndpoint
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.refusals import STATUS, spoken

PAGE: Final = 50
DIGITS_MAX: Final = 18
DAYS_DIGITS: Final = 5
STATE: Final[words.Words] = {
    "active": gettext_lazy("Active"),
    "paused": gettext_lazy("Paused"),
    "broken": gettext_lazy("Does not answer"),
    "gone": gettext_lazy("Gone"),
}
STATE_TONE: Final = {"active": "ok", "paused": "", "broken": "danger", "gone": "danger"}
DELIVERY: Final[words.Words] = {
    "waiting": gettext_lazy("Waiting"),
    "delivered": gettext_lazy("Delivered"),
    "dead": gettext_lazy("Given up"),
}
DELIVERY_TONE: Final = {"waiting": "", "delivered": "ok", "dead": "danger"}
OUTCOME: Final[words.Words] = {
    "ok": gettext_lazy("taken"),
    "status": gettext_lazy("refused"),
    "redirect": gettext_lazy("redirected; redirects are not followed"),
    "timeout": gettext_lazy("no answer within 10 seconds"),
    "connection": gettext_lazy("nobody there"),
    "inside": gettext_lazy("the name leads into a private network"),
    "garbled": gettext_lazy("the answer is not HTTP"),
    "expired": gettext_lazy("its time ran out"),
    "gone": gettext_lazy("answered 410: never call again"),
}


@never_cache
@require("keys.manage")
@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every webhook; add one."""
    if request.method == "GET":
        return _list(request)
    try:
        new = _new(request)
        added = services.add_endpoint(new=new, by=scope_of(request).user_id, now=datetime.now(UTC))
    except DomainError as refusal:
        told = {"message": spoken(refusal), "given": request.POST}
        return _list(request, told, STATUS[refusal.kind])
    return _list(request, {"added": added})


@never_cache
@require("keys.manage")
@require_http_methods(["GET"])
def webhook(request: HttpRequest, endpoint: int) -> HttpResponse:
    """One webhook with what it was told."""
    return _one(request, endpoint)


@never_cache
@require("keys.manage")
@require_POST
def change_webhook(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Pause it, resume it, remove it, give it a new secret, tell it again."""
    now = datetime.now(UTC)
    act = request.POST.get("act", "")
    told: dict[str, Any] = {}
    try:
        if act == "rotate":
            told["added"] = services.rotate_secret(endpoint=endpoint, now=now)
        elif act == "replay":
            told["replayed"] = _replay(request, endpoint, now)
        else:
            _change(act, endpoint, now)
    except DomainError as refusal:
        return _one(request, endpoint, {"message": spoken(refusal)}, STATUS[refusal.kind])
    if told:
        return _one(request, endpoint, told)
    if act == "remove":
        return HttpResponseRedirect(reverse("settings-webhooks"))
    return HttpResponseRedirect(reverse("settings-webhook", args=[endpoint]))


def _change(act: str, endpoint: int, now: datetime) -> None:
    match act:
        case "pause":
            services.pause_endpoint(endpoint=endpoint)
        case "resume":
            services.resume_endpoint(endpoint=endpoint, now=now)
        case "acknowledge":
            services.acknowledge_dead(endpoint=endpoint, now=now)
        case "remove":
            services.remove_endpoint(endpoint=endpoint)
        case _:
            raise BadParameter(name="act", value=act)


def _new(request: HttpRequest) -> NewEndpoint:
    given = request.POST
    wanted = [_number(one, "channel") for one in given.getlist("channel")]
    days = given.get("past_days", "") or "30"
    return NewEndpoint(
        url=given.get("url", "").strip(),
        events=tuple(str(one) for one in given.getlist("event")) or ("*",),
        channels=tuple(wanted) or None,
        past_days=_number(days, "past_days", digits=DAYS_DIGITS),
    )


def _replay(request: HttpRequest, endpoint: int, now: datetime) -> int:
    given = request.POST
    if event := given.get("event", "").strip():
        return services.replay_event(event=event, endpoint=endpoint, now=now)
    return services.replay_span(
        endpoint=endpoint,
        since=_instant(given.get("since", ""), "since") or now - timedelta(days=30),
        until=_instant(given.get("until", ""), "until"),
        only_dead=given.get("only_dead") == "1",
        now=now,
    )


def _list(
    request: HttpRequest, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    named = channels.list_channels()
    titles = {one.id: one.title for one in named}
    shown = {
        "webhooks": [_drawn(one, titles) for one in queries.endpoints(now=datetime.now(UTC))],
        "events": queries.events(),
        "channels": named,
    }
    return settings.page(request, "webhooks", shown | (more or {}), status)


def _one(
    request: HttpRequest, endpoint: int, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    now = datetime.now(UTC)
    found = queries.endpoint(endpoint=endpoint, now=now)
    state = request.GET.get("state", "")
    if state and state not in {one.value for one in DeliveryState}:
        raise BadParameter(name="state", value=state)
    before = request.GET.get("before", "")
    rows = queries.deliveries(
        endpoint=endpoint,
        state=state,
        before=_number(before, "before") if before else None,
        limit=PAGE + 1,
    )
    titles = {one.id: one.title for one in channels.list_channels()}
    shown = {
        "webhook": _drawn(found, titles),
        "deliveries": [_told(one) for one in rows[:PAGE]],
        "states": [("", gettext_lazy("All")), *DELIVERY.items()],
        "state": state,
        "following": rows[PAGE - 1].id if len(rows) > PAGE else None,
    }
    return settings.page(request, "webhook", shown | (more or {}), status)


def _drawn(one: EndpointRow, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "row": one,
        "state": words.say(STATE, one.state),
        "tone": STATE_TONE[one.state],
        "channels": None if one.channels is None else [titles.get(x, "?") for x in one.channels],
    }


def _told(one: DeliveryRow) -> dict[str, Any]:
    return {
        "row": one,
        "state": words.say(DELIVERY, one.state),
        "tone": DELIVERY_TONE[one.state],
        "outcome": words.say(OUTCOME, one.outcome),
    }


def _number(text: object, name: str, *, digits: int = DIGITS_MAX) -> int:
    given = str(text)
    if not (given.isascii() and given.isdecimal() and len(given) <= digits):
        raise BadParameter(name=name, value=given)
    return int(given)


def _instant(text: str, name: str) -> datetime | None:
    """An instant as a form writes it, in UTC."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as garbled:
        raise BadParameter(name=name, value=text) from garbled
