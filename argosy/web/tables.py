"""A table as data: its columns, its rows, how it is sorted. Pages draw it and exports write it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise

from argosy.kernel.keyset import Sort
from argosy.web.errors import BadParameter

Text = str | Promise


class Kind(StrEnum):
    """What a column holds: decides how a cell is aligned, drawn and written."""

    TEXT = "text"
    CODE = "code"  # an id: never rounded, copied whole
    COUNT = "count"  # whole numbers
    MONEY = "money"  # kernel Money
    SHARE = "share"  # a Decimal part of one
    NUMBER = "number"  # a Decimal
    DAY = "day"
    INSTANT = "instant"
    TAG = "tag"  # one word of a known set


NUMERIC: Final = {Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `sorts` names the field to sort by, where sorting is possible."""

    key: str
    title: Text
    kind: Kind = Kind.TEXT
    sorts: str = ""
    hidden: bool = False  # until the reader chooses it
    minor: bool = False  # left out on a phone, unless the reader chooses it
    hint: Text = ""

    @property
    def numeric(self) -> bool:
        """Whether figures stand in it."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `None` is unknown and drawn as such, "" is empty on purpose."""

    value: object
    href: str = ""
    note: str = ""  # shown small beside the value
    title: str = ""  # shown on hover
    tone: str = ""  # ok, attention, danger, unknown, quiet
    zone: str = ""  # whose clock shows an instant, where it is not the page's
    raw: str | None = None  # what an export writes instead of the value, such as a tag's code


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell for each column it has something to say about."""

    cells: Mapping[str, Cell]
    key: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, worded, and the address without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a page shows and an export writes."""

    key: str
    title: Text
    columns: Sequence[Column]
    default: Sort
    tie: str = field(default="id")

    def column(self, key: str) -> Column | None:
        """The column of that key."""
        return next((column for column in self.columns if column.key == key), None)

    def sort(self, asked: str) -> Sort:
        """The order that an address asks for: `amount`, or `-amount` for the largest first.

        :raises BadParameter: there is no such column, or it does not sort.
        """
        if not asked:
            return self.default
        column = self.column(asked.removeprefix("-"))
        if column is None or not column.sorts:
            raise BadParameter(name="sort", value=asked)
        return Sort(column.sorts, descending=asked.startswith("-"))

    def sorted_by(self, sort: Sort) -> str:
        """The key of the column that an order sorts by."""
        return next((column.key for column in self.columns if column.sorts == sort.field), "")

    def chosen(self, asked: str) -> list[Column]:
        """The columns to show: those asked for in the table's own order, else the usual ones."""
        wanted = set(filter(None, asked.split(",")))
        known = [column for column in self.columns if column.key in wanted]
        return known or [column for column in self.columns if not column.hidden]


def address(request: HttpRequest, **changes: str | None) -> str:
    """This page's address with some parameters changed, or removed where `None` or empty."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    encoded = query.urlencode(safe=",")
    return f"{request.path}?{encoded}" if encoded else request.path
