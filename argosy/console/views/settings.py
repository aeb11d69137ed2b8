"""Settings: my profile, users and what they may, companies, rates, the export log."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from argosy.channels import queries as channels
from argosy.company import queries as company
from argosy.console import tables, words
from argosy.console.middleware import scope_of
from argosy.finance import services as finance
from argosy.finance.types import StatedRate
from argosy.identity import queries, services
from argosy.identity.types import Exported, Role
from argosy.kernel.errors import DomainError
from argosy.kernel.keyset import Slice, Sort
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.refusals import STATUS, spoken
from argosy.web.tables import Cell, Column, Kind, Row, Table

EXPORTS: Final = Table(
    key="exports",
    title=gettext_lazy("Export log"),
    columns=(
        Column("at", gettext_lazy("When"), Kind.INSTANT),
        Column("who", gettext_lazy("Who")),
        Column("what", gettext_lazy("What"), Kind.TAG),
        Column("filter", gettext_lazy("Filter"), Kind.CODE),
        Column("format", gettext_lazy("Format"), Kind.TAG),
        Column("rows", gettext_lazy("Rows"), Kind.COUNT),
    ),
    default=Sort("id", descending=True),
)


@require()
def profile(request: HttpRequest) -> HttpResponse:
    """My name and my password."""
    if request.method != "POST":
        return page(request, "profile")
    scope = scope_of(request)
    given = request.POST
    try:
        if "new" in given:
            services.change_password(
                user_id=scope.user_id, current=given.get("current", ""), new=given["new"]
            )
            # The session was made with the old password; this one stays, all others end.
            user = auth.get_user_model().objects.get(pk=scope.user_id)
            auth.update_session_auth_hash(request, user)
        else:
            services.set_preferences(
                user_id=scope.user_id, display_name=given.get("display_name", "")
            )
    except DomainError as refusal:
        return _refused(request, "profile", refusal)
    return HttpResponseRedirect(f"{reverse('settings')}?saved=1")


@require("users.manage")
def users(request: HttpRequest) -> HttpResponse:
    """Everybody with an account."""
    roles = [(role.value, words.say(words.ROLE, role)) for role in Role]
    context: dict[str, Any] = {"accounts": _accounts(), "roles": roles}
    if request.method != "POST":
        return page(request, "users", context)
    given = request.POST
    try:
        services.create_user(
            username=given.get("username", ""),
            password=given.get("password", ""),
            role=given.get("role", ""),
            display_name=given.get("display_name", ""),
            now=datetime.now(UTC),
        )
    except DomainError as refusal:
        return _refused(request, "users", refusal, context | {"given": given})
    return HttpResponseRedirect(reverse("settings-users"))


@require("users.manage")
@require_http_methods(["GET", "POST"])
def user(request: HttpRequest, username: str) -> HttpResponse:
    """What one account may do and see."""
    found = queries.account(username=username)
    context: dict[str, Any] = {
        "account": found,
        "roles": [(role.value, words.say(words.ROLE, role)) for role in Role],
        "entities": company.entities(),
        "channels": channels.list_channels(),
    }
    if request.method == "GET":
        return page(request, "user", context)
    try:
        _change_user(request, username)
    except DomainError as refusal:
        return _refused(request, "user", refusal, context)
    return HttpResponseRedirect(reverse("settings-users"))


@require("settings.manage")
def companies(request: HttpRequest) -> HttpResponse:
    """The legal companies, and how to begin a company of one's own."""
    return page(request, "companies", {"entities": company.entities()})


@require("settings.manage")
@require_http_methods(["GET", "POST"])
def rates(request: HttpRequest) -> HttpResponse:
    """The seller's own monthly rates."""
    context: dict[str, Any] = {"entities": company.entities(), "given": request.POST}
    if request.method == "GET":
        return page(request, "rates", context)
    try:
        stated = _stated_rate(request)
        priced = finance.keep_monthly_rates(rates_by_month=[stated], now=datetime.now(UTC))
    except DomainError as refusal:
        return _refused(request, "rates", refusal, context)
    return HttpResponseRedirect(f"{reverse('settings-rates')}?priced={priced}")


