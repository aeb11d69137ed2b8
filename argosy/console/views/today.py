"""Today: where I earn, what is at risk, what to do now. Each answer with a why and a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from argosy.console import charts, ledger, outlook, shell, words
from argosy.console.holdings import holdings
from argosy.console.lens import Lens, Span
from argosy.console.middleware import scope_of
from argosy.console.views import tonight
from argosy.console.views.soundness import soundness
from argosy.finance.types import Margin
from argosy.intake import queries as intake
from argosy.kernel.money import Money
from argosy.orders import queries as orders
from argosy.web.access import require

DAY: Final = timedelta(days=1)
MONTHS: Final = 12  # in a small line
QUIET_AFTER: Final = timedelta(days=10)  # a channel without orders for so long is worth a look
LARGE_SHARE: Final = Decimal("0.8")
ACTIONS_MAX: Final = 6


@dataclass(frozen=True, slots=True)
class Earner:
    """One line of "where I earn": a mode, or a channel of it."""

    name: str
    href: str
    now: Margin
    before: Margin
    money: Money | None  # `None` where nothing of it has a known worth
    money_before: Money | None
    share: Decimal | None
    points: str
    zero: str
    is_mode: bool

    @property
    def change(self) -> Decimal | None:
        """How much more than in the period before, as a share of it."""
        if self.before.profit <= 0 or self.money is None:
            return None
        return Decimal(self.now.profit - self.before.profit) / Decimal(self.before.profit)


@require("today.view")
def today(request: HttpRequest) -> HttpResponse:
    """The three answers."""
    now = datetime.now(UTC)
    lens, scope = shell.lens_of(request, usual="month"), scope_of(request)
    span, before = _periods(lens)
    running = intake.running(now=now) if scope.may("import.run") else []
    context: dict[str, Any] = {
        "span": span,
        "before": before,
        "running": running,
        "asked": bool(request.headers.get("HX-Request")),
        "last": (span.until or lens.today) - DAY,
    }
    if not lens.channels or orders.latest_at(channels=lens.channel_ids) is None:
        return render(request, "console/today_empty.html", context)
    facts = outlook.facts_of(lens, scope, holdings(lens), now)
    context |= tonight.of(lens, scope, now)
    context |= {
        "soundness": soundness(scope),
        "risks": outlook.risks(facts, scope),
        "actions": outlook.actions(facts, scope)[:ACTIONS_MAX],
    }
    if scope.sees_profit:
        context |= _earning(lens, span, before)
    else:
        context |= _selling(lens, span, before)
    return render(request, "console/today.html", context)


def _periods(lens: Lens) -> tuple[Span, Span]:
    """The period in view, and the one that it is compared with: as many days before it."""
    since, until = lens.span.since, lens.span.until
    if since is None or until is None:
        since, until = lens.today - timedelta(days=364), lens.today + DAY
    if (lens.code or lens.usual) == "month":
        # The same days of the month before: a month half over is not compared with a whole one.
        earlier = (since - DAY).replace(day=1)
        return Span(since, until), Span(earlier, min(earlier + (until - since), since))
    return Span(since, until), Span(since - (until - since), since)


def _earning(lens: Lens, span: Span, before: Span) -> dict[str, Any]:
    code = ledger.currency(lens)
    now = _by_channel(lens, span, code)
    then = _by_channel(lens, before, code)
    months = _months(lens)
    lines = _lines(lens, months, code)
    earners: list[Earner] = []
    for mode in words.MODE:
        within = [one for one in lens.seen if one.mode == mode]
        if not within:
            continue
        rows = [
            _earner(
                one.title,
                _door(lens, ch=one.key),
                now.get(one.id),
                then.get(one.id),
                lines.get(one.id, []),
                code,
                is_mode=False,
            )
            for one in within
        ]
        rows.sort(key=lambda row: -row.now.profit)
        together = [
            sum(values)
            for values in zip(*(lines.get(one.id, [0] * MONTHS) for one in within), strict=False)
        ]
        mine = ledger.whole(row.now for row in rows)
        earlier = ledger.whole(row.before for row in rows)
        name = words.say(words.MODE, mode)
        earners.append(
            _earner(name, _door(lens, mode=mode), mine, earlier, together, code, is_mode=True)
        )
        earners += rows if len(rows) > 1 else []
    whole = ledger.whole(now.values())
    earlier = ledger.whole(then.values())
    return {
        "earners": earners,
        "whole": _earner("", _door(lens), whole, earlier, [], code, is_mode=True),
        "revenue": Money(whole.revenue, code),
        "revenue_before": Money(earlier.revenue, code),
        "coverage": ledger.coverage(ledger.where(lens, span=span)),
        "currency": code,
        "rateless": whole.rateless,
    }


def _by_channel(lens: Lens, span: Span, code: str) -> dict[int, Margin]:
    found = ledger.margins(by="channel", where=ledger.where(lens, span=span), currency=code)
    return {int(one.key): one for one in found}


def _months(lens: Lens) -> list[Span]:
    """The last twelve months, the current one with them."""
    spans, first = [], lens.today.replace(day=1)
    until = lens.today + DAY
    for _nth in range(MONTHS):
        spans.append(Span(first, until))
        until, first = first, (first - DAY).replace(day=1)
    return spans[::-1]


def _lines(lens: Lens, months: Sequence[Span], code: str) -> dict[int, list[int]]:
    """Each channel's profit by month, in one reading."""
    where = ledger.where(lens, span=Span(months[0].since, months[-1].until))
    keys = [f"{span.since:%Y-%m}" for span in months]
    found: dict[tuple[str, str], int] = {}
    for one in ledger.margins(by="channel_month", where=where, currency=code):
        channel, month = one.key.split()
        found[channel, month] = one.profit
    return {one.id: [found.get((str(one.id), key), 0) for key in keys] for one in lens.seen}


def _earner(
    name: str,
    href: str,
    now: Margin | None,
    before: Margin | None,
    line: Sequence[int],
    code: str,
    *,
    is_mode: bool,
) -> Earner:
    now, before = now or ledger.whole([]), before or ledger.whole([])
    return Earner(
        name=name,
        href=href,
        now=now,
        before=before,
        money=_known(now, code),
        money_before=_known(before, code),
        share=ledger.part(now.profit, now.revenue),
        points=charts.spark(line),
        zero=charts.zero_of(line),
        is_mode=is_mode,
    )


def _known(margin: Margin, code: str) -> Money | None:
    """The profit; unknown, not zero, where no amount has an exchange rate."""
    unknown = margin.rateless and not any(margin.kinds.values())
    return None if unknown else Money(margin.profit, code)


def _door(lens: Lens, **more: str) -> str:
    parameters = lens.parameters | more
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return f"{reverse('profit')}?by=month&{query}" if query else reverse("profit")


def _selling(lens: Lens, span: Span, before: Span) -> dict[str, Any]:
    """What a person sees who may not see money earned: units sold, by channel."""
    code = ledger.currency(lens)
    now, then = _by_channel(lens, span, code), _by_channel(lens, before, code)
    nothing = ledger.whole([])
    rows = [
        (one, now.get(one.id, nothing).units, then.get(one.id, nothing).units) for one in lens.seen
    ]
    return {"sellers": sorted(rows, key=lambda row: -row[1])}
