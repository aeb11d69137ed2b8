"""Documents that arrive as values: both ways lead to one book, bad ones block nobody."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.evidence import queries as evidence
from argosy.finance import queries as finance
from argosy.finance.types import Filter
from argosy.intake import fresh, queries, services
from argosy.intake.errors import StillBad
from argosy.inventory import queries as stock
from argosy.inventory import services as inventory
from argosy.inventory.types import Count
from argosy.kernel import sql
from tests.intake.conftest import NOON, line, order, rolled_back

NOW = NOON + timedelta(days=1)


@pytest.fixture
def place(entity: int) -> int:
    return inventory.open_place(key="w", title="W", kind="warehouse", country="GB", now=NOON)


@pytest.fixture
def shop(entity: int, place: int, make_channel: Callable[..., int]) -> int:
    """A shop that ships boxes, lids, and sets of a box and two lids; ten of each part."""
    stated = [
        StatedSku(code="BOX"),
        StatedSku(code="LID"),
        StatedSku(code="SET", components=(("BOX", 1), ("LID", 2))),
    ]
    skus = catalogue.state_skus(stated=stated, now=NOON)
    counts = [
        Count(skus[code], place, 10, NOON - timedelta(days=1), document=0, source_row=row)
        for row, code in enumerate(("BOX", "LID"))
    ]
    inventory.count(counts=counts, entity=entity, now=NOON)
    shop = make_channel("stocked", place=place, adopts_skus=False, fee_share=Decimal("0.1"))
    listing = order("FIRST", *(line(code, 1) for code in skus), placed_at=NOON - timedelta(days=90))
    book_into(shop, listing)  # names the listings; too old to be promised anything
    return shop


def book_into(shop: int, *documents: object):
    return services.book(documents=documents, channel=shop, now=NOW)


def levels() -> dict[str, tuple[int, int]]:
    codes = dict(sql.rows("catalogue/find", {"codes": ["BOX", "LID"]}))
    by_sku = {one.sku: (one.on_hand, one.reserved) for one in stock.levels()}
    return {code: by_sku[sku] for code, sku in codes.items()}


def owed() -> list[tuple[int, str]]:
    return [(one.quantity, one.reason) for one in stock.backorders()]


lines = some.lists(
    some.tuples(
        some.sampled_from(("BOX", "LID", "SET")),
        some.integers(1, 4),
        some.sampled_from(("3.50", "2.345", "0", "19.99")),
    ),
    min_size=1,
    max_size=3,
)


@given(batch=some.lists(lines, min_size=1, max_size=6))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_short_way_and_the_long_one_lead_to_one_book(shop, batch, monkeypatch):
    documents = [
        order(f"S-{n}", *(line(*said) for said in lines), customer=None)
        for n, lines in enumerate(batch)
    ]
    short_way, nothing = fresh.candidates, fresh.Known({}, {}, set())
    seen = []
    for way in (short_way, lambda _: ([], nothing)):
        monkeypatch.setattr(fresh, "candidates", way)
        with rolled_back():
            booked = book_into(shop, *documents)
            promised = [held_for(told.order) for told in booked.outcomes]
            seen.append((queries.fingerprint(), levels(), owed(), promised))
        monkeypatch.undo()

    assert seen[0] == seen[1]


def held_for(order: int | None) -> list[tuple[int, int]]:
    """SKU and units, of what is held for an order."""
    held = stock.reservations(holders=[f"order:{order}"])
    return sorted((one.sku, one.quantity) for one in held)


def test_a_batch_is_served_in_order_of_arrival_to_the_last_unit(shop):
    booked = book_into(
        shop,
        order("A", line("BOX", 6)),
        order("B", line("BOX", 6)),
        order("C", line("BOX", 1)),
    )

    held = [
        [one.quantity for one in stock.reservations(holders=[f"order:{told.order}"])]
        for told in booked.outcomes
    ]
    assert held == [[6], [4], []]
    assert owed() == [(2, "short"), (1, "short")]
    assert levels()["BOX"] == (10, 10)


def test_a_set_and_its_part_in_one_order_are_summed(shop):
    (told,) = book_into(shop, order("A", line("SET", 4), line("LID", 3))).outcomes

    held = {one.sku: one.quantity for one in stock.reservations(holders=[f"order:{told.order}"])}
    assert sorted(held.values()) == [4, 10]  # boxes; of eleven lids the ten there are
    assert owed() == [(1, "short")]


def test_where_nobody_counted_units_are_owed_and_promised_by_the_first_count(shop, entity, place):
    catalogue.state_skus(stated=[StatedSku(code="NEW")], now=NOON)
    book_into(shop, order("A", line("NEW", 3)))
    assert owed() == [(3, "uncounted")]

    (sku,) = dict(sql.rows("catalogue/find", {"codes": ["NEW"]})).values()
    count = Count(sku, place, 2, NOW, document=0, source_row=1)
    inventory.count(counts=[count], entity=entity, now=NOW)
    assert owed() == [(1, "uncounted")]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"quantity": 0}, "bad_quantity"),
        ({"quantity": -2}, "bad_quantity"),
        ({"quantity": 10**9}, "too_large"),
        ({"quantity": Decimal("1.5")}, "bad_number"),
        ({"quantity": True}, "bad_number"),
        ({"unit_price": Decimal("NaN")}, "bad_number"),
        ({"unit_price": Decimal("1e30")}, "too_large"),
        ({"unit_price": Decimal(-1)}, "negative_amount"),
        ({"currency": "ZZZ"}, "unknown_currency"),
        ({"sku": "A\x00B"}, "bad_text"),
        ({"title": "A\x00B"}, "control_character"),
        ({"title": "\ud800"}, "control_character"),
        ({"occurred_at": NOON.replace(tzinfo=None)}, "no_zone"),
        ({"occurred_at": NOW + timedelta(days=3)}, "in_future"),
        ({"occurred_at": datetime(1970, 1, 1, tzinfo=NOON.tzinfo)}, "too_old"),
    ],
)
def test_a_bad_document_is_set_aside_and_its_neighbours_land(shop, broken, code):
    bad = replace(order("BAD"), lines=(replace(line(), **broken),))
    booked = book_into(shop, order("A"), bad, order("B"))

    assert [one.fate for one in booked.outcomes] == ["new", "quarantined", "new"]
    assert code in [one.code for one in booked.outcomes[1].problems]
    assert levels()["BOX"] == (10, 4)
    assert queries.fingerprint().orders == 3  # with the one that named the listings


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"external_id": ""}, "bad_length"),
        ({"external_id": "x" * 201}, "bad_length"),
        ({"external_id": "A\nB"}, "control_character"),
        ({"kind": "gift"}, "bad_kind"),
        ({"lines": ()}, "no_lines"),
        ({"lines": tuple(line() for _ in range(5_001))}, "too_many_lines"),
        ({"total": Decimal("7.01")}, "total_differs"),
        ({"channel": "nowhere"}, "unknown_channel"),
        ({"recipient": {"name": "\x00"}}, "control_character"),
    ],
)
def test_so_is_one_whose_head_is_wrong(shop, broken, code):
    booked = book_into(shop, replace(order("BAD"), **broken), order("A"))

    assert [one.fate for one in booked.outcomes] == ["quarantined", "new"]
    assert code in [one.code for one in booked.outcomes[0].problems]


def test_texts_of_any_script_are_kept(shop):
    title = "收纳盒 📦 \u200fصندوق\u200f ｱ\u0301"
    booked = book_into(shop, order("A", line("BOX", 1, title=title), recipient={"name": title}))
    assert booked.outcomes[0].fate == "new"


def test_an_unknown_sku_is_booked_and_said(shop):
    (told,) = book_into(shop, order("A", line("WHAT", 1))).outcomes
    assert (told.fate, [one.code for one in told.problems]) == ("new", ["unknown_sku"])


def test_a_live_document_is_mended_in_place(shop):
    bad = replace(order("BAD"), lines=(replace(line(), quantity=0),))
    book_into(shop, bad)
    (held,) = evidence.list_held(run=None, limit=9)
    with pytest.raises(StillBad):
        services.mend(quarantined=held.id, cells={1: {"quantity": "two"}}, by=None, now=NOW)
    services.mend(quarantined=held.id, cells={1: {"quantity": "3"}}, by=None, now=NOW)

    assert levels()["BOX"] == (10, 3)
    assert evidence.list_held(run=None, limit=9) == []


def test_what_was_said_is_kept_and_read_back(shop):
    (told,) = book_into(shop, order("A", line("BOX", 2), recipient={"city": "Leeds"})).outcomes
    (document,) = {one.document for one in finance.postings(where=Filter(), below=None, limit=2)}
    rows = queries.source_rows(document=document)

    said = [dict(zip(rows.header, row, strict=True)) for _, row in rows.rows]
    assert said[0]["external_id"] == "A"
    assert said[0]["recipient.city"] == "Leeds"
    assert (said[1]["sku"], said[1]["quantity"]) == ("BOX", "2")
    assert told.order is not None
    assert json.dumps(said)
