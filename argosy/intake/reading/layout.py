"""Where the header is, and which rows are no data: preambles, blank rows, 合计 rows."""

import re
from collections.abc import Sequence

import polars as pl

from argosy.intake.reading.errors import NoHeader, TooManyColumns
from argosy.intake.reading.source import EXTRA, Source

SEARCHED = 60  # rows looked at for a header
COLUMNS_MAX = 1_000
REMARK_FROM = 6  # columns; one sentence in a row of so many cells is no data
TOTALS = frozenset(
    (
        *("total", "totals", "grand total", "sum", "subtotal", "sub-total"),
        *("合计", "总计", "小计", "汇总", "合計", "総計", "小計", "總計"),
        *("summe", "gesamt", "gesamtsumme", "zwischensumme"),
        *("total général", "totale", "totales", "suma"),
    )
)
MONEY = re.compile(r"^(?:[A-Z]{2,3} ?)?[￥¥$€£]? ?[\d.,+\-()]+(?: ?[A-Z]{3})?$")
NUMBERLIKE = re.compile(r"^[\s\d.,:/%+\-()￥¥$€£]+$")


def header_index(rows: Sequence[Sequence[str]], name: str) -> int:
    """Find the first row that names columns; what stands above it is a preamble.

    :raises NoHeader: when no row does.
    """
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows[:SEARCHED]]
    width = max((len(row) for row in filled), default=0)
    # A two-cell note above a forty-column table is no header; a header with a nameless column is.
    for share in (0.8, 0.6):
        for index, cells in enumerate(filled):
            distinct = len(set(cells)) * 2 >= len(cells)  # doubled names occur
            if len(cells) >= max(1, width * share) and distinct and not any(map(is_value, cells)):
                return index
    raise NoHeader(file=name)


def is_value(cell: str) -> bool:
    """Whether a cell can only be data: a number, an amount, a date."""
    return bool(NUMBERLIKE.match(cell)) and any(char.isdigit() for char in cell)


def unique_header(cells: Sequence[str], name: str, row: int) -> list[str]:
    """Name every column once; trailing columns without a name are dropped.

    :raises TooManyColumns: above the limit.
    """
    names = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMNS_MAX:
        raise TooManyColumns(file=name, row=row, columns=len(names), limit=COLUMNS_MAX)
    taken = {"row_no"}  # ours
    for position, column in enumerate(names):
        label, count = column or f"#{position + 1}", 1
        while label in taken:
            count += 1
            label = f"{column or '#'} ({count})"
        taken.add(label)
        names[position] = label
    return names


def data_rows(frame: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Leave out blank rows, total rows and repeated headers, and note each."""
    bare = [pl.col(name).str.strip_chars() for name in source.header]
    first = pl.coalesce([pl.when(cell != "").then(cell) for cell in bare])
    label = first.str.to_lowercase().str.strip_chars_end(":： ")
    filled = pl.sum_horizontal([(cell != "").fill_null(value=False) for cell in bare])
    doubtful = (filled < 2) | label.is_in(list(TOTALS)) | (first == source.header[0])  # noqa: PLR2004
    left_out = []
    for row in frame.filter(doubtful).iter_rows(named=True):
        cells = [(row[name] or "").strip() for name in source.header]
        if reason := _no_data(cells, source.header):
            left_out.append(row["row_no"])
            source.skip(row["row_no"], reason, " ".join(filter(None, cells)))
    return frame.filter(~pl.col("row_no").is_in(left_out)) if left_out else frame


def _no_data(cells: Sequence[str], header: Sequence[str]) -> str | None:
    filled = [cell for cell in cells if cell]
    if not filled:
        return "blank"
    if list(cells) == list(header):
        return "repeated_header"
    if len(filled) == 1 and len(header) >= REMARK_FROM and re.search(r"\S[\s:：]+\S", filled[0]):
        return "remark"  # `83 record(s) downloaded`, `导出时间：…` below a wide table
    # Only numbers may stand beside the word: an order of an article called Total is kept.
    label, *amounts = filled
    is_total = label.lower().rstrip(":： ") in TOTALS and all(
        is_value(cell) or MONEY.match(cell) for cell in amounts
    )
    return "total" if is_total else None


def text_frame(
    columns: Sequence[Sequence[str | None]], header: Sequence[str], row_nos: Sequence[int]
) -> pl.DataFrame:
    """Columns of text as a frame; cells beyond the header stand joined under `EXTRA`."""
    named = {
        name: pl.Series(cells, dtype=pl.String)
        for name, cells in zip(header, columns, strict=False)
    }
    frame = pl.DataFrame(named | {"row_no": pl.Series(row_nos, dtype=pl.Int64)})
    if len(columns) > len(header):
        beyond = columns[len(header) :]
        joined = [
            " ".join(filter(None, cells)).strip() or None for cells in zip(*beyond, strict=True)
        ]
        frame = frame.with_columns(pl.Series(EXTRA, joined, dtype=pl.String))
    return frame
