"""Orders: book them, follow what becomes of them, look at one."""

from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from argosy.api.booking import COUNTERS, book_batch
from argosy.api.documents import batch_of
from argosy.api.door import Words, key_of, route
from argosy.api.errors import ChannelNotAllowed
from argosy.api.idempotency import once
from argosy.api.reading import body_of, read
from argosy.api.shapes import ResultOut, ResultsOut
from argosy.api.types import Ask, Batch
from argosy.channels import queries as channels
from argosy.identity.types import KeyScope, Reply

BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [
                        {"$ref": "#/components/schemas/OrderIn"},
                        {"$ref": "#/components/schemas/OrdersIn"},
                    ]
                }
            }
        },
    }
}


@route(
    "POST",
    "/orders",
    scope="orders:write",
    name="api-orders",
    words=Words(
        _("Book one order, or up to 10,000"),
        _(
            "One order is booked or refused. Of many, each is booked or set aside by itself, and"
            " the results tell of each in the order given. An order that is known already is"
            " answered, not booked again."
        ),
    ),
    response=ResultOut | ResultsOut,
    body=BODY,
)
def place_orders(request: HttpRequest) -> HttpResponse:
    """Book one order, or up to 10,000."""
    key = key_of(request)
    raw = body_of(request)
    batch = batch_of(read(raw))
    _require_channels(batch, key)

    def work(request_id: int | None) -> Reply:
        if not batch.is_single:
            now = datetime.now(UTC)
            return book_batch(batch=batch, raw=raw, by=key.user_id, request=request_id, now=now)
        (document,) = batch.documents
        language = translation.get_language() or "en"
        ask = Ask(document, raw, key.user_id, language, request_id)
        return COUNTERS.of(key.user_id).ask(ask)

    return once(request, key, work)


def _require_channels(batch: Batch, key: KeyScope) -> None:
    """A key that is kept to some channels books into no other: it is not told which there are."""
    if key.channels is None:
        return
    allowed = {one.key for one in channels.list_channels() if one.id in key.channels}
    named = {document.channel or "" for document in batch.documents}
    named |= {fault.channel for fault in batch.faulty.values()}
    if wrong := sorted(named - allowed):
        raise ChannelNotAllowed(channel=wrong[0])
