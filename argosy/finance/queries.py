"""Reads of the ledger. One definition per figure, used by every screen and report."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal

from argosy.company import queries as company
from argosy.finance import rates
from argosy.finance.kinds import LAYERS, PostingKind, kinds
from argosy.finance.types import Charge, Costless, Coverage, Filter, Margin, PostingRow, Sum
from argosy.kernel import money, sql

BY = (
    "kind",
    "month",
    "day",
    "channel",
    "market",
    "mode",
    "entity",
    "sku",
    "source",
    "all",
    "channel_month",
)


def posting_kinds() -> dict[str, PostingKind]:
    """Every kind of posting, in the order in which a waterfall shows them."""
    return kinds()


def sums(*, by: str, where: Filter, currency: str) -> list[Sum]:
    """What postings add up to by one of `BY` and by kind, in the report's currency.

    Read from the maintained daily sums; by source, which they do not know, from the postings.
    """
    if by == "source":
        rows = sql.rows("finance/sums_by_file", _parameters(by, where, currency))
    elif by == "sku" or where.skus is not None:
        rows = sql.rows("finance/sums_by_sku", _parameters(by, where, currency))
    else:
        rows = sql.rows("finance/sums", _parameters(by, where, currency))
    known = kinds()
    return [
        Sum(
            key=key,
            kind=kind,
            layer=known[kind].layer,
            minor=int(minor or 0),
            units=int(units),
            postings=int(postings),
            rateless=int(rateless),
        )
        for key, kind, minor, units, postings, rateless in rows
        if where.kinds is None or kind in where.kinds
    ]


def margins(*, by: str, where: Filter, currency: str) -> list[Margin]:
    """Revenue down to profit by one of `BY`, keys in order. What passes through is left out."""
    grouped: dict[str, list[Sum]] = {}
    for one in sums(by=by, where=where, currency=currency):
        grouped.setdefault(one.key, []).append(one)
    return [_margin(key, found) for key, found in grouped.items()]


def whole(*, where: Filter, currency: str) -> Margin:
    """Revenue down to profit of everything that fits."""
    return _margin("", sums(by="kind", where=where, currency=currency))


def _margin(key: str, found: Iterable[Sum]) -> Margin:
    layers = dict.fromkeys(LAYERS, 0)
    by_kind: dict[str, int] = {}
    units = rateless = 0
    for one in found:
        layers[one.layer] += one.minor
        by_kind[one.kind] = by_kind.get(one.kind, 0) + one.minor
        rateless += one.rateless
        if one.kind in {"sale", "refund"}:
            units += one.units
    return Margin(
        key=key,
        revenue=layers["revenue"],
        goods=layers["goods"],
        selling=layers["selling"],
        marketing=layers["marketing"],
        overhead=layers["overhead"],
        unassigned=layers["unassigned"],
        units=units,
        rateless=rateless,
        kinds=by_kind,
    )


def coverage(*, where: Filter) -> Coverage:
    """Of the goods sold, how much is of SKUs whose cost is known."""
    sold, costed = sql.rows("finance/coverage", _parameters("all", where, "XXX"))[0]
    return Coverage(sold=sold, costed=costed)


def costed_sales(*, by: str, where: Filter, currency: str) -> dict[str, int]:
    """Goods sold of SKUs whose cost is known, by one of `BY` but source; minor units.

    Beside a profit it says how much of it stands on known costs.
    """
    known = tuple(sku for (sku,) in sql.rows("finance/costed_skus"))
    if where.skus is not None:
        known = tuple(sku for sku in known if sku in set(where.skus))
    narrowed = replace(where, skus=known, kinds=("sale",))
    return {one.key: one.minor for one in sums(by=by, where=narrowed, currency=currency)}


def costless(*, share: Decimal) -> list[Costless]:
    """SKUs sold without a known cost: the fewest that make up this share of what such SKUs sold."""
    found = []
    for sku, minor, units, running, total in sql.rows("finance/costless_skus"):
        found.append(Costless(sku, minor, units, Decimal(running) / Decimal(total)))
        if running >= share * total:
            break
    return found


def postings(*, where: Filter, below: int | None, limit: int) -> list[PostingRow]:
    """The postings behind a figure, newest first; `below` is the last id of the page before."""
    asked = _parameters("all", where, "XXX") | {"below": below, "limit": limit}
    return [PostingRow(**row) for row in sql.dicts("finance/postings", asked)]


def postings_of_order(
    *, documents: Sequence[int], lines: Sequence[int], limit: int
) -> list[PostingRow]:
    """What an order's own documents state, and what others state of its lines; oldest first."""
    asked = {"documents": list(documents), "lines": list(lines), "limit": limit}
    return [PostingRow(**row) for row in sql.dicts("finance/postings_of_order", asked)]


def latest_sales() -> dict[int, date]:
    """The last day on which each channel sold anything, in its own zone."""
    return dict(sql.rows("finance/latest_sales"))


def report_currency(*, entities: tuple[int, ...] | None) -> str:
    """The currency in which a report over these entities speaks: theirs if they agree, else that
    of the first entity.

    :raises NoEntity: there is none yet.
    """
    meant = [one for one in company.entities() if entities is None or one.id in entities]
    return meant[0].currency if meant else company.main_entity().currency


def is_rate_published(*, currency: str, base: str, day: date) -> bool:
    """Whether the ECB rates as installed now say what a currency was worth on a day."""
    return any(True for _ in rates.ecb_rates(currency, base, day, day))


def published_rates(*, currency: str, base: str, since: date, until: date) -> dict[date, Decimal]:
    """What one unit of a currency was worth on each day from `since` to `until` inclusive.

    By the ECB rates as installed now, whether the ledger holds them or not; days without are left
    out.
    """
    if currency == base:
        days = (until - since).days + 1
        return {since + timedelta(days=nth): Decimal(1) for nth in range(days)}
    return {one.day: one.rate for one in rates.ecb_rates(currency, base, since, until)}


def mark() -> tuple[int, int, int]:
    """How far ledger, costs and rates go; figures read at equal marks are equal."""
    postings, costs, held = sql.rows("finance/mark")[0]
    return postings, costs, held


def _parameters(by: str, where: Filter, currency: str) -> dict[str, object]:
    held = sorted({one.currency for one in company.entities()})
    return {
        "by": by,
        "currency": currency,
        "exponent": money.exponent(currency) if currency != "XXX" else 2,
        "currencies": held,
        "exponents": [money.exponent(code) for code in held],
        **{
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(where).items()
        },
    }


def stated_of(*, document: int) -> list[Charge]:
    """What a document states besides its lines of goods, as it stands now."""
    return [Charge(*row) for row in sql.rows("finance/stated_of", {"document": document})]
