"""What the book knows of its seller, as answers; what it does not know stays unknown, never zero.

Money is turned into US dollars by the ECB's rate of its day. A figure with a single day in it of
which no rate is known is itself not known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Final

from argosy.channels import queries as channels
from argosy.channels.types import ChannelRef
from argosy.company import queries as company
from argosy.finance import queries as finance
from argosy.finance.types import Filter, Sum
from argosy.kernel import money
from argosy.orders import queries as orders
from argosy.strategy.book_goods import Goods
from argosy.strategy.contradictions import is_country
from argosy.strategy.errors import NothingSold
from argosy.strategy.questions import questions
from argosy.strategy.types import ModeName, Profile, Quantity, Range, Trial

USD: Final = "USD"
ENDED_AFTER: Final = timedelta(days=45)  # without a sale, the book is read as of its last one
LATE_MONTHS: Final = 3
YEAR_MONTHS: Final = 12
SEASON_MONTHS: Final = 24
COVERED: Final = Decimal("0.9")  # of sales, whose cost is known: below it a margin would mislead
COUNTRIES_MAX: Final = 3
COUNTRY_SHARE: Final = Decimal("0.02")  # below it a country is a stray order
PEAK: Final = Decimal("1.25")  # of a usual month: from here on a season is one
SEASONS: Final = {"year_end": (10, 11, 12), "summer": (6, 7, 8), "winter": (12, 1, 2)}
# By platform and commercial model of a channel.
FORMS: Final = {
    ("amazon", "self_run"): "marketplace_amazon",
    ("amazon", "vendor"): "distribution_vendor",
    ("ebay", "self_run"): "marketplace_ebay",
    ("aliexpress", "self_run"): "marketplace_aliexpress",
    ("aliexpress", "semi_managed"): "marketplace_aliexpress_semi",
    ("temu", "semi_managed"): "marketplace_temu_semi",
    ("temu", "fully_managed"): "marketplace_temu_full",
    ("tiktok", "self_run"): "marketplace_tiktok",
}
_MONTH_DAYS: Final = Decimal("30.4375")


def from_book(*, now: datetime) -> Profile:
    """A profile of what the book knows; `from_book` names the answers that it gives.

    :raises NothingSold: the book has no sale.
    """
    book = Book(now)
    goods = Goods(book.window, book.worth)
    said: dict[str, object] = {
        **goods.answers(),
        "market.countries": tuple(book.countries()),
        "stage.main_platform_share": book.main_platform_share(),
        "product.season": book.season(),
    }
    trials = {mode: book.trial(mode) for mode in book.modes}
    for mode, trial in trials.items():
        for name, value in trial.items():
            said[f"stage.trials.{mode}.{name}"] = value
    said = {key: value for key, value in said.items() if value is not None and value != ()}
    given = _nested(said) | {"products": goods.variants()}
    stage = given.setdefault("stage", {})
    if isinstance(stage, dict):
        stage["trials"] = {
            mode: Trial.model_validate({k: v for k, v in trial.items() if v is not None})
            for mode, trial in trials.items()
        }
    order = [one.key for one in questions()]
    named = sorted({*said, "stage.trials"}, key=order.index)
    return Profile.model_validate(
        given
        | {
            "name": company.main_entity().title[:80] or "Argosy",
            "on": now.date(),
            "from_book": (*named, *(["products"] if given["products"] else [])),
        }
    )


@dataclass(frozen=True, slots=True)
class Window:
    """Whole months, `until` exclusive; of a book that is younger than one, its days."""

    since: date
    until: date
    months: int


@dataclass(frozen=True, slots=True)
class Amount:
    """What one kind of posting came to on one day."""

    day: date
    kind: str
    layer: str
    usd: Decimal | None  # None: no rate is known
    units: int


class Book:
    """The ledger of all channels in US dollars, by mode and day."""

    def __init__(self, now: datetime) -> None:
        """Read how far the book goes."""
        latest = finance.latest_sales()
        if not latest:
            raise NothingSold
        today, last = now.date(), max(latest.values())
        self.horizon = today if today - last <= ENDED_AFTER else last + timedelta(days=1)
        self._channels = [one for one in channels.list_channels() if one.id in latest]
        self.modes = _modes(self._channels)

    @property
    def end(self) -> date:
        """The first day after the last whole month."""
        return self.horizon.replace(day=1)

    @cached_property
    def first(self) -> date:
        """The day of the first sale."""
        return min(one.day for mode in self.modes for one in self._of(mode) if one.kind == "sale")

    @cached_property
    def window(self) -> Window:
        """The last twelve whole months, or as many as there are."""
        since = max(_months_before(self.end, YEAR_MONTHS), _month_from(self.first))
        months = (self.end.year - since.year) * 12 + self.end.month - since.month
        if months <= 0:
            return Window(self.first, self.horizon, 0)
        return Window(since, self.end, months)

    @staticmethod
    def _rates(currency: str, since: date, until: date) -> Mapping[date, Decimal]:
        """What one unit of a currency was worth in US dollars, by day."""
        return finance.published_rates(currency=currency, base=USD, since=since, until=until)

    def trial(self, mode: ModeName) -> dict[str, object]:
        """What was measured of one mode; None is unknown."""
        amounts = self._of(mode)
        begun = min(one.day for one in amounts if one.kind == "sale")
        year = [one for one in amounts if self.window.since <= one.day < self.window.until]
        sales = self._late_months(amounts, begun)
        return {
            "form": self._form(mode),
            "months": float(round(Decimal((self.horizon - begun).days) / _MONTH_DAYS, 1)),
            "orders": orders.placed(by="mode", until=self.horizon).get(mode, 0),
            "monthly_sales": _range(sales),
            "lowest_month": float(round(min(sales), 2)) if sales else None,
            "ad_share": _share(_stated(year, "advertising"), _revenue(year)),
            "return_rate": _returned(year),
            "margin": self._margin(mode, year),
        }

    def countries(self) -> list[str]:
        """Where most is sold, the most first; stray orders left out."""
        totals: dict[str, Decimal] = {}
        for currency, ids in self._by_currency().items():
            where, worth = self._sales(ids), self.worth(currency)
            for one in finance.sums(by="market", where=where, currency=currency):
                if is_country(one.key) and worth is not None:
                    totals[one.key] = totals.get(one.key, Decimal(0)) + one.minor * worth
        whole = sum(totals.values())
        best = sorted(totals, key=lambda key: (-totals[key], key))
        return [key for key in best if totals[key] >= COUNTRY_SHARE * whole][:COUNTRIES_MAX]

    def main_platform_share(self) -> float | None:
        """How much of all sales the largest platform makes; None where no platform sells."""
        totals: dict[str, Decimal] = {}
        for currency, ids in self._by_currency().items():
            where, worth = self._sales(ids), self.worth(currency)
            if worth is None:
                return None
            platform = {str(one.id): self._platform(one) for one in self._channels}
            for one in finance.sums(by="channel", where=where, currency=currency):
                name = platform[one.key]
                totals[name] = totals.get(name, Decimal(0)) + one.minor * worth
        own = totals.pop("", Decimal(0))
        if not totals:
            return None
        return _share(max(totals.values()), own + sum(totals.values()))

    def season(self) -> str | None:
        """When it sells, from the last two years of whole months; None where there are fewer."""
        since = _months_before(self.end, SEASON_MONTHS)
        if _month_from(self.first) > since:
            return None
        by_month: dict[int, Decimal] = dict.fromkeys(range(1, 13), Decimal(0))
        for mode in self.modes:
            for one in self._of(mode):
                if since <= one.day < self.end and one.layer == "revenue":
                    if one.usd is None:
                        return None
                    by_month[one.day.month] += one.usd
        usual = sum(by_month.values(), Decimal(0)) / 12
        if usual <= 0:
            return None
        heights = {
            name: sum((by_month[month] for month in months), Decimal(0)) / len(months) / usual
            for name, months in SEASONS.items()
        }
        best = max(heights, key=lambda name: heights[name])
        if heights[best] >= PEAK:
            return best
        # A single high month that is none of these seasons is a festival's.
        return "festival" if max(by_month.values()) >= 2 * PEAK * usual else "flat"

    def _of(self, mode: ModeName) -> list[Amount]:
        if mode not in self._read:
            groups = self._by_currency(mode)
            self._read[mode] = [
                one for currency, ids in groups.items() for one in self._amounts(currency, ids)
            ]
        return self._read[mode]

    @cached_property
    def _read(self) -> dict[ModeName, list[Amount]]:
        return {}

    def _amounts(self, currency: str, ids: tuple[int, ...]) -> list[Amount]:
        where = Filter(until=self.horizon, channels=ids)
        found = finance.sums(by="day", where=where, currency=currency)
        if not found:
            return []
        days = [date.fromisoformat(one.key) for one in found]
        rates = self._rates(currency, min(days), max(days))
        scale = Decimal(10) ** -money.exponent(currency)
        return [
            Amount(day, one.kind, one.layer, _usd(one, rates.get(day), scale), one.units)
            for day, one in zip(days, found, strict=True)
        ]

    def _by_currency(self, mode: ModeName | None = None) -> dict[str, tuple[int, ...]]:
        """The channels, of one mode or all, by the currency that their books are kept in."""
        meant = [one for one in self._channels if mode is None or one.mode == mode]
        meant.sort(key=lambda one: (one.base_currency, one.id))
        return {
            currency: tuple(one.id for one in group)
            for currency, group in groupby(meant, key=lambda one: one.base_currency)
        }

    def _sales(self, ids: tuple[int, ...]) -> Filter:
        window = self.window
        return Filter(since=window.since, until=window.until, channels=ids, kinds=("sale",))

    def worth(self, currency: str) -> Decimal | None:
        """What a minor unit was worth in US dollars, in the mean of the window's days."""
        window = self.window
        found = self._rates(currency, window.since, window.until - timedelta(days=1))
        if not found:
            return None
        mean = sum(found.values(), Decimal(0)) / len(found)
        return mean * Decimal(10) ** -money.exponent(currency)

    def _late_months(self, amounts: Sequence[Amount], begun: date) -> list[Decimal]:
        """Net sales of each of the last whole months, as many as there are; none if unknown."""
        since = max(_months_before(self.end, LATE_MONTHS), _month_from(begun))
        months: dict[date, Decimal] = {}
        month = since
        while month < self.end:
            months[month] = Decimal(0)
            month = _months_before(month, -1)
        for one in amounts:
            if since <= one.day < self.end and one.layer == "revenue":
                if one.usd is None:
                    return []
                months[one.day.replace(day=1)] += one.usd
        return list(months.values())

    def _margin(self, mode: ModeName, year: Sequence[Amount]) -> float | None:
        """What is left of net sales, where costs and fees are known; else None."""
        ids = tuple(one.id for one in self._channels if one.mode == mode)
        where = Filter(since=self.window.since, until=self.window.until, channels=ids)
        covered = finance.coverage(where=where).share
        revenue, goods, selling = (_layer(year, name) for name in ("revenue", "goods", "selling"))
        if covered is None or covered < COVERED or not revenue or not goods or not selling:
            return None
        marketing = _layer(year, "marketing") or Decimal(0)
        return _share(revenue + goods / covered + selling + marketing, revenue)

    def _form(self, mode: ModeName) -> str | None:
        """The form of most orders, where the platform and the terms of its channels tell."""
        counts = orders.counts_by_channel()
        meant = [one for one in self._channels if one.mode == mode]
        first = max(meant, key=lambda one: (counts.get(one.id, 0), -one.id))
        form = FORMS.get((first.platform.lower(), first.commercial_model), "")
        return form if form.startswith(mode) else None

    @staticmethod
    def _platform(channel: ChannelRef) -> str:
        """The platform that could close it; empty where nobody but the seller could."""
        if channel.mode not in {"marketplace", "social"}:
            return ""
        return channel.platform or channel.key


