"""Where an order leaves from, in words: rules, reasons, shipments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from argosy.console import territories, words
from argosy.fulfilment import queries
from argosy.fulfilment.types import Criterion, Reason, Rule, ShipmentRow, Site
from argosy.inventory import queries as inventory
from argosy.kernel import formats
from argosy.kernel.money import Money

CRITERION: Final[words.Words] = {
    Criterion.NEVER: gettext_lazy("Never from a place to some countries"),
    Criterion.WHOLE: gettext_lazy("From one place only, never split"),
    Criterion.FEWEST: gettext_lazy("Fewest parcels"),
    Criterion.PROMISE: gettext_lazy("Keep the promise"),
    Criterion.OWN_PLACE: gettext_lazy("From the channel's own place"),
    Criterion.OWN_COUNTRY: gettext_lazy("From the buyer's own country"),
    Criterion.CHEAPEST: gettext_lazy("Cheapest carriage"),
    Criterion.SOONEST: gettext_lazy("Whatever leaves soonest"),
    Criterion.ENOUGH: gettext_lazy("Leave the fewest units behind"),
    Criterion.PRIORITY: gettext_lazy("The places' own order"),
}
BARRED: Final[words.Words] = {
    Criterion.NEVER: gettext_lazy("a rule forbids it"),
    Criterion.SERVES: gettext_lazy("does not ship there"),
    Criterion.STOCK: gettext_lazy("has none of it"),
    Criterion.PRIORITY: gettext_lazy("equal, but later in the places' own order"),
}
STATE: Final[words.Words] = {
    "planned": gettext_lazy("Planned"),
    "packed": gettext_lazy("Packed"),
    "shipped": gettext_lazy("Shipped"),
    "cancelled": gettext_lazy("Given up"),
}
MINUTES_PER_HOUR: Final = 60
BRIEFLY: Final = 2  # rules named where there is little room


@dataclass(frozen=True, slots=True)
class Leaving:
    """One parcel of a route, in words."""

    title: str
    lines: int
    units: int
    leaves_at: datetime
    cost: Money | None
    zone: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the order's page says of how it leaves."""

    parcels: tuple[Leaving, ...]
    short: int
    decided_at: datetime | None
    current: bool
    chosen: tuple[tuple[str, str], ...]  # (rule, what it came to)
    lost: tuple[tuple[str, str], ...]  # (place, why not)
    shipments: tuple[tuple[ShipmentRow, str, str, int], ...]  # with state, place and units


@dataclass(frozen=True, slots=True)
class Explainer:
    """Reasons in one language."""

    language: str

    def briefly(self, reasons: Sequence[Reason]) -> str:
        """The rules that told the chosen place apart, few of them."""
        decided = {one.criterion for one in reasons if not one.chosen}
        chosen = [one for one in reasons if one.chosen and one.criterion in decided]
        told = dict.fromkeys(words.say(CRITERION, one.criterion) for one in chosen)
        return ", ".join(list(told)[:BRIEFLY])

    def value(self, reason: Reason, number: int | None) -> str:
        """What a criterion came to."""
        if number is None:
            return _("unknown")
        counted = formats.number(number, self.language)
        if reason.criterion is Criterion.CHEAPEST and reason.unit:
            return Money(number, reason.unit).format(self.language)
        if reason.criterion is Criterion.SOONEST:
            return f"{datetime.fromtimestamp(number, UTC):%Y-%m-%d %H:%M} UTC"
        if reason.criterion is Criterion.PROMISE:
            return self._late(number)
        said = {
            Criterion.FEWEST: ngettext("{count} parcel", "{count} parcels", number),
            Criterion.OWN_PLACE: ngettext(
                "{count} unit from elsewhere", "{count} units from elsewhere", number
            ),
            Criterion.OWN_COUNTRY: ngettext(
                "{count} unit from abroad", "{count} units from abroad", number
            ),
            Criterion.ENOUGH: ngettext("{count} unit short", "{count} units short", number),
        }
        return said.get(reason.criterion, "{count}").format(count=counted)

    def _late(self, minutes: int) -> str:
        if not minutes:
            return _("on time")
        hours = -(-minutes // MINUTES_PER_HOUR)
        said = ngettext("{count} hour late", "{count} hours late", hours)
        return said.format(count=formats.number(hours, self.language))

    def chosen(self, reasons: Sequence[Reason]) -> tuple[tuple[str, str], ...]:
        """What each rule said of the choice, in the order of the rules."""
        told = {
            words.say(CRITERION, one.criterion): self.value(one, one.value)
            for one in reasons
            if one.chosen
        }
        return tuple(told.items())

    def lost(
        self, reasons: Sequence[Reason], titles: Mapping[int, str]
    ) -> tuple[tuple[str, str], ...]:
        """Why each other place was not chosen."""
        return tuple(
            (titles.get(one.place, str(one.place)), self.why_not(one))
            for one in reasons
            if not one.chosen
        )

    def why_not(self, reason: Reason) -> str:
        """Why a place was not chosen."""
        if reason.criterion in BARRED:
            return words.say(BARRED, reason.criterion)
        return _("{rule}: {value} instead of {best}").format(
            rule=words.say(CRITERION, reason.criterion),
            value=self.value(reason, reason.value),
            best=self.value(reason, reason.best),
        )


def explainer(language: str) -> Explainer:
    """Reasons in a language."""
    return Explainer(language)


def rule_words(rule: Rule, titles: Mapping[int, str], language: str) -> str:
    """A rule as a sentence."""
    if rule.criterion is not Criterion.NEVER:
        return words.say(CRITERION, rule.criterion)
    place = titles.get(rule.place or 0, "")
    if not rule.countries:
        return _("Never from {place}").format(place=place)
    named = [territories.name(one, language) or one for one in sorted(rule.countries)]
    return _("Never from {place} to {countries}").format(place=place, countries=", ".join(named))


def of_order(order: int, language: str) -> Shown:
    """How an order leaves: its route with the reasons, and its shipments."""
    titles = {one.id: one.title for one in inventory.places()}
    sites: dict[int, Site] = {one.place: one for one in queries.sites()}
    route = queries.route_of(order=order)
    explain = Explainer(language)
    reasons = route.routing.reasons if route else ()
    return Shown(
        parcels=tuple(
            Leaving(
                title=titles.get(one.place, ""),
                lines=len(one.lines),
                units=sum(one.lines.values()),
                leaves_at=one.leaves_at,
                cost=Money(one.cost_minor, one.currency) if one.cost_minor is not None else None,
                zone=sites[one.place].zone if one.place in sites else "UTC",
            )
            for one in (route.routing.parcels if route else ())
        ),
        short=sum(route.routing.short.values()) if route else 0,
        decided_at=route.decided_at if route else None,
        current=route.current if route else True,
        chosen=explain.chosen(reasons),
        lost=explain.lost(reasons, titles),
        shipments=tuple(
            (
                one,
                words.say(STATE, one.state),
                titles.get(one.place, ""),
                sum(units for _line, units in one.lines),
            )
            for one in queries.shipments(order=order)
        ),
    )
