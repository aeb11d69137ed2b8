"""What people do to stock: expect, receive, transfer, give up, count. Each form is one act."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from argosy.catalogue import queries as catalogue
from argosy.company import queries as company
from argosy.console import promises, shell
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.console.views.acting import UNITS_DIGITS, whole
from argosy.console.views.sku import Said, page
from argosy.intake import services as intake
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.errors import NoSuchArrival, NoSuchPlace
from argosy.inventory.types import Parcel
from argosy.kernel import periods
from argosy.kernel.errors import DomainError
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.refusals import STATUS

Do = Callable[[int, QueryDict, Lens, datetime], object]


@require("stock.act")
@require_POST
def expect(request: HttpRequest, sku: int) -> HttpResponse:
    """Note a purchase that is on its way."""
    return _acted(request, sku, "expect", _expect)


@require("stock.act")
@require_POST
def transfer(request: HttpRequest, sku: int) -> HttpResponse:
    """Send free units from one place to another."""
    return _acted(request, sku, "transfer", _transfer)


@require("stock.act")
@require_POST
def receive(request: HttpRequest, sku: int) -> HttpResponse:
    """Take in what has arrived."""
    return _acted(request, sku, "receive", _receive)


@require("stock.act")
@require_POST
def give_up(request: HttpRequest, sku: int) -> HttpResponse:
    """Note that the rest of a purchase will not come."""
    return _acted(request, sku, "give-up", _give_up)


@require("stock.count")
@require_POST
def count(request: HttpRequest, sku: int) -> HttpResponse:
    """Count a place: first what would come of it, then, confirmed, what came of it."""
    typed, now = request.POST, datetime.now(UTC)
    catalogue.card(sku=sku)
    keep = "confirmed" in typed
    try:
        counted = intake.count_stock(
            sku=sku,
            place=_place(typed, "place"),
            quantity=whole(typed, "units", digits=UNITS_DIGITS),
            by=scope_of(request).user_id,
            keep=keep,
            now=now,
        )
    except DomainError as refusal:
        said = Said("count", typed.dict(), promises.refused(refusal))
        return page(request, sku, said, STATUS[refusal.kind])
    return page(request, sku, Said("count", typed.dict(), counted=counted, kept=keep))


def _acted(request: HttpRequest, sku: int, name: str, do: Do) -> HttpResponse:
    typed, lens = request.POST, shell.lens_of(request)
    catalogue.card(sku=sku)
    try:
        do(sku, typed, lens, datetime.now(UTC))
    except DomainError as refusal:
        said = Said(name, typed.dict(), promises.refused(refusal))
        return page(request, sku, said, STATUS[refusal.kind])
    return HttpResponseRedirect(f"{reverse('stock-one', args=[sku])}?done={name}")


def _expect(sku: int, typed: QueryDict, lens: Lens, now: datetime) -> None:
    inventory.expect(parcel=_parcel(sku, typed, lens), place=_place(typed, "place"), now=now)


def _transfer(sku: int, typed: QueryDict, lens: Lens, now: datetime) -> None:
    origin, target = _place(typed, "origin"), _place(typed, "target")
    if origin == target:
        raise BadParameter(name="target", value=typed.get("target", ""))
    parcel = _parcel(sku, typed, lens)
    inventory.transfer(parcel=parcel, origin=origin, target=target, now=now)


def _receive(sku: int, typed: QueryDict, _lens: Lens, now: datetime) -> None:
    units = whole(typed, "units", digits=UNITS_DIGITS)
    inventory.receive(arrival=_arrival(sku, typed), quantity=units, now=now)


def _give_up(sku: int, typed: QueryDict, _lens: Lens, now: datetime) -> None:
    inventory.cancel_arrival(arrival=_arrival(sku, typed), now=now)


def _arrival(sku: int, typed: QueryDict) -> int:
    """An arrival of this SKU that is still expected.

    :raises NoSuchArrival: it is none.
    """
    arrival = whole(typed, "arrival")
    if arrival not in {one.id for one in stock.arrivals(skus=[sku])}:
        raise NoSuchArrival(arrival=arrival)
    return arrival


def _parcel(sku: int, typed: QueryDict, lens: Lens) -> Parcel:
    entity = lens.entity or company.main_entity()
    return Parcel(
        sku=sku,
        quantity=whole(typed, "units", digits=UNITS_DIGITS),
        entity=entity.id,
        reference=typed.get("reference", "").strip(),
        expected_at=_day(typed.get("day", "").strip(), lens),
    )


def _day(text: str, lens: Lens) -> datetime | None:
    """The start of a day on the page's clock; unknown where nothing is said."""
    if not text:
        return None
    try:
        return periods.starts_at(date.fromisoformat(text), lens.zone)
    except (ValueError, OverflowError) as garbled:
        raise BadParameter(name="day", value=text) from garbled


def _place(typed: QueryDict, name: str) -> int:
    """A place of stock from a form.

    :raises NoSuchPlace: it is none.
    """
    place = whole(typed, name)
    if place not in {one.id for one in stock.stocked_places()}:
        raise NoSuchPlace(place=typed.get(name, ""))
    return place
