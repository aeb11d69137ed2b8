"""Writes of orders. Callers fill `incoming_order` and its lines (sql/open_incoming.sql)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from argosy.kernel import sql
from argosy.kernel.faults import fault
from argosy.orders.errors import IllegalTransition, NoSuchOrder, StaleOrder
from argosy.orders.types import Acted, EncodedOrders, Numbers, Standing

SALE, CREDIT = "merchandise", "merchandise_return"
# What may happen to an order, by how it stands: the rest of ACTS may happen to any that is not
# withdrawn.
ONLY_OPEN = frozenset({"cancelled", "shipped", "split", "routed", "quantities", "address"})
ONLY_SHIPPED = frozenset({"delivered", "returned"})
ACTS = ONLY_OPEN | ONLY_SHIPPED | {"refund"}


def open_incoming() -> None:
    """Make this session's tables of incoming snapshots and lines, for the transaction under way."""
    sql.run("orders/open_incoming")


def merge(*, now: datetime) -> None:
    """Merge the incoming snapshots into orders, whatever order they come in, and keep their lines.

    Answers `order` of each incoming snapshot.
    """
    sql.run("orders/merge", {"now": now})
    sql.run("orders/crown")
    sql.run("orders/answer")
    sql.run("orders/write_lines")
    sql.run("orders/write_facts", {"now": now})
    sql.run("orders/write_recipients", {"now": now})


def draw_numbers(*, orders: int, lines: int) -> Numbers:
    """Numbers for so many orders and so many lines that are to be placed."""
    return Numbers(*sql.often("orders/draw_numbers", {"orders": orders, "lines": lines})[0])


def place(*, rows: EncodedOrders) -> None:
    """Place orders of which nothing is known, with their lines, facts and recipients."""
    sql.copy("orders/copy_orders", rows.orders)
    sql.copy("orders/copy_lines", rows.lines)
    sql.copy("orders/copy_facts", rows.facts)
    if rows.recipients:
        sql.copy("orders/copy_recipients", rows.recipients)


def act(
    *,
    order: int,
    kind: str,
    at: datetime,
    document: int | None,
    detail: Mapping[str, object],
    revision: int | None,
    now: datetime,
) -> Acted:
    """Let something happen to one order, under its row's lock: of two at once one comes first.

    `kind` is one of `ACTS`; `document` is the evidence of it, by default the snapshot that speaks.
    `revision` is the one that the caller has seen, or None where it does not matter.

    :raises NoSuchOrder: there is none.
    :raises StaleOrder: somebody has changed it since that revision.
    :raises IllegalTransition: it may not happen to an order as it stands now.
    """
    before = hold(order=order)
    told = {
        "order": order,
        "kind": kind,
        "at": at,
        "revision": revision,
        "needs_open": kind in ONLY_OPEN,
        "needs_shipped": kind in ONLY_SHIPPED,
    }
    acted = sql.rows("orders/act", told)
    if not acted:
        if revision is not None and revision != before.revision:
            raise StaleOrder(order=before.external_id)
        raise IllegalTransition(order=before.external_id, state=before.state.value, to=kind)
    done = Acted(*acted[0])
    fact = {"order": order, "document": document or done.document, "kind": kind, "at": at}
    sql.run("orders/write_act", fact | {"detail": json.dumps(dict(detail)), "now": now})
    fault("orders.acted")
    return done


def hold(*, order: int) -> Standing:
    """Hold an order's row for the transaction under way, and say how it stands.

    :raises NoSuchOrder: there is none.
    """
    found = sql.rows("orders/hold", {"order": order})
    if not found:
        raise NoSuchOrder
    return Standing(*found[0])


def crown(*, totals: Mapping[int, tuple[int, int]]) -> None:
    """Let snapshots that an earlier merge kept speak for their orders again.

    `totals` gives, by document, its whole amount and what of it is refunded, in minor units.
    """
    sql.run(
        "orders/crown_kept",
        {
            "documents": list(totals),
            "totals": [whole for whole, _ in totals.values()],
            "refunds": [refunded for _, refunded in totals.values()],
        },
    )


def withdraw(*, documents: Sequence[int], now: datetime) -> int:
    """Withdraw the orders that only these documents spoke of. Returns how many."""
    return sql.run("orders/withdraw", {"documents": list(documents), "now": now})


def match_credits(*, documents: Sequence[int]) -> None:
    """Work out anew which sale each credit undoes, for every customer whom these documents concern.

    A credit undoes the latest earlier sale to the same customer of the same SKU at the same price
    that has units left; partly where it must, never without a customer. The answer depends on the
    book alone, not on the order in which it was told.
    """
    told = sql.rows("orders/customers_concerned", {"documents": list(documents)})
    if not told:
        return
    asked = {"customers": sorted(customer for (customer,) in told)}
    sql.rows("orders/hold_customers", asked)
    matches = list(_matches(sql.rows("orders/credit_lines", asked)))
    sql.run("orders/forget_matches", asked)
    sql.run(
        "orders/write_matches",
        {
            "credits": [match[0] for match in matches],
            "sales": [match[1] for match in matches],
            "quantities": [match[2] for match in matches],
        },
    )


def _matches(rows: Iterable[sql.Row]) -> Iterator[tuple[int, int, int]]:
    """Yield (credit line, sale line, units); rows come by key, then oldest first."""
    for _, group in groupby(rows, key=lambda row: row[:3]):
        left: list[list[int]] = []  # sales with units left, latest on top
        for _, _, _, line, kind, quantity in group:
            if kind == SALE:
                left.append([line, quantity])
                continue
            wanted = -quantity
            while wanted > 0 and left:
                taken = min(wanted, left[-1][1])
                if taken > 0:
                    yield line, left[-1][0], taken
                wanted -= taken
                left[-1][1] -= taken
                if left[-1][1] <= 0:
                    left.pop()


def analyze() -> None:
    """Refresh the planner's statistics after much was written at once."""
    sql.run("orders/analyze")


def assign_skus(*, listings: Sequence[int]) -> list[int]:
    """Give the lines of listings that were mapped later their SKU. Returns those lines."""
    return [line for (line,) in sql.rows("orders/assign_skus", {"listings": list(listings)})]


def match_credits_of_lines(*, lines: Sequence[int]) -> None:
    """The same for the orders that these lines belong to."""
    match_credits(
        documents=[
            document for (document,) in sql.rows("orders/documents_of", {"lines": list(lines)})
        ]
    )
