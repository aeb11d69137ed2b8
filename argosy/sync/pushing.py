"""Quantities to platforms: write the intent, commit, call, write down how it ended.

A number is absolute and carries its version. So nothing has to be guessed after a lost answer: the
same number, or a newer one, is sent again, and sending twice shows the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from django.db import transaction

from argosy.kernel import sql
from argosy.sync.errors import LostAnswer
from argosy.sync.types import MarksQuantities, Pushed, Quantity, TakesQuantities

# Longer than a platform may take to answer: who was sent to later must not be overtaken.
CLAIM: Final = timedelta(minutes=5)
FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(minutes=30)
ACCEPTED, REFUSED, LOST = "accepted", "refused", "lost"


@dataclass(frozen=True, slots=True)
class Sent:
    """A quantity that is ours to send for a while."""

    quantity: Quantity
    attempt: int


def push(take: TakesQuantities, marks: MarksQuantities, now: datetime, limit: int) -> Pushed:
    """Send what platforms have not accepted, a call a channel."""
    claimed = claim(wanted(now, limit), now)
    done = Pushed()
    for channel, group in groupby(claimed, key=lambda one: one.quantity.channel):
        sent = list(group)
        done = _added(done, _send(take, marks, channel, sent, now))
    return done


def wanted(now: datetime, limit: int) -> list[Quantity]:
    """What is to be sent."""
    return _quantities("sync/wanted_pushes", {"now": now, "limit": limit})


@transaction.atomic
def claim(quantities: Sequence[Quantity], now: datetime) -> list[Sent]:
    """Take quantities for ourselves; when this returns, it is committed. By channel, then listing.

    What somebody else is sending is left to them, and so is what is older than what was sent.
    """
    rows = sql.rows(
        "sync/claim_pushes",
        {
            "listings": [one.listing for one in quantities],
            "channels": [one.channel for one in quantities],
            "platform_skus": [one.platform_sku for one in quantities],
            "versions": [one.version for one in quantities],
            "quantities": [one.quantity for one in quantities],
            "until": now + CLAIM,
            "now": now,
        },
    )
    sent = [Sent(Quantity(*row[:5]), row[5]) for row in rows]
    return sorted(sent, key=lambda one: (one.quantity.channel, one.quantity.listing))


def confirm(
    see: TakesQuantities, marks: MarksQuantities, now: datetime, limit: int
) -> tuple[int, int]:
    """Look at what platforms show. Returns how many are as they should be, how many show more.

    Fewer than we told is left alone: it sold some, and the order that says so is on its way. More
    means that an older number won, and is sent again.
    """
    asked = _quantities("sync/unconfirmed_pushes", {"limit": limit})
    confirmed, again = 0, 0
    by_channel = sorted(asked, key=lambda one: (one.channel, one.listing))
    for channel, group in groupby(by_channel, key=lambda one: one.channel):
        quantities = list(group)
        try:
            shown = see.shown(channel, [one.platform_sku for one in quantities])
        except LostAnswer:
            continue
        same = [one for one in quantities if shown.get(one.platform_sku) == one.quantity]
        more = [one for one in quantities if shown.get(one.platform_sku, 0) > one.quantity]
        with transaction.atomic():
            marks.mark_confirmed(
                shown={one.listing: (one.version, one.quantity) for one in same}, at=now
            )
            sql.run(
                "sync/owe_again",
                {
                    "listings": [one.listing for one in more],
                    "versions": [one.version for one in more],
                    "now": now,
                },
            )
        confirmed, again = confirmed + len(same), again + len(more)
    return confirmed, again


def pause_after(attempt: int) -> timedelta:
    """How long to wait before the same number is sent again."""
    growth: int = 2 ** min(attempt - 1, 10)
    return min(FIRST_PAUSE * growth, LONGEST_PAUSE)


def _send(
    take: TakesQuantities,
    marks: MarksQuantities,
    channel: int,
    sent: Sequence[Sent],
    now: datetime,
) -> Pushed:
    told = [
        (one.quantity.platform_sku, one.quantity.quantity, one.quantity.version) for one in sent
    ]
    try:
        accepted = take.take(channel, told)
    except LostAnswer:
        _settle(sent, dict.fromkeys((one.quantity.listing for one in sent), LOST), now)
        return Pushed(sent=len(sent), lost=len(sent))
    outcomes = {
        one.quantity.listing: ACCEPTED
        if accepted.get(one.quantity.platform_sku) == one.quantity.version
        else REFUSED
        for one in sent
    }
    with transaction.atomic():
        ours = _settle(sent, outcomes, now)
        versions = {
            one.quantity.listing: one.quantity.version
            for one in sent
            if one.quantity.listing in ours and outcomes[one.quantity.listing] == ACCEPTED
        }
        marks.mark_accepted(versions=versions, at=now)
    return Pushed(sent=len(sent), accepted=len(versions))


def _settle(sent: Sequence[Sent], outcomes: Mapping[int, str], now: datetime) -> set[int]:
    told = [outcomes[one.quantity.listing] for one in sent]
    rows = sql.rows(
        "sync/settle_pushes",
        {
            "listings": [one.quantity.listing for one in sent],
            "versions": [one.quantity.version for one in sent],
            "attempts": [one.attempt for one in sent],
            "outcomes": told,
            "next_ats": [
                None if outcome == ACCEPTED else now + pause_after(one.attempt)
                for one, outcome in zip(sent, told, strict=True)
            ],
        },
    )
    return {listing for (listing,) in rows}


def _quantities(name: str, asked: Mapping[str, object]) -> list[Quantity]:
    return [Quantity(*row) for row in sql.rows(name, asked)]


def _added(one: Pushed, other: Pushed) -> Pushed:
    return Pushed(one.sent + other.sent, one.accepted + other.accepted, one.lost + other.lost)
