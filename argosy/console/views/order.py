"""One order: what it was promised and by when, what happened to it, its money, and what to do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from argosy.channels.types import ChannelRef
from argosy.console import leaving, promises, shell, territories, words
from argosy.console.lens import Lens
from argosy.console.middleware import scope_of
from argosy.console.views.moves import TABLE as MOVES
from argosy.console.views.moves import draw_moves
from argosy.console.views.postings import TABLE as POSTINGS
from argosy.console.views.postings import draw as draw_postings
from argosy.customers import queries as customers
from argosy.finance import queries as finance
from argosy.finance.types import PostingRow
from argosy.identity import queries as identity
from argosy.identity.types import Scope
from argosy.inventory import queries as inventory
from argosy.inventory.types import MoveRow
from argosy.kernel import money
from argosy.kernel.money import Money
from argosy.orders import queries
from argosy.orders.types import FactRow, LineRow, OrderDetail, OrderRow, State
from argosy.web.access import require

MOVES_SHOWN: Final = ("at", "sku", "quantity", "origin", "target", "reason")
POSTINGS_SHOWN: Final = ("day", "kind", "sku", "amount", "base", "certainty", "source")
POSTINGS_MAX: Final = 500
ADDRESS: Final = (
    *("name", "company", "line1", "line2", "postcode", "city", "region", "country"),
    *("phone", "email"),
)


FORMS: Final = {
    "cancelled": "cancel",
    "quantities": "quantities",
    "address": "address",
    "refund": "refund",
    "returned": "return",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An act that was refused: which form, what was typed into it, and why not."""

    act: str
    typed: Mapping[str, str]
    message: str
    seen: int | None = None  # the revision that it was typed on, where that is not the latest


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, with who did it and why, in words."""

    what: str
    at: datetime
    who: str = ""
    why: str = ""
    details: tuple[str, ...] = field(default=())
    live: bool = False


@dataclass(frozen=True, slots=True)
class Fee:
    """A kind of charge: what was estimated, and what a settlement proved."""

    kind: str
    estimated: Money | None
    actual: Money | None

    @property
    def difference(self) -> Money | None:
        """How far the actual one is off the estimate."""
        if self.estimated is None or self.actual is None:
            return None
        return self.actual - self.estimated


@require("orders.view")
def order(request: HttpRequest, order: int) -> HttpResponse:
    """One order: facts, promises, lines, moves, postings, and the rows they come from."""
    return page(request, order)


def page(
    request: HttpRequest, order: int, told: Told | None = None, status: int = 200
) -> HttpResponse:
    """The order's page; after a refusal with the form that was refused, as it was typed."""
    lens, scope, now = shell.lens_of(request), scope_of(request), datetime.now(UTC)
    found = queries.one(order=order, channels=granted(lens))
    channel = next((one for one in lens.channels if one.id == found.row.channel), None)
    lines = [one.id for one in found.lines]
    moves = inventory.moves_of_lines(lines=lines, document=found.document)
    events = _events(found)
    context: dict[str, Any] = {
        "order": found,
        "channel": channel,
        "zone": channel.zone if channel else "UTC",
        "moves": draw_moves(moves),
        "move_columns": [MOVES.column(key) for key in MOVES_SHOWN],
        "posting_columns": [POSTINGS.column(key) for key in POSTINGS_SHOWN],
        "state": words.say(words.ORDER_STATE, found.row.state),
        "tone": words.ORDER_TONE[found.row.state],
        "kind": words.say(words.ORDER_KIND, found.row.kind),
        "market": market(found.row),
        "customer": _customer(found.row),
        "events": events,
        "lines": [(words.say(words.LINE_KIND, one.kind), one) for one in found.lines],
        "leaving": leaving.of_order(order, translation.get_language() or "en"),
        "may_ship": scope.may("fulfilment.ship"),
        "open": found.row.kind == "order" and found.row.state in (State.PLACED, State.PAID),
        "recipient": _recipient(order) if scope.may("orders.contact") else [],
        "done": words.ACTED.get(request.GET.get("done", ""), ""),
        "told": told,
        "changed": _changed_since(found, events, told),
    }
    context |= _money(found, lines, lens, scope)
    context |= _promises(found, moves, now)
    context |= _acts(found, channel, scope, told, now)
    return render(request, "console/order.html", context, status=status)


