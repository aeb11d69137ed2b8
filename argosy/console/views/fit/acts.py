"""What is done about sellers: begin, copy, remove, ask, open a gate."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from argosy.console import fittyped
from argosy.console.middleware import scope_of
from argosy.console.views.fit import answer as answers
from argosy.console.views.fit.seen import answered, is_narrowed, seller_seen
from argosy.console.views.fit.sellers import page as sellers_page
from argosy.kernel.errors import DomainError
from argosy.strategy import queries, services
from argosy.strategy.types import Profile
from argosy.web.access import require
from argosy.web.errors import BadParameter, NotAllowed

NAME_MAX = 80
DIGITS_MAX = 9


@require("strategy.view", "strategy.edit")
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Begin a seller of whom nothing is known but the name."""
    now = datetime.now(UTC)
    try:
        profile = Profile(name=_name(request), on=now.date())
        made = services.save_profile(profile=profile, by=_by(request), now=now)
    except DomainError as refusal:
        return sellers_page(request, refusal)
    return HttpResponseRedirect(reverse("fit-questions", args=[made.row.key]))


@require("strategy.view", "strategy.edit")
@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """Begin a seller with what the book knows; the rest is asked."""
    if is_narrowed(scope_of(request)):
        raise NotAllowed(permission="strategy.edit")
    now = datetime.now(UTC)
    try:
        profile = queries.from_book(now=now)
        made = services.save_profile(profile=profile, by=_by(request), now=now, based_on="book")
    except DomainError as refusal:
        return sellers_page(request, refusal)
    return HttpResponseRedirect(reverse("fit-questions", args=[made.row.key]))


@require("strategy.view", "strategy.edit")
@require_POST
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a seller from another one; an example is copied and asked in one step."""
    now = datetime.now(UTC)
    try:
        found = seller_seen(request, key)
        usual = _("{name}, copy").format(name=_(found.row.name))[:NAME_MAX]
        name = _typed(request, "name").strip()[:NAME_MAX] or usual
        made = services.copy_profile(key=key, name=name, by=_by(request), now=now)
    except DomainError as refusal:
        return sellers_page(request, refusal)
    if "ask" in request.POST:
        asked = services.ask(key=made.row.key, now=now)
        return HttpResponseRedirect(reverse("fit-answer", args=[asked]))
    return HttpResponseRedirect(reverse("fit-questions", args=[made.row.key]))


@require("strategy.view", "strategy.edit")
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Forget a seller with all its answers."""
    try:
        seller_seen(request, key)
        services.remove_profile(key=key)
    except DomainError as refusal:
        return sellers_page(request, refusal)
    return HttpResponseRedirect(reverse("fit"))


@require("strategy.view", "strategy.edit")
@require_POST
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Have what is said now answered."""
    seller_seen(request, key)
    try:
        asked = services.ask(key=key, now=datetime.now(UTC))
    except DomainError as refusal:
        return sellers_page(request, refusal)
    return HttpResponseRedirect(reverse("fit-answer", args=[asked]))


@require("strategy.view", "strategy.edit")
@require_POST
def override(request: HttpRequest, answer: int) -> HttpResponse:
    """Open a gate for an option and keep why, or close it again; the seller is asked anew."""
    found, given, now = answered(request, answer), request.POST, datetime.now(UTC)
    about = {
        "key": found.row.key,
        "gate": _typed(request, "gate"),
        "option": _typed(request, "option"),
        "by": _by(request),
    }
    try:
        revision = _number(given.get("revision", ""))
        if "withdraw" in given:
            services.withdraw_override(**about, revision=revision, now=now)
        else:
            reason = _typed(request, "reason")
            services.override_gate(**about, revision=revision, reason=reason, now=now)
        asked = services.ask(key=found.row.key, now=now)
    except DomainError as refusal:
        return answers.page(request, found, refusal)
    return HttpResponseRedirect(reverse("fit-answer", args=[asked]))


@require("strategy.view", "strategy.edit")
@require_POST
def rule(request: HttpRequest, answer: int) -> HttpResponse:
    """Change a rule of thumb for this seller and keep why, or put it back; it is asked anew."""
    found, given, now = answered(request, answer), request.POST, datetime.now(UTC)
    name = _typed(request, "rule")
    try:
        if "back" in given:
            change = queries.put_back(rule=name)
        else:
            said = {key: _typed(request, key) for key in ("limit", "strength", "reason")}
            change = queries.change_of(rule=name, **said)
        services.change_policy(
            key=found.row.key,
            revision=_number(given.get("revision", "")),
            change=change,
            by=_by(request),
            now=now,
        )
        asked = services.ask(key=found.row.key, now=now)
    except DomainError as refusal:
        return answers.page(request, found, refusal)
    return HttpResponseRedirect(reverse("fit-answer", args=[asked]))


def _typed(request: HttpRequest, name: str) -> str:
    return fittyped.kept(request.POST.get(name, ""))


def _by(request: HttpRequest) -> str:
    return scope_of(request).display_name


def _name(request: HttpRequest) -> str:
    name = _typed(request, "name").strip()
    if not name or len(name) > NAME_MAX:
        raise BadParameter(name=_("Name of this seller"), value=name or "–")
    return name


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX):
        raise BadParameter(name="revision", value=text)
    return int(text)
