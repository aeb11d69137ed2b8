"""Leases: who may sell how much without asking, what is at risk, and the policies that decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from argosy.catalogue import queries as catalogue
from argosy.catalogue.types import SkuRef
from argosy.channels import queries, services
from argosy.channels.types import Change, ChannelRef, DesiredWanted, PolicyScope, PolicyValues, Risk
from argosy.console import leasecharts, policies, shell, words
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.console.views.listings import WHY
from argosy.inventory import queries as stock
from argosy.inventory.types import LeaseRow
from argosy.kernel.errors import DomainError
from argosy.web.access import require
from argosy.web.errors import BadParameter, NotAllowed
from argosy.web.refusals import STATUS, spoken
from argosy.web.tables import Cell, Column, Kind, Row

LISTING, SESSION = "listing:", "session:"
SHOWN_MAX: Final = 200  # rows of each table; the listings page has all
DIGITS_MAX: Final = 18
LEASES: Final = (
    Column("sku", gettext_lazy("SKU"), Kind.CODE),
    Column("holder", gettext_lazy("Held by")),
    Column("place", gettext_lazy("Place")),
    Column("granted", gettext_lazy("Granted"), Kind.COUNT),
    Column("unsold", gettext_lazy("Not yet sold"), Kind.COUNT),
    Column("ends", gettext_lazy("Ends"), Kind.INSTANT),
)
RISKS: Final = (
    Column("sku", gettext_lazy("SKU"), Kind.CODE),
    Column("place", gettext_lazy("Place")),
    Column("available", gettext_lazy("Available"), Kind.COUNT),
    Column("shown", gettext_lazy("Shown in all"), Kind.COUNT),
    Column("channels", gettext_lazy("Listings"), Kind.COUNT),
    Column("expected", gettext_lazy("Sold twice, on average"), Kind.NUMBER),
    Column("at_most", gettext_lazy("At most (99 %)"), Kind.COUNT),
)
CHANGES: Final = (
    Column("listing", gettext_lazy("Listing"), Kind.CODE),
    Column("channel", gettext_lazy("Channel")),
    Column("before", gettext_lazy("Shows"), Kind.COUNT),
    Column("after", gettext_lazy("Would show"), Kind.COUNT),
    Column("why", gettext_lazy("Because")),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, as rows, and how much more there is."""

    rows: Sequence[Row]
    count: int


@require("channels.view")
def leases(request: HttpRequest) -> HttpResponse:
    """Who holds what, what is at risk, what decides."""
    return _page(request)


@require("channels.view", "channels.manage")
@require_POST
def change_policy(request: HttpRequest) -> HttpResponse:
    """Look at what a policy would change, state it, or let one hold no longer."""
    lens, given, now = shell.lens_of(request), request.POST, datetime.now(UTC)
    channels = {one.id: one for one in lens.channels}
    try:
        if forgotten := given.get("forget", ""):
            _forget(request, _number(forgotten), channels, now)
            return HttpResponseRedirect(reverse("listings-leases") + "#policies")
        scope = policies.scope_of_form(given, channels)
        values = policies.values_of_form(given)
        _check_grant(request, scope)
        if "state" not in given:
            return _page(request, preview=_preview(scope, values, channels, now))
        services.state_policy(scope=scope, values=values, now=now)
    except DomainError as refusal:
        return _page(request, refusal=refusal)
    return HttpResponseRedirect(reverse("listings-leases") + "#policies")


def _forget(
    request: HttpRequest, policy: int, channels: Mapping[int, ChannelRef], now: datetime
) -> None:
    language = translation.get_language() or "en"
    known = {one.id: one for one in policies.sentences(queries.policies(), channels, language)}
    if policy in known and known[policy].wide and scope_of(request).channels is not None:
        raise NotAllowed(permission="channels.manage")
    # One of a channel that the person does not see is none to them.
    services.forget_policy(policy=policy if policy in known else 0, now=now)


def _check_grant(request: HttpRequest, scope: PolicyScope) -> None:
    """Who sees some channels only may not decide for the others."""
    is_wide = scope.channel is None and scope.listing is None
    if is_wide and scope_of(request).channels is not None:
        raise NotAllowed(permission="channels.manage")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX):
        raise BadParameter(name="forget", value=text)
    return int(text)


def _preview(
    scope: PolicyScope,
    values: PolicyValues,
    channels: Mapping[int, ChannelRef],
    now: datetime,
) -> Preview:
    changes = services.preview_policy(scope=scope, values=values, now=now)
    listings = {
        one.id: one for one in queries.listings_of(listings=[each.listing for each in changes])
    }
    seen = [one for one in changes if listings[one.listing].channel in channels]
    rows = [
        _change_row(
            one,
            listings[one.listing].platform_sku,
            channels[listings[one.listing].channel].title,
        )
        for one in seen[:SHOWN_MAX]
    ]
    return Preview(rows, len(seen))


