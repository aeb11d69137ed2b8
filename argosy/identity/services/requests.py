"""What a key has asked for before: a request that comes twice is done once and answered twice.

A request holds an advisory lock of its connection while it is under way. So one whose process died
is told from one that still runs, and its repetition takes over at once.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from argosy.identity.types import Reply, Request, Standing
from argosy.kernel import sql

KEPT: Final = timedelta(hours=48)


def begin_request(*, key: int, idempotency_key: str, fingerprint: bytes, now: datetime) -> Request:
    """Begin a request under its key, or say what is known of it.

    Call it outside a transaction. Whoever is told `begun` must keep the reply or give the request
    up, and then `end_request` it.
    """
    asked = {"key": key, "idempotency_key": idempotency_key}
    (held,) = sql.often("identity/hold_request", asked)[0]
    if not held:
        return Request(Standing.UNDER_WAY)
    standing = None
    try:
        request = _begun(asked | {"fingerprint": fingerprint, "now": now}, fingerprint)
        standing = request.standing
    finally:
        if standing is not Standing.BEGUN:
            end_request(key=key, idempotency_key=idempotency_key)
    return request


def _begun(asked: Mapping[str, object], fingerprint: bytes) -> Request:
    inserted = sql.often("identity/begin_request", asked)
    if inserted:
        return Request(Standing.BEGUN, id=inserted[0][0])
    row, known, status, body = sql.often("identity/known_request", asked)[0]
    if bytes(known) != fingerprint:
        return Request(Standing.OTHER)
    if status is None:
        return Request(Standing.BEGUN, id=row)  # Whoever began it is gone: we hold its lock.
    return Request(Standing.ANSWERED, reply=Reply(status=status, body=bytes(body)))


def keep_replies(*, replies: Mapping[int, Reply], now: datetime) -> None:
    """Keep the replies of requests, in the transaction of what they report."""
    if replies:
        sql.often(
            "identity/keep_replies",
            {
                "requests": list(replies),
                "statuses": [one.status for one in replies.values()],
                "bodies": [one.body for one in replies.values()],
                "now": now,
            },
        )


def give_up_request(*, request: int) -> None:
    """Forget a request that has done nothing, so that it can be repeated."""
    sql.run("identity/give_up_request", {"request": request})


def end_request(*, key: int, idempotency_key: str) -> None:
    """Let go of a request's lock."""
    sql.often("identity/release_request", {"key": key, "idempotency_key": idempotency_key})


def forget_requests(*, now: datetime) -> int:
    """Drop requests older than two days, under way or not. Returns how many."""
    return sql.run("identity/forget_requests", {"before": now - KEPT})
