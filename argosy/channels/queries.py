"""Reads of channels."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from argosy.channels import risk, suggesting
from argosy.channels.errors import NoSuchChannel
from argosy.channels.models import Channel, Desired, Lag, Listing, Policy
from argosy.channels.types import (
    ChannelRef,
    DesiredRow,
    DesiredWanted,
    ListingCount,
    ListingRow,
    ListingsWanted,
    PolicyRow,
    PolicyScope,
    PolicyValues,
    Risk,
    Suggestion,
)
from argosy.kernel import sql
from argosy.kernel.keyset import Slice, Sort, take

LISTING_FIELDS: Final = (
    *("id", "channel_id", "platform_sku", "title", "sku_id", "sku_code", "sku_title", "mapped_by"),
)

DESIRED_FIELDS: Final = (
    *("id", "listing_id", "channel_id", "platform_sku", "title", "sku_id", "sku_code"),
    *("available", "quantity", "version", "desired_at", "why", "accepted_version", "accepted_at"),
    *("confirmed_version", "confirmed_quantity", "confirmed_at"),
)


def by_key(*, key: str) -> ChannelRef:
    """A channel by its key.

    :raises NoSuchChannel: naming those there are.
    """
    found = {channel.key: channel for channel in list_channels()}
    if key not in found:
        raise NoSuchChannel(channel=key, known=", ".join(sorted(found)) or "–")
    return found[key]


def by_id(*, channel: int) -> ChannelRef:
    """A channel by its id."""
    return _ref(Channel.objects.select_related("entity").get(pk=channel))


def list_channels() -> list[ChannelRef]:
    """Every channel, by key."""
    return [_ref(row) for row in Channel.objects.select_related("entity").order_by("key")]


def by_keys(*, keys: Collection[str]) -> dict[str, ChannelRef]:
    """The channels of these keys; a key that is none is missing."""
    found = [ChannelRef(*row) for row in sql.often("channels/by_keys", {"keys": list(keys)})]
    return {channel.key: channel for channel in found}


def resolve(
    *, channels: Sequence[int], skus: Sequence[str]
) -> dict[tuple[int, str], tuple[int, int, bool]]:
    """What a channel's platform SKUs are, where known: listing, SKU, whether that is a kit."""
    told = {"channels": sql.array(channels), "skus": sql.texts(skus)}
    return {
        (channel, code): (listing, sku, is_kit)
        for channel, code, listing, sku, is_kit in sql.often("channels/resolve", told)
    }


def labels_known(*, channels: Collection[int]) -> set[tuple[int, str, str]]:
    """The sources' own names of markets, by channel and market."""
    return set(sql.often("channels/labels_known", {"channels": sql.array(channels)}))


def market_labels() -> dict[str, list[str]]:
    """The sources' own names of each market."""
    return dict(sql.rows("channels/market_labels"))


def listings(
    *, wanted: ListingsWanted, sort: Sort, after: str | None, limit: int
) -> Slice[ListingRow]:
    """Listings, a page at a time.

    :raises BadCursor: the cursor is not one of this list.
    """
    found = _listings(wanted).annotate(sku_code=F("sku__code"), sku_title=F("sku__title"))
    rows, following = take(found.values(*LISTING_FIELDS), sort=sort, after=after, limit=limit)
    return Slice(tuple(_listing(row) for row in rows), following)


def listings_of(*, listings: Sequence[int]) -> list[ListingRow]:
    """These listings."""
    found = Listing.objects.filter(pk__in=list(listings))
    named = found.annotate(sku_code=F("sku__code"), sku_title=F("sku__title"))
    return [_listing(row) for row in named.order_by("pk").values(*LISTING_FIELDS)]


def count_listings(*, wanted: ListingsWanted) -> int:
    """How many listings fit."""
    return _listings(wanted).count()


def listing_counts() -> dict[int, ListingCount]:
    """How many listings each channel has, and how many are unmapped."""
    found = Listing.objects.values("channel_id").annotate(
        all=Count("pk"), unmapped=Count("pk", filter=Q(sku=None))
    )
    return {row["channel_id"]: ListingCount(row["all"], row["unmapped"]) for row in found}


def suggest(*, listings: Sequence[ListingRow]) -> dict[int, list[Suggestion]]:
    """What each of these listings probably is of ours, the best guess first."""
    return suggesting.suggest(listings)


def desired(
    *, wanted: DesiredWanted, sort: Sort, after: str | None, limit: int
) -> Slice[DesiredRow]:
    """What listings are to show and what became of it, a page at a time.

    :raises BadCursor: the cursor is not one of this list.
    """
    found = _desired(wanted).values(*DESIRED_FIELDS)
    rows, following = take(found, sort=sort, after=after, limit=limit)
    return Slice(tuple(DesiredRow(**_without_ids(row)) for row in rows), following)


