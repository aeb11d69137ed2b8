"""From deliveries to calls: claim, commit, call outside any transaction, write down how it ended.

A worker may die anywhere. Before the claim nothing has happened; after it the claim runs out and
another worker sends the same event again: at least once, never lost.
"""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from argosy.kernel import sql
from argosy.sync import signing
from argosy.sync.following import GIVE_UP_AFTER
from argosy.sync.models import Endpoint
from argosy.sync.types import Answer, Call, Caller, DeliveryState, EndpointState, Outcome, Told

AT_ONCE: Final = 32  # calls under way in one worker
EACH: Final = 8  # to one endpoint, of all workers: a slow one takes no more from the others
# Longer than a call may last, with the name's look-up, which nobody can hurry.
CLAIM: Final = timedelta(minutes=2)
FIRST_PAUSE: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(hours=8)
GROWTH: Final = 3
BORNE: Final = 5  # failures in a row until the breaker opens
FIRST_PROBE: Final = timedelta(minutes=1)
LAST_PROBE: Final = timedelta(hours=1)
USER_AGENT: Final = "Argosy-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours to make for a while."""

    id: int
    endpoint: int
    attempt: int  # 1 is the first
    is_probe: bool
    event: str
    kind: str
    payload: str
    give_up_at: datetime
    url: str
    salt: str
    proof: str
    old_salt: str  # "" once it signs no more


def deliver(
    clock: Callable[[], datetime], watch: Callable[[], None], call: Caller, until: datetime
) -> Told:
    """Claim and send whatever is due, until nothing is or the time has come to stop.

    As soon as one call has ended another may begin: who is slow holds up nobody else. `watch` may
    raise; what is under way is waited for and written down all the same.
    """
    told, under_way = Told(), dict[Future[Answer], Claimed]()
    # The threads only call; the database is this thread's alone.
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        try:
            while True:
                if clock() < until and len(under_way) < AT_ONCE:
                    for one in _with_secrets(claim(clock(), AT_ONCE - len(under_way))):
                        under_way[pool.submit(call, call_of(one, clock()))] = one
                if not under_way:
                    return told
                for ended in wait(under_way, return_when=FIRST_COMPLETED).done:
                    told = _added(told, settle(under_way.pop(ended), ended.result(), clock()))
                watch()
        finally:
            for ended in as_completed(under_way):
                settle(under_way[ended], ended.result(), clock())


@transaction.atomic
def claim(now: datetime, limit: int = AT_ONCE) -> list[Claimed]:
    """Take what is due for ourselves; when this returns, it is committed."""
    found = sql.rows(
        "sync/claim",
        {
            "now": now,
            "until": now + CLAIM,
            "give_up_at": now + GIVE_UP_AFTER,
            "each": EACH,
            "limit": limit,
        },
    )
    return sorted((Claimed(*row) for row in found), key=lambda one: one.id)


def call_of(claimed: Claimed, now: datetime) -> Call:
    """The call that a delivery is: the same body each time, signed anew."""
    body = claimed.payload.encode()
    salts = [salt for salt in (claimed.salt, claimed.old_salt) if salt]
    return Call(
        url=claimed.url,
        body=body,
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": USER_AGENT,
            "Connection": "close",
            "Argosy-Event": claimed.kind,
            "Argosy-Event-Id": claimed.event,
            "Argosy-Attempt": str(claimed.attempt),
            "Argosy-Signature": signing.signature(
                [signing.secret_of(salt) for salt in salts], body, now
            ),
        },
    )


@transaction.atomic
def settle(claimed: Claimed, answer: Answer, now: datetime) -> DeliveryState | None:
    """Write down how a call ended. None if the claim had run out and it is another's to say."""
    state, next_at = _verdict(claimed, answer, now)
    kept = sql.run(
        "sync/settle",
        {
            "delivery": claimed.id,
            "attempt": claimed.attempt,
            "state": state.value,
            "next_at": next_at,
            "status": answer.status,
            "outcome": answer.outcome.value,
            "took_ms": answer.took_ms,
            "now": now,
        },
    )
    if not kept:
        return None
    if answer.outcome is Outcome.OK:
        sql.run("sync/close_breaker", {"endpoint": claimed.endpoint})
    elif answer.outcome is Outcome.GONE:
        sql.run("sync/leave", {"endpoint": claimed.endpoint})
    else:
        _count_failure(claimed, now)
    return state


def pause_after(event: str, endpoint: int, attempt: int) -> timedelta:
    """How long to wait after an attempt: three times as long each time, up to a limit, less a part.

    The part, up to a half, depends on the event, so that what failed together does not come back
    together; drawn from a digest, it needs no chance and is the same in a test.
    """
    growth: int = GROWTH ** min(attempt - 1, 12)
    whole = min(FIRST_PAUSE * growth, LONGEST_PAUSE)
    digest = hashlib.sha256(f"{event} {endpoint} {attempt}".encode()).digest()
    return whole - whole / 2 * (digest[0] / 256)


def _verdict(claimed: Claimed, answer: Answer, now: datetime) -> tuple[DeliveryState, datetime]:
    if answer.outcome is Outcome.OK:
        return DeliveryState.DELIVERED, now
    next_at = now + pause_after(claimed.event, claimed.endpoint, claimed.attempt)
    if answer.outcome is Outcome.GONE or next_at >= claimed.give_up_at:
        return DeliveryState.DEAD, now
    return DeliveryState.WAITING, next_at


def _count_failure(claimed: Claimed, now: datetime) -> None:
    sql.run(
        "sync/count_failure",
        {
            "endpoint": claimed.endpoint,
            "is_probe": claimed.is_probe,
            "borne": BORNE,
            "first_pause": FIRST_PROBE,
            "last_pause": LAST_PROBE,
            "now": now,
        },
    )


def _with_secrets(claimed: Iterable[Claimed]) -> list[Claimed]:
    """Those whose secret is still what its owner was shown; the others' endpoints are paused.

    Under another key we would sign what nobody can check: better to say nothing and be asked.
    """
    right = {}
    for one in claimed:
        if one.endpoint not in right:
            right[one.endpoint] = signing.proof_of(signing.secret_of(one.salt)) == one.proof
    lost = [endpoint for endpoint, is_right in right.items() if not is_right]
    if lost:
        Endpoint.objects.filter(
            pk__in=lost, state__in=[EndpointState.ACTIVE, EndpointState.BROKEN]
        ).update(state=EndpointState.PAUSED.value, opened_at=None, probe_at=None)
    return [one for one in claimed if right[one.endpoint]]


def _added(told: Told, state: DeliveryState | None) -> Told:
    return Told(
        delivered=told.delivered + (state is DeliveryState.DELIVERED),
        failed=told.failed + (state is DeliveryState.WAITING),
        dead=told.dead + (state is DeliveryState.DEAD),
    )
