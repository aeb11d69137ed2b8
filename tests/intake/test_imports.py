"""Files through the front door: resumed, undone, mended, mapped; and the real retailer."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pytest
from django.db import connection

from argosy.channels import queries as channels
from argosy.evidence import queries as evidence
from argosy.evidence import services as evidence_services
from argosy.finance import queries as finance
from argosy.finance.types import Filter
from argosy.intake import booking, queries, services
from argosy.intake.errors import CannotUndo, ChannelNeeded, NoProfileFits, StillBad, UnknownProfile
from argosy.intake.reading import UnreadableFile
from argosy.inventory import services as inventory
from argosy.kernel import sql
from tests.intake.conftest import NOON, import_path, line, order, rolled_back

RETAIL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom
C536379,85123a,WHITE HEART ,-2,2010-12-01 09:41:00,2.55,17850,United Kingdom
536370,POST,POSTAGE,3,2010-12-01 08:45:00,18.00,12583,France
536370,22728,CLOCK,24,2010-12-01 08:45:00,3.75,12583,France
A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom
536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom
"""
WHOLE = Decimal("15.30") + Decimal("20.34") - Decimal("5.10") + 54 + 90 + Decimal("11062.06")


def stated() -> Decimal:
    found = finance.sums(by="kind", where=Filter(basis="stated"), currency="GBP")
    return Decimal(sum(one.minor for one in found)) / 100


def test_each_class_lands_as_what_it_is(import_text):
    view = import_text(RETAIL)

    assert (view.profile, view.state, view.new, view.quarantined) == ("online-retail", "done", 5, 0)
    assert stated() == WHOLE
    totals = {one.line_class: (one.lines, one.amount_minor) for one in view.totals}
    assert totals == {
        "merchandise": (3, 12564),
        "merchandise_return": (1, -510),
        "shipping": (1, 5400),
        "bad_debt": (1, 1106206),
        "stock_found": (1, 0),
    }
    book = queries.fingerprint()
    assert (book.orders, book.lines, book.moves, book.postings) == (3, 4, 5, 6)
    assert channels.market_labels() == {"FR": ["France"], "GB": ["United Kingdom"]}


def test_a_second_import_changes_nothing_and_says_so(import_text):
    import_text(RETAIL)
    before = queries.fingerprint()

    again = import_text(RETAIL, name="again.csv")

    assert (again.new, again.known, again.changed) == (0, 5, 0)
    assert queries.fingerprint() == before


def test_the_format_and_trailing_spaces_make_no_difference(import_text, tmp_path):
    import_text(RETAIL)
    path = tmp_path / "retail.parquet"
    pl.read_csv(io.StringIO(RETAIL), try_parse_dates=True).with_columns(
        pl.col("Description") + "  "
    ).write_parquet(path)

    assert import_path(path).known == 5


def test_undoing_takes_back_everything_that_only_this_import_brought(import_text):
    first = import_text(RETAIL)
    before = queries.fingerprint()
    rows = RETAIL.splitlines(keepends=True)
    more = "".join(
        [
            rows[0],
            rows[1],
            rows[2],
            "536999,71053,LANTERN,1,2010-12-02 10:00:00,3.39,17850,United Kingdom\n",
        ]
    )
    second = import_text(more, name="more.csv")

    preview = queries.undo_preview(run=second.id)
    assert (preview.documents, preview.kept, preview.orders, preview.postings) == (1, 0, 1, 1)
    assert services.undo(run=second.id, now=NOON) == 1
    assert queries.fingerprint() == before

    # What the second import has seen too outlives the undoing of the first.
    import_text(more, name="more-again.csv")
    services.undo(run=first.id, now=NOON)
    left = queries.fingerprint()
    assert (left.orders, left.postings) == (2, 3)


def test_what_was_undone_can_be_imported_again(import_text):
    first = import_text(RETAIL)
    before = queries.fingerprint()
    services.undo(run=first.id, now=NOON)
    assert stated() == 0
    assert queries.fingerprint().orders == 0

    again = import_text(RETAIL)

    assert again.new == 5
    assert queries.fingerprint() == before
    assert stated() == WHOLE


