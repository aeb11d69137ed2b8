"""To ship: what waits to leave each place and why there, pick lists, slips, and saying it left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from argosy.console import leaving, shell, territories
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.fulfilment import queries, services
from argosy.fulfilment.types import ToShip
from argosy.inventory import queries as inventory
from argosy.inventory.types import PlaceRef
from argosy.jobs import services as jobs
from argosy.kernel.keyset import Sort
from argosy.orders import queries as orders
from argosy.web.access import require
from argosy.web.tables import Cell, Column, Kind, Row, Table

TABLE: Final = Table(
    key="to-ship",
    title=gettext_lazy("To ship"),
    columns=(
        Column("order", gettext_lazy("Order"), Kind.CODE),
        Column("promised", gettext_lazy("Leave by"), Kind.INSTANT),
        Column("channel", gettext_lazy("Channel")),
        Column("market", gettext_lazy("Market")),
        Column("units", gettext_lazy("Units"), Kind.COUNT),
        Column("why", gettext_lazy("From here because")),
        Column("slip", gettext_lazy("Packing slip")),
        Column("label", gettext_lazy("Label slip")),
    ),
    default=Sort("promised"),
)
SHOWN_MAX: Final = 500
AT_ONCE_MAX: Final = 50  # orders routed while the page waits; more are a job's
PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class Group:
    """What waits at one place."""

    place: PlaceRef | None  # None: nobody has said where it leaves from
    rows: Sequence[Row]
    units: int
    late: int


@require("fulfilment.view")
def to_ship(request: HttpRequest) -> HttpResponse:
    """Open orders by the place that they leave from."""
    lens, now = shell.lens_of(request), datetime.now(UTC)
    found = queries.to_ship(channels=_granted(lens), limit=SHOWN_MAX)
    wanted = request.GET.get("place", "")
    groups = [
        group
        for group in _groups(found, lens, now)
        if not wanted or (group.place is not None and group.place.key == wanted)
    ]
    context: dict[str, Any] = {
        "groups": groups,
        "columns": TABLE.columns,
        "orders": len({one.order for one in found}),
        "units": sum(one.units for one in found),
        "late": sum(_late(one, now) for one in found),
        "limit": SHOWN_MAX,
        "full": len({one.order for one in found}) >= SHOWN_MAX,
        "routed": request.GET.get("routed", ""),
        "may_ship": scope_of(request).may("fulfilment.ship"),
        "sites": queries.sites(),
    }
    return render(request, "console/fulfilment.html", context)


def _granted(lens: Lens) -> list[int] | None:
    return [one.id for one in lens.channels] if lens.narrowed else None


def _late(one: ToShip, now: datetime) -> bool:
    return one.promised_until is not None and one.promised_until < now


def _groups(found: Sequence[ToShip], lens: Lens, now: datetime) -> list[Group]:
    places = {one.id: one for one in inventory.places()}
    by_place: dict[int | None, list[ToShip]] = {}
    for one in found:
        by_place.setdefault(one.place, []).append(one)
    groups = [
        Group(
            place=places[place] if place is not None else None,
            rows=_draw(here, lens, now, places[place].key if place is not None else ""),
            units=sum(one.units for one in here),
            late=sum(_late(one, now) for one in here),
        )
        for place, here in by_place.items()
    ]
    return sorted(groups, key=lambda one: (one.place is None, one.place.title if one.place else ""))


def _draw(found: Sequence[ToShip], lens: Lens, now: datetime, place: str) -> list[Row]:
    channels = {one.id: one for one in lens.channels}
    language = translation.get_language() or "en"
    explain = leaving.explainer(language)
    drawn = []
    for one in found:
        channel = channels.get(one.channel)
        late = _late(one, now)
        slip = f"{reverse('orders-slip', args=[one.order])}?{urlencode({'place': place})}"
        href = reverse("orders-one", args=[one.order])
        cells = {
            "order": Cell(one.external_id, href=href),
            "promised": Cell(
                one.promised_until or "",
                zone=channel.zone if channel else "",
                tone="danger" if late else "",
                title=_("The promise is broken already") if late else "",
            ),
            "channel": Cell(channel.title if channel else ""),
            "market": Cell(territories.name(one.market, language) or one.market),
            "units": Cell(one.units),
            "why": Cell(explain.briefly(one.reasons)),
            "slip": Cell("A4", href=slip),
            "label": Cell("100 × 150 mm", href=f"{slip}&paper=label"),
        }
        drawn.append(Row(cells, key=str(one.order), href=href))
    return drawn


@require("fulfilment.ship")
@require_POST
def route(request: HttpRequest) -> HttpResponse:
    """Choose by the rules where the waiting orders leave from, or one of them."""
    lens, now = shell.lens_of(request), datetime.now(UTC)
    by = scope_of(request).user_id
    wanted = request.POST.get("order", "")
    if wanted.isdecimal():
        orders.one(order=int(wanted), channels=_granted(lens))
        services.route_order(order=int(wanted), by=by, now=now)
        return HttpResponseRedirect(reverse("orders-one", args=[int(wanted)]))
    channels = _granted(lens)
    waiting = {one.order for one in queries.to_ship(channels=channels, limit=AT_ONCE_MAX + 1)}
    if len(waiting) > AT_ONCE_MAX:
        told: dict[str, int | str | bool | None] = {
            "by": by,
            "channels": ",".join(map(str, channels or ())),
        }
        if channels != []:
            jobs.enqueue(task="fulfilment.route_all", arguments=told)
        return HttpResponseRedirect(f"{reverse('orders-to-ship')}?routed=later")
    done = services.route_open(channels=channels, limit=AT_ONCE_MAX, only_new=False, by=by, now=now)
    return HttpResponseRedirect(f"{reverse('orders-to-ship')}?routed={len(done)}")


@require("fulfilment.ship")
@require_POST
def shipped(request: HttpRequest, order: int) -> HttpResponse:
    """Say that what is left of an order has left, from where it was planned or routed."""
    lens, now = shell.lens_of(request), datetime.now(UTC)
    orders.one(order=order, channels=_granted(lens))
    given = request.POST
    revision = given.get("revision", "")
    services.ship_order(
        order=order,
        at=now,
        carrier=given.get("carrier", "").strip(),
        tracking=given.get("tracking", "").strip(),
        revision=int(revision) if revision.isdecimal() else None,
        by=scope_of(request).user_id,
        now=now,
    )
    return HttpResponseRedirect(reverse("orders-one", args=[order]))


@require("fulfilment.ship")
@require_POST
def tracked(request: HttpRequest, shipment: int) -> HttpResponse:
    """Say, or correct, under which number a shipment travels."""
    lens = shell.lens_of(request)
    found = queries.shipment(shipment=shipment)
    orders.one(order=found.order, channels=_granted(lens))
    services.track(
        shipment=shipment,
        carrier=request.POST.get("carrier", "").strip(),
        tracking=request.POST.get("tracking", "").strip(),
    )
    return HttpResponseRedirect(reverse("orders-one", args=[found.order]))


@require("fulfilment.ship")
def pick(request: HttpRequest, place: str) -> HttpResponse:
    """The pick list of a place, to print."""
    lens = shell.lens_of(request)
    made = queries.pick_list(
        place=inventory.place_by_key(key=place).id,
        channels=_granted(lens),
        limit=SHOWN_MAX,
        language=translation.get_language() or "en",
        paper=_paper(request),
        now=datetime.now(UTC),
    )
    return _pdf(made, f"pick-{datetime.now(UTC):%Y%m%d-%H%M}.pdf")


@require("fulfilment.ship")
def slip(request: HttpRequest, order: int) -> HttpResponse:
    """The packing slip of an order, or of one of its shipments, to print."""
    lens = shell.lens_of(request)
    shipment, place = request.GET.get("shipment", ""), request.GET.get("place", "")
    made = queries.packing_slip(
        order=order,
        shipment=int(shipment) if shipment.isdecimal() else None,
        place=inventory.place_by_key(key=place).id if place else None,
        channels=_granted(lens),
        language=translation.get_language() or "en",
        paper=_paper(request),
    )
    return _pdf(made, f"slip-{order}.pdf")


def _paper(request: HttpRequest) -> str:
    return "label" if request.GET.get("paper") == "label" else "a4"


def _pdf(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type=PDF, headers=headers)
