"""Tables on pages: draw what the address asks for, or hand the whole of it out as a file."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final, Generic, TypeVar, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from argosy.console.middleware import scope_of
from argosy.identity import services as identity
from argosy.kernel import formats
from argosy.kernel.keyset import Slice, Sort
from argosy.web import export
from argosy.web.errors import BadParameter, NotAllowed
from argosy.web.refusals import answer
from argosy.web.tables import Cell, Chip, Column, Row, Table, address

T = TypeVar("T")
PAGE: Final = 50
BATCH: Final = 5_000  # rows of an export read at a time
DIGITS_MAX: Final = 9
IN_MEMORY: Final = 4 * 1024 * 1024
PAGING: Final = ("after", "seen", "format")

Source = Callable[[Sort, str | None, int], Slice[T]]
Draw = Callable[[Sequence[T]], list[Row]]


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A table with where its rows come from and how one is drawn."""

    table: Table
    source: Source[T]
    draw: Draw[T]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: its words, and the address that sorts by it."""

    column: Column
    href: str
    state: str  # "ascending", "descending" or "": as aria-sort says it


@dataclass(frozen=True, slots=True)
class Choice:
    """A column in the chooser."""

    column: Column
    shown: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a table, ready to be drawn."""

    table: Table
    heads: Sequence[Head]
    rows: Sequence[Row]
    choices: Sequence[Choice]
    chips: Sequence[Chip]
    words: str  # "1–50 of about 53,600"
    first: str
    following: str
    csv: str
    xlsx: str
    totals: Mapping[str, Cell]
    totals_words: str
    kept: Sequence[tuple[str, str]]  # parameters that the chooser's form must not lose
    usual: bool  # whether the columns are the usual ones, of which a phone leaves some out

    @property
    def columns(self) -> list[Column]:
        """The columns shown."""
        return [head.column for head in self.heads]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the rows: how many there are, filters in force, a row of totals."""

    count: int | None = None
    count_max: int | None = None
    chips: Sequence[Chip] = ()
    totals: Mapping[str, Cell] | None = None
    totals_words: str = ""


def wants_file(request: HttpRequest) -> bool:
    """Whether the address asks for the table as a file."""
    return "format" in request.GET


def file_of(request: HttpRequest, listing: Listing[T], *, now: datetime) -> HttpResponse:
    """The table as the address filters and sorts it, whole, as CSV or XLSX; written to the log.

    :raises BadParameter: there is no such format.
    """
    scope = scope_of(request)
    if not scope.may_export:
        return answer(request, NotAllowed(permission="export"))
    wanted = request.GET.get("format", "")
    if wanted not in export.FORMATS:
        raise BadParameter(name="format", value=wanted)
    table = listing.table
    columns = table.chosen(request.GET.get("columns", ""))
    rows = _all_rows(listing, table.sort(request.GET.get("sort", "")))
    # Written whole before the first byte leaves: only then is the number of rows known to the log.
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the response closes it
    if wanted == "csv":
        count = export.write_csv(columns, rows, into=file)
    else:
        count = export.write_xlsx(columns, rows, title=str(table.title), into=file)
    file.seek(0)
    identity.log_export(
        user_id=scope.user_id,
        what=table.key,
        query=request.GET.urlencode(safe=","),
        file_format=wanted,
        rows=count,
        now=now,
    )
    name = f"argosy-{table.key}-{now:%Y%m%d-%H%M}.{wanted}"
    return cast(
        "HttpResponse",
        FileResponse(file, as_attachment=True, filename=name, content_type=export.FORMATS[wanted]),
    )


def show(request: HttpRequest, listing: Listing[T], around: Around | None = None) -> Shown:
    """A page of the table.

    :raises BadParameter: the address sorts by what does not sort.
    :raises BadCursor: the address continues where there is nothing.
    """
    around = around or Around()
    table = listing.table
    sort = table.sort(request.GET.get("sort", ""))
    page = listing.source(sort, request.GET.get("after"), PAGE)
    rows = listing.draw(page.rows)
    seen = _seen(request)
    chosen = table.chosen(request.GET.get("columns", ""))
    fresh: dict[str, str | None] = dict.fromkeys(PAGING)
    may = scope_of(request).may_export
    return Shown(
        table=table,
        heads=[_head(request, table, column, sort) for column in chosen],
        rows=rows,
        choices=[Choice(column, column in chosen) for column in table.columns],
        chips=around.chips,
        words=_words(seen, len(rows), around, more=page.after is not None),
        first=address(request, **fresh) if seen else "",
        following=address(request, **fresh | {"after": page.after, "seen": str(seen + len(rows))})
        if page.after
        else "",
        csv=address(request, **fresh | {"format": "csv"}) if may else "",
        xlsx=address(request, **fresh | {"format": "xlsx"}) if may else "",
        totals=around.totals or {},
        totals_words=around.totals_words,
        usual=not request.GET.get("columns"),
        kept=[(k, v) for k, v in request.GET.dict().items() if k not in {*PAGING, "columns"}],
    )


def page(
    request: HttpRequest, template: str, shown: Shown, context: Mapping[str, Any]
) -> HttpResponse:
    """The page, or only its listing where that is what the browser wants to swap."""
    # Asked by name: a restored page or a boosted link must get the whole page.
    fragment = request.headers.get("HX-Target") == "listing"
    name = "console/_listing.html" if fragment else template
    filters = template.replace("console/", "console/_filters_")
    response = render(request, name, {"shown": shown, "filters": filters, **context})
    patch_vary_headers(response, ["HX-Target"])
    return response


def _all_rows(listing: Listing[T], sort: Sort) -> Iterator[Row]:
    after = None
    while True:
        page = listing.source(sort, after, BATCH)
        yield from listing.draw(page.rows)
        after = page.after
        if after is None:
            return


def _head(request: HttpRequest, table: Table, column: Column, sort: Sort) -> Head:
    if not column.sorts:
        return Head(column, "", "")
    fresh: dict[str, str | None] = dict.fromkeys(PAGING)
    if table.sorted_by(sort) != column.key:
        # Figures are asked for largest first, words from A.
        way = f"-{column.key}" if column.numeric else column.key
        return Head(column, address(request, **fresh | {"sort": way}), "none")
    other = column.key if sort.descending else f"-{column.key}"
    state = "descending" if sort.descending else "ascending"
    return Head(column, address(request, **fresh | {"sort": other}), state)


def _seen(request: HttpRequest) -> int:
    text = request.GET.get("seen", "0")
    if "after" not in request.GET or not text.isdecimal() or len(text) > DIGITS_MAX:
        return 0
    return int(text)


def _words(seen: int, here: int, around: Around, *, more: bool) -> str:
    language = translation.get_language() or "en"
    if not here:
        return _("None")
    first, last = formats.number(seen + 1, language), formats.number(seen + here, language)
    if around.count is None:
        if more:
            return f"{first}–{last}"
        return _("{first}–{last} of {total}").format(first=first, last=last, total=last)
    if around.count_max is not None and around.count > around.count_max:
        total = formats.number(around.count_max, language)
        return _("{first}–{last} of more than {total}").format(first=first, last=last, total=total)
    total = formats.number(around.count, language)
    return _("{first}–{last} of {total}").format(first=first, last=last, total=total)
