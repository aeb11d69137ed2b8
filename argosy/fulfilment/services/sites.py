"""Writes of where orders may leave from, and by which rules a place is chosen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection, transaction

from argosy.fulfilment.errors import BadRule, BadSite, NoSuchSite, NotAPlaceToShipFrom, StaleRules
from argosy.fulfilment.models import Bin, ParcelRate, RoutingRule, Site
from argosy.fulfilment.types import UNSTATED, Criterion, NewRule, NewSite
from argosy.inventory import queries as inventory
from argosy.kernel import money

A_WEEK: Final = 7
HANDLING_MAX_HOURS: Final = 24 * 60
COUNTRY_LETTERS: Final = 2
PRIORITY_MAX: Final = 1_000_000
RULES_MAX: Final = 100
# Of the advisory lock under which the list of rules is replaced: a list has no row of its own.
LOCK_SPACE: Final = 0x46756C66


@transaction.atomic
def state_site(*, site: NewSite, now: datetime) -> int:
    """Say, or say anew, how a place ships. Returns the site's id.

    :raises NotAPlaceToShipFrom: the place holds no stock.
    :raises BadSite: its clock, days, countries, hours or rates cannot be.
    :raises UnknownCurrency: its currency is none.
    """
    titles = {one.id: one.title for one in inventory.stocked_places()}
    if site.place not in titles:
        raise NotAPlaceToShipFrom(place=site.place)
    _check(site)
    stated, _created = Site.objects.update_or_create(
        place_id=site.place,
        defaults={
            "country": site.country,
            "zone": site.zone,
            "cutoff": site.cutoff,
            "handling_hours": site.handling_hours,
            "working_days": sorted(set(site.working_days)),
            "days_off": sorted(set(site.days_off)),
            "serves": sorted(set(site.serves)),
            "priority": site.priority,
            "currency": site.currency,
            "stated_at": now,
            "closed_at": None,
        },
    )
    stated.rates.all().delete()
    ParcelRate.objects.bulk_create(
        ParcelRate(
            site=stated,
            countries=sorted(rate.countries),
            base_minor=rate.base_minor,
            per_kg_minor=rate.per_kg_minor,
        )
        for rate in site.rates
    )
    return stated.pk


def close_site(*, place: int, now: datetime) -> None:
    """Ship nothing from a place any more; what is planned there stays planned.

    :raises NoSuchSite: nothing is shipped from it.
    """
    if not Site.objects.filter(place=place, closed_at=None).update(closed_at=now):
        raise NoSuchSite(place=place)


@transaction.atomic
def set_rules(*, rules: Sequence[NewRule], seen: Sequence[int], now: datetime) -> None:
    """Replace the whole list of routing rules, whose order is their meaning.

    `seen` are the ids of the rules that the person had in front of them, in order; empty where
    there were none yet.

    :raises StaleRules: they are others by now.
    :raises BadRule: a criterion is unknown or stated twice, or lacks what it is about.
    """
    checked = [_checked(rule) for rule in rules]
    plain = [rule.criterion for rule in rules if rule.criterion != Criterion.NEVER]
    for criterion in plain:
        if plain.count(criterion) > 1:
            raise BadRule(criterion=criterion, field="criterion", value=criterion)
    if len(rules) > RULES_MAX:
        raise BadRule(criterion=rules[-1].criterion, field="position", value=len(rules))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK_SPACE])
    known = list(RoutingRule.objects.order_by("position").values_list("pk", flat=True))
    if known != list(seen):
        raise StaleRules
    RoutingRule.objects.all().delete()
    RoutingRule.objects.bulk_create(
        RoutingRule(
            position=position,
            criterion=criterion.value,
            place_id=rule.place,
            countries=sorted(set(rule.countries)),
            stated_at=now,
        )
        for position, (criterion, rule) in enumerate(zip(checked, rules, strict=True), start=1)
    )


@transaction.atomic
def state_bins(*, place: int, bins: Mapping[int, str], now: datetime) -> None:
    """Say where on the shelves of a place SKUs lie; an empty label forgets it."""
    Bin.objects.filter(
        place=place, sku__in=[sku for sku, label in bins.items() if not label]
    ).delete()
    Bin.objects.bulk_create(
        [
            Bin(place_id=place, sku_id=sku, label=label[:40], stated_at=now)
            for sku, label in sorted(bins.items())
            if label
        ],
        update_conflicts=True,
        unique_fields=["place", "sku"],
        update_fields=["label", "stated_at"],
    )


def _check(site: NewSite) -> None:
    money.exponent(site.currency)
    try:
        ZoneInfo(site.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadSite(field="zone", value=site.zone) from error
    named = {site.country, *site.serves, *(one for rate in site.rates for one in rate.countries)}
    days = site.working_days
    amounts = [amount for rate in site.rates for amount in (rate.base_minor, rate.per_kg_minor)]
    faults: dict[str, list[str | int]] = {
        "country": [one for one in sorted(named) if not _is_country(one)],
        "working_days": [0] if not days else [day for day in days if not 1 <= day <= A_WEEK],
        "handling_hours": []
        if 0 <= site.handling_hours <= HANDLING_MAX_HOURS
        else [site.handling_hours],
        "priority": [] if 0 <= site.priority <= PRIORITY_MAX else [site.priority],
        "rate": [amount for amount in amounts if not 0 <= amount <= money.MINOR_MAX],
    }
    for field, wrong in faults.items():
        if wrong:
            raise BadSite(field=field, value=wrong[0])


def _checked(rule: NewRule) -> Criterion:
    if rule.criterion not in set(Criterion) - UNSTATED:
        raise BadRule(criterion=rule.criterion, field="criterion", value=rule.criterion)
    criterion = Criterion(rule.criterion)
    if (criterion is Criterion.NEVER) != (rule.place is not None):
        raise BadRule(criterion=rule.criterion, field="place", value=rule.place or "")
    if rule.countries and criterion is not Criterion.NEVER:
        raise BadRule(criterion=rule.criterion, field="countries", value=", ".join(rule.countries))
    for country in rule.countries:
        if not _is_country(country):
            raise BadRule(criterion=rule.criterion, field="countries", value=country)
    return criterion


def _is_country(text: str) -> bool:
    return len(text) == COUNTRY_LETTERS and text.isascii() and text.isalpha() and text.isupper()
