"""What becomes of bad cells, long ids, ambiguous files, own profiles and unknown columns."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from argosy.intake.profiles import Forms, definition, detect, guess_mapping, load, saved
from argosy.intake.profiles.countries import market
from argosy.intake.profiles.errors import AmbiguousDates, BadProfile, IdsRounded, WrongColumns
from argosy.intake.profiles.problems import TEXTS
from argosy.intake.profiles.texts import too_many_cut
from argosy.intake.reading import Source, open_file

HEAD = "order id,order date,sku,quantity,price,currency,country,title\n"


def source_of(folder: Path, text: str, name: str = "orders.csv") -> Source:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return open_file(path=path, name=name)


def problems_of(source: Source, profile: str = "generic-orders") -> list[tuple[object, ...]]:
    reader = load()[profile].bind(source=source)
    found = [reader.normalise(one, zone="UTC", currency="USD") for one in source.frames()]
    return [row for one in found for row in one.problems.rows()]


@pytest.mark.parametrize(
    ("row", "field", "code", "value"),
    [
        ("A,2026-01-02,BOX,1e309,2.00,USD,US,x", "quantity", "too_large", "1e309"),
        ("A,2026-01-02,BOX,二,2.00,USD,US,x", "quantity", "bad_number", "二"),
        ("A,2026-01-02,BOX,1.5,2.00,USD,US,x", "quantity", "quantity_fraction", "1.5"),
        ("A,2026-01-02,BOX,,2.00,USD,US,x", "quantity", "missing", ""),
        ("A,2025-02-30,BOX,1,2.00,USD,US,x", "order date", "bad_date", "2025-02-30"),
        ("A,,BOX,1,2.00,USD,US,x", "order date", "missing", ""),
        ("A,2026-01-02,BOX,1,free,USD,US,x", "price", "bad_number", "free"),
        ("A,2026-01-02,BOX,1,2.00,ZZZ,US,x", "currency", "unknown_currency", "ZZZ"),
        ("A,2026-01-02,,1,2.00,USD,US,x", "sku", "missing", ""),
        ("A,2026-01-02,BO\x07X,1,2.00,USD,US,x", "sku", "control_character", "BO\x07X"),
        ("A,2026-01-02,BOX,1,2.00,USD,US,#REF!", "title", "formula_error", "#REF!"),
        ("A,2026-01-02,BOX,1,2.00,USD,US,x,y", "extra", "too_many_cells", "y"),
    ],
)
def test_a_bad_cell_is_a_problem_and_the_others_go_on(tmp_path, row, field, code, value):
    source = source_of(tmp_path, f"{HEAD}B,2026-01-01,BOX,1,2.50,USD,US,x\n{row}\n")
    reader = load()["generic-orders"].bind(source=source)
    (frame,) = source.frames()
    made = reader.normalise(frame, zone="UTC", currency="USD")
    assert made.problems.rows() == [(3, "A", field, code, value)]
    assert made.parts["doc_key"].to_list() == ["B"]
    assert made.raw["row_no"].to_list() == [3]
    assert code in TEXTS


def test_a_bad_row_brings_its_document_s_other_rows_along(tmp_path):
    rest = "2,USD,US,x\n"
    rows = f"A,2026-01-02,BOX,1,{rest}B,2026-01-02,BOX,1,{rest}A,2026-01-02,HOOK,x,{rest}"
    source = source_of(tmp_path, HEAD + rows)
    reader = load()["generic-orders"].bind(source=source)
    (frame,) = source.frames()
    made = reader.normalise(frame, zone="UTC", currency="USD")
    assert made.raw["row_no"].to_list() == [2, 4]
    assert made.raw["sku"].to_list() == ["BOX", "HOOK"]


def test_a_row_that_does_not_say_its_document(tmp_path):
    source = source_of(tmp_path, HEAD + "  ,2026-01-02,BOX,1,2,USD,US,x\n")
    assert problems_of(source) == [(2, None, "order id", "missing", "  ")]


def test_blanks_forms_and_containers_do_not_change_the_content(tmp_path):
    plain = source_of(tmp_path, HEAD + "A,2026-01-02,BOX,1,2.50,USD,US,Storage box\n", "a.csv")
    other = source_of(
        tmp_path,
        "Order ID;Order Date;SKU;Quantity;Price;Currency;Country;Title;Remarks\n"
        " A ;02.01.2026 00:00:00; BOX;1.0;2,50;usd;US ;Storage  box ;new\n",
        "b.csv",
    )
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.strip().split(","))
    sheet.append(["A", "2026-01-02", "BOX", 1, 2.5, "USD", "US", "Storage\u00a0box"])
    book.save(tmp_path / "c.xlsx")
    contents = set()
    for source in (plain, other, open_file(path=tmp_path / "c.xlsx", name="c.xlsx")):
        reader = load()["generic-orders"].bind(source=source)
        for frame in source.frames():
            contents.update(reader.normalise(frame, zone="UTC", currency="USD").parts["content"])
    assert len(contents) == 1


def ids_file(folder: Path, ids: list[str]) -> Source:
    rows = "".join(f"{one},2026-01-02,BOX,1,2,USD,US,x\n" for one in ids)
    return source_of(folder, HEAD + rows)


def test_an_id_that_a_spreadsheet_shortened(tmp_path):
    source = ids_file(tmp_path, ["300123456789012341", "3.00123E+17", "300123456789012347"])
    assert problems_of(source) == [(3, None, "order id", "id_rounded", "3.00123E+17")]


def test_ids_that_a_spreadsheet_cut_are_told_from_those_that_chance_ends_in_zeros(tmp_path):
    whole = [str(300123456789012341 + 7919 * n) for n in range(400)]
    cut = [f"3001234567890{n:02}000" for n in range(5)]
    found = problems_of(ids_file(tmp_path, whole + cut))
    assert [(row[0], row[3]) for row in found] == [(402 + n, "id_rounded") for n in range(5)]
    # One in four hundred may well be whole.
    assert problems_of(ids_file(tmp_path, [*whole, cut[0]])) == []
    # One 16-digit id in ten ends in a zero: those are whole.
    assert problems_of(ids_file(tmp_path, [str(3001234567890123 + n) for n in range(400)])) == []


def test_a_file_of_rounded_ids_is_refused_whole(tmp_path):
    ids = ["300123456789012000", "300123456789013000", "3.00123E+17", "300123456789012345"]
    with pytest.raises(IdsRounded) as refusal:
        problems_of(ids_file(tmp_path, ids))
    assert refusal.value.facts["field"] == "order id"
    assert "without opening it in a spreadsheet" in str(refusal.value)


def test_numbers_in_an_id_column_of_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.strip().split(","))
    for one in ("300123456789012341", 300123456789012347, "300123456789012353"):
        sheet.append([one, "2026-01-02", "BOX", 1, 2, "USD", "US", "x"])
    book.save(tmp_path / "a.xlsx")
    found = problems_of(open_file(path=tmp_path / "a.xlsx", name="a.xlsx"))
    assert [(row[0], row[3]) for row in found] == [(3, "id_rounded")]


def test_what_chance_allows():
    assert not too_many_cut(pl.Series(["1001", "1000000000"]))
    assert not too_many_cut(pl.Series([str(10**15 + n) for n in range(100)]))
    assert too_many_cut(pl.Series([str(10**15 + n * 10) for n in range(100)]))
    assert too_many_cut(pl.Series(["123456789012345000"]))


def test_dates_that_nothing_tells_apart(tmp_path):
    rows = "A,3/4/2026,BOX,1,2,USD,US,x\nB,5/6/2026,BOX,1,2,USD,US,x\n"
    source = source_of(tmp_path, HEAD + rows)
    with pytest.raises(AmbiguousDates):
        load()["generic-orders"].bind(source=source)
    reader = load()["generic-orders"].bind(source=source, date_order="mdy")
    (frame,) = source.frames()
    made = reader.normalise(frame, zone="UTC", currency="USD").parts
    assert made["occurred_at"].dt.month().to_list() == [3, 5]


def test_a_later_row_decides_for_the_earlier_ones(tmp_path):
    rows = "".join("A,3/4/2026,BOX,1,2,USD,US,x\n" for _ in range(60_000))
    source = source_of(tmp_path, HEAD + rows + "B,5/25/2026,BOX,1,2,USD,US,x\n")
    reader = load()["generic-orders"].bind(source=source)
    first = next(iter(source.frames()))
    assert reader.normalise(first, zone="UTC", currency="USD").parts["occurred_at"][0].month == 3


def test_dates_of_both_orders_in_one_column(tmp_path):
    rows = (
        "A,13/4/2026,BOX,1,2,USD,US,x\nB,4/13/2026,BOX,1,2,USD,US,x\nC,4/5/2026,BOX,1,2,USD,US,x\n"
    )
    assert problems_of(source_of(tmp_path, HEAD + rows)) == [
        (4, "C", "order date", "ambiguous_date", "4/5/2026")
    ]


def test_the_wrong_profile_names_what_the_file_lacks(tmp_path):
    source = source_of(tmp_path, HEAD + "A,2026-01-02,BOX,1,2,USD,US,x\n")
    with pytest.raises(WrongColumns) as refusal:
        load()["shopify-orders"].bind(source=source)
    assert refusal.value.facts["field"] == "Name, Lineitem quantity, Created at"
    assert refusal.value.facts["row"] == 1


def test_reading_mended_rows_as_their_file_was(tmp_path):
    header = HEAD.strip().split(",")
    cells = ["A", "3/4/2026", "BOX", "1", "1,250", "USD", "US", "x"]
    frame = pl.DataFrame(dict(zip(header, cells, strict=True)) | {"row_no": 7})
    forms = Forms(marks={"unit_price": "comma"}, orders={"occurred_at": "dmy"})
    reader = load()["generic-orders"].rebind(header=header, forms=forms)
    (row,) = reader.normalise(frame, zone="UTC", currency="USD").parts.to_dicts()
    assert (row["row_no"], row["unit_price"], row["occurred_at"].month) == (7, "1.25", 4)


def test_an_unknown_file_gets_a_guess_for_each_column(tmp_path):
    source = source_of(
        tmp_path,
        "Ref,When,Artikel-Code,Pieces,Each,Cur,To,Note\n"
        + "".join(
            f"R-{n:06},2026-01-{n % 28 + 1:02} 10:00,SKU-{n % 5},{n % 3 + 1},{n}.50,EUR,Germany,-\n"
            for n in range(1, 60)
        ),
    )
    assert detect(source=source) == []
    guesses = {field: guess.column for field, guess in guess_mapping(source=source).items()}
    assert guesses == {
        "occurred_at": "When",
        "quantity": "Pieces",
        "unit_price": "Each",
        "currency": "Cur",
        "country": "To",
        "doc_key": "Ref",
        "title": "Artikel-Code",
    }
    assert guess_mapping(source=source)["currency"].reason == "content"


def test_the_seller_s_answer_becomes_a_profile(tmp_path):
    source = source_of(tmp_path, "Ref;When;Code;Pieces;Each\nR1;3/4/2026;BOX;2;1,250\n")
    mapping = {
        "doc_key": "Ref",
        "occurred_at": "When",
        "sku": "Code",
        "quantity": "Pieces",
        "unit_price": "Each",
    }
    data = definition(
        key="my-erp",
        title={"en": "My ERP", "zh": "我的 ERP"},
        document="orders",
        mapping=mapping,
        habits={"date_order": "mdy", "decimal": "comma", "zone": "Asia/Shanghai"},
    )
    known = load([data])
    assert detect(source=source, profiles=known)[0].profile == "my-erp"
    assert not known["my-erp"].built_in
    reader = known["my-erp"].bind(source=source)
    (frame,) = source.frames()
    (row,) = reader.normalise(frame, zone="UTC", currency="CNY").parts.to_dicts()
    assert (row["doc_key"], row["sku"], row["quantity"]) == ("R1", "BOX", 2)
    assert (row["unit_price"], row["occurred_at"].month) == ("1.25", 3)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"documents": "orders"}, "profile"),
        ({"document": "invoices"}, "document"),
        ({"decimal": "dot"}, "decimal"),
        ({"read": {"doc_key": {"column": ["A"]}}}, "read.doc_key"),
        ({"read": {"doc_key": {"columns": ["A"], "as": "number"}}}, "read.doc_key.as"),
        ({"read": ["doc_key"]}, "read"),
        ({"line_class": [{"when": {"colour": {"is": "red"}}, "then": "note"}]}, "line_class[0]"),
        ({"line_class": [{"when": {"sku": {"like": "x"}}, "then": "note"}]}, "line_class[0].sku"),
        ({"line_class": [{"then": "gift"}]}, "line_class[0]"),
        ({"amounts": [{"from": "shipping", "class": "shipping"}]}, "amounts[0]"),
        ({"amounts": [{"from": "sku", "class": "shipping", "sign": "minus"}]}, "amounts[0]"),
        ({"facts": {"placed_at": "when"}}, "facts.placed_at"),
        ({"total": "sum"}, "total"),
    ],
)
def test_a_slip_in_a_profile_is_refused_by_its_place(change: Mapping[str, object], place):
    data = {
        "key": "mine",
        "title": {"en": "Mine"},
        "document": "orders",
        "confirmed": False,
        "source": "",
        "read": {"doc_key": {"columns": ["A"], "as": "id"}, "sku": {"columns": ["B"]}},
    }
    assert saved(data).key == "mine"
    with pytest.raises(BadProfile) as refusal:
        saved(data | change)
    assert refusal.value.facts["place"] == place


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("EIRE", "IE"),
        ("RSA", "ZA"),
        ("USA", "US"),
        ("united kingdom", "GB"),
        ("美国", "US"),
        ("德国", "DE"),
        ("アメリカ合衆国", "US"),
        ("Deutschland", "DE"),
        ("de", "DE"),
        ("Czech Republic", "CZ"),
        ("Channel Islands", None),
        ("European Community", None),
        ("Unspecified", None),
        ("West Indies", None),
        ("", None),
    ],
)
def test_markets(label, code):
    assert market(label) == code
