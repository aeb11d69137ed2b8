"""A request that names itself is done once, and answered the same however often it comes.

What was refused before anything began is not kept: mend it and send it again under the same name.
"""

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from argosy.api.errors import (
    BadIdempotencyKey,
    Busy,
    Failed,
    IdempotencyMismatch,
    RequestUnderWay,
)
from argosy.api.reading import body_of
from argosy.api.replies import reply_of, sent
from argosy.identity import services as identity
from argosy.identity.types import KeyScope, Reply, Standing
from argosy.kernel.errors import DomainError

HEADER: Final = "Idempotency-Key"
LENGTH_MAX: Final = 255
NAME: Final = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)

Work = Callable[[int | None], Reply]


def once(request: HttpRequest, key: KeyScope, work: Work) -> HttpResponse:
    """Do the work of a request once, and answer it.

    `work` is called with the request's id, under which it keeps its reply in the transaction of
    its effect, or with `None` where the request has no name.

    :raises BadIdempotencyKey: the name is none.
    :raises IdempotencyMismatch: the name was used for another request.
    :raises RequestUnderWay: the same request is being worked on.
    :raises Busy: the database has no time, or is away; nothing was done.
    """
    name = request.headers.get(HEADER)
    if name is None:
        return sent(_unnamed(work))
    if not NAME.fullmatch(name):
        raise BadIdempotencyKey(limit=LENGTH_MAX)
    begun = identity.begin_request(
        key=key.key_id,
        idempotency_key=name,
        fingerprint=_fingerprint(request),
        now=datetime.now(UTC),
    )
    if begun.standing is Standing.OTHER:
        raise IdempotencyMismatch(key=name)
    if begun.standing is Standing.UNDER_WAY:
        raise RequestUnderWay(key=name)
    if begun.reply is not None:
        return sent(begun.reply, again=True)
    try:
        return sent(_named(begun.id, work))
    finally:
        with suppress(OperationalError, InterfaceError):  # Then the lock went with its connection.
            identity.end_request(key=key.key_id, idempotency_key=name)


def _unnamed(work: Work) -> Reply:
    try:
        return work(None)
    except (OperationalError, InterfaceError) as error:
        raise Busy from error


def _named(request: int, work: Work) -> Reply:
    try:
        return work(request)
    except DomainError as refusal:
        reply = reply_of(refusal)
        identity.keep_replies(replies={request: reply}, now=datetime.now(UTC))
        return reply
    except (OperationalError, InterfaceError) as error:
        with suppress(OperationalError, InterfaceError):
            identity.give_up_request(request=request)
        raise Busy from error
    except BaseException:
        # A mistake of ours is an answer too: whoever repeats the request must not do it twice.
        identity.keep_replies(replies={request: reply_of(Failed())}, now=datetime.now(UTC))
        raise


def _fingerprint(request: HttpRequest) -> bytes:
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(asked + body_of(request)).digest()
