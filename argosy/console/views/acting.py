"""What people do to one order: each form is one act; a refusal keeps what was typed."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from argosy.console import promises, shell, words
from argosy.console.errors import NothingChanged
from argosy.console.middleware import scope_of
from argosy.console.views.order import FORMS, Told, granted, page
from argosy.intake import services
from argosy.intake.types import Act
from argosy.inventory import services as inventory
from argosy.kernel import money
from argosy.kernel.errors import DomainError
from argosy.orders import queries
from argosy.orders.errors import IllegalTransition, StaleOrder
from argosy.orders.types import OrderDetail
from argosy.web.access import require
from argosy.web.errors import BadParameter
from argosy.web.refusals import STATUS, spoken

UNITS_DIGITS: Final = 7
ID_DIGITS: Final = 18
Do = Callable[[OrderDetail, Act, QueryDict, datetime], object]


@require("orders.act")
@require_POST
def cancel(request: HttpRequest, order: int) -> HttpResponse:
    """Cancel it: what is held for it is free again."""
    return _acted(request, order, "cancelled", _cancel)


@require("orders.act")
@require_POST
def quantities(request: HttpRequest, order: int) -> HttpResponse:
    """Let it have fewer units of its lines."""
    return _acted(request, order, "quantities", _quantities)


@require("orders.act", "orders.contact")
@require_POST
def address(request: HttpRequest, order: int) -> HttpResponse:
    """Send it to somebody or somewhere else."""
    return _acted(request, order, "address", _address)


@require("orders.act")
@require_POST
def refund(request: HttpRequest, order: int) -> HttpResponse:
    """Note money that is given back."""
    return _acted(request, order, "refund", _refund)


@require("orders.act")
@require_POST
def take_back(request: HttpRequest, order: int) -> HttpResponse:
    """Take units back into stock."""
    return _acted(request, order, "returned", _return)


@require("orders.act")
@require_POST
def fill(request: HttpRequest, order: int) -> HttpResponse:
    """Let another place make good what is owed."""
    return _acted(request, order, "fill", _fill)


def _acted(request: HttpRequest, order: int, name: str, do: Do) -> HttpResponse:
    now, typed = datetime.now(UTC), request.POST
    found = queries.one(order=order, channels=granted(shell.lens_of(request)))
    seen = None
    try:
        seen = whole(typed, "revision", digits=UNITS_DIGITS)
        act = Act(
            order=order,
            by=scope_of(request).user_id,
            at=now,
            reason=typed.get("reason", "").strip(),
            revision=seen,
        )
        # Told first: what was typed speaks of lines that may have other ids by now.
        if name in FORMS and seen != found.revision:
            raise StaleOrder(order=found.row.external_id)
        do(found, act, typed, now)
    except DomainError as refusal:
        stale = seen if isinstance(refusal, StaleOrder) else None
        told = Told(name, _texts(typed), _words(refusal), stale)
        return page(request, order, told, STATUS[refusal.kind])
    return HttpResponseRedirect(f"{reverse('orders-one', args=[order])}?done={name}")


def _cancel(_found: OrderDetail, act: Act, _typed: QueryDict, now: datetime) -> None:
    services.cancel_order(act=act, now=now)


def _quantities(found: OrderDetail, act: Act, typed: QueryDict, now: datetime) -> None:
    standing = {one.id: one.quantity for one in found.lines}
    said = _units(typed, "quantity")
    # Lines that stay as they are say nothing; a line that is none any more is told apart below.
    changed = {line: units for line, units in said.items() if standing.get(line) != units}
    if not changed:
        raise NothingChanged(order=found.row.external_id)
    services.change_quantities(act=act, quantities=changed, now=now)


def _address(_found: OrderDetail, act: Act, typed: QueryDict, now: datetime) -> None:
    given = {
        name.removeprefix("address."): value.strip()
        for name, value in _texts(typed).items()
        if name.startswith("address.") and value.strip()
    }
    services.change_address(act=act, address=given, now=now)


def _refund(found: OrderDetail, act: Act, typed: QueryDict, now: datetime) -> None:
    text = typed.get("amount", "").strip()
    amount = money.minor_from_decimal(text, found.row.total.currency)
    services.refund_order(act=act, amount_minor=amount, now=now)


def _return(found: OrderDetail, act: Act, typed: QueryDict, now: datetime) -> None:
    units = {line: count for line, count in _units(typed, "units").items() if count}
    if not units:
        raise NothingChanged(order=found.row.external_id)
    with_money = "refund" in typed
    services.return_goods(act=act, quantities=units, refund=with_money, now=now)


def _fill(found: OrderDetail, _act: Act, typed: QueryDict, now: datetime) -> None:
    inventory.rehome(
        holder=promises.holder_of(found.row.id),
        sku=whole(typed, "sku"),
        from_place=whole(typed, "from"),
        to_place=whole(typed, "to"),
        quantity=whole(typed, "units", digits=UNITS_DIGITS),
        now=now,
    )


def _units(typed: QueryDict, prefix: str) -> dict[int, int]:
    """The fields `prefix.<line>` that are not empty, by line.

    :raises BadParameter: one is no whole number.
    """
    found = {}
    for name, text in _texts(typed).items():
        start, dot, line = name.partition(".")
        if start == prefix and dot and text.strip():
            number = whole({"line": line}, "line")
            found[number] = whole({name: text.strip()}, name, digits=UNITS_DIGITS)
    return found


def _texts(typed: QueryDict) -> dict[str, str]:
    """The fields of a form, the last of each name."""
    return {name: str(typed[name]) for name in typed}


def whole(given: Mapping[str, str], name: str, *, digits: int = ID_DIGITS) -> int:
    """A whole number from a form.

    :raises BadParameter: it is none.
    """
    text = str(given.get(name, ""))
    if not (text.isascii() and text.isdecimal() and len(text) <= digits):
        raise BadParameter(name=name, value=text)
    return int(text)


def _words(refusal: DomainError) -> str:
    """A refusal of an act in words: states and acts as people call them."""
    if not isinstance(refusal, IllegalTransition):
        return promises.refused(refusal)
    said = {
        "order": refusal.facts.get("order"),
        "state": words.say(words.ORDER_STATE, str(refusal.facts.get("state"))).lower(),
        "to": words.say(words.DONE, str(refusal.facts.get("to"))),
    }
    return spoken(IllegalTransition(**said))
