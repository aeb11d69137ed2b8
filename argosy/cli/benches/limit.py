"""The hand-written limit of `argosy bench import`: the rows that we write, and nothing else.

Polars derives them and COPY writes them, into tables with our columns and indexes, in one
transaction. It knows both files beforehand and checks nothing: no evidence is kept, no bad cell is
looked for, nothing can be resumed, undone or imported twice, and no credit finds its sale.

`python -m argosy.cli.benches.limit DATABASE FILE FILE` prints what it did as JSON.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any

import polars as pl
import psycopg
from psycopg.sql import SQL, Identifier

from argosy.database.url import connect, resolve
from argosy.kernel import sql

ZONE = "Europe/London"
BEFORE_COUNT, CUSTOMER, SHRINKAGE = 1, 2, 3
NO_ARTICLE = r"^(POST|DOT|C2|C3|D|M|S|B|BANK CHARGES|AMAZONFEE|CRUK|ADJUST2?|TEST\d+|GIFT(_.*)?)$"
CODES = {
    **dict.fromkeys(("POST", "DOT", "C2", "C3"), "shipping_income"),
    "D": "discount",
    "M": "manual",
    "S": "sample",
    "B": "bad_debt",
    "CRUK": "donation",
    "BANK CHARGES": "bank_fee",
    "AMAZONFEE": "platform_fee",
    **dict.fromkeys(("ADJUST", "ADJUST2"), "adjustment"),
}
GOODS = {"merchandise": "sale", "free_goods": "sale", "merchandise_return": "refund"}
LOSSES = ["stock_write_off", "stock_found"]
MAKES_ORDER = [*GOODS, "shipping_income", "voucher"]
LAYERS = {
    **dict.fromkeys(("sale", "refund", "discount", "voucher", "shipping_income"), "revenue"),
    **dict.fromkeys(("bank_fee", "donation", "bad_debt"), "overhead"),
    **dict.fromkeys(("manual", "adjustment", "test"), "unassigned"),
    "platform_fee": "selling",
    "sample": "marketing",
}
SUMMED = ("market", "sku", "kind", "layer", "day")
ZERO, ONE, NO, EMPTY = pl.lit(0), pl.lit(1), pl.lit(value=False), pl.lit("")
OWNERS = {"entity": ONE, "channel": ONE, "mode": pl.lit("storefront")}
STATED = {"basis": pl.lit("stated"), "certainty": pl.lit("actual"), "currency": pl.lit("GBP")}

Frames = Iterator[tuple[str, pl.DataFrame]]


def main() -> None:
    """Write both files' rows into a company's database and say how many of each."""
    database, *files = sys.argv[1:]
    since, written = monotonic(), {}
    with connect(resolve(), database) as connection, connection.transaction():
        connection.execute(sql.text("cli/limit/tables").encode())
        for table, rows in _book(_lines([Path(name) for name in files])):
            _copy(connection, f"limit_{table}", rows)
            written[table] = rows.height
    sys.stdout.write(json.dumps({"seconds": monotonic() - since, "rows": written}))


def _copy(connection: "psycopg.Connection[Any]", table: str, rows: pl.DataFrame) -> None:
    encoded = BytesIO()
    rows.write_csv(encoded, include_header=False, datetime_format="%Y-%m-%d %H:%M:%S+00")
    columns = SQL(", ").join(map(Identifier, rows.columns))
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT csv)")
    with (
        connection.cursor() as cursor,
        cursor.copy(statement.format(Identifier(table), columns)) as copy,
    ):
        copy.write(encoded.getbuffer())


def _lines(files: Sequence[Path]) -> pl.DataFrame:
    """Every line of the union, with its class, its amount and the ids of what it speaks of."""
    first, second = (
        pl.read_parquet(path).with_row_index("row", offset=2).with_columns(file=pl.lit(number))
        for number, path in enumerate(files, start=1)
    )
    union = pl.concat([first, second.join(first, on="InvoiceNo", how="anti")])
    code, units = pl.col("StockCode").str.strip_chars().str.to_uppercase(), pl.col("Quantity")
    # In thousandths, because one price has three decimals; then half away from zero.
    mils = units * (pl.col("UnitPrice") * 1000).round().cast(pl.Int64)
    at = pl.col("InvoiceDate").dt.replace_time_zone(ZONE, ambiguous="earliest")
    return union.select(
        "file",
        pl.col("Description").str.strip_chars().fill_null("").alias("title"),
        code=code,
        customer="CustomerID",
        market="Country",
        invoice="InvoiceNo",
        source_row="row",
        quantity=units,
        unit_price="UnitPrice",
        document=pl.col("InvoiceNo").rank("dense").cast(pl.Int64),
        sku=code.rank("dense").cast(pl.Int64),
        line=pl.int_range(1, pl.len() + 1),
        amount_minor=mils.sign() * ((mils.abs() + 5) // 10),
        occurred_at=at.dt.convert_time_zone("UTC"),
        day=pl.col("InvoiceDate").dt.date(),
        kind=_class(code, units, pl.col("UnitPrice")),
    ).with_columns(goods=pl.col("kind").is_in(list(GOODS)))


def _class(code: pl.Expr, quantity: pl.Expr, price: pl.Expr) -> pl.Expr:
    """The class of a line, as the profile `online-retail` has it."""
    of = pl.lit
    return (
        pl.when(pl.col("InvoiceNo").str.starts_with("A"))
        .then(of("bad_debt"))
        .when(code.str.contains(NO_ARTICLE) & (price == 0))
        .then(of("note"))
        .when(code.is_in(list(CODES)))
        .then(code.replace(CODES))
        .when(code.str.contains(NO_ARTICLE))
        .then(pl.when(code.str.starts_with("T")).then(of("test")).otherwise(of("voucher")))
        .when((price == 0) & (quantity < 0))
        .then(of("stock_write_off"))
        .when((price == 0) & pl.col("CustomerID").is_null())
        .then(of("stock_found"))
        .when(price == 0)
        .then(of("free_goods"))
        .when(quantity < 0)
        .then(of("merchandise_return"))
        .otherwise(of("merchandise"))
    )


def _book(lines: pl.DataFrame) -> Frames:
    """Each table's rows, in the order of their keys."""
    now = pl.lit(datetime.now(UTC))
    documents = _documents(lines)
    orders = documents.filter("is_order")
    yield from _names(lines, now)
    yield "evidence_document", _evidence(documents, now)
    yield "orders_order", _orders(orders, now)
    yield "orders_line", _order_lines(lines.filter("goods"))
    yield "orders_fact", _facts(orders, now)
    yield "inventory_move", _moves(lines, now)
    postings = _postings(lines, now)
    yield "finance_posting", postings
    yield "finance_dailysum", _sums(postings, SUMMED)
    yield "finance_dailytotal", _sums(postings, [name for name in SUMMED if name != "sku"])


