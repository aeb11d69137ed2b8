"""What is at risk and what to do now, worked out from what the contexts know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from argosy.channels import queries as channels
from argosy.channels.types import ChannelRef
from argosy.console import ledger
from argosy.console.holdings import LOW_DAYS, Holding
from argosy.console.lens import Lens, Span
from argosy.evidence import queries as evidence
from argosy.finance import queries as finance
from argosy.finance.types import Coverage
from argosy.identity.types import Scope
from argosy.kernel import formats

DAY: Final = timedelta(days=1)
QUIET_AFTER: Final = timedelta(days=10)  # a channel without orders for so long is worth a look
LARGE_SHARE: Final = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may be worse than it looks."""

    name: str
    value: int | Decimal | None  # `None` is unknown
    kind: str  # count or share
    note: str
    href: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do now, and what it is good for."""

    what: str
    why: str
    button: str
    href: str
    weight: int  # the larger, the sooner


@dataclass(frozen=True, slots=True)
class Facts:
    """What risks and actions are worked out from."""

    quarantined: int
    unmapped: int
    uncounted: list[Holding]  # sold lately, never counted
    low: list[Holding]
    out: list[Holding]
    quiet: list[tuple[ChannelRef, date]]  # with the last day of a sale
    coverage: Coverage | None
    costless: int
    now: datetime


def facts_of(lens: Lens, scope: Scope, held: Sequence[Holding], now: datetime) -> Facts:
    selling = [one for one in held if one.sold > 0]
    counts = channels.listing_counts()
    latest = finance.latest_sales()
    newest = max((latest[one.id] for one in lens.seen if one.id in latest), default=lens.today)
    quiet = [
        (one, latest[one.id])
        for one in lens.seen
        if one.id in latest and newest - latest[one.id] > QUIET_AFTER
    ]
    year = Span(lens.today - timedelta(days=365), lens.today + DAY)
    sees = scope.sees_cost
    return Facts(
        quarantined=evidence.count_held(),
        unmapped=sum(counts[one.id].unmapped for one in lens.seen if one.id in counts),
        uncounted=[one for one in selling if one.state == "unknown"],
        low=[one for one in selling if one.state == "low"],
        out=[one for one in selling if one.state == "out"],
        quiet=sorted(quiet, key=lambda row: row[1]),
        coverage=ledger.coverage(ledger.where(lens, span=year)) if sees else None,
        costless=len(ledger.costless(LARGE_SHARE)) if sees else 0,
        now=now,
    )


def risks(facts: Facts, scope: Scope) -> list[Risk]:
    """What may be worse than it looks, as far as this person may see it."""
    found = [_cost_risk(facts)] if scope.sees_cost else []
    found += _stock_risks(facts)
    if scope.may("channels.view"):
        door = "channels-mapping" if scope.may("channels.manage") else "channels"
        why = _("their sales, stock and costs are not seen")
        found.append(_counted(_("Platform SKUs not mapped"), facts.unmapped, why, reverse(door)))
    if scope.may("import.run"):
        why = _("documents that could not be booked")
        door = reverse("import-quarantine")
        found.append(_counted(_("In quarantine"), facts.quarantined, why, door))
    if facts.quiet:
        one, at = facts.quiet[0]
        days = (facts.now.date() - at).days
        why = _("{channel}: no order for {days} days").format(channel=one.title, days=days)
        found.append(_counted(_("Quiet channels"), len(facts.quiet), why, reverse("channels")))
    return found


def _cost_risk(facts: Facts) -> Risk:
    known = facts.coverage.share if facts.coverage else None
    why = _("share of the year's sales whose cost is known")
    low = known is not None and known < 1
    return Risk(_("Cost coverage"), known, "share", why, reverse("profit-costs"), low)


def _stock_risks(facts: Facts) -> list[Risk]:
    stock = reverse("stock")
    lasting = _("SKUs that last less than {days} days").format(days=LOW_DAYS)
    return [
        _counted(
            _("Never counted"),
            len(facts.uncounted),
            _("SKUs that sell and whose stock is unknown"),
            f"{stock}?state=unknown",
        ),
        _counted(
            _("Sold out"),
            len(facts.out),
            _("SKUs that sold in the last 30 days"),
            f"{stock}?state=out",
        ),
        _counted(_("Low cover"), len(facts.low), lasting, f"{stock}?state=low"),
    ]


def _counted(name: str, number: int, why: str, href: str) -> Risk:
    return Risk(name, number, "count", why, href, bad=bool(number))


def actions(facts: Facts, scope: Scope) -> list[Action]:
    """The likely next steps, what moves most money first."""
    known: list[Action | None] = [
        _state_costs(facts) if scope.sees_cost and scope.may("import.run") else None,
        _mend(facts) if scope.may("import.run") else None,
        _map(facts) if scope.may("channels.manage") else None,
        _reorder(facts),
        _count(facts) if scope.may("stock.count") else None,
        _catch_up(facts) if scope.may("import.run") else None,
    ]
    return sorted((one for one in known if one), key=lambda one: -one.weight)


def _state_costs(facts: Facts) -> Action | None:
    share = facts.coverage.share if facts.coverage else None
    if share is None or share >= 1 or not facts.costless:
        return None
    percent = formats.percent(share, translation.get_language() or "en")
    return Action(
        what=_filled(
            ngettext(
                "State the cost of {count} SKU", "State the cost of {count} SKUs", facts.costless
            ),
            facts.costless,
        ),
        why=_(
            "They make up 80% of the sales without a cost. So far {share} of the sales has one; "
            "the profit shown is too high by the rest."
        ).format(share=percent),
        button=_("Get the sheet"),
        href=reverse("profit-costs"),
        weight=int((1 - share) * 100),
    )


def _mend(facts: Facts) -> Action | None:
    if not facts.quarantined:
        return None
    return Action(
        what=_filled(
            ngettext(
                "Mend {count} document in quarantine",
                "Mend {count} documents in quarantine",
                facts.quarantined,
            ),
            facts.quarantined,
        ),
        why=_("They are kept out of orders, stock and profit until the wrong cell is corrected."),
        button=_("Mend"),
        href=reverse("import-quarantine"),
        weight=60,
    )


def _map(facts: Facts) -> Action | None:
    if not facts.unmapped:
        return None
    return Action(
        what=_filled(
            ngettext("Map {count} platform SKU", "Map {count} platform SKUs", facts.unmapped),
            facts.unmapped,
        ),
        why=_(
            "Until we know which SKU of yours each is, it costs nothing "
            "and takes nothing from stock."
        ),
        button=_("Map"),
        href=reverse("channels-mapping"),
        weight=55,
    )


def _reorder(facts: Facts) -> Action | None:
    short = sorted(facts.low + facts.out, key=lambda one: -one.sold)
    if not short:
        return None
    first = short[0]
    return Action(
        what=_("Reorder {sku}").format(sku=first.code)
        if len(short) == 1
        else _("Reorder {sku} and {count} more").format(
            sku=first.code, count=_number(len(short) - 1)
        ),
        why=_("{sku} sold {sold} in 30 days; {left} are left.").format(
            sku=first.code, sold=_number(first.sold), left=_number(first.available or 0)
        ),
        button=_("Look"),
        href=f"{reverse('stock')}?state=low&sort=cover",
        weight=50,
    )


def _count(facts: Facts) -> Action | None:
    if not facts.uncounted:
        return None
    return Action(
        what=_filled(
            ngettext(
                "Count {count} SKU that sells", "Count {count} SKUs that sell", len(facts.uncounted)
            ),
            len(facts.uncounted),
        ),
        why=_("Nobody has counted them, so nothing warns before they run out."),
        button=_("See which"),
        href=f"{reverse('stock')}?state=unknown",
        weight=40,
    )


def _catch_up(facts: Facts) -> Action | None:
    if not facts.quiet:
        return None
    one, at = facts.quiet[0]
    return Action(
        what=_("Import newer orders of {channel}").format(channel=one.title),
        why=_("Its last order is {days} days old, while others go on selling.").format(
            days=(facts.now.date() - at).days
        ),
        button=_("Import"),
        href=reverse("import"),
        weight=30,
    )


def _filled(words: str, count: int) -> str:
    return words.format(count=_number(count))


def _number(value: int) -> str:
    return formats.number(value, translation.get_language() or "en")