def _modes(found: Iterable[ChannelRef]) -> list[ModeName]:
    modes: dict[str, ModeName] = {
        "marketplace": "marketplace",
        "storefront": "storefront",
        "distribution": "distribution",
        "social": "social",
    }
    return list(dict.fromkeys(modes[one.mode] for one in found if one.mode in modes))


def _usd(one: Sum, rate: Decimal | None, scale: Decimal) -> Decimal | None:
    # Some of what it sums may be unknown already: then the sum is not all of it.
    return None if rate is None or one.rateless else one.minor * scale * rate


def _total(amounts: Iterable[Amount], fits: Callable[[Amount], bool]) -> Decimal | None:
    """The sum; None where nothing fits or a part of it is unknown."""
    found = [one.usd for one in amounts if fits(one)]
    known = [usd for usd in found if usd is not None]
    return sum(known, Decimal(0)) if found and len(known) == len(found) else None


def _layer(amounts: Iterable[Amount], layer: str) -> Decimal | None:
    return _total(amounts, lambda one: one.layer == layer)


def _revenue(amounts: Iterable[Amount]) -> Decimal | None:
    return _layer(amounts, "revenue")


def _stated(amounts: Iterable[Amount], kind: str) -> Decimal | None:
    """What a cost came to, as a positive number; None where nobody has stated any."""
    found = _total(amounts, lambda one: one.kind == kind)
    return None if found is None else -found


