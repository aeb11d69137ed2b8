"""Right now: how fast orders come, what waits, what is owed, what may be sold twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from argosy.channels import queries as channels
from argosy.console import promises, shell
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.evidence import queries as evidence
from argosy.identity.types import Scope
from argosy.inventory import queries as inventory
from argosy.jobs import queries as jobs
from argosy.kernel import formats
from argosy.orders import queries as orders
from argosy.orders.types import Wanted, Window
from argosy.web.access import require

NOW_MINUTES: Final = 5  # so many minutes say how fast orders come
NOW_MAX: Final = 50_000  # orders looked at for that
STEP_MINUTES: Final = 10
STEPS: Final = 36  # six hours
FLOW_MAX: Final = 200_000  # orders counted back from the latest
OWED_MAX: Final = 10_000
WIDTH: Final = 720
HEIGHT: Final = 56
GAP: Final = 2
SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, with what it means beside it and the page behind it."""

    key: str
    name: str
    value: str | None  # None is unknown
    note: str = ""
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """The orders of one step of time."""

    at: str
    label: str
    orders: int
    rate: str
    x: int
    y: int
    tall: int


@dataclass(frozen=True, slots=True)
class Flow:
    """How orders came over the last hours, drawn."""

    title: str
    bars: Sequence[Bar]
    first: str = ""
    last: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    bar: int = WIDTH // STEPS - GAP


@require("today.view")
def tonight(request: HttpRequest) -> HttpResponse:
    """The figures again, or the chart."""
    lens, scope, now = shell.lens_of(request, usual="month"), scope_of(request), datetime.now(UTC)
    part = request.GET.get("part", "")
    if part == "flow":
        return render(request, "console/_tonight_flow.html", {"flow": _flow(lens, now)})
    if part == "risk":
        found = _risk(now) if scope.may("channels.view") else None
        return render(request, "console/_tonight_risk.html", {"one": found, "again": True})
    context = {"tonight": {"figures": _figures(lens, scope, now)}}
    return render(request, "console/_tonight_figures.html", context)


def of(lens: Lens, scope: Scope, now: datetime) -> dict[str, Any]:
    """What the page of today shows of it; nothing of a book that ended long ago."""
    if lens.ended:
        return {}
    return {
        "tonight": {"figures": _figures(lens, scope, now)},
        # Working it out takes longer than a page may: it comes a moment later, and by itself.
        "risk": Figure("risk", _("Units at risk"), "…", _("being worked out"))
        if scope.may("channels.view")
        else None,
        "flow": _flow(lens, now),
    }


def _figures(lens: Lens, scope: Scope, now: datetime) -> list[Figure]:
    language = translation.get_language() or "en"
    found = [_rate(lens, now, language), *_waiting(lens, now, language), _owed(lens, language)]
    if scope.may("channels.view"):
        found.append(_lag(lens))
    if scope.may("import.run"):
        found += [_work(now, language), _quarantined(lens, now, language)]
    return found


def _rate(lens: Lens, now: datetime, language: str) -> Figure:
    since = now - timedelta(minutes=NOW_MINUTES)
    steps = orders.flow(since=since, minutes=NOW_MINUTES, channels=lens.channel_ids, limit=NOW_MAX)
    count = sum(placed for _at, placed in steps)
    rate = _a_minute(count, NOW_MINUTES, language)
    note = _("over the last {minutes} minutes").format(minutes=NOW_MINUTES)
    return Figure("rate", _("Orders a minute"), rate, note, reverse("orders"))


def _waiting(lens: Lens, now: datetime, language: str) -> list[Figure]:
    found = orders.waiting(channels=lens.channel_ids, now=now)
    href = reverse("orders")
    return [
        Figure("open", _("To leave"), _many(found.open, language), "", f"{href}?standing=open"),
        Figure(
            "late",
            _("Late"),
            _many(found.late, language),
            _("their promise is broken") if found.late else _("every promise still holds"),
            f"{href}?standing=late",
            "danger" if found.late else "",
        ),
    ]


def _many(count: int, language: str) -> str:
    if count <= orders.COUNTED_MAX:
        return formats.number(count, language)
    return _("over {count}").format(count=formats.number(orders.COUNTED_MAX, language))


