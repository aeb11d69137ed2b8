"""Reads of stock."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from argosy.inventory.errors import NoSuchPlace
from argosy.inventory.models import (
    Arrival,
    ArrivalState,
    Backorder,
    BackorderState,
    Lease,
    LeaseState,
    Level,
    Move,
    Place,
    PlaceKind,
    Reservation,
    ReservationState,
)
from argosy.inventory.types import (
    ArrivalRow,
    BackorderRow,
    Entry,
    LeaseRow,
    LevelRow,
    MoveRow,
    MovesWanted,
    PlaceRef,
    ReservationRow,
)
from argosy.kernel import sql
from argosy.kernel.keyset import Slice, Sort, take

STOCKED = (PlaceKind.WAREHOUSE, PlaceKind.PLATFORM)
MOVE_FIELDS = (
    *("id", "sku_id", "origin_id", "target_id", "quantity", "reason", "document", "source_row"),
    *("holder", "reverses", "occurred_at", "recorded_at"),
)


def places() -> list[PlaceRef]:
    """Every place, by title."""
    return [_place(place) for place in Place.objects.order_by("title", "pk")]


def stocked_places() -> list[PlaceRef]:
    """The places that can hold stock, by title."""
    return [_place(place) for place in Place.objects.filter(kind__in=STOCKED).order_by("title")]


def place_by_key(*, key: str) -> PlaceRef:
    """A place by its key.

    :raises NoSuchPlace: there is none.
    """
    found = Place.objects.filter(key=key).first()
    if found is None:
        raise NoSuchPlace(place=key)
    return _place(found)


def levels(*, skus: Collection[int] | None = None) -> list[LevelRow]:
    """What places hold; of some SKUs, or of all. No row means unknown."""
    found = Level.objects.order_by("sku_id", "place_id")
    if skus is not None:
        found = found.filter(sku__in=list(skus))
    return [
        LevelRow(*values)
        for values in found.values_list(
            "sku_id", "place_id", "on_hand", "reserved", "leased", "counted_at"
        )
    ]


def moves(*, wanted: MovesWanted, sort: Sort, after: str | None, limit: int) -> Slice[MoveRow]:
    """Moves, a page at a time.

    :raises BadCursor: the cursor is not one of this list.
    """
    found = Move.objects.all()
    if wanted.place is not None:
        found = found.filter(Q(origin=wanted.place) | Q(target=wanted.place))
    if wanted.reason:
        found = found.filter(reason=wanted.reason)
    if wanted.since is not None:
        found = found.filter(occurred_at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(occurred_at__lt=wanted.until)
    if wanted.entities is not None:
        found = found.filter(entity__in=list(wanted.entities))
    rows, following = take(found.values(*MOVE_FIELDS), sort=sort, after=after, limit=limit)
    return Slice(tuple(_move(row) for row in rows), following)


def ledger(*, sku: int, entities: Sequence[int] | None, skip: int, limit: int) -> list[Entry]:
    """A SKU's moves, newest first, with what its stocked places held after each."""
    asked = {
        "sku": sku,
        "entities": None if entities is None else list(entities),
        "skip": skip,
        "limit": limit,
    }
    return [Entry(MoveRow(*row[:-1]), int(row[-1])) for row in sql.rows("inventory/ledger", asked)]


def moves_of_lines(*, lines: Sequence[int], document: int) -> list[MoveRow]:
    """The moves that serve these order lines, found by the document that caused them."""
    found = Move.objects.filter(document=document, holder__in=list(lines))
    return [_move(row) for row in found.order_by("occurred_at", "pk").values(*MOVE_FIELDS)]


def reservations(*, holders: Sequence[str]) -> list[ReservationRow]:
    """Everything that is or was held for these holders, oldest first."""
    found = Reservation.objects.filter(holder__in=list(holders)).order_by("pk")
    return [
        ReservationRow(*row)
        for row in found.values_list(
            *("id", "holder", "sku_id", "place_id", "quantity", "state", "promised_until"),
            *("expires_at", "created_at", "closed_at"),
        )
    ]


