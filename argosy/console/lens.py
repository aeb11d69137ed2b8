"""What a page looks at: which days, which companies, which channels. It lives in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.channels import queries as channels
from argosy.channels.types import ChannelRef
from argosy.company import queries as company
from argosy.company.types import EntityRef
from argosy.identity.types import Scope
from argosy.kernel import formats, periods
from argosy.orders import queries as orders
from argosy.web.errors import BadParameter

PRESETS: Final = {
    "7d": gettext_lazy("Last 7 days"),
    "30d": gettext_lazy("Last 30 days"),
    "90d": gettext_lazy("Last 90 days"),
    "month": gettext_lazy("This month"),
    "last-month": gettext_lazy("Last month"),
    "year": gettext_lazy("This year"),
    "12m": gettext_lazy("Last 12 months"),
    "all": gettext_lazy("All time"),
}
STALE: Final = timedelta(days=45)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, half-open; `None` is open."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Lens:
    """What the page looks at, already narrowed to what the person may see."""

    code: str  # the period as the address says it
    usual: str  # the period of this page where the address says none
    span: Span
    today: date  # the last day that matters: today, or the last day of a book that has ended
    ended: bool  # whether the book ended before the last weeks
    entities: Sequence[EntityRef]  # all that may be seen
    channels: Sequence[ChannelRef]  # all that may be seen
    entity: EntityRef | None  # the one chosen
    picked: frozenset[str]  # keys of the channels chosen
    narrowed: bool  # by choice or by grant

    @property
    def seen(self) -> list[ChannelRef]:
        """The channels that the page is about."""
        found = [one for one in self.channels if not self.entity or one.entity == self.entity.id]
        return [one for one in found if not self.picked or one.key in self.picked]

    @property
    def channel_ids(self) -> list[int] | None:
        """Their ids, or `None` where nothing narrows them."""
        return [one.id for one in self.seen] if self.narrowed else None

    @property
    def channel_filter(self) -> tuple[int, ...] | None:
        """The same as the ledger's filter takes it."""
        ids = self.channel_ids
        return None if ids is None else tuple(ids)

    @property
    def currency(self) -> str:
        """The base currency that figures over these channels speak."""
        if self.entity:
            return self.entity.currency
        return self.entities[0].currency if self.entities else "CNY"

    @property
    def query(self) -> str:
        """The part of an address that carries the lens to another page."""
        return urlencode(self.parameters, safe=",")

    @property
    def parameters(self) -> dict[str, str]:
        """The same as parameters; what is usual is left out."""
        stated = {
            "p": self.code,
            "en": self.entity.key if self.entity else "",
            "ch": ",".join(sorted(self.picked)),
        }
        return {name: value for name, value in stated.items() if value}

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose clock the page shows where it shows one for many channels."""
        return ZoneInfo(self.seen[0].zone) if self.seen else ZoneInfo("UTC")

    def words(self, language: str) -> str:
        """The period in words."""
        if self.code in PRESETS:
            return str(PRESETS[self.code])
        if not self.code:
            return str(PRESETS[self.usual])
        if self.span.since and self.span.until:
            if self.span.until == periods.next_month(self.span.since) and self.span.since.day == 1:
                return formats.month(self.span.since, language)
            first = formats.day(self.span.since, language)
            last = formats.day(self.span.until - DAY, language)
            return first if first == last else f"{first} – {last}"
        return _("All time")


def read(request: HttpRequest, scope: Scope, *, now: datetime, usual: str = "") -> Lens:
    """Read the lens from the address; `usual` is the period of a page that was not told one.

    :raises BadParameter: for a period, company or channel that is none.
    """
    companies = company.entities()
    visible = [one for one in channels.list_channels() if _may_see(scope, one)]
    if scope.entities is not None or scope.channels is not None:
        shown = {one.entity for one in visible} | (scope.entities or frozenset())
        companies = [one for one in companies if one.id in shown]
    entity = _one_entity(companies, request.GET.get("en", ""))
    picked = _picked(visible, request.GET.get("ch", ""))
    granted = scope.entities is not None or scope.channels is not None
    local = now.astimezone(ZoneInfo(visible[0].zone) if visible else UTC).date()
    latest = orders.latest_at(channels=[one.id for one in visible] if granted else None)
    ended = latest is not None and now - latest > STALE
    today = latest.date() if latest is not None and ended else local
    code = request.GET.get("p", "")
    usual = usual or ("all" if ended else "30d")
    return Lens(
        code=code,
        usual=usual,
        span=span(code or usual, today),
        today=today,
        ended=ended,
        entities=companies,
        channels=visible,
        entity=entity,
        picked=picked,
        narrowed=granted or entity is not None or bool(picked),
    )


def span(code: str, today: date) -> Span:
    """The days that a code means: a preset, `2026-11`, or `2026-11-01..2026-11-20`, last day in.

    :raises BadParameter: it means none.
    """
    until = today + DAY
    first = today.replace(day=1)
    starts = {
        "7d": until - timedelta(days=7),
        "30d": until - timedelta(days=30),
        "90d": until - timedelta(days=90),
        "month": first,
        "year": first.replace(month=1),
        "12m": _months_back(first, 11),
    }
    if code in starts:
        return Span(starts[code], until)
    if code == "last-month":
        return Span(_months_back(first, 1), first)
    if code == "all":
        return Span(None, None)
    return _stated(code)


def _stated(code: str) -> Span:
    try:
        if ".." in code:
            since, _dots, last = code.partition("..")
            until = date.fromisoformat(last) + DAY if last else None
            return Span(date.fromisoformat(since) if since else None, until)
        month = date.fromisoformat(f"{code}-01")
        return Span(month, periods.next_month(month))
    except (ValueError, OverflowError) as garbled:
        raise BadParameter(name="p", value=code) from garbled


def _months_back(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _may_see(scope: Scope, channel: ChannelRef) -> bool:
    if scope.channels is not None and channel.id not in scope.channels:
        return False
    return scope.entities is None or channel.entity in scope.entities


def _one_entity(entities: Sequence[EntityRef], key: str) -> EntityRef | None:
    if not key:
        return None
    for entity in entities:
        if entity.key == key:
            return entity
    raise BadParameter(name="en", value=key)


def _picked(visible: Sequence[ChannelRef], asked: str) -> frozenset[str]:
    keys = frozenset(filter(None, asked.split(",")))
    if unknown := keys - {one.key for one in visible}:
        raise BadParameter(name="ch", value=min(unknown))
    return keys
