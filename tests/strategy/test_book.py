"""What a book knows of its seller: exact figures where it knows, nothing where it does not."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from currency_converter import CurrencyConverter, RateNotFoundError

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.finance import services as finance
from argosy.finance.types import StatedCost
from argosy.intake import queries as imports
from argosy.intake import services as intake
from argosy.intake.types import OrderDocument, OrderLine
from argosy.strategy.book import from_book
from argosy.strategy.contradictions import contradictions
from argosy.strategy.errors import NothingSold
from argosy.strategy.profiles import read_profile, write_profile
from argosy.strategy.types import Profile, Range, Trial, Variant

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
RECORDED = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def entity(db: None) -> int:
    return company.create_entity(key="main", title="Main", currency="USD", country="US", now=NOW)


@pytest.fixture
def open_channel(entity: int) -> Callable[..., int]:
    def open_one(key: str, mode: str, **what: object) -> int:
        given = {"currency": "USD", "zone": "UTC", "market": "US", "adopts_skus": True} | what
        new = NewChannel(key=key, title=key, entity=entity, mode=mode, **given)
        return channels.open_channel(new=new, now=NOW)

    return open_one


@pytest.fixture
def tell(entity: int) -> Callable[..., None]:
    runs = iter(range(1, 10_000))

    def call(channel: int, *documents: OrderDocument) -> None:
        intake.book(documents=documents, channel=channel, run=next(runs), file=0, now=RECORDED)

    return call


def goods(
    at: datetime, quantity: int, price: str, sku: str = "CUP", market: str = "US", **what: object
) -> OrderLine:
    given = {"currency": "USD"} | what
    return OrderLine(
        line_class="merchandise" if quantity > 0 else "merchandise_return",
        occurred_at=at,
        sku=sku,
        title=sku.title(),
        quantity=quantity,
        unit_price=Decimal(price),
        market=market,
        country=market,
        **given,
    )


def charge(at: datetime, line_class: str, amount: str, currency: str = "USD") -> OrderLine:
    return OrderLine(
        line_class=line_class,
        currency=currency,
        occurred_at=at,
        amount=Decimal(amount),
        market="US",
    )


def order(number: str, *lines: OrderLine, kind: str = "order") -> OrderDocument:
    market = next((one.market for one in lines if one.market), "US")
    return OrderDocument(
        external_id=number, kind=kind, lines=lines, placed_at=lines[0].occurred_at, market=market
    )


def noon(year: int, month: int, day: int = 5) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def test_an_empty_book_has_nothing_to_say(entity):
    with pytest.raises(NothingSold):
        from_book(now=NOW)


def test_a_book_of_two_ways_says_what_each_of_them_did(open_channel, tell):
    amazon = open_channel("amazon-us", "marketplace", platform="amazon")
    shop = open_channel("shop", "storefront")
    # Two years and two months back; the last three whole months are August to October.
    months = [noon(2024 + (9 + n) // 12, (9 + n) % 12 + 1) for n in range(25)]
    for at in months:
        units = 30 if at.month in {10, 11, 12} else 10
        tell(
            amazon,
            order(
                f"A-{at:%Y%m}",
                goods(at, units, "20.00"),
                charge(at, "advertising", f"-{units}.00"),
            ),
        )
    for at in months[-3:]:
        tell(shop, order(f"S-{at:%Y%m}", goods(at, 5, "24.00", sku="TRAY", market="DE")))
    tell(
        amazon,
        order("C-1", goods(noon(2026, 10, 20), -12, "20.00"), kind="credit"),
        order("A-now", goods(noon(2026, 11, 20), 1, "20.00")),
    )

    found = from_book(now=NOW)

    amazon_year = 12 * 10 + 3 * 20  # units sold from November 2025 to October 2026
    assert found.stage.trials == {
        "marketplace": Trial(
            form="marketplace_amazon",
            months=25.7,
            orders=26,
            monthly_sales=Range(low=200, likely=253.33, high=360),
            lowest_month=200,
            ad_share=round(amazon_year / (20 * (amazon_year - 12)), 4),
            return_rate=round(12 / amazon_year, 4),
        ),
        "storefront": Trial(
            months=3.7,
            orders=3,
            monthly_sales=120,
            lowest_month=120,
        ),
    }
    assert found.product.price == Range(low=20, likely=20, high=24)
    assert found.product.season == "year_end"
    assert found.product.unit_cost is None
    assert found.market.countries == ("US", "DE")
    assert found.stage.main_platform_share == round(3600 / 3960, 4)
    assert found.market.comparable_units == Range(low=1.25, likely=1.25, high=14)
    assert [one.title for one in found.products] == ["Cup", "Tray"]
    assert found.products[0] == Variant(
        title="Cup", price=20, comparable_units=14, return_rate=round(12 / amazon_year, 4)
    )
    assert (found.name, found.on, found.capital.cash) == ("Main", NOW.date(), None)
    assert found.from_book == (
        "product.price",
        "product.return_rate",
        "product.season",
        "market.countries",
        "market.comparable_units",
        "stage.trials",
        *(
            f"stage.trials.marketplace.{name}"
            for name in (
                *("form", "months", "orders", "monthly_sales", "lowest_month"),
                *("ad_share", "return_rate"),
            )
        ),
        *(
            f"stage.trials.storefront.{name}"
            for name in ("months", "orders", "monthly_sales", "lowest_month")
        ),
        "stage.main_platform_share",
        "products",
    )
    assert read_profile(content=write_profile(profile=found).encode()) == found
    assert contradictions(found) == []


def test_a_margin_is_known_only_where_costs_and_fees_are(open_channel, tell, entity):
    amazon = open_channel("amazon-us", "marketplace", platform="amazon")
    skus = catalogue.state_skus(stated=[StatedSku(code="CUP", title="Cup")], now=NOW)
    sold = [
        order(
            f"A-{month}",
            goods(noon(2026, month), 10, "20.00"),
            charge(noon(2026, month), "platform_fee", "-30.00"),
        )
        for month in (8, 9, 10)
    ]
    tell(amazon, *sold)
    tell(amazon, order("N-1", charge(noon(2026, 8), "note", "0"), kind="adjustment"))
    assert from_book(now=NOW).stage.trials["marketplace"].margin is None

    finance.keep_costs(
        costs=[
            StatedCost(
                sku=skus["CUP"],
                valid_from=date(2026, 1, 1),
                unit_cost=Decimal("5.50"),
                currency="USD",
                document=1,
                source_row=1,
            )
        ],
        now=NOW,
    )

    found = from_book(now=NOW)
    # 200 of sales, 55 of goods and 30 of fees in each month.
    assert found.stage.trials["marketplace"].margin == round(115 / 200, 4)
    assert found.product.unit_cost == 5.5
    assert found.products[0].unit_cost == 5.5
    assert "stage.trials.marketplace.margin" in found.from_book


def test_what_no_rate_is_known_of_stays_unknown(open_channel, tell, entity):
    shop = open_channel("shop", "storefront")
    for month in (8, 9, 10):
        tell(shop, order(f"S-{month}", goods(noon(2026, month), 5, "24.00")))
    tell(shop, order("V-1", goods(noon(2026, 9), 5, "600000", sku="TRAY", currency="VND")))

    trial = from_book(now=NOW).stage.trials["storefront"]

    assert (trial.orders, trial.monthly_sales, trial.lowest_month) == (4, None, None)
    assert from_book(now=NOW).product.price == 24  # of the goods whose price is known


def test_a_book_younger_than_a_month_knows_no_month(open_channel, tell):
    shop = open_channel("shop", "storefront")
    tell(shop, order("S-1", goods(noon(2026, 11, 20), 5, "24.00")))

    found = from_book(now=NOW)

    assert found.stage.trials == {"storefront": Trial(months=0.2, orders=1)}
    assert (found.product.price, found.market.comparable_units) == (24, None)
    assert (found.product.season, found.market.countries) == (None, ("US",))


def test_a_book_that_has_ended_is_read_as_of_its_last_sale(open_channel, tell):
    shop = open_channel("shop", "storefront")
    tell(shop, order("S-0", goods(noon(2024, 12, 31), 9, "10.00")))
    for month in (1, 2, 3, 4):
        tell(shop, order(f"S-{month}", goods(noon(2025, month), month, "10.00")))

    trial = from_book(now=NOW).stage.trials["storefront"]

    # Neither December nor April is whole in it: January to March.
    assert trial.monthly_sales == Range(low=10, likely=20, high=30)
    assert (trial.lowest_month, trial.months) == (10, 3.2)


def test_another_currency_is_turned_by_the_rate_of_its_day(tell, db):
    main = company.create_entity(key="uk", title="UK", currency="GBP", country="GB", now=NOW)
    new = NewChannel(
        key="shop", title="shop", entity=main, mode="storefront", currency="GBP", zone="UTC"
    )
    shop = channels.open_channel(new=new, now=NOW)
    days = [noon(2026, month) for month in (8, 9, 10)]
    for at in (noon(2026, 7), *days, noon(2026, 11)):
        tell(shop, order(f"S-{at:%m}", goods(at, 10, "10.00", currency="GBP", market="GB")))

    found = from_book(now=NOW).stage.trials["storefront"]

    worth = [100 * rate(at.date()) for at in days]
    assert found.monthly_sales == Range(
        low=float(round(min(worth), 2)),
        likely=float(round(sum(worth) / 3, 2)),
        high=float(round(max(worth), 2)),
    )


@cache
def rate(day: date) -> Decimal:
    """Dollars for a pound on the last day up to this one on which the ECB published."""
    while True:
        try:
            found = converter().convert(Decimal(1), "GBP", "USD", date=day)
        except RateNotFoundError:
            day -= timedelta(days=1)
        else:
            return round(Decimal(found), 8)


@cache
def converter() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)


@pytest.fixture(scope="module")
def retail() -> pl.DataFrame:
    """The merchandise of one day in ten of the real retailer, each invoice once."""
    shared = Path(os.environ.get("ARGOSY_SHARED") or Path(__file__).parents[3] / "shared")
    folder = shared / "data" / "online_retail"
    if not folder.is_dir():
        pytest.skip("Online Retail II is not here; set ARGOSY_SHARED to the folder that has it")
    found = pl.concat(
        [
            pl.read_parquet(folder / "online_retail_y2009_2010.parquet").filter(
                pl.col("InvoiceDate") < pl.datetime(2010, 12, 1)
            ),
            pl.read_parquet(folder / "online_retail_y2010_2011.parquet"),
        ]
    )
    sold = (pl.col("Quantity") > 0) & pl.col("InvoiceNo").str.contains(r"^\d+$")
    back = (pl.col("Quantity") < 0) & pl.col("InvoiceNo").str.starts_with("C")
    return found.filter(
        pl.col("InvoiceDate").dt.day().is_in([1, 2, 3])
        & pl.col("StockCode").str.contains(r"^\d{5}$")
        & (pl.col("UnitPrice") > 0)
        & (sold | back)
    )


def test_the_real_retailers_book_gives_its_own_figures(retail, tmp_path, db):
    company.create_entity(key="main", title="Main", currency="GBP", country="GB", now=NOW)
    path = tmp_path / "retail.parquet"
    retail.write_parquet(path)
    file = intake.receive_file(path=path, name=path.name, received_by=None, now=NOW)
    for run in intake.plan(path=path, file=file, by=None, now=NOW, profile=None, channel=None):
        intake.carry_out(run=run, clock=lambda: NOW)
        assert imports.run(run=run, now=NOW).state == "done"

    found = from_book(now=NOW)

    trial = found.stage.trials["storefront"]
    assert trial.orders == retail.filter(pl.col("Quantity") > 0)["InvoiceNo"].n_unique()
    # The last sale is of 2 December 2011: September to November are its last whole months.
    months = [worth_of(retail, 2011, month) for month in (9, 10, 11)]
    assert trial.monthly_sales == Range(
        low=float(round(min(months), 2)),
        likely=float(round(sum(months) / 3, 2)),
        high=float(round(max(months), 2)),
    )
    assert trial.lowest_month == float(round(min(months), 2))
    year = retail.filter(
        pl.col("InvoiceDate").is_between(
            pl.datetime(2010, 12, 1), pl.datetime(2011, 12, 1), closed="left"
        )
    )
    sold, back = year.filter(pl.col("Quantity") > 0), year.filter(pl.col("Quantity") < 0)
    assert trial.return_rate == round(-back["Quantity"].sum() / sold["Quantity"].sum(), 4)
    assert (trial.ad_share, trial.margin) == (None, None)
    assert (found.product.unit_cost, found.capital.cash) == (None, None)
    assert found.market.countries[0] == "GB"
    assert len(found.products) == 5
    assert isinstance(found, Profile)


def worth_of(retail: pl.DataFrame, year: int, month: int) -> Decimal:
    """Net sales of a month in dollars, from the rows themselves."""
    rows = retail.filter(
        (pl.col("InvoiceDate").dt.year() == year) & (pl.col("InvoiceDate").dt.month() == month)
    )
    total = Decimal(0)
    for at, quantity, price in rows.select("InvoiceDate", "Quantity", "UnitPrice").iter_rows():
        pence = round(Decimal(str(price)) * quantity, 2)
        total += pence * rate(at.date())
    return total
