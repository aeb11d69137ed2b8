"""One batch of documents into the book: a handful of statements, whatever its size.

Private to intake; `services.book` and imports run it. Tables of each context are written by that
context's own services; intake only fills the temporary tables that they read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from argosy.channels import services as channels
from argosy.channels.types import ChannelRef
from argosy.customers import services as customers
from argosy.evidence import queries as evidence_queries
from argosy.evidence import services as evidence
from argosy.finance import services as finance
from argosy.fulfilment import services as fulfilment
from argosy.intake.classes import CLASSES
from argosy.intake.promises import SHIP_WITHIN_HOURS, STALE
from argosy.intake.types import Booked
from argosy.inventory import services as inventory
from argosy.kernel import sql
from argosy.orders import services as orders


@dataclass(frozen=True, slots=True)
class Ticket:
    """On whose behalf a batch is booked."""

    run: int
    file: int
    channel: ChannelRef


@dataclass(slots=True)
class Later:
    """What batches ask of the stock, to be carried out for all of them at once."""

    orders: dict[int, int] = field(default_factory=dict)  # with their place in the queue
    skus: set[int] = field(default_factory=set)


def open_batch(*, keeps_moves: bool = False) -> None:
    """Make this session's tables of the batch, empty, for the transaction under way.

    With `keeps_moves` those stay that an earlier batch of it has asked for.
    """
    finance.hold_book(alone=False)
    sql.run("intake/open_batch")
    sql.run(
        "intake/fill_classes",
        {
            "keys": [one.key for one in CLASSES],
            "kinds": [one.kind for one in CLASSES],
            "layers": [one.layer for one in CLASSES],
            "goods": [one.goods for one in CLASSES],
            "makes_order": [one.makes_order for one in CLASSES],
            "stock": [one.stock for one in CLASSES],
        },
    )
    evidence.open_incoming()
    customers.open_incoming()
    channels.open_incoming()
    orders.open_incoming()
    if not keeps_moves:
        inventory.open_incoming()
    finance.open_incoming()


def apply_batch(
    *, ticket: Ticket, now: datetime, match: bool, later: Later | None = None
) -> Booked:
    """Apply what lies in `batch_document` and `batch_line`, inside the caller's transaction.

    `match` works out which sales the credits undo; an import does that once, at its end. With
    `later` the stock is left for a caller that books more batches in this transaction: levels are
    what everybody waits for, so they come last and all at once (`settle_stock`).
    """
    facts = _facts(ticket, now)
    stock = later or Later()
    sql.run("intake/offer_documents", facts)
    fates = evidence.receive(now=now)
    sql.run("intake/keep_fresh")
    merchandise, other = sql.rows("intake/count_lines")[0]
    moves = postings = 0
    if fates.new or fates.changed:
        postings = _apply_fresh(facts, stock, now, match=match)
        if later is None:
            inventory.open_promises()
            moves = settle_stock(stock, now=now)
            inventory.promise_incoming(now=now)
    return Booked(
        new=fates.new,
        known=fates.known,
        changed=fates.changed,
        again=fates.again,
        merchandise_lines=merchandise,
        other_lines=other,
        postings=postings,
        moves=moves,
    )


def _apply_fresh(facts: Mapping[str, object], stock: Later, now: datetime, *, match: bool) -> int:
    _name_things(facts, now)
    sql.run("intake/offer_orders", facts)
    sql.run("intake/offer_order_lines")
    orders.merge(now=now)
    contested = evidence_queries.contested()
    sql.run("intake/offer_postings", facts)
    postings = finance.post_incoming(now=now)
    fresh = [document for (document,) in sql.rows("intake/fresh_documents")]
    doubled = [document for (document,) in sql.rows("intake/doubled_documents", facts)]
    silent = [document for document, wins in contested.items() if not wins]
    speaking = [document for document, wins in contested.items() if wins]
    finance.reverse_documents(documents=silent, now=now)
    finance.restate_documents(documents=speaking, now=now)
    finance.settle_documents(documents=doubled, now=now)
    touched: dict[int, int] = dict(sql.rows("intake/touched_orders"))
    cancelled = sql.rows("intake/cancelled_by_act", {"orders": list(touched)})
    finance.reverse_documents(documents=[document for (document,) in cancelled], now=now)
    finance.post_costs(skus=None, documents=fresh, now=now)
    told = [document for (document,) in sql.rows("intake/estimated_documents")]
    finance.estimate_fees(documents=[*told, *silent], now=now)
    if match:
        orders.match_credits(documents=sorted({*fresh, *contested}))
    # Stock last: the rows that many wait for are held for as short as can be.
    sql.run("intake/offer_moves", facts)
    if contested:
        # Of several snapshots of an order one speaks: what the others moved is taken back, in one
        # go with what takes its place: nobody else is served from what only seems to be free.
        inventory.ask_reversals(documents=silent)
        sql.run("intake/offer_contested_moves", facts)
        fulfilment.carry_over(orders=list(touched), now=now)
    stock.orders |= touched
    stock.skus |= _skus_touched(silent)
    return postings


def settle_stock(stock: Later, *, now: datetime) -> int:
    """Carry out the moves asked for, and ask for what each order is to have now.

    Every level that these steps and the promises asked for already may change is locked at once:
    taken one after the other, two batches could deadlock. Returns how many moves were written.
    """
    asked = {"orders": list(stock.orders), "ns": list(stock.orders.values())}
    found = {sku for (sku,) in sql.rows("intake/skus_to_hold", asked)}
    inventory.hold(skus=sorted(found | stock.skus))
    moves = inventory.move_incoming(now=now)
    sql.run("intake/offer_promises", asked)
    sql.run("intake/offer_nothing", asked)
    return moves


def _skus_touched(documents: Sequence[int]) -> set[int]:
    return {sku for (sku,) in sql.rows("intake/skus_touched", {"documents": list(documents)})}


def _name_things(facts: Mapping[str, object], now: datetime) -> None:
    """Who buys, what is sold, where to: as the platform names them, answered with ours."""
    sql.run("intake/offer_customers", facts)
    customers.welcome(now=now)
    sql.run("intake/offer_listings", facts)
    sql.run("intake/offer_markets", facts)
    channels.list_incoming(now=now)
    sql.run("intake/analyze_batch")


def settle_undone(*, given_up: list[int], facts: Mapping[str, object], now: datetime) -> None:
    """After documents were given up: take back what they did, and let those that remain speak."""
    inventory.open_incoming()
    inventory.open_promises()
    contested = evidence_queries.contested()
    touched = [order for (order,) in sql.rows("intake/orders_of", {"documents": given_up})]
    finance.reverse_documents(documents=given_up, now=now)
    speaking = [document for document, wins in contested.items() if wins]
    silent = [document for document, wins in contested.items() if not wins]
    totals = sql.rows("intake/kept_totals", {"documents": speaking})
    orders.crown(totals={document: (whole, refunded) for document, whole, refunded in totals})
    if contested:
        finance.reverse_documents(documents=silent, now=now)
        finance.restate_documents(documents=speaking, now=now)
        finance.post_costs(skus=None, documents=speaking, now=now)
    orders.match_credits(documents=[*given_up, *speaking])
    orders.withdraw(documents=given_up, now=now)
    orders.match_credits(documents=given_up)
    _settle_payments([*given_up, *speaking], facts, now)
    finance.estimate_fees(documents=speaking, now=now)
    inventory.ask_reversals(documents=[*given_up, *silent])
    sql.run("intake/offer_contested_moves", facts)
    fulfilment.carry_over(orders=touched, now=now)
    stock = Later(dict.fromkeys(touched, 0), _skus_touched([*given_up, *silent]))
    settle_stock(stock, now=now)
    inventory.promise_incoming(now=now)


def _settle_payments(documents: Sequence[int], facts: Mapping[str, object], now: datetime) -> None:
    """Revenue counts once: with its order where that is in the book, else with its payment."""
    touched = {**facts, "documents": list(documents)}
    payments: dict[int, bool] = dict(sql.rows("intake/payments_touched", touched))
    paid = [payment for payment, is_known in payments.items() if is_known]
    alone = [payment for payment, is_known in payments.items() if not is_known]
    finance.settle_documents(documents=paid, now=now)
    finance.unsettle_documents(documents=alone, now=now)
    finance.post_costs(skus=None, documents=alone, now=now)


def _facts(ticket: Ticket, now: datetime) -> dict[str, object]:
    return channel_facts(ticket.channel, now) | {
        "run": ticket.run,
        "file": ticket.file,
    }


def channel_facts(channel: ChannelRef, now: datetime) -> dict[str, object]:
    """What the batch's statements need to know of a channel."""
    ends = inventory.ends(now=now)
    return {
        "channel": channel.id,
        "entity": channel.entity,
        "mode": channel.mode,
        "home": channel.market or "–",
        "base": channel.base_currency,
        "zone": channel.zone,
        "place": channel.place or ends.before_count,
        "customer": ends.customer,
        "shrinkage": ends.shrinkage,
        "ship_within": timedelta(hours=channel.ship_within_hours or SHIP_WITHIN_HOURS),
        "stale": now - STALE,
    }
