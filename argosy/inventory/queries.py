"""Reads of stock."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q

from argosy.inventory.errors import NoSuchPlace
from argosy.inventory.models import Level, Move, Place, PlaceKind
from argosy.inventory.types import Entry, LevelRow, MoveRow, MovesWanted, PlaceRef
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


def _place(place: Place) -> PlaceRef:
    return PlaceRef(place.pk, place.key, place.title, place.kind, place.country)


def _move(row: dict[str, Any]) -> MoveRow:
    return MoveRow(**{_bare(name): value for name, value in row.items()})


def _bare(name: str) -> str:
    return name.removesuffix("_id")
