"""The ledger as pages read it: the lens as a filter, margins added up, money out of minor units."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.http import HttpRequest

from argosy.catalogue import queries as catalogue
from argosy.console.lens import Lens, Span
from argosy.finance import queries as finance
from argosy.finance.types import Costless, Coverage, Filter, Margin, Sum
from argosy.kernel.money import Money

LAYERS: Final = ("revenue", "goods", "selling", "marketing", "overhead", "unassigned")
REMEMBERED: Final = 128  # answers of each sort, the latest asked for
Mark = tuple[int, int, int]
SUBTOTALS: Final = {"revenue": "revenue", "goods": "cm1", "selling": "cm2", "marketing": "cm3"}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What an address narrows beside the lens, as the address says it."""

    market: str = ""
    sku: str = ""
    mode: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """To be carried into other addresses."""
        stated = {"market": self.market, "sku": self.sku, "mode": self.mode}
        return {name: value for name, value in stated.items() if value}


def narrowed(request: HttpRequest) -> Narrowed:
    """Read it from the address."""
    given = request.GET
    return Narrowed(given.get("market", ""), given.get("sku", ""), given.get("mode", ""))


def where(lens: Lens, more: Narrowed | None = None, *, span: Span | None = None) -> Filter:
    """The lens, and what narrows beside it, as a filter of the ledger.

    :raises NoSuchSku: the address names a SKU that is none.
    """
    more = more or Narrowed()
    span = span or lens.span
    channels = lens.channel_filter
    if more.mode:
        channels = tuple(one.id for one in lens.seen if one.mode == more.mode)
    return Filter(
        since=span.since,
        until=span.until,
        channels=channels,
        markets=(more.market,) if more.market else None,
        skus=(catalogue.by_code(code=more.sku).id,) if more.sku else None,
    )


def currency(lens: Lens) -> str:
    """The currency in which figures over these channels are told."""
    if not lens.entities:
        return lens.currency
    entities = {one.entity for one in lens.seen} if lens.narrowed else None
    return finance.report_currency(entities=tuple(sorted(entities)) if entities else None)


def whole(margins: Iterable[Margin]) -> Margin:
    """Margins of parts, as the margin of the whole."""
    found = list(margins)
    kinds: dict[str, int] = {}
    for one in found:
        for kind, minor in one.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + minor
    numbers = {
        field.name: sum(getattr(one, field.name) for one in found)
        for field in fields(Margin)
        if field.name not in {"key", "kinds"}
    }
    return Margin(key="", kinds=kinds, **numbers)


def part(minor: int, of: int) -> Decimal | None:
    """One amount as a share of another; `None` where that says nothing."""
    return Decimal(minor) / Decimal(of) if of > 0 else None


def money(minor: int, code: str) -> Money:
    """Minor units as money."""
    return Money(minor, code)


def margins(*, by: str, where: Filter, currency: str) -> list[Margin]:
    """Revenue down to profit by one key. Remembered until anything is posted."""
    return list(_margins(finance.mark(), by, where, currency))


def sums(*, by: str, where: Filter, currency: str) -> list[Sum]:
    """What postings add up to by one key and kind. Remembered until anything is posted."""
    return list(_sums(finance.mark(), by, where, currency))


def coverage(where: Filter) -> Coverage:
    """How much of the goods sold has a known cost. Remembered until anything is posted."""
    return _coverage(finance.mark(), where)


def uncosted(*, where: Filter, sold: Margin, currency: str) -> int:
    """Sales of goods whose cost nobody stated, in minor units: what the profit is too high by is
    somewhere between nothing and this."""
    costed = _costed(finance.mark(), where, currency)
    return max(0, sold.kinds.get("sale", 0) - costed)


def costless(share: Decimal) -> list[Costless]:
    """SKUs sold without a known cost. Remembered until anything is posted."""
    return list(_costless(finance.mark(), share))


# The ledger only grows, so what was read at a mark stays right at that mark. Reading over years
# costs tens of milliseconds a figure, and a page has several that the next page asks for again.


@lru_cache(maxsize=REMEMBERED)
def _margins(_mark: Mark, by: str, where: Filter, currency: str) -> tuple[Margin, ...]:
    return tuple(finance.margins(by=by, where=where, currency=currency))


@lru_cache(maxsize=REMEMBERED)
def _sums(_mark: Mark, by: str, where: Filter, currency: str) -> tuple[Sum, ...]:
    return tuple(finance.sums(by=by, where=where, currency=currency))


@lru_cache(maxsize=REMEMBERED)
def _costed(_mark: Mark, where: Filter, currency: str) -> int:
    return finance.costed_sales(by="all", where=where, currency=currency).get("", 0)


@lru_cache(maxsize=REMEMBERED)
def _coverage(_mark: Mark, where: Filter) -> Coverage:
    return finance.coverage(where=where)


@lru_cache(maxsize=REMEMBERED)
def _costless(_mark: Mark, share: Decimal) -> tuple[Costless, ...]:
    return tuple(finance.costless(share=share))
