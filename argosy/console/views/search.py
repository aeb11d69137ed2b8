"""One field over everything: pages, orders, SKUs, customers."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.catalogue import queries as catalogue
from argosy.console import shell
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.customers import queries as customers
from argosy.identity.types import Scope
from argosy.kernel import formats
from argosy.orders import queries as orders
from argosy.web.access import require

LIMIT: Final = 6
SHORTEST: Final = 2
# What can be done, beside the places of the rail: words, name of the address, permission.
COMMANDS: Final = (
    (gettext_lazy("Import files"), "import", "import.run"),
    (gettext_lazy("Map platform SKUs"), "channels-mapping", "channels.manage"),
    (gettext_lazy("Stock moves"), "stock-moves", "stock.view"),
    (gettext_lazy("Postings"), "profit-postings", "profit.view"),
    (gettext_lazy("My profile and password"), "settings", ""),
    (gettext_lazy("Users and what they may"), "settings-users", "users.manage"),
    (gettext_lazy("Exchange rates"), "settings-rates", "settings.manage"),
    (gettext_lazy("Export log"), "settings-exports", "exports.view"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    title: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one sort."""

    title: str
    hits: list[Hit]


@require()
def search(request: HttpRequest) -> HttpResponse:
    """What is found, as a fragment for the dialog or as a page."""
    text = request.GET.get("q", "").strip()
    context = {"groups": found(scope_of(request), text, shell.lens_of(request)), "text": text}
    fragment = request.headers.get("HX-Request")
    return render(request, "console/_found.html" if fragment else "console/search.html", context)


def found(scope: Scope, text: str, lens: Lens) -> list[Group]:
    """Everything that fits and that this person may see."""
    groups = [Group(_("Pages"), _pages(scope, text))]
    if len(text) >= SHORTEST:
        if scope.may("orders.view"):
            groups.insert(0, Group(_("Orders"), _orders(text, lens)))
            groups.append(Group(_("Customers"), _customers(text, lens)))
        if scope.may("stock.view"):
            groups.insert(1, Group(_("SKUs"), _skus(text)))
    return [group for group in groups if group.hits]


def _pages(scope: Scope, text: str) -> list[Hit]:
    known = [(one.title, one.key, one.permission) for one in shell.RAIL] + list(COMMANDS)
    return [
        Hit(str(title), "", reverse(name))
        for title, name, permission in known
        if text.casefold() in str(title).casefold() and (not permission or scope.may(permission))
    ][: len(shell.RAIL) if not text else LIMIT]


def _orders(text: str, lens: Lens) -> list[Hit]:
    language = translation.get_language() or "en"
    titles = {one.id: one.title for one in lens.channels}
    channels = list(titles) if lens.narrowed else None
    return [
        Hit(
            row.external_id,
            f"{titles.get(row.channel, '')} · {formats.day(row.placed_at.date(), language)}"
            f" · {row.total.format(language)}",
            reverse("orders-one", args=[row.id]),
        )
        for row in orders.find(text=text, channels=channels, limit=LIMIT)
    ]


def _skus(text: str) -> list[Hit]:
    return [
        Hit(ref.code, ref.title, reverse("stock-one", args=[ref.id]))
        for ref in catalogue.find(text=text, limit=LIMIT)
    ]


def _customers(text: str, lens: Lens) -> list[Hit]:
    channels = [one.id for one in lens.channels]
    return [
        Hit(
            found.external_key,
            _("{number} in the book").format(number=found.customer),
            f"{reverse('orders')}?customer={found.customer}&p=all",
        )
        for found in customers.find(text=text, channels=channels, limit=LIMIT)
    ]
