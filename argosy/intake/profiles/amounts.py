"""Further amounts on a row (shipping, tax, fees …), each as a part of its own."""

import polars as pl

from argosy.intake.profiles.articles import articles
from argosy.intake.profiles.parts import PARTS_SCHEMA
from argosy.intake.profiles.rules import condition, decide
from argosy.intake.profiles.spec import AmountSpec, Contained
from argosy.intake.profiles.state import Memory

MONEY = pl.Decimal(38, 6)
CONTAINED_FROM = 100  # parts that take a contained amount out of the prices
ITEMS_FROM = 200  # parts that are articles of one cell
NO_TEXT = pl.lit(None, dtype=pl.String)
NO_UNITS = pl.lit(None, dtype=pl.Int64)


def parts_of(
    rows: pl.DataFrame, spec: AmountSpec, number: int, memory: Memory, texts: frozenset[str]
) -> list[pl.DataFrame]:
    """The rows whose column holds an amount; where prices contain it, what takes it out again."""
    there = pl.col(spec.field).is_not_null() & (pl.col(spec.field) != "0")
    if spec.once:
        counted = pl.col("doc_key").is_in(list(memory.documents))
        there = there & pl.col("doc_key").is_first_distinct() & ~counted
    found = rows.filter(there)
    if found.is_empty():
        return []
    amount = signed(pl.col(spec.field), spec.sign)
    line_class = decide(spec.rules, texts)
    made = [shaped(_as_amount(found, spec, number, line_class, amount))]
    if spec.contained:
        inside = found.filter(_contains(spec.contained, spec.field, texts))
        back = signed(signed(pl.col(spec.field), spec.sign), "negate")
        holder = pl.lit(spec.contained.line_class)
        made.append(shaped(_as_amount(inside, spec, CONTAINED_FROM + number, holder, back)))
    return made


def _as_amount(
    rows: pl.DataFrame, spec: AmountSpec, number: int, line_class: pl.Expr, amount: pl.Expr
) -> pl.DataFrame:
    nothing = [] if spec.sku else [NO_TEXT.alias("sku"), NO_TEXT.alias("title")]
    return rows.with_columns(
        pl.lit(number, dtype=pl.Int16).alias("part"),
        pl.lit("").alias("content"),
        line_class.alias("line_class"),
        amount.alias("amount"),
        NO_UNITS.alias("quantity"),
        NO_TEXT.alias("unit_price"),
        *nothing,
    )


def _contains(spec: Contained, field: str, texts: frozenset[str]) -> pl.Expr:
    if spec.total is None:
        return condition(spec.tests, texts)
    whole = pl.sum_horizontal([pl.col(name).cast(MONEY).fill_null(0) for name in spec.of])
    # An order that is worth nothing says nothing: its tax is zero as well.
    stated = pl.col(spec.total).cast(MONEY)
    return ((stated == whole) & (pl.col(field) != "0")).fill_null(value=False)


def signed(amount: pl.Expr, sign: str) -> pl.Expr:
    """Decimal text with the sign that the seller's pocket sees."""
    bare = amount.str.strip_prefix("-")
    zero = bare == "0"
    if sign == "income":
        return bare
    if sign == "cost":
        return pl.when(zero).then(bare).otherwise(pl.concat_str(pl.lit("-"), bare))
    if sign == "negate":
        flipped = pl.when(amount.str.starts_with("-")).then(bare)
        return flipped.when(zero).then(bare).otherwise(pl.concat_str(pl.lit("-"), amount))
    return amount


def shaped(rows: pl.DataFrame) -> pl.DataFrame:
    """Exactly the columns of the schema; what the profile does not know is null."""
    return rows.select(
        pl.col(name).cast(dtype) if name in rows.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in PARTS_SCHEMA.items()
    )


def itemised(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Take the articles of one cell apart.

    One article is the row's own line. Of several the file does not say which part of the price is
    whose: their sale stands without an article (unassigned), the units are parts of their own.
    """
    if "items" not in rows.columns:
        return rows, []
    named = {cell: articles(cell) for cell in rows["items"].drop_nulls().unique().to_list()}
    own, more = [], []
    for row_no, cell in rows.select("row_no", "items").iter_rows():
        found = named.get(cell, ())
        alone = found[0] if len(found) == 1 else None
        own.append((alone.sku, alone.title, alone.quantity) if alone else (None, None, None))
        if not alone:
            more += [
                (row_no, ITEMS_FROM + at, one.sku, one.title, one.quantity)
                for at, one in enumerate(found)
            ]
    columns = pl.DataFrame(
        own, schema={"sku": pl.String, "title": pl.String, "quantity": pl.Int64}, orient="row"
    )
    rows = rows.with_columns(columns.get_columns())
    if not more:
        return rows, []
    schema = {"row_no": pl.Int64, "part": pl.Int16, "sku": pl.String}
    split = pl.DataFrame(
        more, schema=schema | {"title": pl.String, "quantity": pl.Int64}, orient="row"
    )
    shared = rows.drop("sku", "title", "quantity")
    parts = split.join(shared, on="row_no", how="left", maintain_order="left").with_columns(
        pl.lit("").alias("content"), pl.lit("0").alias("amount"), NO_TEXT.alias("unit_price")
    )
    return rows, [shaped(parts)]
