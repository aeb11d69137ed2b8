"""An unknown file: what each of its columns means, kept as a profile of the seller's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from argosy.console import shell, words
from argosy.console.views.imports import phrases, receiving, seen
from argosy.evidence.types import StoredFile
from argosy.intake import queries, services
from argosy.intake.types import Unknown
from argosy.kernel import money
from argosy.kernel.errors import DomainError
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.refusals import STATUS, spoken

HABITS: Final = ("zone", "currency", "decimal", "date_order")
SURE, LIKELY = 0.9, 0.5
WITH_CHANNEL: Final = frozenset({"orders", "transactions"})
DATE_ORDER: Final[words.Words] = {
    "dmy": gettext_lazy("day first: 31/12/2026"),
    "mdy": gettext_lazy("month first: 12/31/2026"),
}
DECIMAL: Final[words.Words] = {
    "point": gettext_lazy("point: 1,234.50"),
    "comma": gettext_lazy("comma: 1.234,50"),
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One of our fields, and the column that it may be."""

    key: str
    title: str
    required: bool
    column: str
    sure: str  # "sure", "likely", "guess", or "" where nothing was guessed
    missing: bool


@require("import.run")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, file: int) -> HttpResponse:
    """Say what each column of an unknown export means; the answer is kept as a profile."""
    stored = seen.file_of(request, file)
    given = request.POST or request.GET
    document = given.get("document", "orders")
    if document not in words.DOCUMENT:
        raise BadParameter(name="document", value=document)
    table = _table(file, document, given.get("table", ""))
    if table is None:
        # Every table of it is known by now: only the channel may be open.
        return receiving.file(request, file)
    message, wrong, status = "", "", 200
    if request.method == "POST":
        mapping, lacking = _mapping(request.POST, document, table)
        try:
            if not lacking:
                return _keep(request, stored, document, table, mapping)
            said = _("Say which column is: {fields}. A list of this sort cannot be read without.")
            message, status = said.format(fields=", ".join(lacking)), 422
        except DomainError as refusal:
            message, wrong, status = spoken(refusal), refusal.code, STATUS[refusal.kind]
    context = _context(request, stored, document, table)
    context |= {"message": message, "wrong": wrong}
    return render(request, "console/imports/columns.html", context, status=status)


def _table(file: int, document: str, name: str) -> Unknown | None:
    """The first table that no profile fits; a table named, whether one fits or not."""
    if name:
        every = queries.unknown_in(file=file, document=document, every=True)
        return next((one for one in every if one.table == name), None)
    return next(iter(queries.unknown_in(file=file, document=document)), None)


def _context(
    request: HttpRequest, stored: StoredFile, document: str, table: Unknown
) -> dict[str, Any]:
    given = request.POST or request.GET
    fields = _fields(document, table, request.POST)
    named = {one.column: one.title for one in fields if one.column}
    return {
        "file": stored,
        "table": table,
        "several": table.table != stored.name,
        "document": document,
        "documents": [(key, words.say(words.DOCUMENT, key)) for key in words.DOCUMENT],
        "fields": [one for one in fields if one.required or one.column],
        "others": [one for one in fields if not one.required and not one.column],
        "heads": [(name, named.get(name, ""), _sample(table, nth)) for nth, name in _heads(table)],
        "given": given,
        "title": given.get("title") or stored.name.rpartition(".")[0] or stored.name,
        "channels": shell.lens_of(request).channels if document in WITH_CHANNEL else [],
        "orders": [(key, words.say(DATE_ORDER, key)) for key in DATE_ORDER],
        "decimals": [(key, words.say(DECIMAL, key)) for key in DECIMAL],
        "zones": sorted(available_timezones()),
        "noun": words.say(phrases.NOUN, document),
    }


def _fields(document: str, table: Unknown, typed: Mapping[str, str]) -> list[FieldRow]:
    found = []
    for key, required in queries.fields(document=document).items():
        guessed, confidence = table.guesses.get(key, ("", 0.0))
        column = typed.get(f"column.{key}", guessed)
        sure = "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "guess"
        found.append(
            FieldRow(
                key=key,
                title=words.say(words.FIELD, key),
                required=required,
                column=column,
                sure=sure if guessed and column == guessed else "",
                missing=bool(typed) and required and not column,
            )
        )
    return found


def _heads(table: Unknown) -> list[tuple[int, str]]:
    return list(enumerate(table.header))


def _sample(table: Unknown, nth: int) -> str:
    return next((row[nth] for row in table.sample if row[nth]), "")


def _mapping(
    given: Mapping[str, str], document: str, table: Unknown
) -> tuple[dict[str, str], list[str]]:
    """Our field to the file's column, as a person says; and the fields that still lack one."""
    fields = queries.fields(document=document)
    mapping = {
        key: given[f"column.{key}"] for key in fields if given.get(f"column.{key}") in table.header
    }
    lacking = [key for key, required in fields.items() if required and key not in mapping]
    return mapping, [words.say(words.FIELD, key) for key in lacking]


def _keep(
    request: HttpRequest,
    stored: StoredFile,
    document: str,
    table: Unknown,
    mapping: dict[str, str],
) -> HttpResponse:
    """Keep the mapping as a profile and import the file by it.

    :raises UnreadableFile: the table cannot be read so.
    """
    given, now = request.POST, datetime.now(UTC)
    title = given.get("title", "").strip() or stored.name
    key = services.save_mapping(
        key=_key(title, stored.id),
        title=title,
        document=document,
        mapping=mapping,
        habits=_habits(given),
        now=now,
        tried_on=(stored.id, table.table),
    )
    # A workbook may hold other tables too: they are found out one by one, this one is known now.
    profile = None if table.table != stored.name else key
    runs = receiving.plan(request, stored, profile=profile, channel=given.get("channel") or None)
    return receiving.begun(runs)


def _key(title: str, file: int) -> str:
    """A key that no other profile has."""
    known = phrases.profiles()
    own = f"own-{slugify(title)[:40] or file}"
    return own if own not in known else f"{own}-{file}"


def _habits(given: Mapping[str, str]) -> dict[str, str]:
    """How the file writes what its cells do not say.

    :raises BadParameter: there is no such zone, order or mark.
    :raises UnknownCurrency: there is no such currency.
    """
    stated = {name: given[name].strip() for name in HABITS if given.get(name, "").strip()}
    if stated.get("zone", "UTC") not in available_timezones():
        raise BadParameter(name=_("Time zone"), value=stated["zone"])
    if "currency" in stated:
        stated["currency"] = stated["currency"].upper()
        money.exponent(stated["currency"])
    return stated
