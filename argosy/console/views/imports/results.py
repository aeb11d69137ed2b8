"""What came of an import, in plain words."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from argosy.channels.types import ChannelRef
from argosy.console import shell, words
from argosy.console.middleware import scope_of
from argosy.console.views.imports import phrases, seen
from argosy.evidence import queries as evidence
from argosy.evidence.types import Held
from argosy.finance import queries as finance
from argosy.finance.types import Filter
from argosy.intake import queries
from argosy.intake.types import ClassTotal, RunView
from argosy.kernel.money import Money

SKIPPED_SHOWN: Final = 200
HELD_SHOWN: Final = 5
LOW_COVERAGE: Final = Decimal("0.8")
MISREAD: Final = frozenset({"intake.wrong_columns", "intake.ambiguous_dates"})


@dataclass(frozen=True, slots=True)
class ClassRow:
    """Lines of one class and currency, and what they became."""

    title: str
    meaning: str
    lines: int
    amount: Money
    money: bool
    href: str
    goods: bool


def context(request: HttpRequest, run: RunView) -> dict[str, Any]:
    """Everything that the page of one import says."""
    channel = next((one for one in shell.lens_of(request).channels if one.id == run.channel), None)
    profile = phrases.profiles().get(run.profile)
    passed = None
    if run.started_at and run.finished_at and run.state != "undone":
        passed = max((run.finished_at - run.started_at).total_seconds(), 0.001)
    rows = _classes(request, run, channel)
    held = evidence.list_held(run=run.id, limit=HELD_SHOWN) if run.quarantined else []
    return {
        "run": run,
        "state": words.say(words.RUN_STATE, run.state),
        "tone": phrases.STATE_TONE.get(run.state, ""),
        "channel": channel,
        "profile": profile,
        "profile_title": phrases.title(profile) if profile else run.profile,
        "noun": words.say(phrases.NOUN, profile.document) if profile else "",
        "is_list": run.channel is None,
        "misread": run.error_code in MISREAD,
        "goods": [one for one in rows if one.goods],
        "others": [one for one in rows if not one.goods],
        "sums": _sums(run),
        "skipped": [
            (row, words.say(phrases.SKIPPED, reason), text)
            for row, reason, text in run.skipped[:SKIPPED_SHOWN]
        ],
        "held": [(one, label(one), first_problem(one)) for one in held],
        "held_here": evidence.count_held(run=run.id, channels=seen.granted(request)),
        "seconds": passed,
        "rate": int(run.rows_total / passed) if passed else None,
        "may_undo": run.can_undo and scope_of(request).may("import.undo"),
        "orders_href": _orders(channel),
        "coverage": _low_coverage(request, run),
    }


def label(held: Held) -> str:
    """What a quarantined document is called: its number, or its row where that is what is bad."""
    if held.external_id or not held.rows:
        return held.external_id
    return _("row {number}").format(number=held.rows[0][0])


def first_problem(held: Held) -> str:
    """What is wrong with a quarantined document, in one line."""
    if not held.problems:
        return ""
    first = held.problems[0]
    reason, _remedy = queries.problem(code=first.code)
    said = _("Row {row}, {field}: {reason}").format(row=first.row, field=first.field, reason=reason)
    more = len(held.problems) - 1
    return said + (" " + _("and {count} more").format(count=more) if more else "")


def _classes(request: HttpRequest, run: RunView, channel: ChannelRef | None) -> list[ClassRow]:
    known = queries.line_classes()
    sees = scope_of(request).may("profit.view")
    found = []
    for total in sorted(run.totals, key=lambda one: (-one.lines, one.line_class, one.currency)):
        view = known.get(total.line_class)
        money = bool(view and view.kind)
        found.append(
            ClassRow(
                title=words.say(words.LINE_CLASS, total.line_class),
                meaning=phrases.meaning(view) if view else "",
                lines=total.lines,
                amount=Money(total.amount_minor, total.currency),
                money=money,
                href=_postings(channel, total) if money and sees else "",
                goods=bool(view and view.goods),
            )
        )
    return found


def _sums(run: RunView) -> list[Money]:
    """What all lines add up to, by currency."""
    minor: dict[str, int] = defaultdict(int)
    for total in run.totals:
        minor[total.currency] += total.amount_minor
    return [Money(amount, currency) for currency, amount in sorted(minor.items())]


def _postings(channel: ChannelRef | None, total: ClassTotal) -> str:
    query = {"p": "all", "ch": channel.key if channel else "", "kind": total.kind}
    return f"{reverse('profit-postings')}?{urlencode({k: v for k, v in query.items() if v})}"


def _orders(channel: ChannelRef | None) -> str:
    return f"{reverse('orders')}?{urlencode({'p': 'all', 'ch': channel.key})}" if channel else ""


def _low_coverage(request: HttpRequest, run: RunView) -> Decimal | None:
    """The cost coverage of the channel, where it is low and this person may see costs."""
    if run.channel is None or not scope_of(request).sees_cost or run.state != "done":
        return None
    share = finance.coverage(where=Filter(channels=(run.channel,))).share
    return share if share is not None and share < LOW_COVERAGE else None