def _names(lines: pl.DataFrame, now: pl.Expr) -> Frames:
    """Whom and what the lines speak of."""
    buyers = lines.select("customer").drop_nulls().unique().sort("customer")
    yield "customers_customer", buyers.select(id="customer", created_at=now)
    yield (
        "customers_identity",
        buyers.select(id="customer", channel=ONE, external_key="customer", customer_id="customer"),
    )
    stocked = lines.filter(pl.col("goods") | pl.col("kind").is_in(LOSSES))
    last = stocked.sort("occurred_at").group_by("sku", "code").agg(pl.col("title").last())
    named = last.sort("sku")
    shared: dict[str, str | pl.Expr] = {"id": "sku", "title_as_of": now, "created_at": now}
    blank = ("barcode", "hs_code", "origin", "package_material")
    yield (
        "catalogue_sku",
        named.select(
            "code",
            "title",
            **shared,
            **dict.fromkeys(blank, EMPTY),
            is_kit=NO,
            adopted=pl.lit(value=True),
        ),
    )
    yield (
        "channels_listing",
        named.select(
            "title",
            **shared,
            channel_id=ONE,
            platform_sku="code",
            sku_id="sku",
            mapped_by=pl.lit("adopted"),
        ),
    )


def _documents(lines: pl.DataFrame) -> pl.DataFrame:
    said = pl.struct("code", "quantity", "unit_price", "occurred_at", "customer", "market")
    return (
        lines.with_columns(said=said.hash())
        .group_by("document", "invoice", maintain_order=False)
        .agg(
            pl.col("file", "customer", "market").first(),
            pl.col("occurred_at").min().alias("since"),
            pl.col("occurred_at").max().alias("until"),
            row_numbers=pl.col("source_row").cast(pl.String).str.join(","),
            # Sixteen digits four times over stand for the thirty-two bytes of a digest.
            digest=(pl.col("said").sum() % 10**16).cast(pl.String).str.zfill(16),
            total_minor=pl.col("amount_minor").sum(),
            refunded_minor=pl.col("amount_minor").filter(kind="merchandise_return").sum(),
            units=pl.col("quantity").filter("goods").sum(),
            is_order=pl.col("kind").is_in(MAKES_ORDER).any(),
        )
        .with_columns(
            kind=pl.col("invoice")
            .str.slice(0, 1)
            .replace_strict({"C": "credit", "A": "adjustment"}, default="order")
        )
        .sort("document")
    )


