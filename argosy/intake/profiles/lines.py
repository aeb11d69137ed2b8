"""Orders and transactions: rows of fields made into parts."""

import hashlib

import polars as pl

from argosy.intake.profiles import cells
from argosy.intake.profiles.amounts import MONEY, itemised, parts_of, shaped, signed
from argosy.intake.profiles.countries import markets
from argosy.intake.profiles.parts import INSTANT
from argosy.intake.profiles.rules import condition, decide
from argosy.intake.profiles.spec import PARTS_OF_RECIPIENT, ProfileSpec
from argosy.intake.profiles.state import Found, Memory

TEXT_KINDS = frozenset({"text", "label", "code", "id", "buyer", "currency", "decimal", "items"})
_JOINED = {"name": " "}  # a first and a last name make one
FACTS = ("placed_at", "paid_at", "shipped_at", "cancelled_at", "changed_at")


def filled_down(values: pl.DataFrame, spec: ProfileSpec, memory: Memory) -> pl.DataFrame:
    """Give a document's later rows what only its first row states (fields with `fill`)."""
    names = [one.name for one in spec.fields if one.fill]
    if not names or "doc_key" not in values.columns or values.is_empty():
        return values
    values = values.with_columns(pl.col(name).forward_fill().over("doc_key") for name in names)
    for name in names:
        key, value = memory.last.get(name, ("", None))
        if value is not None:
            carried = pl.col(name).is_null() & (pl.col("doc_key") == key)
            values = values.with_columns(
                pl.when(carried).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
            )
        memory.last[name] = (values["doc_key"][-1] or "", values[name][-1])
    return values


def build(
    values: pl.DataFrame, spec: ProfileSpec, memory: Memory, currency: str
) -> tuple[pl.DataFrame, list[Found]]:
    """All parts of the rows, by row and part, and what is wrong with whole rows."""
    texts = frozenset(one.name for one in spec.fields if one.kind in TEXT_KINDS) | {"doc_type"}
    dtypes = dict(values.schema)
    content = pl.concat_str(
        [cells.as_content(one.name, dtypes[one.name]) for one in spec.fields], separator="\x1f"
    )
    rows = values.with_columns(
        content.alias("content"), decide(spec.doc_type, texts).alias("doc_type")
    )
    if spec.statement:
        rows = _keyed(rows, memory)
    rows = rows.with_columns(decide(spec.line_class, texts).alias("line_class"))
    rows = rows.with_columns(_head(rows, spec, currency, texts))
    rows, more = itemised(rows)
    parts = [_own_line(rows, spec), *more]
    for number, amount in enumerate(spec.amounts, start=1):
        parts += parts_of(rows, amount, number, memory, texts)
    if any(amount.once for amount in spec.amounts):
        memory.documents.update(rows["doc_key"].drop_nulls().unique().to_list())
    whole = pl.concat(parts).sort("row_no", "part") if len(parts) > 1 else parts[0]
    return whole, _sums(rows, whole, spec) + _unclassed(rows, whole)


def _keyed(rows: pl.DataFrame, memory: Memory) -> pl.DataFrame:
    """Lines without an id: settlement, content and the how-manieth equal line make the key.

    So overlapping reports agree on the lines they share, and equal lines of one report all count.
    """
    keys = []
    for settlement, content in rows.select("settlement", "content").iter_rows():
        digest = hashlib.sha256(content.encode()).hexdigest()[:32]
        nth = memory.seen[digest] = memory.seen.get(digest, 0) + 1
        keys.append(f"{settlement or ''}/{digest}/{nth}")
    return rows.with_columns(pl.Series("doc_key", keys, dtype=pl.String))


def _head(
    rows: pl.DataFrame, spec: ProfileSpec, currency: str, texts: frozenset[str]
) -> list[pl.Series]:
    """What all parts of a row share: currency, facts, market, recipient."""
    height = rows.height
    found = {fact: pl.Series(fact, [None] * height, dtype=INSTANT) for fact in FACTS}
    for fact in FACTS:
        if fact in rows.columns:
            found[fact] = rows[fact]
    for one in spec.facts:
        holds = condition(one.tests, texts)
        known = rows.select(pl.when(holds).then(pl.col(one.field)).alias(one.fact)).to_series()
        found[one.fact] = known.fill_null(found[one.fact])
    money = rows["currency"] if "currency" in rows.columns else cells.no_codes(height)
    country = rows["country"] if "country" in rows.columns else cells.no_codes(height)
    return [
        *found.values(),
        money.fill_null(spec.currency or currency).alias("currency"),
        markets(country).alias("market"),
        _recipient(rows).alias("recipient"),
    ]


def _recipient(rows: pl.DataFrame) -> pl.Series:
    """Name and address as JSON, null where the row has none."""
    columns: list[pl.Expr] = []
    for part in PARTS_OF_RECIPIENT:
        names = [
            name
            for name in rows.columns
            if name == f"recipient.{part}" or name.startswith(f"recipient.{part}.")
        ]
        if names:
            columns.append(
                pl.concat_str(names, separator=_JOINED.get(part, "\n"), ignore_nulls=True).alias(
                    part
                )
            )
    if not columns:
        return cells.no_codes(rows.height)
    whole = rows.select(pl.when(column != "").then(column) for column in columns)
    empty = whole.select(pl.all_horizontal(pl.all().is_null())).to_series()
    text = whole.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    return text.set(empty, None)


def _own_line(rows: pl.DataFrame, spec: ProfileSpec) -> pl.DataFrame:
    own = rows.with_columns(pl.lit(0, dtype=pl.Int16).alias("part"))
    if "amount" in rows.columns and spec.amount_sign != "keep":
        own = own.with_columns(signed(pl.col("amount"), spec.amount_sign).alias("amount"))
    return shaped(own)


def _sums(rows: pl.DataFrame, parts: pl.DataFrame, spec: ProfileSpec) -> list[Found]:
    """`sum_differs` where a row's amounts do not add up to the total that it states."""
    if spec.total is None:
        return []
    sums = parts.group_by("row_no").agg(pl.col("amount").cast(MONEY).sum().alias("sum"))
    stated = rows.select("row_no", pl.col(spec.total).cast(MONEY).alias("stated"))
    both = stated.join(sums, on="row_no", how="left", maintain_order="left")
    differs = pl.when(pl.col("sum") != pl.col("stated")).then(pl.lit("sum_differs"))
    return [Found(spec.total, both.select(differs).to_series())]


def _unclassed(rows: pl.DataFrame, parts: pl.DataFrame) -> list[Found]:
    """`unknown_class` where no rule of the profile says what the row is."""
    none = parts.filter(pl.col("line_class").is_null() | pl.col("doc_type").is_null())["row_no"]
    if none.is_empty():
        return []
    unknown = pl.when(pl.col("row_no").is_in(none.implode())).then(pl.lit("unknown_class"))
    return [Found("line_class", rows.select(unknown).to_series())]