def _change_row(change: Change, platform_sku: str, channel: str) -> Row:
    return Row(
        {
            "listing": Cell(platform_sku),
            "channel": Cell(channel),
            "before": Cell(change.before),
            "after": Cell(change.after),
            "why": Cell(words.say(WHY, change.why)),
        }
    )


def _page(
    request: HttpRequest,
    *,
    preview: Preview | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    lens, language = shell.lens_of(request), translation.get_language() or "en"
    channels = {one.id: one for one in lens.channels}
    found, risks = stock.leases(), queries.risk_now(now=datetime.now(UTC))
    refs = catalogue.refs(skus={one.sku for one in found} | {one.sku for one in risks})
    titles = {one.id: one.title for one in stock.places()}
    drawn = _lease_rows(found, lens, refs, titles)
    context: dict[str, Any] = {
        "leases": drawn[:SHOWN_MAX],
        "lease_count": len(drawn),
        "lease_columns": LEASES,
        "unsold": sum(one.quantity for one in found),
        "pooled": _pooled_count(channels),
        "risks": [_risk_row(one, refs, titles) for one in risks[:SHOWN_MAX]],
        "risk_columns": RISKS,
        "risk_skus": len(risks),
        "at_most": sum(one.at_risk.at_most for one in risks),
        "expected": Decimal(f"{sum(one.at_risk.expected for one in risks):.1f}"),
        "policies": policies.sentences(queries.policies(), channels, language),
        "channels": lens.channels,
        "kinds": policies.KIND.items(),
        "given": request.POST,
        "preview": preview,
        "change_columns": CHANGES,
        "may_change": scope_of(request).may("channels.manage"),
        "charts": [leasecharts.oversold(language), leasecharts.refused(language)],
        "simulated": leasecharts.saved(),
        "message": spoken(refusal) if refusal else "",
    }
    status = STATUS[refusal.kind] if refusal else 200
    return render(request, "console/leases.html", context, status=status)


def _pooled_count(channels: Mapping[int, ChannelRef]) -> int:
    wanted = DesiredWanted(channels=frozenset(channels))
    return queries.count_desired(wanted=wanted)


def _lease_rows(
    found: Sequence[LeaseRow], lens: Lens, refs: Mapping[int, SkuRef], titles: Mapping[int, str]
) -> list[Row]:
    """The strict leases of channels that the person sees, and of live sessions."""
    ids = [int(one.claimant[len(LISTING) :]) for one in found if one.claimant.startswith(LISTING)]
    listings = {one.id: one for one in queries.listings_of(listings=ids)}
    channels = {one.id: one for one in lens.seen}
    rows = []
    for one in found:
        holder, href = one.claimant, ""
        if one.claimant.startswith(LISTING):
            listing = listings.get(int(one.claimant[len(LISTING) :]))
            if listing is None or listing.channel not in channels:
                continue
            channel = channels[listing.channel]
            holder = f"{channel.title} · {listing.platform_sku}"
            href = reverse("channels-one", args=[channel.key])
        elif one.claimant.startswith(SESSION):
            holder = _("Live session {name}").format(name=one.claimant[len(SESSION) :])
        rows.append(_lease_row(one, Cell(holder, href=href), refs, titles))
    return rows


def _lease_row(
    lease: LeaseRow, holder: Cell, refs: Mapping[int, SkuRef], titles: Mapping[int, str]
) -> Row:
    return Row(
        {
            "sku": _sku_cell(lease.sku, refs),
            "holder": holder,
            "place": Cell(titles.get(lease.place, "")),
            "granted": Cell(lease.granted),
            "unsold": Cell(lease.quantity),
            "ends": Cell(lease.ends_at or ""),
        }
    )


def _risk_row(risk: Risk, refs: Mapping[int, SkuRef], titles: Mapping[int, str]) -> Row:
    return Row(
        {
            "sku": _sku_cell(risk.sku, refs),
            "place": Cell(titles.get(risk.place, "")),
            "available": Cell(risk.available),
            "shown": Cell(risk.shown),
            "channels": Cell(risk.channels),
            "expected": Cell(Decimal(f"{risk.at_risk.expected:.1f}")),
            "at_most": Cell(risk.at_risk.at_most),
        }
    )


def _sku_cell(sku: int, refs: Mapping[int, SkuRef]) -> Cell:
    known = refs.get(sku)
    href = reverse("stock-one", args=[sku]) if known else ""
    return Cell(known.code if known else sku, href=href)
