"""Writes of the ledger. Callers fill `incoming_posting` (sql/open_incoming.sql), then post."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from argosy.finance import rates
from argosy.finance.errors import RateNotPositive
from argosy.finance.types import StatedCost, StatedRate
from argosy.kernel import money, sql

BOOK, FOLDING = 0x426F6F6B0001, 0x426F6F6B0002  # numbers of advisory locks


def hold_book(*, alone: bool) -> None:
    """Hold the book for the transaction under way: before anything else in it is locked.

    Together with others who book; alone, to change what bookings are made with: costs, rates, SKUs,
    counts. Such a change would miss what is being booked at this moment, and be missed by it.
    """
    sql.often("finance/hold_alone" if alone else "finance/hold_together", {"lock": BOOK})


def open_incoming() -> None:
    """Make this session's table of incoming postings, empty, for the transaction under way."""
    sql.run("finance/open_incoming")


def post_incoming(*, now: datetime) -> int:
    """Write the incoming postings with their worth in the entity's currency, and empty the table.

    Returns how many were written. A posting without a known rate is written with an unknown worth.
    """
    sql.run("finance/price_same")
    for currency, base, since, until in sql.rows("finance/rates_wanted"):
        hold_rates(currency=currency, base=base, since=since, until=until)
        sql.run("finance/price_foreign", _exponents([currency, base]))
    for base, main, since, until in sql.rows("finance/report_rates_wanted"):
        hold_rates(currency=base, base=main, since=since, until=until)
    sql.run("finance/post", {"now": now})
    return sql.run("finance/clear_incoming")


def post_rows(*, rows: bytes, now: datetime) -> int:
    """Post what is given as encoded rows of copy_postings. Returns how many."""
    if not rows:
        return 0
    open_incoming()
    sql.copy("finance/copy_postings", rows)
    return post_incoming(now=now)


def post_priced(*, rows: bytes, sums: bytes, totals: bytes) -> None:
    """Post amounts in their entity's own currency, and append what they add up to.

    Encoded rows of copy_priced, copy_sums and copy_totals: the caller has added up what it gives,
    and doctor adds up again (LED-3).
    """
    if rows:
        sql.copy("finance/copy_priced", rows)
        sql.copy("finance/copy_sums", sums)
        sql.copy("finance/copy_totals", totals)


def hold_rates(*, currency: str, base: str, since: date, until: date) -> None:
    """See to it that each day of a stretch has its rate, where the ECB or the seller has one.

    `until` is the last day. Rates already held are left as they are: postings were made with them.
    """
    held_since, held_until = sql.rows("finance/rates_held", {"currency": currency, "base": base})[0]
    if held_since is None or since < held_since or until > min(held_until, rates.ecb_until()):
        # No gap between what is held and what is fetched: from then on only the ends are looked at.
        since, until = min(since, held_until or since), max(until, held_since or until)
        found = list(rates.ecb_rates(currency, base, since, min(until, rates.ecb_until())))
        sql.run(
            "finance/write_rates",
            {
                "currency": currency,
                "base": base,
                "source": "ecb",
                "days": [rate.day for rate in found],
                "rates": [rate.rate for rate in found],
                "source_days": [rate.source_day for rate in found],
            },
        )
    sql.run("finance/monthly_rates", {"currency": currency, "base": base})


@transaction.atomic
def keep_monthly_rates(*, rates_by_month: Sequence[StatedRate], now: datetime) -> int:
    """Keep the seller's own rates, and give their worth to postings that waited for one.

    Returns how many postings found their worth.

    :raises RateNotPositive: naming the first that is not.
    """
    for stated in rates_by_month:
        if stated.rate <= 0:
            raise RateNotPositive(
                currency=stated.currency, base=stated.base, month=f"{stated.month:%Y-%m}"
            )
    hold_book(alone=True)
    sql.run(
        "finance/write_monthly_rates",
        {
            "currencies": [stated.currency for stated in rates_by_month],
            "bases": [stated.base for stated in rates_by_month],
            "months": [stated.month for stated in rates_by_month],
            "rates": [stated.rate for stated in rates_by_month],
            "now": now,
        },
    )
    open_incoming()
    priced = 0
    for currency, base in sorted({(stated.currency, stated.base) for stated in rates_by_month}):
        sql.run("finance/monthly_rates", {"currency": currency, "base": base})
        priced += sql.run("finance/reprice", {"currency": currency, "base": base})
    post_incoming(now=now)
    return priced


