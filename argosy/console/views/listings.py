"""Listings: what each channel is to show of our stock, and how far that has come."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.channels import queries
from argosy.channels.types import ChannelRef, DesiredRow, DesiredWanted
from argosy.console import shell, tables, words
from argosy.kernel.keyset import Slice, Sort
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.tables import Cell, Chip, Column, Kind, Row, Table, address

TABLE: Final = Table(
    key="quantities",
    title=gettext_lazy("Listings"),
    columns=(
        Column("platform_sku", gettext_lazy("Listing"), Kind.CODE, sorts="platform_sku"),
        Column("channel", gettext_lazy("Channel")),
        Column("sku", gettext_lazy("Our SKU"), Kind.CODE, minor=True),
        Column(
            "available",
            gettext_lazy("Available"),
            Kind.COUNT,
            minor=True,
            hint=gettext_lazy("Units free to sell; of a kit, what its scarcest part allows"),
        ),
        Column(
            "desired",
            gettext_lazy("To be shown"),
            Kind.COUNT,
            hint=gettext_lazy("What buyers should see there now"),
        ),
        Column("state", gettext_lazy("State"), Kind.TAG),
        Column(
            "confirmed",
            gettext_lazy("Seen there"),
            Kind.COUNT,
            hint=gettext_lazy("What the channel was last seen to show"),
        ),
        Column("why", gettext_lazy("Because"), minor=True),
        Column("desired_at", gettext_lazy("Since"), Kind.INSTANT, sorts="desired_at", minor=True),
        Column(
            "lag",
            gettext_lazy("Lag"),
            Kind.COUNT,
            minor=True,
            hint=gettext_lazy("Seconds from our wanting it to its being seen there"),
        ),
        Column("accepted_at", gettext_lazy("Accepted"), Kind.INSTANT, hidden=True),
        Column("confirmed_at", gettext_lazy("Confirmed"), Kind.INSTANT, hidden=True),
        Column("version", gettext_lazy("Version"), Kind.COUNT, hidden=True),
    ),
    default=Sort("platform_sku"),
)
STATE: Final[words.Words] = {
    "waiting": gettext_lazy("To be sent"),
    "accepted": gettext_lazy("Accepted"),
    "confirmed": gettext_lazy("Confirmed"),
    "unknown": gettext_lazy("Stock unknown"),
}
TONE: Final = {
    "waiting": "attention",
    "accepted": "",
    "confirmed": "ok",
    "unknown": "unknown",
}
WHY: Final[words.Words] = {
    "pooled": gettext_lazy("shared by all, less its buffer"),
    "split": gettext_lazy("little is left: its share"),
    "priority": gettext_lazy("little is left: others come first"),
    "lease": gettext_lazy("its own units"),
    "cap": gettext_lazy("never more than its cap"),
    "share": gettext_lazy("its share by policy"),
    "buffer": gettext_lazy("its buffer by policy"),
    "floor": gettext_lazy("below its floor"),
    "exclusive": gettext_lazy("kept for another channel"),
    "uncounted": gettext_lazy("nobody has counted"),
    "no_place": gettext_lazy("its channel ships from nowhere"),
}


@require("channels.view")
def listings(request: HttpRequest) -> HttpResponse:
    """What every listing is to show."""
    lens = shell.lens_of(request)
    state, why = request.GET.get("state", ""), request.GET.get("why", "")
    for name, value, known in (("state", state, STATE), ("why", why, WHY)):
        if value and value not in known:
            raise BadParameter(name=name, value=value)
    wanted = DesiredWanted(
        channels=frozenset(one.id for one in lens.seen),
        state=state,
        why=why,
        text=request.GET.get("q", "").strip(),
    )
    channels = {one.id: one for one in lens.channels}

    def source(sort: Sort, after: str | None, limit: int) -> Slice[DesiredRow]:
        return queries.desired(wanted=wanted, sort=sort, after=after, limit=limit)

    listing = tables.Listing(TABLE, source, lambda rows: _draw(rows, channels))
    if tables.wants_file(request):
        return tables.file_of(request, listing, now=datetime.now(UTC))
    around = tables.Around(
        count=queries.count_desired(wanted=wanted), chips=_chips(request, state, why)
    )
    everywhere = DesiredWanted(channels=wanted.channels)
    counts = {one: queries.count_desired(wanted=replace(everywhere, state=one)) for one in STATE}
    context = {
        "states": STATE.items(),
        "whys": WHY.items(),
        "counts": counts,
        "in_all": sum(counts.values()),
        "empty": "console/_empty_listings.html",
    }
    shown = tables.show(request, listing, around)
    return tables.page(request, "console/listings.html", shown, context)


def _draw(rows: Sequence[DesiredRow], channels: Mapping[int, ChannelRef]) -> list[Row]:
    return [_row(row, channels[row.channel]) for row in rows]


def _row(row: DesiredRow, channel: ChannelRef) -> Row:
    href = reverse("stock-one", args=[row.sku]) if row.sku else ""
    never = _("Never counted. Import a stock count to know.")
    seen = _("Nobody has looked yet")
    stale = row.confirmed_version is not None and row.confirmed_version != row.version
    cells = {
        "platform_sku": Cell(row.platform_sku, title=row.title),
        "channel": Cell(channel.title, href=reverse("channels-one", args=[channel.key])),
        "sku": Cell(row.sku_code or "", href=href),
        "available": Cell(row.available, title=never if row.available is None else ""),
        "desired": Cell(row.quantity, title=never if row.quantity is None else ""),
        "state": Cell(words.say(STATE, row.state), tone=TONE[row.state], raw=row.state),
        "confirmed": Cell(
            row.confirmed_quantity,
            title=seen if row.confirmed_quantity is None else "",
            tone="quiet" if stale else "",
            zone=channel.zone,
        ),
        "why": Cell(words.say(WHY, row.why), raw=row.why),
        "desired_at": Cell(row.desired_at, zone=channel.zone),
        "lag": Cell("" if row.lag_s is None else round(row.lag_s)),
        "accepted_at": Cell(row.accepted_at or "", zone=channel.zone),
        "confirmed_at": Cell(row.confirmed_at or "", zone=channel.zone),
        "version": Cell(row.version),
    }
    return Row(cells, key=str(row.listing), href=href)


def _chips(request: HttpRequest, state: str, why: str) -> list[Chip]:
    text = request.GET.get("q", "")
    said = {
        "q": _("containing {text}").format(text=text) if text else "",
        "state": words.say(STATE, state) if state else "",
        "why": words.say(WHY, why) if why else "",
    }
    return [
        Chip(word, address(request, **{name: None, "after": None, "seen": None}))
        for name, word in said.items()
        if word
    ]