def test_undoing_twice_is_refused(import_text):
    first = import_text(RETAIL)
    services.undo(run=first.id, now=NOON)
    before = queries.fingerprint()
    with pytest.raises(CannotUndo):
        services.undo(run=first.id, now=NOON)
    assert queries.fingerprint() == before


def test_undoing_a_changed_order_lets_the_earlier_snapshot_speak_again(book, channel):
    book(order("S-1", line(quantity=2), shipped_at=NOON), as_run=1)
    before = queries.fingerprint()
    book(
        order("S-1", line(quantity=9), shipped_at=NOON, changed_at=NOON.replace(hour=20)), as_run=2
    )
    given_up = evidence_services.undo(run=2)
    facts = booking.channel_facts(channels.by_id(channel=channel), NOON)
    booking.settle_undone(given_up=given_up, facts=facts, now=NOON)

    assert queries.fingerprint() == before


def test_a_bad_row_sets_its_document_aside_and_blocks_nothing(import_text):
    bad = RETAIL.replace("71053,LANTERN,6", "71053,LANTERN,二")
    view = import_text(bad)

    assert (view.state, view.new, view.quarantined, view.quarantined_lines) == ("done", 4, 1, 2)
    (held,) = evidence.list_held(run=view.id, limit=9)
    assert held.external_id == "536365"
    assert [number for number, _ in held.rows] == [2, 3]
    (problem,) = held.problems
    assert (problem.row, problem.field, problem.value) == (3, "Quantity", "二")

    with pytest.raises(StillBad):
        services.mend(quarantined=held.id, cells={3: {"Quantity": "zwei"}}, by=None, now=NOON)
    assert evidence.count_held() == 1
    assert stated() == WHOLE - Decimal("15.30") - Decimal("20.34")

    services.mend(quarantined=held.id, cells={3: {"Quantity": "6"}}, by=None, now=NOON)
    assert evidence.count_held() == 0
    assert stated() == WHOLE
    assert queries.run(run=view.id, now=NOON).quarantined == 0


def test_mending_comes_to_the_same_as_a_good_file(import_text):
    import_text(RETAIL.replace("71053,LANTERN,6", "71053,LANTERN,二"))
    (held,) = evidence.list_held(run=None, limit=9)
    services.mend(quarantined=held.id, cells={3: {"Quantity": "6"}}, by=None, now=NOON)
    mended = queries.fingerprint()

    assert import_text(RETAIL, name="good.csv").known == 5
    assert queries.fingerprint() == mended


def test_the_rows_of_a_document_are_shown_as_they_came(import_text):
    import_text(RETAIL)
    ((document,),) = sql_of("SELECT document FROM orders_order WHERE external_id = '536365'")

    rows = queries.source_rows(document=document)

    assert rows.header[0] == "InvoiceNo"
    assert [number for number, _ in rows.rows] == [2, 3]
    assert rows.rows[1][1][:3] == ("536365", "71053", "LANTERN")


def test_products_map_cost_and_restock_what_was_sold_before(import_text, make_channel):
    make_channel("online-retail", platform="online-retail", adopts_skus=False)
    import_text(RETAIL)
    assert finance.coverage(where=Filter()).share == 0

    products = "SKU,Title,Unit cost,Currency\n85123a,Heart,1.00,GBP\n22728,Clock,2.00,GBP\n"
    view = import_text(products, name="products.csv", profile="product-costs")

    assert (view.state, view.new) == ("done", 2)
    # 4 hearts (6 sold, 2 back) and 24 clocks.
    assert finance.whole(where=Filter(), currency="GBP").goods == -5200
    assert queries.fingerprint().moves == 3


def test_a_count_makes_stock_known_and_a_later_one_moves_the_difference(import_text):
    counted = "SKU,Place,Quantity,Counted at\nBOX,深圳仓,40,2026-03-01\nLID,深圳仓,0,2026-03-01\n"
    import_text(counted, name="count.csv", profile="stock-count")
    assert levels() == {"BOX": 40, "LID": 0}

    import_text(
        counted.replace("40,2026-03-01", "37,2026-03-05"), name="c2.csv", profile="stock-count"
    )
    assert levels() == {"BOX": 37, "LID": 0}
    assert queries.fingerprint().moves == 2


