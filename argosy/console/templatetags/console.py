"""How values look on a page: money, counts, days and what is unknown."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from argosy.console import assets
from argosy.kernel import formats
from argosy.kernel.money import Money
from argosy.web.tables import Cell, Column, Kind, Row, address

WORDS = {
    Kind.TAG: '<span class="tag" title="{}">{}</span>',
    Kind.CODE: '<span class="code cut" title="{}">{}</span>',
}
CUT = '<span class="cut" title="{}">{}</span>'

register = template.Library()
register.simple_tag(assets.url, name="asset")


def language() -> str:
    """The reader's language."""
    return translation.get_language() or "en"


@register.filter
def money(value: Money | None) -> str | SafeString:
    """An amount with its currency."""
    return unknown() if value is None else value.format(language())


@register.filter
def short_money(value: Money | None) -> str | SafeString:
    """An amount at a glance."""
    return unknown() if value is None else formats.compact_money(value, language())


@register.filter
def count(value: int | Decimal | None) -> str | SafeString:
    """A number with its groups marked."""
    return unknown() if value is None else formats.number(value, language())


@register.filter
def share(value: Decimal | None) -> str | SafeString:
    """A part of one as a percentage."""
    return unknown() if value is None else formats.percent(value, language())


@register.filter
def day(value: date | None) -> str | SafeString:
    """A local day."""
    return unknown() if value is None else formats.day(value, language())


@register.filter
def whole(value: float) -> str:
    """A length of time in whole units."""
    return formats.number(max(0, round(value)), language())


@register.filter
def month(value: date) -> str:
    """The month that a day lies in."""
    return formats.month(value, language())


@register.simple_tag
def instant(value: datetime | None, zone: ZoneInfo | str | None = None) -> str | SafeString:
    """An instant on the clock of a zone, with UTC on hover."""
    if value is None:
        return ""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone or ZoneInfo("UTC")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        f"{value:%Y-%m-%d %H:%M:%S} UTC · {place.key}",
        _clock(value, place),
    )


def _clock(value: datetime, zone: ZoneInfo) -> str:
    """Never 11/12/26: which of these is the month depends on who reads."""
    local = value.astimezone(zone)
    day_ = formats.day(local.date(), "en") if language() == "en" else f"{local:%Y-%m-%d}"
    return f"{day_} {local:%H:%M}"


@register.simple_tag
def unknown(why: str = "") -> SafeString:
    """What cannot be known: never a zero, never a blank."""
    return format_html('<span class="unknown" title="{}">{}</span>', why, _("unknown"))


@register.simple_tag(takes_context=True)
def cell(context: RequestContext, column: Column, row: Row) -> str | SafeString:
    """One cell of a table."""
    found = row.cells.get(column.key)
    if found is None:
        return ""
    return _linked(found, _drawn(column, found, context))


@register.simple_tag(takes_context=True)
def total(context: RequestContext, column: Column, totals: dict[str, Cell]) -> str | SafeString:
    """The sum under a column, where there is one."""
    return cell(context, column, Row(totals))


@register.simple_tag(takes_context=True)
def again(context: RequestContext, **changes: str) -> str:
    """This page's address with some parameters changed; back on its first page."""
    request: HttpRequest = context["request"]
    return address(request, after=None, seen=None, **changes)


@register.filter
def lookup(mapping: Any, key: str) -> Any:
    """A value of a mapping, by a key that the template computes."""
    return mapping.get(key)


def _linked(found: Cell, drawn: str | SafeString) -> str | SafeString:
    if found.href:
        drawn = format_html('<a href="{}">{}</a>', found.href, drawn)
    if found.tone or found.title:
        drawn = format_html(
            '<span class="{}" title="{}">{}</span>',
            f"tone-{found.tone}" if found.tone else "",
            found.title,
            drawn,
        )
    if found.note:
        drawn = format_html('{} <small class="quiet">{}</small>', drawn, found.note)
    return drawn


def _drawn(column: Column, found: Cell, context: RequestContext) -> str | SafeString:
    value = found.value
    if value is None:
        return unknown(found.title)
    if isinstance(value, datetime):
        lens = context.get("lens")
        return instant(value, found.zone or (lens.zone if lens else None))
    if isinstance(value, Money):
        return value.format(language())
    if isinstance(value, date):
        return formats.day(value, language())
    if isinstance(value, int | Decimal):
        return share(Decimal(value)) if column.kind is Kind.SHARE else count(value)
    return format_html(WORDS.get(column.kind, CUT), value, value) if value else ""