def count_desired(*, wanted: DesiredWanted) -> int:
    """How many listings fit of those that are to show something."""
    return _desired(wanted).count()


def refresh_waits(*, now: datetime) -> bool:
    """Whether stock was touched, or a listing is due, since what is shown was decided last."""
    return bool(sql.rows("channels/work_waits", {"now": now})[0][0])


def policies() -> list[PolicyRow]:
    """Every policy, the widest first."""
    found = Policy.objects.order_by(
        F("listing_id").asc(nulls_first=True),
        F("channel_id").asc(nulls_first=True),
        "product_group",
    )
    return [
        PolicyRow(
            id=row.pk,
            scope=PolicyScope(row.channel_id, row.listing_id, row.product_group),
            values=PolicyValues(
                kind=row.kind,
                buffer=row.buffer,
                cap=row.cap,
                floor=row.floor,
                share=row.share,
                priority=row.priority,
                exclusive=row.exclusive,
                bound=row.bound,
            ),
        )
        for row in found
    ]


def lags() -> dict[int, timedelta]:
    """How long each channel keeps selling what is gone, where that was measured."""
    found = Lag.objects.values_list("channel_id", "lag_ms")
    return {channel: timedelta(milliseconds=lag_ms) for channel, lag_ms in found}


def risk_now(*, skus: Collection[int] | None = None, now: datetime) -> list[Risk]:
    """Units that may be sold twice until every channel has heard: of each stock, the most first.

    A stock is a SKU at a place. Those without risk are left out.
    """
    return risk.by_stock(skus, now)


def _listings(wanted: ListingsWanted) -> "QuerySet[Listing, Any]":
    found = Listing.objects.all()
    if wanted.channels is not None:
        found = found.filter(channel__in=wanted.channels)
    if wanted.mapped is not None:
        found = found.filter(sku__isnull=not wanted.mapped)
    if wanted.text:
        found = found.filter(
            Q(platform_sku__icontains=wanted.text) | Q(title__icontains=wanted.text)
        )
    return found


def _listing(row: dict[str, Any]) -> ListingRow:
    return ListingRow(
        id=row["id"],
        channel=row["channel_id"],
        platform_sku=row["platform_sku"],
        title=row["title"],
        sku=row["sku_id"],
        sku_code=row["sku_code"] or "",
        sku_title=row["sku_title"] or "",
        mapped_by=row["mapped_by"],
    )


def _ref(channel: Channel) -> ChannelRef:
    return ChannelRef(
        id=channel.pk,
        key=channel.key,
        title=channel.title,
        entity=channel.entity_id,
        entity_key=channel.entity.key,
        base_currency=channel.entity.currency,
        mode=channel.mode,
        commercial_model=channel.commercial_model,
        platform=channel.platform,
        operator=channel.operator_id,
        market=channel.market,
        currency=channel.currency,
        zone=channel.zone,
        place=channel.place_id,
        adopts_skus=channel.adopts_skus,
        fee_share=channel.fee_share,
        ship_within_hours=channel.ship_within_hours,
        cancel_within_hours=channel.cancel_within_hours,
    )


def _desired(wanted: DesiredWanted) -> "QuerySet[Desired, Any]":
    found = Desired.objects.annotate(
        channel_id=F("listing__channel_id"),
        platform_sku=F("listing__platform_sku"),
        title=F("listing__title"),
        sku_id=F("listing__sku_id"),
        sku_code=F("listing__sku__code"),
    )
    if wanted.channels is not None:
        found = found.filter(listing__channel__in=wanted.channels)
    if wanted.why:
        found = found.filter(why=wanted.why)
    if wanted.text:
        found = found.filter(
            Q(listing__platform_sku__icontains=wanted.text)
            | Q(listing__title__icontains=wanted.text)
            | Q(listing__sku__code__icontains=wanted.text)
        )
    accepted = Q(accepted_version=F("version"))
    confirmed = Q(confirmed_version=F("version"))
    if wanted.state == "waiting":
        found = found.filter(quantity__isnull=False).exclude(accepted)
    elif wanted.state == "accepted":
        found = found.filter(accepted).exclude(confirmed)
    elif wanted.state == "confirmed":
        found = found.filter(confirmed)
    elif wanted.state == "unknown":
        found = found.filter(quantity=None)
    return found


def _without_ids(row: dict[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_id"): value for name, value in row.items()}
