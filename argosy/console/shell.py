"""The frame around every page: the rail, the lens, who is here. Every template has it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from argosy.console import lens
from argosy.identity.types import Scope
from argosy.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the rail. Only what exists is listed."""

    key: str
    title: Promise
    icon: str
    permission: str
    letter: str  # pressed after G


RAIL: Final = (
    Place("today", _("Today"), "home", "today.view", "t"),
    Place("orders", _("Orders"), "shopping-bag", "orders.view", "o"),
    Place("stock", _("Stock"), "cube", "stock.view", "s"),
    Place("listings", _("Listings"), "tag", "channels.view", "l"),
    Place("profit", _("Profit"), "chart-bar", "profit.view", "p"),
    Place("fit", _("Fit"), "scale", "strategy.view", "f"),
    Place("channels", _("Channels"), "building-storefront", "channels.view", "c"),
    Place("import", _("Import"), "arrow-down-tray", "import.run", "i"),
    Place("settings", _("Settings"), "cog-6-tooth", "", "e"),
)
LANGUAGES: Final = (("en", "English"), ("zh-hans", "中文"))


def places(scope: Scope) -> list[Place]:
    """The places that this person may open."""
    return [one for one in RAIL if not one.permission or scope.may(one.permission)]


def context(request: HttpRequest) -> dict[str, Any]:
    """What the frame needs; little for who is not signed in."""
    scope = getattr(request, "scope", None)
    shared: dict[str, Any] = {
        "company_key": settings.ENV.company,
        "language": translation.get_language() or "en",
        "languages": LANGUAGES,
        "theme": scope.theme if scope else request.COOKIES.get("argosy_theme", ""),
        "scope": scope,
    }
    if not isinstance(scope, Scope):
        return shared
    try:
        view = lens_of(request)
    except DomainError:
        # The address asks for a period or channel that is none. The page has said so, or will; its
        # frame must not fail by the same words.
        view = None
    query = f"?{view.query}" if view and view.query else ""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return shared | {
        "rail": [
            {"place": one, "href": reverse(one.key) + query, "here": _section(here) == one.key}
            for one in places(scope)
        ],
        "lens": view,
        "lens_words": view.words(shared["language"]) if view else "",
        "lens_query": query,
        "presets": lens.PRESETS.items(),
    }


def lens_of(request: HttpRequest, *, usual: str = "") -> lens.Lens:
    """The lens of this request, read once: a page with a usual period of its own asks first."""
    known = getattr(request, "lens", None)
    if isinstance(known, lens.Lens):
        return known
    scope = request.scope  # type: ignore[attr-defined]
    found = lens.read(request, scope, now=datetime.now(UTC), usual=usual)
    setattr(request, "lens", found)  # noqa: B010 - HttpRequest has no such field to type
    return found


def _section(url_name: str | None) -> str:
    return (url_name or "").partition("-")[0]
