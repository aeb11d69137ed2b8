"""What is done to one order: each act is one call of a service, and answers with the order."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from argosy.api.acts import (
    ActIn,
    AddressIn,
    CancelIn,
    QuantitiesIn,
    RefundIn,
    ReturnIn,
    UnitsIn,
)
from argosy.api.documents import fitted
from argosy.api.door import Words, key_of, route
from argosy.api.errors import BadField
from argosy.api.idempotency import once
from argosy.api.parameters import OrderId
from argosy.api.reading import body_of, read
from argosy.api.replies import encoded
from argosy.api.shapes import OrderDetailOut
from argosy.api.views.following import detail, require_order
from argosy.identity import services as identity
from argosy.identity.types import Reply
from argosy.intake import services as intake
from argosy.intake.types import Act

I = TypeVar("I", bound=ActIn)  # noqa: E741 - what comes in
Do = Callable[[Act, I, datetime], object]


def _act(verb: str, model: type[I], summary: Promise, description: Promise, do: Do[I]) -> None:
    """Serve `POST /orders/{order}/<verb>`."""

    def act(request: HttpRequest, order: OrderId) -> HttpResponse:
        key = key_of(request)
        said = fitted(model, read(body_of(request)))

        def work(request_id: int | None) -> Reply:
            now = datetime.now(UTC)
            with transaction.atomic():
                require_order(order, key)
                do(Act(order, key.user_id, said.at or now, said.reason, said.revision), said, now)
                reply = Reply(200, encoded(detail(order, key)))
                if request_id is not None:
                    identity.keep_replies(replies={request_id: reply}, now=now)
            return reply

        return once(request, key, work)

    act.__name__ = f"{verb}_order"
    body: dict[str, Any] = {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}
            },
        }
    }
    route(
        "POST",
        f"/orders/{{order}}/{verb}",
        scope="orders:write",
        name=f"api-orders-{verb}",
        words=Words(summary, description),
        response=OrderDetailOut,
        body=body,
    )(act)


def _by_line(lines: Sequence[UnitsIn]) -> dict[int, int]:
    """Units by line.

    :raises BadField: a line is named twice.
    """
    found = {one.line: one.quantity for one in lines}
    if len(found) != len(lines):
        raise BadField(field="lines", problem="duplicate_line", value="")
    return found


_act(
    "cancel",
    CancelIn,
    _("Cancel an order"),
    _("It holds no stock any more and earns nothing. What has left cannot be cancelled."),
    lambda act, _said, now: intake.cancel_order(act=act, now=now),
)
_act(
    "quantities",
    QuantitiesIn,
    _("Change how many units of its lines an order has"),
    _("While it is open, and never to more than was ordered; the ids of its lines come with it."),
    lambda act, said, now: intake.change_quantities(
        act=act, quantities=_by_line(said.lines), now=now
    ),
)
_act(
    "address",
    AddressIn,
    _("Change who receives an order, and where"),
    _("While it is open."),
    lambda act, said, now: intake.change_address(
        act=act, address=said.address.model_dump(exclude_unset=True), now=now
    ),
)
_act(
    "refund",
    RefundIn,
    _("Note money given back"),
    _("In minor units of the order’s currency; in all never more than the order has."),
    lambda act, said, now: intake.refund_order(act=act, amount_minor=said.amount_minor, now=now),
)
_act(
    "return",
    ReturnIn,
    _("Take units of a shipped order back into stock"),
    _("With or without their money; never more than was shipped and has not come back."),
    lambda act, said, now: intake.return_goods(
        act=act, quantities=_by_line(said.lines), refund=said.refund, now=now
    ),
)
