"""Each shipped profile on a file of the vendor's shape, to the last amount."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from argosy.intake.profiles import Normalised, detect, load
from argosy.intake.profiles.parts import PARTS_SCHEMA, SCHEMAS, DocType, LineClass
from argosy.intake.reading import open_file

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
PAGES = Path(__file__).resolve().parents[3] / "docs" / "imports"
OF = {
    "shopify-orders": "shopify-orders.csv",
    "woocommerce-orders": "woocommerce-orders.csv",
    "amazon-all-orders": "amazon-all-orders.txt",
    "amazon-date-range-transactions": "amazon-date-range-transactions.en.csv",
    "ebay-orders": "ebay-orders.csv",
    "aliexpress-orders": "aliexpress-orders.csv",
    "etsy-orders": "etsy-orders.csv",
    "generic-orders": "generic-orders.csv",
    "cost-list": "cost-list.csv",
    "stock-count": "stock-count.csv",
    "product-costs": "product-costs.csv",
    "monthly-rates": "monthly-rates.csv",
}
Read = Callable[..., Normalised]
Line = tuple[int, int, str, str | None, int | None, str | None]


def lines(made: Normalised) -> list[Line]:
    """Row, part, class, SKU, quantity and amount (or price) of each part."""
    money = pl.coalesce("amount", "unit_price")
    chosen = made.parts.select("row_no", "part", "line_class", "sku", "quantity", money)
    return chosen.rows()


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def header(made: Normalised, key: str) -> dict[str, object]:
    return made.parts.filter(pl.col("doc_key") == key).row(0, named=True)


def test_every_shipped_profile_has_a_fixture_here_or_the_real_data():
    assert set(load()) == set(OF) | {"online-retail"}


@pytest.mark.parametrize("key", [*sorted(OF), "online-retail"])
def test_every_profile_has_its_page(key):
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    confirmed = "no" if not load()[key].confirmed else ""
    (line,) = [line for line in index.splitlines() if line.startswith(f"| `{key}` |")]
    assert line.split("|")[2].strip() == load()[key].document
    assert (line.split("|")[3].strip() == "no") == bool(confirmed)
    assert (PAGES / f"{key}.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("key", sorted(OF))
def test_a_fixture_is_recognised_and_gives_exactly_the_schema(read: Read, key):
    path = FIXTURES / OF[key]
    assert detect(source=open_file(path=path, name=path.name))[0].profile == key
    profile = load()[key]
    made = read(OF[key], key)
    assert made.parts.schema == SCHEMAS[profile.document]
    assert set(profile.title) == {"en", "zh"}
    assert profile.source
    if made.parts.schema == PARTS_SCHEMA:
        assert set(made.parts["line_class"]) <= set(LineClass)
        assert set(made.parts["doc_type"]) <= set(DocType)
        own = made.parts["part"] == 0
        assert (made.parts["content"] != "").equals(own)


@pytest.mark.parametrize("key", sorted(OF))
def test_frames_of_one_row_give_the_same_as_one_frame(read: Read, key):
    whole, cut = read(OF[key], key), read(OF[key], key, rows=1)
    assert whole.parts.equals(cut.parts)
    assert whole.problems.equals(cut.problems)


def test_shopify(read: Read):
    made = read("shopify-orders.csv", "shopify-orders")
    assert lines(made) == [
        (2, 0, "merchandise", "BOX-GREY", 2, "22.5"),
        (2, 1, "shipping", None, None, "5.99"),
        (2, 2, "tax", None, None, "5.49"),
        (2, 4, "discount", None, None, "-10"),
        (3, 0, "merchandise", "SHELF-1", 1, "26"),
        (4, 0, "merchandise", "WARD-1", 1, "119"),
        (4, 2, "tax", None, None, "19"),
        (4, 5, "refund", None, None, "-119"),
        (4, 102, "merchandise", None, None, "-19"),  # the price of the German order contains it
        (5, 0, "merchandise", "BOX-GREY", 1, "22.5"),
    ]
    first = header(made, "#1001")
    assert first["placed_at"] == at(2026, 2, 3, 18, 4, 12)
    assert first["paid_at"] == at(2026, 2, 3, 18, 5)
    assert first["shipped_at"] == at(2026, 2, 4, 17)
    assert header(made, "#1003")["cancelled_at"] == at(2026, 2, 6, 21, 30)
    assert (first["currency"], first["market"]) == ("USD", "US")
    assert json.loads(str(first["recipient"])) == {
        "name": "Buyer One",
        "phone": "+1 555 0100",
        "email": "buyer1@example.com",
        "lines": "1 Main St\nApt 2",
        "postcode": "01101",
        "city": "Springfield",
        "region": "MA",
    }
    second = made.parts.filter(pl.col("row_no") == 3).row(0, named=True)
    assert (second["currency"], second["paid_at"]) == ("USD", None)
    assert second["customer"] == first["customer"] == header(made, "#1003")["customer"]
    assert len(str(first["customer"])) == 64
    assert "@" not in made.parts["customer"].str.join("").item()


def test_woocommerce_counts_what_each_row_repeats_once(read: Read):
    made = read("woocommerce-orders.csv", "woocommerce-orders", rows=1)
    assert lines(made) == [
        (2, 0, "merchandise", "BAG-1", 2, "20"),
        (2, 1, "shipping", None, None, "4.9"),
        (2, 3, "tax", None, None, "7.2"),
        (3, 0, "merchandise", "HOOK-4", 1, "16"),
        (4, 0, "merchandise", "HOOK-4", 1, "16"),
    ]
    assert header(made, "901")["shipped_at"] == at(2026, 3, 2, 15)
    assert header(made, "902")["cancelled_at"] == at(2026, 3, 3, 20)
    assert json.loads(str(header(made, "901")["recipient"]))["name"] == "Kunde Eins"


def test_amazon_all_orders(read: Read):
    made = read("amazon-all-orders.txt", "amazon-all-orders")
    assert lines(made) == [
        (2, 0, "merchandise", "BOX-12", 2, "45.98"),
        (2, 1, "tax", "BOX-12", None, "3.68"),
        (2, 2, "shipping", None, None, "5.99"),
        (2, 3, "tax", None, None, "0.48"),
        (2, 6, "discount", "BOX-12", None, "-4"),
        (2, 7, "discount", None, None, "-5.99"),
        (3, 0, "merchandise", "HANG-50", 1, "24.99"),
        (3, 1, "tax", "HANG-50", None, "2"),
        (4, 0, "merchandise", "BOX-12", 1, "23.8"),
        (4, 1, "tax", "BOX-12", None, "3.8"),
        (4, 101, "merchandise", "BOX-12", None, "-3.8"),
        (5, 0, "merchandise", "BOX-12", 0, None),
        (6, 0, "merchandise", "BOX-12", 1, None),  # pending: its price is not known yet
    ]
    assert made.parts["title"][6] == '"Velvet" hangers'
    assert header(made, "111-0000001-0000001")["shipped_at"] == at(2026, 1, 6, 1, 2, 3)
    cancelled = header(made, "111-0000003-0000003")
    assert (cancelled["shipped_at"], cancelled["cancelled_at"]) == (None, at(2026, 1, 9, 11))
    assert header(made, "111-0000004-0000004")["shipped_at"] is None


def test_amazon_transactions_in_english(read: Read):
    made = read(OF["amazon-date-range-transactions"], "amazon-date-range-transactions")
    assert made.problems.is_empty()
    assert [line for line in lines(made) if line[2] != "note"] == [
        (9, 0, "merchandise", "BOX-12", 2, "45.98"),
        (9, 1, "tax", "BOX-12", None, "3.68"),
        (9, 2, "shipping", None, None, "5.99"),
        (9, 3, "tax", None, None, "0.48"),
        (9, 9, "discount", "BOX-12", None, "-5.99"),
        (9, 13, "tax", None, None, "-4.16"),
        (9, 14, "platform_fee", "BOX-12", None, "-6.9"),
        (9, 15, "fulfilment_fee", "BOX-12", None, "-10.2"),
        (10, 0, "refund", "BOX-12", 1, "-22.99"),
        (10, 1, "tax", "BOX-12", None, "-1.84"),
        (10, 13, "tax", None, None, "1.84"),
        (10, 14, "platform_fee", "BOX-12", None, "2.76"),
        (11, 17, "fulfilment_fee", None, None, "-120.5"),
        (12, 17, "fulfilment_fee", None, None, "-120.5"),
        (13, 16, "advertising", None, None, "-1250.75"),
        (14, 17, "transfer", None, None, "-5000"),
    ]
    assert set(made.parts["doc_type"]) == {"transaction"}
    assert set(made.parts["settlement"]) == {"19000000001"}
    assert made.parts["occurred_at"][0] == at(2026, 1, 5, 16, 12, 33)
    assert made.parts["reference"][0] == "111-0000001-0000001"


def test_amazon_transactions_in_german_take_currency_and_marks_from_the_file(read: Read):
    made = read(
        "amazon-date-range-transactions.de.csv", "amazon-date-range-transactions", currency="CNY"
    )
    assert made.problems.is_empty()
    assert [line for line in lines(made) if line[2] != "note"] == [
        (6, 0, "merchandise", "BOX-12", 1, "20"),
        (6, 1, "tax", "BOX-12", None, "3.8"),
        (6, 13, "tax", None, None, "-3.8"),
        (6, 14, "platform_fee", "BOX-12", None, "-3.57"),
        (6, 15, "fulfilment_fee", "BOX-12", None, "-4.12"),
        (7, 0, "refund", "BOX-12", 1, "-20"),
        (7, 1, "tax", "BOX-12", None, "-3.8"),
        (7, 13, "tax", None, None, "3.8"),
        (7, 14, "platform_fee", "BOX-12", None, "2.86"),
        (8, 16, "advertising", None, None, "-1234.56"),
        (9, 17, "transfer", None, None, "-2000"),
    ]
    assert set(made.parts["currency"]) == {"EUR"}


def test_equal_lines_of_a_statement_both_count_and_overlapping_reports_agree(tmp_path, read: Read):
    path = FIXTURES / OF["amazon-date-range-transactions"]
    preamble, rows = path.read_text().splitlines()[:8], path.read_text().splitlines()[8:]
    later = tmp_path / "later.csv"
    later.write_text("\n".join([*preamble, *rows[2:], rows[3]]) + "\n")
    profile = load()["amazon-date-range-transactions"]
    source = open_file(path=later, name="later.csv")
    reader = profile.bind(source=source)
    frames = [reader.normalise(one, zone="UTC", currency="USD").parts for one in source.frames(1)]
    second = pl.concat(frames).filter(pl.col("part") == 0)["doc_key"].to_list()
    first = read(path.name, profile.key).parts.filter(pl.col("part") == 0)["doc_key"].to_list()
    assert len(set(first)) == 6
    assert first[2].endswith("/1")
    assert first[3].endswith("/2")
    assert second[:4] == first[2:]
    assert second[4] == first[2].removesuffix("/1") + "/3"


def test_a_statement_whose_row_does_not_add_up(tmp_path):
    text = (FIXTURES / OF["amazon-date-range-transactions"]).read_text()
    path = tmp_path / "a.csv"
    path.write_text(text.replace('"28.88"', '"29.88"'))
    source = open_file(path=path, name="a.csv")
    made = load()["amazon-date-range-transactions"].bind(source=source)
    (frame,) = source.frames()
    problems = made.normalise(frame, zone="UTC", currency="USD").problems
    assert problems.select("row_no", "field", "code", "value").rows() == [
        (9, "total", "sum_differs", "29.88")
    ]


def test_ebay(read: Read):
    made = read("ebay-orders.csv", "ebay-orders")
    assert made.problems.is_empty()
    assert lines(made) == [
        (4, 0, "merchandise", "LAMP-W", 1, "45.99"),
        (4, 1, "shipping", None, None, "12"),
        (5, 0, "note", None, 3, "30"),  # the order's own row above its items
        (5, 1, "shipping", None, None, "5"),
        (6, 0, "merchandise", "HOOK-4", 2, "10"),
        (7, 0, "merchandise", "RAIL-1", 1, "10"),
    ]
    assert header(made, "12-34567-89012")["placed_at"] == at(2026, 7, 21)
    assert set(made.parts.filter(pl.col("row_no") > 4)["market"]) == {"GB"}


def test_aliexpress_takes_the_articles_of_one_cell_apart(read: Read):
    made = read("aliexpress-orders.csv", "aliexpress-orders", zone="Asia/Shanghai", currency="CNY")
    assert made.problems.is_empty()
    assert lines(made) == [
        (2, 0, "merchandise", "BOX-GREY", 2, "25"),
        (2, 1, "shipping", None, None, "3.5"),
        (2, 2, "discount", None, None, "-2"),
        (3, 0, "merchandise", None, None, "30"),  # of two articles: whose part is which is unknown
        (3, 200, "merchandise", "BOX-GREY", 1, "0"),
        (3, 201, "merchandise", "DIV-6", 3, "0"),
        (4, 0, "merchandise", "DIV-6", 1, "12.5"),
    ]
    assert made.parts["title"][0] == "Foldable storage box"
    assert set(made.parts["currency"]) == {"USD"}
    assert header(made, "3012345678901234")["placed_at"] == at(2026, 4, 1)
    assert header(made, "3012345678901247")["cancelled_at"] == at(2026, 4, 3, 1)


def test_etsy(read: Read):
    made = read("etsy-orders.csv", "etsy-orders")
    assert lines(made) == [
        (2, 0, "merchandise", "BASKET-L", 2, "18"),
        (2, 1, "discount", "BASKET-L", None, "-3.6"),
        (2, 2, "shipping", None, None, "6.5"),
        (3, 0, "merchandise", "LABEL-10", 1, "5"),
        (4, 0, "merchandise", "BASKET-L", 1, "18"),
        (4, 2, "shipping", None, None, "9"),
    ]
    assert header(made, "3001")["placed_at"] == at(2025, 8, 14)
    assert header(made, "3002")["shipped_at"] is None


@pytest.mark.parametrize("file", ["generic-orders.csv", "generic-orders.gb18030.csv"])
def test_a_distributor_s_list(read: Read, file):
    made = read(file, "generic-orders", zone="Asia/Shanghai", currency="USD")
    assert made.problems.is_empty()
    assert lines(made) == [
        (2, 0, "merchandise", "BOX-GREY", 100, "32.5"),
        (2, 1, "shipping", None, None, "200"),
        (2, 3, "discount", None, None, "-150"),
        (3, 0, "merchandise", "DIV-6", 1000, "4.2"),
        (4, 0, "merchandise", "BOX-GREY", 5, "35"),
        (5, 0, "merchandise_return", "BOX-GREY", -3, "32.5"),
    ]
    assert header(made, "D-001")["placed_at"] == at(2026, 5, 1, 2)
    assert header(made, "D-002")["cancelled_at"] == at(2026, 5, 3, 3)
    assert set(made.parts["currency"]) == {"CNY"}
    assert set(made.parts["market"]) == {"CN"}


def test_a_sheet_of_charges(read: Read):
    made = read("cost-list.csv", "cost-list")
    assert made.problems.is_empty()
    assert lines(made) == [
        (2, 0, "advertising", None, None, "-1058.72"),
        (3, 0, "fulfilment_fee", None, None, "-333.7"),
        (4, 0, "fulfilment_fee", None, None, "-333.7"),
        (5, 0, "platform_fee", None, None, "18"),
        (6, 0, "other", None, None, "-200"),
    ]
    keys = made.parts["doc_key"].to_list()
    assert keys[1].removesuffix("/1") == keys[2].removesuffix("/2")
    assert made.parts["currency"].to_list() == ["USD"] * 4 + ["CNY"]


def test_a_stock_count(read: Read):
    made = read("stock-count.csv", "stock-count", zone="Asia/Shanghai")
    assert made.parts.select("row_no", "sku", "place", "quantity", "counted_at").rows() == [
        (2, "BOX-GREY", "深圳仓", 1200, at(2026, 6, 29, 16)),
        (3, "BOX-GREY", "FBA US", 340, at(2026, 6, 29, 16)),
        (4, "DIV-6", "深圳仓", 5000, at(2026, 6, 29, 16)),
    ]
    assert made.problems.rows() == [(5, None, "盘点数量", "negative_quantity", "-2")]
    assert made.raw["商品编码"].to_list() == ["HOOK-4"]


def test_products_and_costs(read: Read):
    made = read("product-costs.csv", "product-costs", currency="CNY")
    box, divider, kit = made.parts.to_dicts()
    assert (box["unit_cost"], box["cost_currency"]) == ("32.5", "CNY")
    assert box["valid_from"] == date(2026, 1, 1)
    assert (box["title"], box["title_zh"]) == ("Storage box grey", "收纳箱 灰")
    assert [box[name] for name in ("weight_g", "length_mm", "width_mm", "height_mm")] == [
        1250,
        400,
        300,
        255,
    ]
    assert (divider["weight_g"], divider["origin"]) == (350, "CN")
    assert (kit["unit_cost"], kit["components"]) == (None, "BOX-GREY:1;DIV-6:6")
    assert made.problems.is_empty()


def test_monthly_rates(read: Read):
    made = read("monthly-rates.csv", "monthly-rates", currency="CNY")
    assert made.parts.drop("content").rows() == [
        (2, date(2026, 9, 1), "USD", "CNY", "7.1234"),
        (3, date(2026, 9, 1), "EUR", "CNY", "8.0567"),
        (4, date(2026, 10, 1), "USD", "CNY", "7.1301"),
    ]
