"""Policies in words, and as a form has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.channels import queries
from argosy.channels.errors import NoSuchListing
from argosy.channels.types import ChannelRef, ListingRow, PolicyRow, PolicyScope, PolicyValues
from argosy.console import words
from argosy.kernel import formats
from argosy.web.errors import BadParameter

DIGITS_MAX: Final = 9
PERCENT: Final = Decimal(100)
KIND: Final[words.Words] = {
    "strict": gettext_lazy("Strict: units of its own"),
    "pooled": gettext_lazy("Pooled: shared with the others"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A policy as people read it."""

    id: int
    scope: str
    says: tuple[str, ...]
    wide: bool  # of everything, or of a group on every channel


def sentences(
    rows: Sequence[PolicyRow], channels: Mapping[int, ChannelRef], language: str
) -> list[Sentence]:
    """The policies that concern these channels, the widest first."""
    listed = [row.scope.listing for row in rows if row.scope.listing is not None]
    listings = {one.id: one for one in queries.listings_of(listings=listed)}
    found = []
    for row in rows:
        listing = listings.get(row.scope.listing or 0)
        channel = listing.channel if listing else row.scope.channel
        if channel is None or channel in channels:
            said = scope_words(row.scope, listing, channels)
            wide = channel is None
            found.append(Sentence(row.id, said, tuple(_says(row.values, language)), wide))
    return found


def scope_words(
    scope: PolicyScope, listing: ListingRow | None, channels: Mapping[int, ChannelRef]
) -> str:
    """What a policy is about."""
    if listing is not None:
        title = channels[listing.channel].title
        return _("{listing} on {channel}").format(listing=listing.platform_sku, channel=title)
    where = channels[scope.channel].title if scope.channel is not None else ""
    if where and scope.product_group:
        return _("{group} on {channel}").format(group=scope.product_group, channel=where)
    if scope.product_group:
        return _("{group} on every channel").format(group=scope.product_group)
    return where or _("Everything")


def _says(values: PolicyValues, language: str) -> list[str]:
    def number(units: int | None) -> str:
        return "" if units is None else formats.number(units, language)

    texts = {
        "kind": words.say(KIND, values.kind) if values.kind else "",
        "exclusive": {True: _("no other channel may sell it"), False: _("not kept for it")}.get(
            values.exclusive, ""
        )
        if values.exclusive is not None
        else "",
        "share": _("at most {share} of what is there").format(
            share=formats.percent(values.share, language)
        )
        if values.share is not None
        else "",
    }
    counted = {
        _("{n} never shown"): values.buffer,
        _("never more than {n}"): values.cap,
        _("below {n} nothing"): values.floor,
        _("served as number {n} where little is left"): values.priority,
    }
    bound = (
        _("sold twice at most once in {n} lags").format(
            n=formats.number(round(1 / values.bound), language)
        )
        if values.bound is not None
        else ""
    )
    said = [*texts.values(), *(t.format(n=number(n)) for t, n in counted.items() if n is not None)]
    return [one for one in (*said, bound) if one]


def scope_of_form(given: QueryDict, channels: Mapping[int, ChannelRef]) -> PolicyScope:
    """What the form is about, of the channels that the person sees.

    :raises BadParameter: the channel is none of these.
    :raises NoSuchListing: the channel has no such listing.
    """
    group, sku = given.get("group", "").strip(), given.get("sku", "").strip()
    key = given.get("channel", "")
    channel = next((one for one in channels.values() if one.key == key), None)
    if key and channel is None:
        raise BadParameter(name="channel", value=key)
    if not sku:
        return PolicyScope(channel.id if channel else None, None, group)
    found = queries.resolve(channels=[channel.id], skus=[sku]) if channel else {}
    if not found:
        raise NoSuchListing(listing=sku)
    ((listing, _sku, _is_kit),) = found.values()
    return PolicyScope(listing=listing)


def values_of_form(given: QueryDict) -> PolicyValues:
    """What the form states; an empty field states nothing.

    :raises BadParameter: a field is no number.
    """
    exclusive = {"yes": True, "no": False}.get(given.get("exclusive", ""))
    share, risk = _decimal(given, "share"), _whole(given, "once_in")
    return PolicyValues(
        kind=given.get("kind", ""),
        buffer=_whole(given, "buffer"),
        cap=_whole(given, "cap"),
        floor=_whole(given, "floor"),
        share=None if share is None else share / PERCENT,
        priority=_whole(given, "priority"),
        exclusive=exclusive,
        bound=None if not risk else round(1 / Decimal(risk), 8),
    )


def _whole(given: QueryDict, name: str) -> int | None:
    text = given.get(name, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX):
        raise BadParameter(name=name, value=text)
    return int(text) if text else None


def _decimal(given: QueryDict, name: str) -> Decimal | None:
    text = given.get(name, "").strip().removesuffix("%").strip()
    try:
        found = Decimal(text) if text else None
    except InvalidOperation as error:
        raise BadParameter(name=name, value=text) from error
    if found is not None and not found.is_finite():
        raise BadParameter(name=name, value=text)
    return found