def granted(lens: Lens) -> list[int] | None:
    """The channels whose orders may be seen; None for all."""
    return [one.id for one in lens.channels] if lens.narrowed else None


def market(row: OrderRow) -> str:
    """Where an order goes, in words."""
    named = territories.name(row.market, translation.get_language() or "en")
    return named or row.country_label


def _customer(row: OrderRow) -> str:
    if not row.customer:
        return ""
    return customers.names(customers=[row.customer]).get(row.customer, "")


def _recipient(order: int) -> list[tuple[str, str]]:
    """What is known of who receives it, in words; empty where nothing is."""
    return [
        (words.say(words.FIELD, f"recipient.{key}"), value)
        for key, value in _known_address(order).items()
        if value
    ]


def _known_address(order: int) -> dict[str, str]:
    found = queries.recipient(order=order)
    if found is None:
        return {}
    return {"name": found.name, "phone": found.phone, "email": found.email, **found.address}


def _promises(found: OrderDetail, moves: Sequence[MoveRow], now: datetime) -> dict[str, Any]:
    """What is held and owed, with the ways out of what is owed."""
    holder = promises.holder_of(found.row.id)
    held = inventory.held(holders=[holder])
    owed = inventory.backorders(holders=[holder])
    left: dict[int, int] = {}
    for move in moves:
        if move.reason in {"ship", "shortage"}:
            left[move.sku] = left.get(move.sku, 0) + (-1 if move.reverses else 1) * move.quantity
    until = found.row.promised_until
    return {
        "promised": promises.promised(held, owed, left),
        "owed": promises.ways_out(owed),
        "until": until if found.row.waits else None,
        "late": found.row.waits and until is not None and until < now,
        "lateness": promises.lateness(until, now) if found.row.waits else "",
    }


def _money(found: OrderDetail, lines: Sequence[int], lens: Lens, scope: Scope) -> dict[str, object]:
    documents = sorted({found.document} | {one.document for one in found.facts})
    if not scope.sees_profit:
        return {"documents": documents, "postings": [], "fees": []}
    rows = finance.postings_of_order(documents=documents, lines=lines, limit=POSTINGS_MAX)
    return {
        "documents": documents,
        "postings": draw_postings(rows, lens),
        "fees": fees(rows),
    }


def fees(rows: Sequence[PostingRow]) -> list[Fee]:
    """What was estimated beside what was proved, for each kind of which there is an estimate.

    Of an order that was changed the last estimate counts; an estimate that an actual amount
    replaced is shown all the same.
    """
    titles = {key: _(kind.title) for key, kind in finance.posting_kinds().items()}
    found = []
    guessed = [one for one in rows if one.certainty == "estimate" and one.reverses is None]
    for kind in dict.fromkeys(one.kind for one in guessed):
        mine = [one for one in guessed if one.kind == kind]
        last = max((one.document, one.revision) for one in mine)
        estimated = [one for one in mine if (one.document, one.revision) == last]
        proved = [one for one in rows if one.kind == kind and one.certainty == "actual"]
        currency = estimated[0].currency
        alike = all(one.currency == currency for one in proved)
        actual = sum(one.amount_minor for one in proved)
        found.append(
            Fee(
                kind=titles.get(kind, kind),
                estimated=Money(sum(one.amount_minor for one in estimated), currency),
                actual=Money(actual, currency) if proved and alike else None,
            )
        )
    return found


def _events(found: OrderDetail) -> list[Event]:
    """The timeline: what happened, who did it and why."""
    names = {int(one.user_id): one.display_name or one.username for one in identity.accounts()}
    told = {int(line) for one in found.facts for line in _units(one)}
    goods = queries.goods_of_lines(lines=told) if told else {}
    return [_event(one, names, goods, found.row.total.currency) for one in found.facts]


def _event(
    one: FactRow, names: Mapping[int, str], goods: Mapping[int, tuple[str, int]], currency: str
) -> Event:
    detail = one.detail or {}
    by = detail.get("by")
    details = []
    for line, units in _units(one).items():
        code, before = goods.get(int(line), (line, 0))
        was = f"{before} → {units}" if one.kind == "quantities" else f"× {units}"
        details.append(f"{code} {was}")
    minor = detail.get("amount_minor")
    if isinstance(minor, int):
        details.append(Money(minor, currency).format(translation.get_language() or "en"))
    return Event(
        what=words.say(words.FACT, one.kind),
        at=one.occurred_at,
        who=names.get(by, "") if isinstance(by, int) else "",
        why=str(detail.get("reason", "")),
        details=tuple(details),
        live=one.detail is not None,
    )


