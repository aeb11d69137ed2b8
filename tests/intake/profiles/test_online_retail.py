"""The real input: no penny lost, no row unexplained, whatever container it comes in."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from argosy.intake.profiles import Normalised, detect, load
from argosy.intake.profiles.parts import PARTS_SCHEMA
from argosy.intake.reading import open_file

YEARS = ("y2009_2010", "y2010_2011")
PENNY = Decimal("0.01")

# Rows and units by class, of each file on its own. docs/imports/online-retail.md gives the reasons.
CLASSES = {
    "y2009_2010": {
        ("order", "merchandise"): (509_260, 5_825_568),
        ("credit", "merchandise_return"): (9_582, -209_861),
        ("order", "stock_write_off"): (2_119, -361_120),
        ("order", "shipping"): (1_620, 3_171),
        ("order", "stock_found"): (1_506, 176_259),
        ("order", "manual"): (559, 2_830),
        ("credit", "manual"): (294, -1_384),
        ("credit", "shipping"): (110, -163),
        ("credit", "discount"): (95, -1_874),
        ("order", "voucher"): (46, 47),
        ("credit", "bank_fee"): (42, -52),
        ("credit", "sample"): (40, -40),
        ("order", "adjustment"): (39, 39),
        ("order", "note"): (34, -2_470),
        ("credit", "adjustment"): (31, -31),
        ("order", "free_goods"): (28, 859),
        ("order", "bank_fee"): (23, 23),
        ("order", "test"): (10, 51),
        ("credit", "platform_fee"): (7, -7),
        ("order", "discount"): (5, 196),
        ("credit", "test"): (4, -5),
        ("adjustment", "bad_debt"): (3, 3),
        ("order", "platform_fee"): (2, 2),
        ("order", "sample"): (1, 1),
        ("credit", "voucher"): (1, -1),
    },
    "y2010_2011": {
        ("order", "merchandise"): (527_761, 5_577_103),
        ("credit", "merchandise_return"): (8_704, -272_030),
        ("order", "shipping"): (1_973, 3_998),
        ("order", "stock_write_off"): (1_336, -206_957),
        ("order", "stock_found"): (1_128, 54_147),
        ("order", "manual"): (322, 7_225),
        ("credit", "manual"): (244, -4_066),
        ("credit", "shipping"): (129, -150),
        ("credit", "discount"): (77, -1_194),
        ("credit", "sample"): (61, -61),
        ("order", "free_goods"): (34, 13_878),
        ("credit", "platform_fee"): (32, -32),
        ("order", "voucher"): (31, 33),
        ("credit", "bank_fee"): (25, -25),
        ("order", "note"): (17, 4_578),
        ("credit", "donation"): (16, -16),
        ("order", "bank_fee"): (12, 12),
        ("adjustment", "bad_debt"): (3, 3),
        ("order", "platform_fee"): (2, 2),
        ("order", "sample"): (2, 2),
    },
}


def made_of(path: Path) -> Iterator[Normalised]:
    source = open_file(path=path, name=path.name)
    assert detect(source=source)[0].profile == "online-retail"
    reader = load()["online-retail"].bind(source=source)
    for frame in source.frames():
        yield reader.normalise(frame, zone="Europe/London", currency="GBP")


@pytest.fixture(scope="module")
def books(retail: Path) -> dict[str, pl.DataFrame]:
    """Both files as parts. How fast that is, is for `argosy bench import` to say."""
    found = {}
    for year in YEARS:
        made = list(made_of(retail / f"online_retail_{year}.parquet"))
        assert all(one.problems.is_empty() and one.raw.is_empty() for one in made)
        found[year] = pl.concat([one.parts for one in made])
    return found


def test_every_row_is_one_part_and_nothing_is_refused(books):
    assert {year: book.height for year, book in books.items()} == {
        "y2009_2010": 525_461,
        "y2010_2011": 541_909,
    }
    for book in books.values():
        assert book.schema == PARTS_SCHEMA
        assert book["row_no"].is_sorted()
        assert book["row_no"][0] == 2
        assert book["row_no"].n_unique() == book.height
        assert (book["part"] == 0).all()


@pytest.mark.parametrize("year", YEARS)
def test_classes(books, year):
    counted = (
        books[year]
        .group_by("doc_type", "line_class")
        .agg(pl.len().alias("rows"), pl.col("quantity").sum().alias("units"))
    )
    assert {(row[0], row[1]): (row[2], row[3]) for row in counted.rows()} == CLASSES[year]


@pytest.mark.parametrize(
    ("year", "total"), [("y2009_2010", "9539484.62"), ("y2010_2011", "9747747.93")]
)
def test_no_penny_is_lost(books, retail, year, total):
    """The sum over parts is the sum over rows, each rounded half away from zero to the penny.

    Fourteen cushion pads at a tenth of a penny make 0.014 in the first file and round to nothing.
    """
    raw = pl.read_parquet(retail / f"online_retail_{year}.parquet")
    prices = raw["UnitPrice"].cast(pl.String).to_list()
    rows = zip(raw["Quantity"].to_list(), map(Decimal, prices), strict=True)
    wanted = sum((quantity * price).quantize(PENNY, ROUND_HALF_UP) for quantity, price in rows)

    book = books[year]
    assert book["amount"].is_null().all()
    lines = zip(book["quantity"].to_list(), map(Decimal, book["unit_price"].to_list()), strict=True)
    made = sum((quantity * price).quantize(PENNY, ROUND_HALF_UP) for quantity, price in lines)
    assert made == wanted == Decimal(total)


def test_the_overlap_is_the_same_to_the_letter(books):
    """The files share 1,088 invoices that differ in nothing but blanks: their hashes agree."""
    first, second = (
        book.group_by("doc_key").agg(pl.col("content").sort().str.join("\x1e"), pl.len())
        for book in books.values()
    )
    both = first.join(second, on="doc_key")
    assert both.height == 1_088
    assert both["len"].sum() == 22_523
    assert (both["content"] == both["content_right"]).all()


def test_the_page_states_the_counts_of_the_union(books):
    """docs/imports/online-retail.md is held to the data: rows, units and pounds of each class."""
    first, second = books.values()
    known = first["doc_key"].unique().implode()
    union = pl.concat([first, second.filter(~pl.col("doc_key").is_in(known))])
    page = Path(__file__).resolve().parents[3] / "docs" / "imports" / "online-retail.md"
    stated = {
        found[1]: tuple(Decimal(found[at].replace(",", "").replace("−", "-")) for at in (2, 3, 4))
        for found in re.finditer(
            r"^\| `(\w+)` \|.*\| ([\d,]+) \| ([−\d,]+) \| ([−\d,.]+) \|$",
            page.read_text(),
            re.MULTILINE,
        )
    }
    counted: dict[str, tuple[Decimal, Decimal, Decimal]] = {}
    columns = union.select("line_class", "quantity", "unit_price").rows()
    for line_class, quantity, price in columns:
        rows, units, pounds = counted.get(line_class, (Decimal(0),) * 3)
        line = (quantity * Decimal(price)).quantize(PENNY, ROUND_HALF_UP)
        counted[line_class] = (rows + 1, units + quantity, pounds + line)
    assert stated == counted
    assert sum(found[2] for found in counted.values()) == Decimal("18909744.10")


def test_what_the_two_files_say_in_all(books):
    union = pl.concat([books["y2009_2010"].filter(pl.col("doc_key") != ""), books["y2010_2011"]])
    assert union["doc_key"].n_unique() == 53_628
    assert union["country"].n_unique() == 43
    nowhere = union.filter(pl.col("market").is_null())["country"].unique().sort().to_list()
    assert nowhere == ["Channel Islands", "European Community", "Unspecified", "West Indies"]
    assert set(union.filter(pl.col("country") == "EIRE")["market"]) == {"IE"}
    assert set(union.filter(pl.col("country") == "RSA")["market"]) == {"ZA"}
    assert set(union["currency"]) == {"GBP"}
    assert (union["sku"] == union["sku"].str.to_uppercase()).all()


def test_facts_and_types_of_documents(books):
    for book in books.values():
        letters = book.group_by("doc_type").agg(pl.col("doc_key").str.head(1).unique())
        initials = {kind: set(found) for kind, found in letters.rows()}
        assert initials["credit"] == {"C"}
        assert initials["adjustment"] == {"A"}
        assert all(letter.isdigit() for letter in initials["order"])
        assert (book["placed_at"] == book["occurred_at"]).all()
        orders = book["doc_type"] == "order"
        assert (book["shipped_at"].is_not_null() == orders).all()


def test_clocks_are_london_s(books):
    first = books["y2009_2010"].row(0, named=True)
    assert first["doc_key"] == "489434"
    assert first["occurred_at"].isoformat() == "2009-12-01T07:45:00+00:00"
    summer = books["y2010_2011"].filter(pl.col("doc_key") == "558638").row(0, named=True)
    assert summer["occurred_at"].utcoffset().total_seconds() == 0
    assert summer["occurred_at"].hour == 7  # 08:16 on the shop's clock


def test_uci_s_own_headers_and_containers_give_the_same_content(retail, tmp_path):
    raw = pl.read_parquet(retail / "online_retail_y2010_2011.parquet").gather_every(101)
    uci = raw.rename({"InvoiceNo": "Invoice", "UnitPrice": "Price", "CustomerID": "Customer ID"})
    raw.write_parquet(tmp_path / "a.parquet")
    uci.write_csv(tmp_path / "b.csv", datetime_format="%d/%m/%Y %H:%M")
    uci.write_csv(tmp_path / "c.csv", separator=";", datetime_format="%Y-%m-%d %H:%M:%S")
    parquet, english, german = (
        pl.concat([one.parts for one in made_of(tmp_path / name)])["content"]
        for name in ("a.parquet", "b.csv", "c.csv")
    )
    assert parquet.equals(english)
    assert parquet.equals(german)
