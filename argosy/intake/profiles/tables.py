"""Products, counts and rates: rows of fields made into rows of their own schemas."""

import polars as pl

from argosy.intake.profiles import cells
from argosy.intake.profiles.countries import markets
from argosy.intake.profiles.parts import SCHEMAS
from argosy.intake.profiles.spec import ProfileSpec


def build(values: pl.DataFrame, spec: ProfileSpec, currency: str) -> pl.DataFrame:
    """One row per row of the file, with exactly the columns of the document's schema."""
    dtypes = dict(values.schema)
    content = pl.concat_str(
        [cells.as_content(one.name, dtypes[one.name]) for one in spec.fields], separator="\x1f"
    )
    rows = values.with_columns(content.alias("content"))
    if "origin" in rows.columns:
        rows = rows.with_columns(markets(rows["origin"]).alias("origin"))
    for name in ("cost_currency", "base"):
        if name in SCHEMAS[spec.document]:
            known = pl.col(name) if name in rows.columns else pl.lit(None, dtype=pl.String)
            rows = rows.with_columns(known.fill_null(spec.currency or currency).alias(name))
    return rows.select(
        pl.col(name).cast(dtype) if name in rows.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in SCHEMAS[spec.document].items()
    )