@transaction.atomic
def keep_costs(*, costs: Sequence[StatedCost], now: datetime) -> int:
    """Keep what units cost, and post it for goods already sold. Returns postings written."""
    if not costs:
        return 0
    hold_book(alone=True)
    sql.run(
        "finance/write_costs",
        {
            "skus": [cost.sku for cost in costs],
            "days": [cost.valid_from for cost in costs],
            "costs": [cost.unit_cost for cost in costs],
            "currencies": [cost.currency for cost in costs],
            "documents": [cost.document for cost in costs],
            "rows": [cost.source_row for cost in costs],
            "now": now,
        },
    )
    return post_costs(skus=sorted({cost.sku for cost in costs}), documents=None, now=now)


def post_costs(
    *, skus: Sequence[int] | None, documents: Sequence[int] | None, now: datetime
) -> int:
    """Post the cost of goods sold where a unit cost is known and what stands differs from it.

    Narrowed to some SKUs or some documents; None is all. Returns postings written.
    """
    currencies = [code for (code,) in sql.often("finance/cost_currencies")]
    if not currencies:
        return 0
    asked = {
        "skus": None if skus is None else list(skus),
        "documents": None if documents is None else list(documents),
        **_exponents(currencies),
    }
    with transaction.atomic():
        open_incoming()
        sql.run("finance/costs_wanted", asked)
        return post_incoming(now=now)


def estimate_fees(*, documents: Sequence[int], now: datetime) -> int:
    """Post the platform's share of what these documents sold, as the channel's contract states it.

    An estimate, until a settlement states the fee itself: then it is reversed. Returns postings
    written; what stands already is left as it is.
    """
    if not documents:
        return 0
    open_incoming()
    sql.run("finance/fees_wanted", {"documents": list(documents)})
    return post_incoming(now=now)


def reverse_documents(*, documents: Sequence[int], now: datetime) -> int:
    """Reverse every posting of these documents that still stands. Returns how many."""
    open_incoming()
    sql.run("finance/reverse_documents", {"documents": list(documents)})
    return post_incoming(now=now)


def restate_documents(*, documents: Sequence[int], now: datetime) -> int:
    """State again what these documents said before it was reversed. Returns how many."""
    open_incoming()
    sql.run("finance/restate_documents", {"documents": list(documents)})
    return post_incoming(now=now)


@transaction.atomic
def fold_sums() -> None:
    """Fold the appended daily sums into one row a key. Changes no figure; readers need not wait."""
    sql.rows("finance/hold_alone", {"lock": FOLDING})
    sql.run("finance/fold")
    sql.run("finance/fold_totals")


def _exponents(currencies: Sequence[str]) -> dict[str, object]:
    unique = sorted(set(currencies))
    return {"currencies": unique, "exponents": [money.exponent(code) for code in unique]}


def settle_documents(*, documents: Sequence[int], now: datetime) -> int:
    """Treat what these payout documents state as sold as the payment of orders already counted.

    Returns how many postings were written; documents treated before are left as they are.
    """
    if not documents:
        return 0
    open_incoming()
    sql.run("finance/ask_settled", {"documents": list(documents)})
    return post_incoming(now=now)


def unsettle_documents(*, documents: Sequence[int], now: datetime) -> int:
    """Treat what these payout documents state as sold as sales again: their orders are gone.

    Returns how many postings were written; documents that state a sale are left as they are.
    """
    if not documents:
        return 0
    open_incoming()
    sql.run("finance/ask_unsettled", {"documents": list(documents)})
    return post_incoming(now=now)


def attribute(*, skus: Mapping[int, int], now: datetime) -> int:
    """State postings of these listings under the SKU each has been given since, and their cost.

    Append-only: the old statement is reversed, a new one written. Returns postings written.
    """
    open_incoming()
    sql.run("finance/ask_attribution", {"listings": list(skus), "skus": list(skus.values())})
    written = post_incoming(now=now)
    return written + post_costs(skus=sorted(set(skus.values())), documents=None, now=now)


def cost_kits(*, kits: Sequence[int], now: datetime) -> int:
    """Give kits without a cost of their own that of their parts. Returns postings written."""
    costed = [
        sku for (sku,) in sql.rows("finance/write_kit_costs", {"kits": list(kits), "now": now})
    ]
    return post_costs(skus=costed, documents=None, now=now) if costed else 0
