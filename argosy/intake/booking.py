"""One batch of documents into the book: a handful of statements, whatever its size.

Private to intake; `services.book` and imports run it. Tables of each context are written by that
context's own services; intake only fills the temporary tables that they read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from argosy.channels import services as channels
from argosy.channels.types import ChannelRef
from argosy.customers import services as customers
from argosy.evidence import queries as evidence_queries
from argosy.evidence import services as evidence
from argosy.finance import services as finance
from argosy.intake.classes import CLASSES
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


def open_batch() -> None:
    """Make this session's tables of the batch, empty, for the transaction under way."""
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
    inventory.open_incoming()
    finance.open_incoming()


def apply_batch(*, ticket: Ticket, now: datetime, match: bool) -> Booked:
    """Apply what lies in `batch_document` and `batch_line`, inside the caller's transaction.

    `match` works out which sales the credits undo; an import does that once, at its end.
    """
    facts = _facts(ticket, now)
    sql.run("intake/offer_documents", facts)
    fates = evidence.receive(now=now)
    sql.run("intake/keep_fresh")
    merchandise, other = sql.rows("intake/count_lines")[0]
    moves = postings = 0
    if fates.new or fates.changed:
        moves, postings = _apply_fresh(facts, now, match=match)
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


def _apply_fresh(facts: Mapping[str, object], now: datetime, *, match: bool) -> tuple[int, int]:
    _name_things(facts, now)
    sql.run("intake/offer_orders", facts)
    sql.run("intake/offer_order_lines")
    orders.merge(now=now)
    contested = evidence_queries.contested()
    sql.run("intake/offer_moves", facts)
    if contested:
        _hold_stock([])
    moves = inventory.move_incoming(now=now)
    sql.run("intake/offer_postings", facts)
    postings = finance.post_incoming(now=now)
    if contested:
        _settle_contested(contested, facts, now)
    fresh = [document for (document,) in sql.rows("intake/fresh_documents")]
    doubled = [document for (document,) in sql.rows("intake/doubled_documents", facts)]
    finance.settle_documents(documents=doubled, now=now)
    finance.post_costs(skus=None, documents=fresh, now=now)
    if match:
        orders.match_credits(documents=sorted({*fresh, *contested}))
    return moves, postings


def _name_things(facts: Mapping[str, object], now: datetime) -> None:
    """Who buys, what is sold, where to: as the platform names them, answered with ours."""
    sql.run("intake/offer_customers", facts)
    customers.welcome(now=now)
    sql.run("intake/offer_listings", facts)
    sql.run("intake/offer_markets", facts)
    channels.list_incoming(now=now)
    sql.run("intake/analyze_batch")


def _settle_contested(
    contested: Mapping[int, bool], facts: Mapping[str, object], now: datetime
) -> None:
    """Of several snapshots of an order one speaks: take back what the others said."""
    silent = [document for document, wins in contested.items() if not wins]
    speaking = [document for document, wins in contested.items() if wins]
    finance.reverse_documents(documents=silent, now=now)
    finance.restate_documents(documents=speaking, now=now)
    inventory.reverse_documents(documents=silent, now=now)
    inventory.open_incoming()
    sql.run("intake/offer_contested_moves", facts)
    inventory.move_incoming(now=now)


def _hold_stock(documents: Sequence[int]) -> None:
    """Lock at once what the next steps move one after the other: else batches could deadlock."""
    skus = sql.rows("intake/skus_touched", {"documents": list(documents)})
    inventory.hold(skus=[sku for (sku,) in skus])


def settle_undone(*, given_up: list[int], facts: Mapping[str, object], now: datetime) -> None:
    """After documents were given up: take back what they did, and let those that remain speak."""
    inventory.open_incoming()
    _hold_stock(given_up)
    finance.reverse_documents(documents=given_up, now=now)
    inventory.reverse_documents(documents=given_up, now=now)
    contested = evidence_queries.contested()
    speaking = [document for document, wins in contested.items() if wins]
    totals = sql.rows("intake/kept_totals", {"documents": speaking})
    orders.crown(totals={document: (whole, refunded) for document, whole, refunded in totals})
    if contested:
        _settle_contested(contested, facts, now)
        finance.post_costs(skus=None, documents=speaking, now=now)
    orders.match_credits(documents=[*given_up, *speaking])
    orders.withdraw(documents=given_up, now=now)
    orders.match_credits(documents=given_up)
    _settle_payments([*given_up, *speaking], facts, now)


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
    }