def _units(one: FactRow) -> dict[str, object]:
    said = (one.detail or {}).get("lines")
    return dict(said) if isinstance(said, dict) else {}


def _changed_since(
    found: OrderDetail, events: Sequence[Event], told: Told | None
) -> Sequence[Event]:
    """What others did to it since the revision on which somebody typed."""
    if told is None or told.seen is None or told.seen >= found.revision:
        return ()
    return [one for one in events if one.live][-(found.revision - told.seen) :]


def _acts(
    found: OrderDetail,
    channel: ChannelRef | None,
    scope: Scope,
    told: Told | None,
    now: datetime,
) -> dict[str, Any]:
    """What may be done to it, and the forms to do it with."""
    may = scope.may("orders.act") and found.row.kind == "order"
    is_open = found.row.waits or found.row.state in (State.PLACED, State.PAID)
    shipped = any(one.kind in {"shipped", "split"} for one in found.facts)
    free_until = promises.cancel_until(channel, found.row.placed_at)
    back = queries.returned_units(order=found.row.id) if may and shipped else {}
    left = found.row.total
    offered = {
        "cancel": is_open,
        "quantities": is_open and bool(found.lines),
        "address": is_open and scope.may("orders.contact"),
        "refund": left.minor > 0 and found.row.state != State.WITHDRAWN,
        "return": shipped and any(_can_return(one, back) for one in found.lines),
    }
    acts = {name for name, fits in offered.items() if may and fits}
    return {
        "acts": acts,
        # Its form is not offered any more, so the refusal stands above the page.
        "aside": told is not None and FORMS.get(told.act) not in acts,
        "may_fill": may and is_open,
        "free_until": free_until,
        "free_now": free_until is not None and now < free_until,
        "free_in": promises.lateness(free_until, now),
        "refundable": money.decimal_from_minor(left.minor, left.currency),
        "quantity_fields": _line_fields(found.lines, "quantity", told, {}),
        "return_fields": _line_fields(found.lines, "units", told, back),
        "address_fields": _address_fields(found.row.id, told) if may and offered["address"] else [],
    }


def _can_return(line: LineRow, back: Mapping[int, int]) -> bool:
    return line.quantity - back.get(line.id, 0) > 0


def _line_fields(
    lines: Sequence[LineRow], prefix: str, told: Told | None, back: Mapping[int, int]
) -> list[dict[str, object]]:
    """A field for each line: as typed, else as it stands (quantities) or empty (returns)."""
    typed = _typed_by_code(told, prefix)
    fields = []
    seen: Counter[str] = Counter()
    for one in lines:
        code, most = one.sku_code or one.platform_sku, one.quantity - back.get(one.id, 0)
        seen[code] += 1
        label = f"{code}#{seen[code]}"
        usual = str(one.quantity) if prefix == "quantity" else ""
        if most > 0:
            fields.append(
                {
                    "name": f"{prefix}.{one.id}",
                    "id": one.id,
                    "label": label,
                    "code": code,
                    "title": one.sku_title or one.listing_title,
                    "most": most,
                    "value": typed.get(label, usual),
                }
            )
    return fields


def _typed_by_code(told: Told | None, prefix: str) -> dict[str, str]:
    """What was typed for each line by its code: another's change gives the lines other ids."""
    typed = told.typed if told else {}
    labels = {
        name.removeprefix("label."): label
        for name, label in typed.items()
        if name.startswith("label.")
    }
    return {
        label: typed[f"{prefix}.{line}"]
        for line, label in labels.items()
        if f"{prefix}.{line}" in typed
    }


def _address_fields(order: int, told: Told | None) -> list[tuple[str, str, str]]:
    """(name, label, value) of each part of the address."""
    known = _known_address(order)
    typed = told.typed if told and told.act == "address" else {}
    names = dict.fromkeys((*ADDRESS, *known))
    return [
        (
            f"address.{name}",
            words.say(words.FIELD, f"recipient.{name}") if name else _("Address"),
            typed.get(f"address.{name}", known.get(name, "")),
        )
        for name in names
    ]