def _evidence(documents: pl.DataFrame, now: pl.Expr) -> pl.DataFrame:
    return documents.select(
        "kind",
        id="document",
        channel=ONE,
        external_id="invoice",
        digest=pl.concat_str(pl.lit("\\x"), *["digest"] * 4),
        file_id="file",
        row_numbers=pl.concat_str(pl.lit("{"), "row_numbers", pl.lit("}")),
        run="file",
        as_of="until",
        reference=EMPTY,
        state=pl.lit("applied"),
        received_at=now,
    )


def _orders(orders: pl.DataFrame, now: pl.Expr) -> pl.DataFrame:
    shipped = pl.when(kind="order").then("since")
    return orders.select(
        *("document", "kind", "market", "total_minor", "refunded_minor", "units"),
        id="document",
        entity_id=ONE,
        channel_id=ONE,
        external_id="invoice",
        customer_id="customer",
        currency=pl.lit("GBP"),
        country_label="market",
        placed_at="since",
        shipped_at=shipped,
        recorded_at=now,
    )


def _facts(orders: pl.DataFrame, now: pl.Expr) -> pl.DataFrame:
    told = (
        orders.with_columns(kind=pl.lit("placed")),
        orders.filter(kind="order").with_columns(kind=pl.lit("shipped")),
        orders.filter(pl.col("refunded_minor") != 0).with_columns(
            kind=pl.lit("refunded"), since="until"
        ),
    )
    in_order = pl.concat(told).sort("document", "since")
    return in_order.with_row_index("id", 1).select(
        *("id", "document", "kind"), order_id="document", occurred_at="since", recorded_at=now
    )


def _order_lines(goods: pl.DataFrame) -> pl.DataFrame:
    return goods.sort("document", "source_row").select(
        *("document", "source_row", "kind", "quantity", "unit_price"),
        *("amount_minor", "occurred_at"),
        id="line",
        order_id="document",
        listing_id="sku",
        sku_id="sku",
    )


def _moves(lines: pl.DataFrame, now: pl.Expr) -> pl.DataFrame:
    """Goods sent and taken back, losses and finds. Nobody has counted, so all is before a count."""
    moved = lines.filter(pl.col("goods") | pl.col("kind").is_in(LOSSES), pl.col("quantity") != 0)
    other = pl.when("goods").then(CUSTOMER).otherwise(SHRINKAGE)
    leaves = (pl.col("quantity") > 0) == pl.col("goods")
    return (
        moved.sort("document", "source_row")
        .with_row_index("id", 1)
        .select(
            *("id", "document", "source_row", "occurred_at"),
            entity_id=ONE,
            sku_id="sku",
            origin_id=pl.when(leaves).then(BEFORE_COUNT).otherwise(other),
            target_id=pl.when(leaves).then(other).otherwise(BEFORE_COUNT),
            quantity=pl.col("quantity").abs(),
            reason=pl.when("goods").then(pl.lit("ship")).otherwise(pl.lit("write_off")),
            holder=pl.when("goods").then("line"),
            recorded_at=now,
        )
    )


def _postings(lines: pl.DataFrame, now: pl.Expr) -> pl.DataFrame:
    priced = lines.filter(pl.col("amount_minor") != 0).with_columns(
        kind=pl.col("kind").replace(GOODS),
    )
    return (
        priced.sort("document", "source_row")
        .with_row_index("id", 1)
        .select(
            *("id", "market", "kind", "amount_minor", "day", "document", "source_row"),
            "occurred_at",
            **OWNERS,
            **STATED,
            listing=pl.when("goods").then("sku"),
            sku=pl.when("goods").then("sku"),
            order_line=pl.when("goods").then("line"),
            layer=pl.col("kind").replace(LAYERS),
            units=pl.when("goods").then("quantity").otherwise(0),
            base_minor="amount_minor",
            rate=ONE,
            rate_source=pl.lit("same"),
            rate_date="day",
            part=ZERO,
            revision=ZERO,
            recorded_at=now,
        )
    )


def _sums(postings: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return (
        postings.with_columns(pl.col("sku").fill_null(0))
        .group_by(by)
        .agg(pl.col("amount_minor", "units").sum(), postings=pl.len())
        .sort("day")
        .with_row_index("id", 1)
        .with_columns(
            **OWNERS,
            **STATED,
            base_minor="amount_minor",
            rateless_minor=ZERO,
            folded=pl.lit(value=True),
        )
    )


if __name__ == "__main__":
    main()