@require("exports.view")
def exports(request: HttpRequest) -> HttpResponse:
    """Who took what out."""

    def source(_sort: Sort, after: str | None, limit: int) -> Slice[Exported]:
        before = int(after) if after and after.isdecimal() else None
        found = queries.exports(limit=limit + 1, before=before)
        following = str(found[limit - 1].id) if len(found) > limit else None
        return Slice(tuple(found[:limit]), following)

    listing = tables.Listing(EXPORTS, source, _draw_exports)
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    shown = tables.show(request, listing)
    context = {"tabs": _tabs(request), "tab": "exports"}
    return tables.page(request, "console/settings_exports.html", shown, context)


def _draw_exports(rows: Sequence[Exported]) -> list[Row]:
    return [
        Row(
            {
                "at": Cell(row.at),
                "who": Cell(row.display_name, title=row.username),
                "what": Cell(row.what),
                "filter": Cell(row.query),
                "format": Cell(row.format),
                "rows": Cell(row.rows),
            },
            key=str(row.id),
        )
        for row in rows
    ]


def _accounts() -> list[dict[str, Any]]:
    entities = {one.id: one.title for one in company.entities()}
    named = {one.id: one.title for one in channels.list_channels()}
    return [
        {
            "account": one,
            "role": words.say(words.ROLE, one.role),
            "sees": [entities.get(key, "?") for key in one.entities]
            + [named.get(key, "?") for key in one.channels],
        }
        for one in queries.accounts()
    ]


def _change_user(request: HttpRequest, username: str) -> None:
    given = request.POST
    if "active" in given:
        services.set_active(username=username, active=given["active"] == "1")
        return
    if given.get("password"):
        services.reset_password(username=username, password=given["password"])
    services.change_account(
        username=username,
        role=given.get("role", ""),
        display_name=given.get("display_name", ""),
        may_export=given.get("may_export") == "1",
        entities=_ids(given.getlist("entity")),
        channels=_ids(given.getlist("channel")),
    )


def _ids(given: Sequence[object]) -> list[int]:
    if bad := [value for value in given if not str(value).isdecimal()]:
        raise BadParameter(name="channel", value=str(bad[0]))
    return [int(str(value)) for value in given]


def _stated_rate(request: HttpRequest) -> StatedRate:
    given = request.POST
    try:
        rate = Decimal(given.get("rate", ""))
        month = date.fromisoformat(f"{given.get('month', '')}-01")
    except (InvalidOperation, ValueError) as garbled:
        wrong = f"{given.get('month', '')} {given.get('rate', '')}"
        raise BadParameter(name=_("month and rate"), value=wrong) from garbled
    return StatedRate(
        currency=given.get("currency", "").strip().upper(),
        base=given.get("base", "").strip().upper(),
        month=month,
        rate=rate,
    )


def page(
    request: HttpRequest, tab: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """One tab of the settings."""
    shown = {"tabs": _tabs(request), "tab": tab, **(context or {})}
    return render(request, f"console/settings_{tab}.html", shown, status=status)


def _refused(
    request: HttpRequest, tab: str, refusal: DomainError, context: dict[str, Any] | None = None
) -> HttpResponse:
    shown = {"message": spoken(refusal), **(context or {})}
    return page(request, tab, shown, STATUS[refusal.kind])


def _tabs(request: HttpRequest) -> list[tuple[str, str, str]]:
    scope = scope_of(request)
    known = (
        ("profile", _("My profile"), "settings", ""),
        ("users", _("Users"), "settings-users", "users.manage"),
        ("companies", _("Companies"), "settings-companies", "settings.manage"),
        ("rates", _("Exchange rates"), "settings-rates", "settings.manage"),
        ("keys", _("API keys"), "settings-keys", "keys.manage"),
        ("webhooks", _("Webhooks"), "settings-webhooks", "keys.manage"),
        ("exports", _("Export log"), "settings-exports", "exports.view"),
    )
    return [
        (key, words_of, reverse(name))
        for key, words_of, name, permission in known
        if not permission or scope.may(permission)
    ]
