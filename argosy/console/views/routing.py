"""Routing: the rules in their order, and the places to ship from. Read, reordered, stated."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from argosy.console import leaving, words
from argosy.console.middleware import scope_of
from argosy.fulfilment import queries, services
from argosy.fulfilment.types import UNSTATED, Criterion, NewRule, NewSite, Rate, Rule, Site
from argosy.inventory import queries as inventory
from argosy.kernel import formats, money
from argosy.kernel.errors import DomainError
from argosy.kernel.money import Money
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.refusals import STATUS, spoken

DIGITS_MAX: Final = 9
EVERYWHERE: Final = "*"


@require("fulfilment.view")
def rules(request: HttpRequest) -> HttpResponse:
    """The rules and the places that they choose among."""
    return _page(request)


@require("fulfilment.view", "channels.manage")
@require_POST
def change_rules(request: HttpRequest) -> HttpResponse:
    """Move a rule up or down, take it away, or add one at the end."""
    given = request.POST
    known = queries.rules()
    changed = _changed(known, given)
    try:
        services.set_rules(
            rules=changed,
            seen=[int(one) for one in given.get("seen", "").split(",") if one.isdecimal()],
            now=datetime.now(UTC),
        )
    except DomainError as refusal:
        return _page(request, refusal)
    return HttpResponseRedirect(reverse("orders-rules"))


@require("fulfilment.view", "channels.manage")
@require_POST
def state_site(request: HttpRequest) -> HttpResponse:
    """State how a place ships, or that it ships no more."""
    given, now = request.POST, datetime.now(UTC)
    try:
        place = inventory.place_by_key(key=given.get("place", "")).id
        if "close" in given:
            services.close_site(place=place, now=now)
        else:
            services.state_site(site=_site(place, given), now=now)
    except DomainError as refusal:
        return _page(request, refusal)
    return HttpResponseRedirect(reverse("orders-rules"))


def _changed(known: Sequence[Rule], given: QueryDict) -> list[NewRule]:
    """The list as it is to be, after what was pressed."""
    listed = [NewRule(one.criterion, one.place, tuple(sorted(one.countries))) for one in known]
    act, _colon, at = given.get("act", "").partition(":")
    if act == "add":
        place = given.get("place", "")
        never = given.get("criterion") == Criterion.NEVER
        found = inventory.place_by_key(key=place).id if never else None
        countries = _countries(given.get("countries", "")) if never else ()
        return [*listed, NewRule(given.get("criterion", ""), found, countries)]
    if not at.isdecimal() or len(at) > DIGITS_MAX or int(at) >= len(listed):
        raise BadParameter(name="act", value=given.get("act", ""))
    index = int(at)
    moved = listed.pop(index)
    if act == "up":
        listed.insert(max(0, index - 1), moved)
    elif act == "down":
        listed.insert(index + 1, moved)
    elif act != "remove":
        raise BadParameter(name="act", value=act)
    return listed


def _site(place: int, given: QueryDict) -> NewSite:
    """A place to ship from, as the form has it.

    :raises BadParameter: a field cannot be read.
    """
    currency = given.get("currency", "").strip().upper()
    money.exponent(currency)
    return NewSite(
        place=place,
        country=given.get("country", "").strip().upper(),
        zone=given.get("zone", "").strip(),
        cutoff=_cutoff(given.get("cutoff", "")),
        currency=currency,
        handling_hours=_whole(given, "handling_hours"),
        working_days=tuple(int(day) for day in given.getlist("day") if day.isdecimal()),
        days_off=_days(given.get("days_off", "")),
        serves=_countries(given.get("serves", "")),
        priority=_whole(given, "priority"),
        rates=_rates(given.get("rates", ""), currency),
    )


def _cutoff(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(name="cutoff", value=text) from error


def _whole(given: QueryDict, name: str) -> int:
    text = given.get(name, "").strip() or "0"
    if not text.isdecimal() or len(text) > DIGITS_MAX:
        raise BadParameter(name=name, value=text)
    return int(text)


def _days(text: str) -> tuple[date, ...]:
    try:
        return tuple(date.fromisoformat(one) for one in text.replace(",", " ").split())
    except ValueError as error:
        raise BadParameter(name="days_off", value=text) from error


def _countries(text: str) -> tuple[str, ...]:
    return tuple(one.upper() for one in text.replace(",", " ").split())


def _rates(text: str, currency: str) -> tuple[Rate, ...]:
    """One rate a line: countries (or `*`), a colon, an amount and, after a plus, one by the kg.

    :raises BadParameter: a line is not so.
    """
    found = []
    for row in filter(None, map(str.strip, text.splitlines())):
        where, colon, amounts = row.partition(":")
        base, _plus, per_kg = amounts.partition("+")
        try:
            whole = money.minor_from_decimal(Decimal(base.strip()), currency)
            each = money.minor_from_decimal(Decimal(per_kg.strip() or "0"), currency)
        except InvalidOperation as error:
            raise BadParameter(name="rates", value=row) from error
        if not colon:
            raise BadParameter(name="rates", value=row)
        countries = frozenset(_countries(where)) - {EVERYWHERE}
        found.append(Rate(countries, whole, each))
    return tuple(found)


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    language = translation.get_language() or "en"
    places = inventory.stocked_places()
    titles = {one.id: one.title for one in places}
    known = queries.rules()
    used = {one.criterion for one in known}
    stated = queries.stated_rules()
    context: dict[str, Any] = {
        "rules": [leaving.rule_words(one, titles, language) for one in known],
        "seen": ",".join(map(str, stated)),
        "usual": not stated,
        "choices": [
            (one.value, words.say(leaving.CRITERION, one))
            for one in Criterion
            if one not in UNSTATED and (one is Criterion.NEVER or one not in used)
        ],
        "sites": [_site_row(one, places, language) for one in queries.sites()],
        "places": places,
        "may_change": scope_of(request).may("channels.manage"),
        "given": request.POST,
        "days": [(n, name) for n, name in enumerate(_day_names(), start=1)],
        "message": spoken(refusal) if refusal else "",
    }
    status = STATUS[refusal.kind] if refusal else 200
    return render(request, "console/fulfilment_rules.html", context, status=status)


def _site_row(site: Site, places: Sequence[Any], language: str) -> dict[str, object]:
    days = _day_names()
    key = next((one.key for one in places if one.id == site.place), "")
    rates = [
        f"{', '.join(sorted(rate.countries)) or _('elsewhere')}: "
        f"{Money(rate.base_minor, site.currency).format(language)}"
        + (
            _(" + {amount} each kg").format(
                amount=Money(rate.per_kg_minor, site.currency).format(language)
            )
            if rate.per_kg_minor
            else ""
        )
        for rate in site.rates
    ]
    return {
        "site": site,
        "key": key,
        "cutoff": f"{site.cutoff:%H:%M}",
        "days": ", ".join(days[day - 1] for day in sorted(site.working_days)),
        "days_off": [formats.day(one, language) for one in sorted(site.days_off)],
        "serves": ", ".join(sorted(site.serves)),
        "rates": rates,
    }


def _day_names() -> list[str]:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
