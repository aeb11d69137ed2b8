"""Channels: where we sell, and which of our SKUs each listing is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from argosy.catalogue import queries as catalogue
from argosy.channels import queries
from argosy.channels.types import (
    ChannelRef,
    ListingCount,
    ListingRow,
    ListingsWanted,
    Suggestion,
    Terms,
)
from argosy.console import shell, tables, territories, words
from argosy.console.lens import Lens
from argosy.identity import queries as identity
from argosy.intake import services as intake
from argosy.inventory import queries as stock
from argosy.kernel.keyset import Slice, Sort
from argosy.kernel.keyset import page as page_of
from argosy.orders import queries as orders
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

HOURS_DIGITS: Final = 4
TABLE: Final = Table(
    key="channels",
    title=gettext_lazy("Channels"),
    columns=(
        Column("channel", gettext_lazy("Channel")),
        Column("mode", gettext_lazy("Mode"), Kind.TAG),
        Column("orders", gettext_lazy("Orders"), Kind.COUNT),
        Column("latest", gettext_lazy("Latest order"), Kind.INSTANT, minor=True),
        Column("listings", gettext_lazy("Listings"), Kind.COUNT, minor=True),
        Column("unmapped", gettext_lazy("Not mapped"), Kind.COUNT),
        Column("market", gettext_lazy("Market"), minor=True),
        Column("currency", gettext_lazy("Currency"), Kind.CODE, minor=True),
        Column("operator", gettext_lazy("Operator"), minor=True),
        Column("entity", gettext_lazy("Company"), minor=True),
        Column("model", gettext_lazy("Commercial model"), hidden=True),
        Column("zone", gettext_lazy("Time zone"), hidden=True),
    ),
    default=Sort("key"),
)
LISTINGS: Final = Table(
    key="listings",
    title=gettext_lazy("Listings"),
    columns=(
        Column("platform_sku", gettext_lazy("Platform SKU"), Kind.CODE, sorts="platform_sku"),
        Column("title", gettext_lazy("Title"), sorts="title"),
        Column("sku", gettext_lazy("Our SKU"), Kind.CODE),
        Column("sku_title", gettext_lazy("Our title"), hidden=True),
        Column("mapped_by", gettext_lazy("Mapped"), Kind.TAG),
    ),
    default=Sort("platform_sku"),
)
MAPPING: Final = Table(
    key="mapping",
    title=gettext_lazy("Platform SKUs to map"),
    columns=(
        Column("platform_sku", gettext_lazy("Platform SKU"), Kind.CODE, sorts="platform_sku"),
        Column("title", gettext_lazy("Title"), sorts="title", minor=True),
        Column("channel", gettext_lazy("Channel"), minor=True),
        Column("guess", gettext_lazy("Probably"), Kind.CODE),
        Column("why", gettext_lazy("Because"), minor=True),
    ),
    default=Sort("platform_sku"),
)
WHY: Final[words.Words] = {
    "same_elsewhere": gettext_lazy("mapped so on another channel"),
    "same_code": gettext_lazy("same code but for signs"),
    "learned": gettext_lazy("as you mapped {example}"),
    "same_title": gettext_lazy("similar title"),
}


@require("channels.view")
def channels(request: HttpRequest) -> HttpResponse:
    """Where we sell."""
    lens = shell.lens_of(request)
    draw = _drawer(lens)

    def source(_sort: Sort, after: str | None, limit: int) -> Slice[ChannelRef]:
        return page_of(lens.seen, after=after, limit=limit)

    listing = tables.Listing(TABLE, source, lambda rows: [draw(row) for row in rows])
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    shown = tables.show(request, listing, tables.Around(count=len(lens.seen)))
    context = {"empty": "console/_empty_orders.html", "unmapped": _unmapped(lens)}
    return tables.page(request, "console/channels.html", shown, context)


@require("channels.view")
def channel(request: HttpRequest, key: str) -> HttpResponse:
    """One channel and its listings."""
    lens = shell.lens_of(request)
    found = next((one for one in lens.channels if one.key == key), None)
    if found is None:
        raise BadParameter(name=_("channel"), value=key)
    mapped = {"yes": True, "no": False}.get(request.GET.get("mapped", ""))
    wanted = ListingsWanted(
        channels=frozenset([found.id]), mapped=mapped, text=request.GET.get("q", "").strip()
    )

    def source(sort: Sort, after: str | None, limit: int) -> Slice[ListingRow]:
        return queries.listings(wanted=wanted, sort=sort, after=after, limit=limit)

    listing = tables.Listing(LISTINGS, source, _draw_listings)
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    around = tables.Around(
        count=queries.count_listings(wanted=wanted), chips=_chips(request, mapped)
    )
    operators: dict[int, str] = {one.user_id: one.display_name for one in identity.accounts()}
    context = {
        "channel": found,
        "mode": words.say(words.MODE, found.mode),
        "model": words.say(words.COMMERCIAL_MODEL, found.commercial_model),
        "entity": next((one for one in lens.entities if one.id == found.entity), None),
        "operator": operators.get(found.operator, "") if found.operator else "",
        "market": territories.name(found.market, translation.get_language() or "en"),
        "orders": orders.counts_by_channel().get(found.id, 0),
        "latest": orders.latest_by_channel().get(found.id),
        "counts": queries.listing_counts().get(found.id, ListingCount(0, 0)),
        "places": stock.stocked_places(),
        "fee": None if found.fee_share is None else (found.fee_share * 100).normalize(),
    }
    shown = tables.show(request, listing, around)
    return tables.page(request, "console/channel.html", shown, context)


@require("channels.manage")
@require_http_methods(["POST"])
def terms(request: HttpRequest, key: str) -> HttpResponse:
    """Take over what is agreed with a channel, and where its orders leave from."""
    lens = shell.lens_of(request)
    found = next((one for one in lens.channels if one.key == key), None)
    if found is None:
        raise BadParameter(name=_("channel"), value=key)
    places = {str(one.id): one.id for one in stock.stocked_places()}
    stated = Terms(
        place=places.get(request.POST.get("place", "")),
        fee_share=_percent(request.POST.get("fee", "")),
        ship_within_hours=_hours(request.POST.get("ship_within", "")),
        cancel_within_hours=_hours(request.POST.get("cancel_within", "")),
    )
    intake.state_terms(channel=found.id, terms=stated, now=datetime.now(UTC))
    return HttpResponseRedirect(reverse("channels-one", args=[key]))


def _percent(text: str) -> Decimal | None:
    """A share that people write in percent; empty is not known."""
    if not text.strip():
        return None
    try:
        found = Decimal(text.strip().rstrip("%").replace(",", ".")) / 100
    except InvalidOperation:
        raise BadParameter(name=_("Fee of a sale"), value=text) from None
    if not found.is_finite():
        raise BadParameter(name=_("Fee of a sale"), value=text)
    return found


def _hours(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or len(text.strip()) > HOURS_DIGITS:
        raise BadParameter(name=_("Hours"), value=text)
    return int(text)


@require("channels.manage")
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest) -> HttpResponse:
    """Say in bulk which of our SKUs each listing is; what was said before makes the suggestions."""
    lens = shell.lens_of(request)
    if request.method == "POST":
        return _map(request, lens)
    wanted = ListingsWanted(
        channels=frozenset(one.id for one in lens.seen),
        mapped=False,
        text=request.GET.get("q", "").strip(),
    )

    def source(sort: Sort, after: str | None, limit: int) -> Slice[ListingRow]:
        return queries.listings(wanted=wanted, sort=sort, after=after, limit=limit)

    titles = {one.id: one.title for one in lens.channels}
    listing = tables.Listing(MAPPING, source, lambda rows: _draw_mapping(rows, titles))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    around = tables.Around(count=queries.count_listings(wanted=wanted), chips=_chips(request, None))
    context = {
        "done": request.GET.get("done", ""),
        "known": catalogue.count(),
        "bulk": True,
        "bulk_words": _("Map the ticked ones"),
        "bulk_note": _("Past sales, stock and costs follow; the answer teaches the next guess."),
    }
    shown = tables.show(request, listing, around)
    return tables.page(request, "console/mapping.html", shown, context)


def _map(request: HttpRequest, lens: Lens) -> HttpResponse:
    """Take over the ticked suggestions and the codes typed in.

    :raises NoSuchSku: a code typed is none of ours; nothing is mapped then.
    """
    allowed = frozenset(one.id for one in lens.channels)
    chosen: dict[int, int] = {}
    for name, code in request.POST.items():
        prefix, _dot, listing = name.partition(".")
        if prefix != "sku" or not listing.isdecimal() or not str(code).strip():
            continue
        if f"take.{listing}" in request.POST:
            chosen[int(listing)] = catalogue.by_code(code=str(code)).id
    mapped = intake.map_listings(skus=_visible(chosen, allowed), now=datetime.now(UTC))
    return HttpResponseRedirect(f"{reverse('channels-mapping')}?done={mapped}")


def _visible(chosen: Mapping[int, int], allowed: frozenset[int]) -> dict[int, int]:
    """Only listings of channels that the person may see: an id in a form proves nothing."""
    seen = queries.listings_of(listings=list(chosen))
    return {one.id: chosen[one.id] for one in seen if one.channel in allowed}


def _draw_mapping(rows: Sequence[ListingRow], titles: Mapping[int, str]) -> list[Row]:
    guesses = queries.suggest(listings=rows)
    return [_mapping_row(row, guesses.get(row.id, []), titles) for row in rows]


def _mapping_row(row: ListingRow, guesses: Sequence[Suggestion], titles: Mapping[int, str]) -> Row:
    best = guesses[0] if guesses else None
    why = words.say(WHY, best.why).format(example=best.example) if best else ""
    cells = {
        "platform_sku": Cell(row.platform_sku),
        "title": Cell(row.title),
        "channel": Cell(titles.get(row.channel, "")),
        "guess": Cell(best.code if best else "", title=best.title if best else ""),
        "why": Cell(why),
    }
    return Row(cells, key=str(row.id))


def _draw_listings(rows: Sequence[ListingRow]) -> list[Row]:
    drawn = []
    for row in rows:
        href = reverse("stock-one", args=[row.sku]) if row.sku else ""
        said = words.say(words.MAPPED_BY, row.mapped_by)
        cells = {
            "platform_sku": Cell(row.platform_sku),
            "title": Cell(row.title),
            "sku": Cell(row.sku_code, href=href),
            "sku_title": Cell(row.sku_title),
            "mapped_by": Cell(said, tone="" if row.sku else "attention"),
        }
        drawn.append(Row(cells, key=str(row.id), href=href))
    return drawn


def _drawer(lens: Lens) -> Callable[[ChannelRef], Row]:
    counts, latest = orders.counts_by_channel(), orders.latest_by_channel()
    listings = queries.listing_counts()
    entities = {one.id: one.title for one in lens.entities}
    operators: dict[int, str] = {one.user_id: one.display_name for one in identity.accounts()}
    language = translation.get_language() or "en"

    def draw(row: ChannelRef) -> Row:
        href = reverse("channels-one", args=[row.key])
        has = listings.get(row.id, ListingCount(0, 0))
        operator = operators.get(row.operator, "") if row.operator else ""
        cells = {
            "channel": Cell(row.title, href=href),
            "mode": Cell(words.say(words.MODE, row.mode), raw=row.mode),
            "model": Cell(words.say(words.COMMERCIAL_MODEL, row.commercial_model)),
            "entity": Cell(entities.get(row.entity, "")),
            "operator": Cell(operator),
            "market": Cell(territories.name(row.market, language)),
            "currency": Cell(row.currency),
            "zone": Cell(row.zone),
            "orders": Cell(counts.get(row.id, 0)),
            "latest": Cell(latest.get(row.id, "")),
            "listings": Cell(has.listings),
            "unmapped": Cell(
                has.unmapped,
                href=f"{reverse('channels-mapping')}?ch={row.key}" if has.unmapped else "",
                tone="attention" if has.unmapped else "quiet",
            ),
        }
        return Row(cells, key=row.key, href=href)

    return draw


def _chips(request: HttpRequest, mapped: bool | None) -> list[Chip]:
    said = {
        "q": _("containing {text}").format(text=request.GET.get("q", ""))
        if request.GET.get("q")
        else "",
        "mapped": "" if mapped is None else _("mapped") if mapped else _("not mapped"),
    }
    return [
        Chip(word, address(request, **{name: None, "after": None, "seen": None}))
        for name, word in said.items()
        if word
    ]


def _unmapped(lens: Lens) -> int:
    counts = queries.listing_counts()
    return sum(counts[one.id].unmapped for one in lens.seen if one.id in counts)