def _returned(amounts: Sequence[Amount]) -> float | None:
    """Units that came back of units sold; by value where refunds name no units."""
    sold = sum(one.units for one in amounts if one.kind == "sale")
    back = sum(-one.units for one in amounts if one.kind == "refund")
    if sold > 0 and back > 0:
        return _share(Decimal(back), Decimal(sold))
    return _share(_stated(amounts, "refund"), _total(amounts, lambda one: one.kind == "sale"))


def _share(part: Decimal | None, whole: Decimal | None) -> float | None:
    if part is None or whole is None or whole <= 0:
        return None
    return float(round(part / whole, 4))


def _range(months: Sequence[Decimal]) -> Quantity:
    if not months:
        return None
    low, high = float(round(min(months), 2)), float(round(max(months), 2))
    likely = float(round(sum(months, Decimal(0)) / len(months), 2))
    return likely if low == high else Range(low=low, likely=likely, high=high)


def _months_before(day: date, months: int) -> date:
    """The first of the month so many months before."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _month_from(day: date) -> date:
    """The first day of the first month that lies wholly from a day on."""
    return day if day.day == 1 else _months_before(day, -1)


def _nested(said: Mapping[str, object]) -> dict[str, object]:
    """`{"product.price": 3}` as `{"product": {"price": 3}}`; trials are put in by themselves."""
    found: dict[str, object] = {}
    for key, value in said.items():
        part, _, name = key.partition(".")
        if "." not in name:
            inner = found.setdefault(part, {})
            if isinstance(inner, dict):
                inner[name] = value
    return found