def _owed(lens: Lens, language: str) -> Figure:
    note = ""
    if lens.channel_ids is None:
        count, units = inventory.owed()
        said = ngettext(
            "{units} unit that no place holds", "{units} units that no place holds", units
        )
        note = said.format(units=formats.number(units, language)) if units else ""
    else:
        holders = inventory.owed_holders(limit=OWED_MAX)
        ids = [number for one in holders if (number := promises.order_of(one)) is not None]
        seen = (Window(lens.channel_ids, None, None),)
        count = orders.count(wanted=Wanted(windows=seen, among=ids))
    return Figure(
        "owed",
        _("Orders owed something"),
        formats.number(count, language),
        note or ("" if count else _("everything sold is held")),
        reverse("stock-backorders"),
        "danger" if count else "",
    )


def _risk(now: datetime) -> Figure:
    language = translation.get_language() or "en"
    found = channels.risk_now(now=now)
    units = round(sum(one.at_risk.expected for one in found))
    note = (
        ngettext("of {skus} stock", "of {skus} stocks", len(found)).format(skus=len(found))
        if found
        else _("no channel shows more than there is")
    )
    tone = "attention" if units else ""
    href = reverse("listings-leases")
    return Figure("risk", _("Units at risk"), formats.number(units, language), note, href, tone)


def _lag(lens: Lens) -> Figure:
    measured = channels.lags()
    known = [(measured[one.id], one.title) for one in lens.seen if one.id in measured]
    if not known:
        return Figure("lag", _("Lag"), None, _("no channel has been measured yet"))
    slowest, title = max(known)
    return Figure("lag", _("Lag"), _duration(slowest), title)


def _duration(length: timedelta) -> str:
    seconds = max(1, round(length / SECOND))
    if seconds < 60:  # noqa: PLR2004 - a minute
        return _("{seconds} s").format(seconds=seconds)
    return _("{minutes} min").format(minutes=round(seconds / 60))


def _work(now: datetime, language: str) -> Figure:
    backlog = jobs.backlog(now=now)
    waiting = sum(one.waiting for one in backlog)
    failed = sum(one.failed for one in backlog)
    oldest = min((one.waiting_since for one in backlog if one.waiting_since), default=None)
    note = _("nothing waits")
    if failed:
        note = ngettext("{count} failed", "{count} failed", failed).format(count=failed)
    elif oldest is not None:
        note = _("the oldest for {time}").format(time=_duration(now - oldest))
    tone = "danger" if failed else ""
    href = reverse("import")
    return Figure("work", _("Work waiting"), formats.number(waiting, language), note, href, tone)


def _quarantined(lens: Lens, now: datetime, language: str) -> Figure:
    count = evidence.count_held(channels=lens.channel_ids, since=now - timedelta(days=1))
    return Figure(
        "quarantined",
        _("Set aside in a day"),
        formats.number(count, language),
        _("documents to be mended") if count else _("everything could be booked"),
        reverse("import-quarantine"),
        "attention" if count else "",
    )


def _flow(lens: Lens, now: datetime) -> Flow:
    language = translation.get_language() or "en"
    step = timedelta(minutes=STEP_MINUTES)
    # Whole steps of the clock, the last one still under way.
    last = now - timedelta(
        minutes=now.minute % STEP_MINUTES, seconds=now.second, microseconds=now.microsecond
    )
    since = last - step * (STEPS - 1)
    counted = dict(
        orders.flow(since=since, minutes=STEP_MINUTES, channels=lens.channel_ids, limit=FLOW_MAX)
    )
    if not counted:
        return Flow(_("No order came in the last {hours} hours.").format(hours=6), ())
    most = max(counted.values())
    earliest = min(counted) if sum(counted.values()) >= FLOW_MAX - most else since
    bars = [
        _bar(nth, since + nth * step, counted.get(since + nth * step, 0), most, lens, language)
        for nth in range(STEPS)
        if since + nth * step >= earliest
    ]
    best = max(bars, key=lambda one: one.orders)
    title = _("Orders a minute over the last hours: at most {rate}, at {time}").format(
        rate=best.rate, time=best.at
    )
    return Flow(title, bars, bars[0].at, _("now"))


def _a_minute(placed: int, minutes: int, language: str) -> str:
    return formats.number(round(Decimal(placed) / minutes, 1), language)


def _bar(nth: int, at: datetime, placed: int, most: int, lens: Lens, language: str) -> Bar:
    tall = max(1, round(placed * (HEIGHT - 2) / most)) if placed else 0
    clock = f"{at.astimezone(lens.zone):%H:%M}"
    rate = _a_minute(placed, STEP_MINUTES, language)
    said = ngettext("{time}: {count} order", "{time}: {count} orders", placed)
    label = said.format(time=clock, count=formats.number(placed, language))
    x = nth * (WIDTH // STEPS)
    return Bar(clock, label, placed, rate, x, HEIGHT - tall, tall)