def backorders(
    *, holders: Sequence[str] | None = None, skus: Collection[int] | None = None, limit: int = 1000
) -> list[BackorderRow]:
    """What is owed and held nowhere, the earliest promise first."""
    found = Backorder.objects.filter(state=BackorderState.OPEN)
    if holders is not None:
        found = found.filter(holder__in=list(holders))
    if skus is not None:
        found = found.filter(sku__in=list(skus))
    return [
        BackorderRow(*row)
        for row in found.order_by(F("promised_until").asc(nulls_last=True), "pk").values_list(
            *("id", "holder", "sku_id", "place_id", "quantity", "reason", "state"),
            *("promised_until", "created_at"),
        )[:limit]
    ]


def held(*, holders: Collection[str]) -> list[ReservationRow]:
    """What is held for these holders now."""
    found = _held().filter(holder__in=list(holders))
    return [ReservationRow(*row) for row in found.order_by("holder", "sku_id", "place_id")]


def held_of_sku(*, sku: int, limit: int) -> list[ReservationRow]:
    """For whom units of a SKU are held, the earliest promise first."""
    found = _held().filter(sku=sku)
    ordered = found.order_by(F("promised_until").asc(nulls_last=True), "pk")
    return [ReservationRow(*row) for row in ordered[:limit]]


def owed_holders(*, limit: int) -> list[str]:
    """Who is owed units that no place holds, the earliest promise first."""
    found = Backorder.objects.filter(state=BackorderState.OPEN).values_list("holder")
    first = found.annotate(first=Min("promised_until"))
    return [
        holder for holder, _ in first.order_by(F("first").asc(nulls_last=True), "holder")[:limit]
    ]


def owed() -> tuple[int, int]:
    """How many holders are owed units that no place holds, and how many units in all."""
    found = Backorder.objects.filter(state=BackorderState.OPEN)
    told = found.aggregate(holders=Count("holder", distinct=True), units=Sum("quantity"))
    return told["holders"], told["units"] or 0


def owed_units() -> dict[tuple[int, int], int]:
    """Units owed and held nowhere, by SKU and place."""
    found = Backorder.objects.filter(state=BackorderState.OPEN).values_list("sku_id", "place_id")
    summed = found.annotate(units=Sum("quantity")).order_by("sku_id", "place_id")
    return {(sku, place): units for sku, place, units in summed}


def arriving_units() -> dict[tuple[int, int], int]:
    """Units on their way, by SKU and the place that expects them."""
    found = Arrival.objects.filter(state=ArrivalState.EXPECTED).values_list("sku_id", "place_id")
    left = Sum(F("quantity") - F("received"))
    summed = found.annotate(left=left).order_by("sku_id", "place_id")
    return {(sku, place): units for sku, place, units in summed if units > 0}


def leases(*, skus: Collection[int] | None = None, claimant: str = "") -> list[LeaseRow]:
    """The open strict leases."""
    found = Lease.objects.filter(state=LeaseState.OPEN)
    if skus is not None:
        found = found.filter(sku__in=list(skus))
    if claimant:
        found = found.filter(claimant=claimant)
    return [
        LeaseRow(*row)
        for row in found.order_by("sku_id", "place_id", "claimant").values_list(
            *("id", "claimant", "sku_id", "place_id", "granted", "quantity", "state", "ends_at")
        )
    ]


def arrivals(*, skus: Collection[int] | None = None) -> list[ArrivalRow]:
    """What is on its way, the earliest first."""
    found = Arrival.objects.filter(state=ArrivalState.EXPECTED)
    if skus is not None:
        found = found.filter(sku__in=list(skus))
    return [
        ArrivalRow(*row)
        for row in found.order_by(F("expected_at").asc(nulls_last=True), "pk").values_list(
            *("id", "sku_id", "place_id", "origin_id", "quantity", "received", "reference"),
            *("expected_at", "state"),
        )
    ]


def _held() -> "QuerySet[Reservation, Any]":
    return Reservation.objects.filter(state=ReservationState.ACTIVE).values_list(
        *("id", "holder", "sku_id", "place_id", "quantity", "state", "promised_until"),
        *("expires_at", "created_at", "closed_at"),
    )


def _place(place: Place) -> PlaceRef:
    return PlaceRef(place.pk, place.key, place.title, place.kind, place.country)


def _move(row: dict[str, Any]) -> MoveRow:
    return MoveRow(**{_bare(name): value for name, value in row.items()})


def _bare(name: str) -> str:
    return name.removesuffix("_id")
