"""A platform that takes quantities, and loses, delays and reorders what it is told to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from argosy.channels.models import Desired
from argosy.sync.errors import LostAnswer

Told = tuple[str, int, int]
HEARD, LOST_BEFORE, LOST_AFTER, DELAYED, REFUSED = "heard", "before", "after", "delayed", "refused"


@dataclass
class Platform:
    """Shows what it last heard, whichever version that was: it knows numbers, not versions."""

    showing: dict[tuple[int, str], int] = field(default_factory=dict)
    calls: list[tuple[int, tuple[Told, ...]]] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)  # what happens to the next calls; then HEARD
    under_way: list[tuple[int, tuple[Told, ...]]] = field(default_factory=list)
    during: Callable[[], None] = field(default=lambda: None)  # while a call is under way

    def take(self, channel: int, quantities: Sequence[Told], /) -> Mapping[str, int]:
        told = (channel, tuple(quantities))
        self.calls.append(told)
        self.during()
        fate = self.plan.pop(0) if self.plan else HEARD
        if fate == LOST_BEFORE:
            raise LostAnswer(channel=channel)
        if fate == REFUSED:
            return {}
        if fate == DELAYED:
            self.under_way.append(told)
            raise LostAnswer(channel=channel)
        self._show(told)
        if fate == LOST_AFTER:
            raise LostAnswer(channel=channel)
        return {sku: version for sku, _, version in quantities}

    def shown(self, channel: int, platform_skus: Sequence[str], /) -> Mapping[str, int]:
        found = {sku: self.showing.get((channel, sku)) for sku in platform_skus}
        return {sku: quantity for sku, quantity in found.items() if quantity is not None}

    def let_arrive(self) -> None:
        """What was delayed arrives now, after everything else."""
        while self.under_way:
            self._show(self.under_way.pop(0))

    def _show(self, told: tuple[int, tuple[Told, ...]]) -> None:
        channel, quantities = told
        for sku, quantity, _ in quantities:
            self.showing[channel, sku] = quantity


class Marks:
    """Keeps what became of the quantities."""

    def mark_accepted(self, *, versions: Mapping[int, int], at: datetime) -> None:
        for listing, version in versions.items():
            Desired.objects.filter(listing_id=listing).update(
                accepted_version=version, accepted_at=at
            )

    def mark_confirmed(self, *, shown: Mapping[int, tuple[int, int]], at: datetime) -> None:
        for listing, (version, quantity) in shown.items():
            Desired.objects.filter(listing_id=listing).update(
                confirmed_version=version, confirmed_quantity=quantity, confirmed_at=at
            )
