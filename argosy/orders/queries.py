"""Reads of orders. Channels that a caller may not see are left out by naming those it may."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import F, Max, Q, Sum
from django.db.models.aggregates import Count

from argosy.kernel import sql
from argosy.kernel.keyset import Slice, Sort, take
from argosy.kernel.money import Money
from argosy.orders.errors import NoSuchOrder
from argosy.orders.matching import OPEN, matching
from argosy.orders.models import Fact, Line, Order, Recipient
from argosy.orders.types import (
    CreditShare,
    FactRow,
    FeedRow,
    LineRow,
    OrderDetail,
    OrderRow,
    RecipientRow,
    StandingLine,
    State,
    Total,
    Waiting,
    Wanted,
    Window,
)

FIELDS: Final = (
    *("id", "external_id", "kind", "channel_id", "customer_id", "currency", "market"),
    *("country_label", "placed_at", "paid_at", "shipped_at", "cancelled_at", "promised_until"),
    *("withdrawn_at", "units", "total_minor", "refunded_minor"),
)
FACT_MAX: Final = 2**63 - 1  # behind every fact of its transaction
COUNTED_MAX: Final = 200_000  # beyond this a list says "more than"


def search(*, wanted: Wanted, sort: Sort, after: str | None, limit: int) -> Slice[OrderRow]:
    """The orders that fit, a page at a time.

    :raises BadCursor: the cursor is not one of this list.
    """
    found, following = take(matching(wanted).values(*FIELDS), sort=sort, after=after, limit=limit)
    return Slice(tuple(_row(values) for values in found), following)


def count(*, wanted: Wanted) -> int:
    """How many orders fit, counted no further than `COUNTED_MAX`."""
    return matching(wanted).values("pk")[: COUNTED_MAX + 1].count()


def ids(*, wanted: Wanted, limit: int) -> list[int]:
    """The orders that fit, in no order and no more than `limit`.

    Where they are few, whatever else is asked of them needs no second walk through all orders.
    """
    return list(matching(wanted).values_list("pk", flat=True)[:limit])


def totals(*, wanted: Wanted) -> list[Total]:
    """What the orders that fit add up to, by currency, the largest number of orders first."""
    sums = (
        matching(wanted)
        .values("currency")
        .annotate(
            orders=Count("pk"),
            all_units=Sum("units"),
            total=Sum("total_minor"),
            refunded=Sum("refunded_minor"),
        )
        .order_by("-orders", "currency")
    )
    return [
        Total(
            currency=row["currency"],
            orders=row["orders"],
            units=int(row["all_units"]),
            total=Money(int(row["total"]), row["currency"]),
            refunded=Money(int(row["refunded"]), row["currency"]),
        )
        for row in sums
    ]


def one(*, order: int, channels: Collection[int] | None) -> OrderDetail:
    """One order with its facts and lines.

    :raises NoSuchOrder: it does not exist, or its channel may not be seen.
    """
    seen = Order.objects.filter(pk=order)
    if channels is not None:
        seen = seen.filter(channel__in=channels)
    values = seen.values(*FIELDS, "document", "recorded_at", "entity_id", "revision").first()
    if values is None:
        raise NoSuchOrder
    facts = Fact.objects.filter(order=order).order_by("occurred_at", "recorded_at", "pk")
    return OrderDetail(
        row=_row(values),
        document=values["document"],
        recorded_at=values["recorded_at"],
        entity=values["entity_id"],
        revision=values["revision"],
        facts=tuple(
            FactRow(one.kind, one.occurred_at, one.recorded_at, one.document, one.detail)
            for one in facts
        ),
        lines=_lines(order, values["document"], values["currency"]),
    )


def named(*, orders: Collection[int], channels: Collection[int] | None) -> dict[int, OrderRow]:
    """Orders by id: those of these that exist and whose channel may be seen."""
    found = Order.objects.filter(pk__in=list(orders))
    if channels is not None:
        found = found.filter(channel__in=channels)
    return {values["id"]: _row(values) for values in found.values(*FIELDS)}


def waiting(*, channels: Collection[int] | None, now: datetime) -> Waiting:
    """How many orders are still to leave, and how many of them should have left by now."""
    found = Order.objects.filter(OPEN)
    if channels is not None:
        found = found.filter(channel__in=channels)
    # One walk along the index, the earliest promise first: whatever is late comes before the rest.
    first = found.order_by("promised_until").values("promised_until")[: COUNTED_MAX + 1]
    told = first.aggregate(
        open=Count("promised_until"), late=Count("promised_until", filter=Q(promised_until__lt=now))
    )
    return Waiting(open=told["open"], late=told["late"])


def flow(
    *, since: datetime, minutes: int, channels: Collection[int] | None, limit: int
) -> list[tuple[datetime, int]]:
    """How many orders were placed in each so many minutes, the latest first.

    Counted back over the latest `limit` orders only; the steps before are left out, and so is the
    step in which the count ended.
    """
    asked = {
        "since": since,
        "minutes": minutes,
        "channels": None if channels is None else list(channels),
        "limit": limit,
    }
    return [(at, int(orders)) for at, orders in sql.rows("orders/flow", asked)]


def subject_of(*, order: int) -> tuple[int, str, int]:
    """The channel of an order, its number there, and its revision at this moment.

    :raises NoSuchOrder: there is none.
    """
    found = Order.objects.filter(pk=order).values_list("channel_id", "external_id", "revision")
    first = found.first()
    if first is None:
        raise NoSuchOrder
    return first


def recipient(*, order: int) -> RecipientRow | None:
    """Who receives an order; only for those with `orders.contact`."""
    found = Recipient.objects.filter(order=order).first()
    if found is None:
        return None
    return RecipientRow(found.name, found.phone, found.email, dict(found.address))


def find(*, text: str, channels: Collection[int] | None, limit: int) -> list[OrderRow]:
    """Orders whose number starts so, the newest first."""
    windows = () if channels is None else (Window(channels, None, None),)
    found = matching(Wanted(windows=windows, text=text)).values(*FIELDS)
    return [_row(values) for values in found.order_by("-placed_at", "-id")[:limit]]


def orders_of_lines(*, lines: Collection[int]) -> dict[int, tuple[int, str]]:
    """The order of each of these lines: its id and number."""
    found = Line.objects.filter(pk__in=list(lines)).annotate(number=F("order__external_id"))
    return {
        line: (order, number)
        for line, order, number in found.values_list("pk", "order_id", "number")
    }


def goods_of_lines(*, lines: Collection[int]) -> dict[int, tuple[str, int]]:
    """The code (ours, else the platform's) and units of these lines, of whatever document."""
    found = Line.objects.filter(pk__in=list(lines)).values_list(
        "pk", "sku__code", "listing__platform_sku", "quantity"
    )
    return {line: (code or foreign or "", units) for line, code, foreign, units in found}


def latest_at(*, channels: Sequence[int] | None) -> datetime | None:
    """When the latest order was placed, if there is any."""
    found = Order.objects.all()
    if channels is not None:
        found = found.filter(channel__in=channels)
    newest = found.order_by("-placed_at", "-id").values_list("placed_at", flat=True).first()
    return newest if newest is not None else None


def latest_by_channel() -> dict[int, datetime]:
    """When the latest order of each channel was placed."""
    return dict(
        Order.objects.values_list("channel").annotate(latest=Max("placed_at")).order_by("channel")
    )


def counts_by_channel() -> dict[int, int]:
    """How many orders each channel has."""
    return dict(Order.objects.values_list("channel").annotate(all=Count("pk")).order_by("channel"))


def markets() -> list[str]:
    """Every market that orders went to, by name."""
    return list(Order.objects.values_list("market", flat=True).distinct().order_by("market"))


def _row(values: dict[str, Any]) -> OrderRow:
    currency = values["currency"]
    return OrderRow(
        id=values["id"],
        external_id=values["external_id"],
        kind=values["kind"],
        state=_state(values),
        channel=values["channel_id"],
        customer=values["customer_id"],
        market=values["market"],
        country_label=values["country_label"],
        placed_at=values["placed_at"],
        units=values["units"],
        total=Money(values["total_minor"], currency),
        refunded=Money(values["refunded_minor"], currency),
        promised_until=values["promised_until"],
    )


def _state(values: dict[str, Any]) -> State:
    said = (
        (State.WITHDRAWN, values["withdrawn_at"]),
        (State.CANCELLED, values["cancelled_at"]),
        (State.REFUNDED, values["refunded_minor"]),
        (State.SHIPPED, values["shipped_at"]),
        (State.PAID, values["paid_at"]),
    )
    return next((state for state, told in said if told), State.PLACED)


def _lines(order: int, document: int, currency: str) -> tuple[LineRow, ...]:
    found = list(
        Line.objects.filter(order=order, document=document)
        .annotate(
            sku_code=F("sku__code"),
            sku_title=F("sku__title"),
            platform_sku=F("listing__platform_sku"),
            listing_title=F("listing__title"),
        )
        .order_by("source_row", "pk")
    )
    undoes: dict[tuple[int, bool], list[tuple[int, str, int]]] = defaultdict(list)
    for line, forth, *link in sql.rows("orders/credit_links", {"lines": [x.pk for x in found]}):
        undoes[line, forth].append((link[0], link[1], link[2]))
    return tuple(
        LineRow(
            id=line.pk,
            source_row=line.source_row,
            kind=line.kind,
            sku=line.sku_id,
            sku_code=line.sku_code or "",
            sku_title=line.sku_title or "",
            platform_sku=line.platform_sku or "",
            listing_title=line.listing_title or "",
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=Money(line.amount_minor, currency),
            undoes=tuple(undoes[line.pk, True]),
            undone_by=tuple(undoes[line.pk, False]),
        )
        for line in found
    )


def placed(
    *,
    by: str,
    since: date | None = None,
    until: date | None = None,
    entities: Collection[int] | None = None,
    channels: Collection[int] | None = None,
    markets: Collection[str] | None = None,
) -> dict[str, int]:
    """How many orders were placed by month, day, channel, market, mode or entity, or `all`.

    Credits, cancelled and withdrawn orders do not count; a day is the channel's.
    """
    asked = {
        "by": by,
        "since": since,
        "until": until,
        "entities": None if entities is None else list(entities),
        "channels": None if channels is None else list(channels),
        "markets": None if markets is None else list(markets),
    }
    return {key: int(orders) for key, orders in sql.rows("orders/count_by", asked)}


def credit_share() -> CreditShare:
    """How many credited lines and units found the sale that they undo."""
    return CreditShare(*sql.rows("orders/credit_share")[0])


def lines_of(*, order: int) -> list[StandingLine]:
    """The lines of an order that count, as their document states them."""
    return [StandingLine(*row) for row in sql.rows("orders/lines_of", {"order": order})]


def returned_units(*, order: int) -> dict[int, int]:
    """How many units of each line came back already, as people noted it."""
    return dict(sql.rows("orders/returned_units", {"order": order}))


def feed(
    *, after: tuple[int, int] | None, limit: int, channels: Collection[int] | None
) -> list[FeedRow]:
    """Facts behind a place in the feed, `(xact, fact)` of the last one seen; `None` is its start.

    Whoever goes on from the last row it was given sees every fact once, also one whose
    transaction began early and committed late: a fact is shown only when nothing can come before
    it any more. Facts of before there was a feed are not in it.
    """
    xact, fact = after or (0, FACT_MAX)
    asked = {
        "xact": xact,
        "fact": fact,
        "end": _feed_end(),
        "limit": limit,
        "channels": None if channels is None else list(channels),
    }
    found = sql.dicts("orders/feed", asked)
    return [FeedRow(**{**row, "detail": json.loads(row["detail"] or "{}")}) for row in found]


def feed_end() -> tuple[int, int]:
    """The place from which a follower sees what is new from now on."""
    return _feed_end() - 1, FACT_MAX


def _feed_end() -> int:
    return int(sql.rows("orders/feed_end")[0][0])
