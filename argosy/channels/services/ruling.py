"""Policies: what part of the stock may be shown where."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from argosy.channels.errors import (
    ExclusiveToNobody,
    NoSuchChannel,
    NoSuchListing,
    NoSuchPolicy,
    PolicyImpossible,
    PolicySaysNothing,
)
from argosy.channels.models import Channel, Desired, LeaseKind, Listing, Policy
from argosy.channels.services.showing import hold, look_at_all, refresh_desired
from argosy.channels.types import Change, PolicyScope, PolicyValues

UNITS_MAX: Final = 1_000_000_000
LEAST_BOUND: Final = Decimal("0.00000001")  # what the column can hold


@transaction.atomic
def state_policy(*, scope: PolicyScope, values: PolicyValues, now: datetime) -> int:
    """State what holds for a scope, in place of what was stated for it. Returns the policy's id.

    Of several policies the narrowest that states a value wins: listing, channel and group, channel,
    group, everything. The next refresh goes by it.

    :raises PolicyImpossible: a value is none that it can have.
    :raises ExclusiveToNobody: it keeps SKUs for a channel and names none.
    :raises PolicySaysNothing: it states no value.
    :raises NoSuchChannel: the channel is none.
    :raises NoSuchListing: the listing is none.
    """
    scope = _narrowed(scope)
    _check(scope, values)
    hold()  # Of two who state the same scope at once the second finds it stated.
    stated = _stated(scope) or Policy(
        channel_id=scope.channel, listing_id=scope.listing, product_group=scope.product_group
    )
    for field in fields(values):
        setattr(stated, field.name, getattr(values, field.name))
    stated.stated_at = now
    stated.save()
    look_at_all(now=now)
    return stated.pk


@transaction.atomic
def forget_policy(*, policy: int, now: datetime) -> None:
    """Let a policy hold no longer.

    :raises NoSuchPolicy: there is none.
    """
    deleted, _ = Policy.objects.filter(pk=policy).delete()
    if not deleted:
        raise NoSuchPolicy(policy=policy)
    look_at_all(now=now)


def _stated(scope: PolicyScope) -> Policy | None:
    found = Policy.objects.filter(product_group=scope.product_group)
    for name in ("channel", "listing"):
        key = getattr(scope, name)
        found = found.filter(**({f"{name}__isnull": True} if key is None else {name: key}))
    return found.first()


def _narrowed(scope: PolicyScope) -> PolicyScope:
    """A listing is narrower than anything that could be said beside it."""
    if scope.listing is not None:
        if not Listing.objects.filter(pk=scope.listing).exists():
            raise NoSuchListing(listing=scope.listing)
        return PolicyScope(listing=scope.listing)
    if scope.channel is not None and not Channel.objects.filter(pk=scope.channel).exists():
        known = ", ".join(Channel.objects.order_by("key").values_list("key", flat=True))
        raise NoSuchChannel(channel=scope.channel, known=known or "–")
    return PolicyScope(channel=scope.channel, product_group=scope.product_group.strip())


def _check(scope: PolicyScope, values: PolicyValues) -> None:
    if values == PolicyValues():
        raise PolicySaysNothing
    if values.kind not in ("", *LeaseKind.values):
        raise PolicyImpossible(field="kind", value=values.kind)
    for field in ("buffer", "cap", "floor", "priority"):
        units: int | None = getattr(values, field)
        if units is not None and not int(field == "priority") <= units <= UNITS_MAX:
            raise PolicyImpossible(field=field, value=units)
    if values.share is not None and not 0 <= values.share <= 1:
        raise PolicyImpossible(field="share", value=values.share)
    if values.bound is not None and not LEAST_BOUND <= values.bound < 1:
        raise PolicyImpossible(field="bound", value=values.bound)
    if values.exclusive and scope.channel is None and scope.listing is None:
        raise ExclusiveToNobody


def preview_policy(*, scope: PolicyScope, values: PolicyValues, now: datetime) -> list[Change]:
    """What listings would show if this were stated; nothing is. Raises as `state_policy` does."""
    return _tried(lambda: state_policy(scope=scope, values=values, now=now), now)


def preview_without(*, policy: int, now: datetime) -> list[Change]:
    """What listings would show if this policy held no longer. Raises as `forget_policy` does."""
    return _tried(lambda: forget_policy(policy=policy, now=now), now)


def _tried(act: Callable[[], object], now: datetime) -> list[Change]:
    """Do it, look, and take it back: so a preview says exactly what would come of it."""
    with transaction.atomic():
        # What is due anyway is no consequence.
        refresh_desired(now=now)
        before = dict(Desired.objects.values_list("listing_id", "quantity"))
        act()
        refresh_desired(now=now)
        after = {row.listing_id: row for row in Desired.objects.all()}
        transaction.set_rollback(True)
    return [
        Change(listing, before.get(listing), row.quantity, row.why)
        for listing, row in sorted(after.items())
        if row.quantity != before.get(listing)
    ]