def test_a_count_told_late_comes_to_the_same_as_one_told_in_time(import_text, make_channel, book):
    place = inventory.open_place(key="sz", title="SZ", kind="warehouse", country="CN", now=NOON)
    channel = make_channel("with-place", place=place)
    counted = "SKU,Place,Quantity,Counted at\nBOX,SZ,40,2026-03-01\n"
    before = order("S-1", line(quantity=9), shipped_at=datetime(2026, 2, 20, tzinfo=UTC))
    after = order("S-2", line(quantity=3), shipped_at=NOON)
    back = line(quantity=-1, line_class="merchandise_return")
    credit = order("C-1", back, kind="credit", placed_at=NOON)
    seen = []
    for late in (False, True):
        with rolled_back():
            if not late:
                import_text(counted, name="count.csv", profile="stock-count")
            book(before, after, credit, into=channel)
            if late:
                import_text(counted, name="count.csv", profile="stock-count")
            seen.append((levels(), queries.fingerprint()))

    assert seen[0] == seen[1]
    assert seen[0][0] == {"BOX": 38}


def test_monthly_rates_give_worth_to_what_waited_for_one(import_text, make_channel, book):
    channel = make_channel("hanoi", currency="VND")  # for which nobody publishes a rate
    book(order("U-1", line(quantity=1, price="250000", currency="VND")), into=channel)
    assert finance.whole(where=Filter(), currency="GBP").revenue == 0

    import_text(
        "Month,Currency,Base,Rate\n2026-03,VND,GBP,0.00003\n",
        name="rates.csv",
        profile="monthly-rates",
    )

    assert finance.whole(where=Filter(), currency="GBP").revenue == 750
    assert finance.whole(where=Filter(), currency="GBP").rateless == 0


def test_refusals_name_the_remedy_and_change_nothing(import_text, make_channel):
    before = queries.fingerprint()
    with pytest.raises(NoProfileFits):
        import_text("colour,shape\nred,round\n")
    with pytest.raises(UnknownProfile):
        import_text(RETAIL, profile="mystery")
    make_channel("one", platform="online-retail")
    make_channel("two", platform="online-retail")
    with pytest.raises(ChannelNeeded, match="one, two"):
        import_text(RETAIL)
    assert queries.fingerprint() == before


def test_a_file_without_rows_is_refused_and_applies_nothing(import_text):
    header = RETAIL.splitlines()[0] + "\n"
    with pytest.raises(UnreadableFile, match="no rows below"):
        import_text(header)
    assert queries.list_runs(limit=9, now=NOON) == []


def test_a_file_refused_while_it_is_read_says_why_and_applies_nothing(import_text):
    ids = [f"{number}000000000000" for number in range(1234567, 1234577)]
    rounded = RETAIL.splitlines()[0] + "\n"
    for one in ids:
        rounded += f"{float(one):.5E},71053,LANTERN,6,2010-12-01 08:26:00,3.39,17850,France\n"

    view = import_text(rounded)

    assert view.state == "failed"
    assert view.error_code == "intake.ids_rounded"
    assert "list.csv" in view.error_message
    assert queries.fingerprint().orders == 0


def test_overlapping_files_of_the_real_retailer_count_once_in_either_order(
    online_retail, entity, tmp_path
):
    """The days in which the two real files overlap, imported in both orders."""
    parts = [tmp_path / "first.parquet", tmp_path / "second.parquet"]
    days = pl.col("InvoiceDate").is_between(pl.datetime(2010, 12, 3), pl.datetime(2010, 12, 13))
    for path, part in zip(online_retail, parts, strict=True):
        pl.read_parquet(path).filter(days).write_parquet(part)
    union = pl.concat([pl.read_parquet(parts[1]), pl.read_parquet(parts[0])])
    books = []
    for order_of_import in (parts, parts[::-1]):
        with rolled_back():
            views = [import_path(part) for part in order_of_import]
            books.append((queries.fingerprint(), stated()))
            assert views[0].known == 0
            assert views[1].known > 0

    assert books[0] == books[1]
    documents = {view.new for view in views}
    assert sum(documents) == union["InvoiceNo"].n_unique()


def levels() -> dict[str, int]:
    return dict(
        sql_of(
            "SELECT sku.code, level.on_hand FROM inventory_level AS level "
            "JOIN catalogue_sku AS sku ON sku.id = level.sku_id"
        )
    )


def sql_of(statement: str) -> list[sql.Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
