"""The short way into the book: orders of which nothing is known yet, and nothing new is named.

On a festival night nearly all are such. They need no merging and no learning, so their rows are
encoded (`encoding`) and given to each context's own services, which write them by COPY. Whatever is
not plainly so takes the long way (`booking`), which knows every case; both ways lead to the same
book, and a test holds them against each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from argosy.catalogue import queries as catalogue
from argosy.channels import queries as channels
from argosy.customers import services as customers
from argosy.evidence import services as evidence
from argosy.finance import services as finance
from argosy.intake.encoding import BY_KEY, Arrived, Encoder, Given, Listing, Parts
from argosy.intake.types import OrderDocument
from argosy.inventory.types import Demand
from argosy.orders import services as orders


@dataclass(frozen=True, slots=True)
class Placed:
    """What the short way came to; what is to be promised is the caller's to ask for."""

    orders: dict[int, int]  # position to order
    demand: Demand
    promises: bytes = b""  # the same order by order, encoded
    lines: int = 0
    other_lines: int = 0
    postings: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the batch's names stand for."""

    listings: Mapping[tuple[int, str], Listing]
    parts: Parts
    labels: set[tuple[int, str, str]]


def candidates(arrived: Sequence[Arrived]) -> tuple[list[Arrived], Known]:
    """Those that may go the short way by what they say, and what their names stand for."""
    plain = [one for one in arrived if _is_plain(one.document)]
    asked = {(one.channel.id, line.sku) for one in plain for line in one.document.lines if line.sku}
    listings = channels.resolve(
        channels=[channel for channel, _ in asked], skus=[code for _, code in asked]
    )
    kits = {sku for _, sku, is_kit in listings.values() if is_kit}
    labelled = any(line.country for one in plain for line in one.document.lines)
    known = Known(
        listings=listings,
        parts=catalogue.parts(skus=sorted(kits)) if kits else {},
        labels=channels.labels_known(channels={one.channel.id for one in plain})
        if labelled
        else set(),
    )
    return [one for one in plain if _names_nothing_new(one, known)], known


def _is_plain(document: OrderDocument) -> bool:
    if (
        document.kind != "order"
        or document.shipped_at is not None
        or document.cancelled_at is not None
        or document.reference
    ):
        return False
    makes_order = False
    for line in document.lines:
        of = BY_KEY[line.line_class]
        if of.kind == "refund" or (of.stock is not None and line.line_class != "merchandise"):
            return False
        if line.quantity is not None and line.quantity <= 0:
            return False
        makes_order = makes_order or of.makes_order
    return makes_order


def _names_nothing_new(one: Arrived, known: Known) -> bool:
    channel = one.channel.id
    for line in one.document.lines:
        if one.channel.fee_share and BY_KEY[line.line_class].kind == "platform_fee":
            return False  # It is stated: what would be estimated by the contract is not wanted.
        needs = line.sku or BY_KEY[line.line_class].goods
        if needs and (channel, line.sku or "") not in known.listings:
            return False
        if line.country:
            market = (line.market or line.country)[:40]
            if (channel, market, line.country[:80]) not in known.labels:
                return False
    return True


def place(
    arrived: Sequence[Arrived], known: Known, *, run: Mapping[int, int], file: int, now: datetime
) -> Placed:
    """Book documents of which nothing is known; what they are to be promised is answered."""
    if not arrived:
        return Placed({}, Demand({}, {}, b""))
    goods = sum(BY_KEY[line.line_class].goods for one in arrived for line in one.document.lines)
    documents = evidence.draw_numbers(documents=len(arrived))
    numbers = orders.draw_numbers(orders=len(arrived), lines=goods)
    names = [(one.channel.id, (one.document.customer or "")[:128]) for one in arrived]
    buyers = customers.meet(names=[name for name in names if name[1]], now=now)
    rows = Encoder(known.listings, known.parts, iter(numbers.lines), numbers.xact, now)
    for one, name, document, order in zip(arrived, names, documents, numbers.orders, strict=True):
        rows.add(one, Given(document, order, run[one.channel.id], file, buyers.get(name)))
    evidence.record_fresh(rows=rows.documents)
    orders.place(rows=rows.orders)
    priced, sums, totals = rows.priced
    finance.post_priced(rows=priced, sums=sums, totals=totals)
    finance.post_rows(rows=rows.foreign, now=now)
    costs = finance.post_costs(skus=None, documents=documents, now=now)
    return Placed(
        orders={one.n: number for one, number in zip(arrived, numbers.orders, strict=True)},
        demand=rows.demand,
        promises=rows.promises,
        lines=goods,
        other_lines=sum(len(one.document.lines) for one in arrived) - goods,
        postings=rows.postings + costs,
    )
