"""Where the seller stands, as the rules of thumb ask for it: sales, stability, people, own data."""

from dataclasses import dataclass
from typing import Final

from argosy.strategy.types import ModeName, Profile, Quantity, Range, Trial

ENOUGH_ORDERS: Final = 100
ENOUGH_MONTHS: Final = 3.0


def likely(quantity: Quantity) -> float | None:
    """The likely value of an answer; None where it is not known."""
    return quantity.likely if isinstance(quantity, Range) else quantity


def lowest(quantity: Quantity) -> float | None:
    """The low end of an answer; None where it is not known."""
    return quantity.low if isinstance(quantity, Range) else quantity


def highest(quantity: Quantity) -> float | None:
    """The high end of an answer; None where it is not known."""
    return quantity.high if isinstance(quantity, Range) else quantity


@dataclass(frozen=True, slots=True)
class Standing:
    """A profile, read for what rules of thumb turn on. Money is US dollars a month."""

    profile: Profile

    def trial(self, mode: ModeName) -> Trial | None:
        """What has been measured of a mode, where it is enough to go by."""
        found = self.profile.stage.trials.get(mode)
        if found is None:
            return None
        enough = found.orders >= ENOUGH_ORDERS or found.months >= ENOUGH_MONTHS
        return found if enough else None

    @property
    def modes(self) -> list[ModeName]:
        """Modes that run, by what has been measured."""
        return [mode for mode in self.profile.stage.trials if self.trial(mode) is not None]

    @property
    def is_newcomer(self) -> bool:
        """Whether no mode has run for three months yet, whatever a first trial has shown."""
        trials = self.profile.stage.trials.values()
        return all(one.months < ENOUGH_MONTHS for one in trials)

    @property
    def sales(self) -> float:
        """All sales of a month as said; 0 where none are."""
        trials = [self.trial(mode) for mode in self.modes]
        return sum(likely(one.monthly_sales) or 0.0 for one in trials if one is not None)

    @property
    def steady_sales(self) -> float:
        """The lowest of the last three months, over all modes; what is not known counts as 0."""
        total = 0.0
        for mode in self.modes:
            one = self.trial(mode)
            if one is not None and one.months >= ENOUGH_MONTHS:
                total += lowest(one.lowest_month) or 0.0
        return total

    @property
    def people(self) -> float | None:
        """How many work on it; None where it is not said."""
        return likely(self.profile.team.people)

    def earns(self, mode: ModeName) -> bool:
        """Whether the seller's own figures say that a mode earns, even at their low end."""
        one = self.trial(mode)
        margin = lowest(one.margin) if one is not None else None
        return margin is not None and margin > 0

    def loses(self, mode: ModeName) -> bool:
        """Whether the seller's own figures say that a mode loses, even at their high end."""
        one = self.trial(mode)
        margin = highest(one.margin) if one is not None else None
        return margin is not None and margin < 0

    def margin(self, mode: ModeName) -> float | None:
        """The measured margin of a mode; None where there is none."""
        one = self.trial(mode)
        return likely(one.margin) if one is not None else None
