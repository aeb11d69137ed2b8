"""What is printed says what it must, whatever stands in a name, and obeys none of it."""

import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.fulfilment import queries, services
from argosy.fulfilment.errors import NoSuchShipment, NothingToPrint
from argosy.fulfilment.paper import barcodes, pages
from argosy.fulfilment.paper.setting import printable
from argosy.fulfilment.types import Pick, Slip, SlipLine
from argosy.inventory.errors import NoSuchPlace
from argosy.kernel.paper import has_chinese
from argosy.orders.errors import NoSuchOrder
from argosy.orders.models import Recipient
from tests.fulfilment.conftest import NOW, lines_of

AT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
NASTY = (
    "#panic() $x^2$ *bold* <label> @ref \\ `raw` // \x00\x07\x1b[31m \u202eevil\u202c "
    "مرحبا שלום 👩‍👩‍👧 \ud83d \ufeff {{ 7*7 }}"
)


def words(pdf: bytes) -> str:
    """The text of a PDF, its spaces evened out."""
    assert pdf.startswith(b"%PDF-")
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here; install it with: apt-get install poppler-utils")
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(read.stdout.decode().replace("\u200b", "").split())


def size(pdf: bytes) -> str:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    (row,) = [one for one in told.stdout.decode().splitlines() if one.startswith("Page size")]
    return " ".join(row.split()[2:5])


def slip(**what: object) -> Slip:
    given = {
        "order": 1,
        "external_id": "114-3941689-8772232",
        "channel_title": "Amazon DE",
        "zone": "Europe/Berlin",
        "placed_at": AT,
        "address": ("Ada Lovelace", "Unter den Linden 77", "10117 Berlin", "DE"),
        "from_title": "Shenzhen",
        "carrier": "DHL",
        "tracking": "JJD000390007882",
        "lines": (
            SlipLine("BOX", "Foldable box", "", 2),
            SlipLine("SET", "Box with lids", "", 1, (("BOX", 1), ("LID", 2))),
        ),
    } | what
    return Slip(**given)


def set_slip(told: Slip, language: str = "en", paper: str = "a4") -> bytes:
    return pages.packing_slip(slip=told, language=language, paper=paper)


def set_picks(*picks: Pick, language: str = "en", paper: str = "a4") -> bytes:
    return pages.pick_list(
        title="Shenzhen", zone="Asia/Shanghai", picks=picks, language=language, paper=paper, now=AT
    )


@pytest.mark.parametrize("paper", ["a4", "label"])
def test_a_slip_says_what_is_in_the_parcel_and_no_price(paper):
    text = words(set_slip(slip(), paper=paper))

    for said in (
        "114-3941689-8772232",
        "Ada Lovelace",
        "10117 Berlin",
        "DHL JJD000390007882",
        "Foldable box",
        "1 × BOX",
        "2 × LID",
        "2026-11-25",  # the day in Berlin, not in London
        "In all 3",
    ):
        assert said in text
    assert "EUR" not in text


@pytest.mark.skipif(not has_chinese(), reason="no font with Chinese characters here")
@pytest.mark.parametrize("paper", ["a4", "label"])
def test_chinese_is_printed(paper):
    told = slip(lines=(SlipLine("BOX", "可折叠收纳箱", "", 2),), address=("李雷", "北京市朝阳区"))
    text = words(set_slip(told, "zh-hans", paper))

    assert "可折叠收纳箱" in text
    assert "北京市朝阳区" in text


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="no pdfinfo here")
@pytest.mark.parametrize(("paper", "points"), [("a4", (595, 842)), ("label", (283, 425))])
def test_pages_have_the_size_of_their_paper(paper, points):
    for pdf in (set_slip(slip(), paper=paper), set_picks(pick(), paper=paper)):
        width, _by, height = size(pdf).split()
        assert (round(float(width)), round(float(height))) == points


def pick(**what: object) -> Pick:
    given = {
        "sku": 1,
        "code": "BOX",
        "barcode": "",
        "title": "Foldable box",
        "bin": "A-01-3",
        "units": 3,
        "orders": (("S-1", 2), ("S-2", 1)),
    } | what
    return Pick(**given)


def test_a_pick_list_says_where_and_how_many_and_for_whom():
    text = words(set_picks(pick(), pick(code="LID", bin="", units=1500, orders=(("S-1", 1500),))))

    for said in ("A-01-3", "BOX", "S-1 × 2 · S-2 × 1", "1500", "In all", "1503", "2 orders"):
        assert said in text
    assert "2026-11-25 07:30 Asia/Shanghai" in text


def test_a_pick_list_of_very_many_names_only_so_many_orders():
    text = words(set_picks(pick(orders=tuple((f"S-{n}", 1) for n in range(99)))))
    assert "87 more" in text


@pytest.mark.parametrize("paper", ["a4", "label"])
def test_names_are_text_and_never_instructions(paper):
    told = slip(
        external_id=NASTY[:60],
        channel_title=NASTY,
        address=(NASTY, "W" * 300),
        from_title=NASTY,
        lines=(SlipLine(NASTY[:80], NASTY * 20, NASTY, 1, ((NASTY, 2),)),),
    )
    text = words(set_slip(told, paper=paper))
    assert "#panic()" in text
    assert "*bold*" in text
    assert "$x^2$" in text
    listed = words(set_picks(pick(code=NASTY, barcode=NASTY, title=NASTY, bin=NASTY), paper=paper))
    assert "#panic()" in listed


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None), max_size=120))
def test_no_text_breaks_a_page(text):
    told = slip(external_id=text, address=(text,), lines=(SlipLine(text, text, text, 1),))
    assert set_slip(told).startswith(b"%PDF-")


@given(st.text(st.characters(codec=None), max_size=600))
def test_what_is_printable_steers_nothing(text):
    kept = printable(text)
    assert not set(kept) & {"\x00", "\x07", "\x1b", "\n", "\u202e", "\u2066", "\ufeff"}
    kept.encode("utf-8")


@pytest.mark.parametrize(
    ("code", "barcode", "same_as"),
    [
        ("BOX", "4006381333931", ("", "4006381333931")),
        ("BOX", "", ("BOX", "")),
        ("BOX", "4006381333932", ("4006381333932", "")),  # no EAN: its check digit is wrong
    ],
)
def test_an_article_has_its_ean_or_else_the_code_of_what_it_has(code, barcode, same_as):
    assert barcodes.article(code, barcode) == barcodes.article(*same_as)
    assert barcodes.article(code, barcode).startswith("<?xml")


@pytest.mark.parametrize("text", ["", "订单-1", "a\nb", "é", "x" * 41])
def test_what_no_barcode_can_hold_has_none(text):
    assert barcodes.code128(text) == ""


def test_the_slip_of_an_order_is_made_from_the_book(counted, placed):
    order_id = placed(BOX=2, SET=1)
    Recipient.objects.create(
        order_id=order_id,
        retain_until=NOW.date(),
        name="Ada Lovelace",
        address={"address": "Unter den Linden 77", "city": "Berlin", "postcode": "10117"},
    )
    told = queries.slip(order=order_id, shipment=None, place=None, channels=None)

    assert told.address == ("Ada Lovelace", "Unter den Linden 77", "10117 Berlin")
    assert [(one.code, one.quantity, one.parts) for one in told.lines] == [
        ("BOX", 2, ()),
        ("SET", 1, (("BOX", 1), ("LID", 2))),
    ]
    assert told.from_title == "Shenzhen"
    text = words(
        queries.packing_slip(
            order=order_id, shipment=None, place=None, channels=None, language="en", paper="a4"
        )
    )
    assert "Unter den Linden 77" in text


def test_the_slip_of_a_shipment_has_only_what_it_carries(counted, placed):
    order_id = placed(BOX=2, LID=1)
    shipment = services.plan(
        order=order_id,
        place=counted.berlin,
        lines={lines_of(order_id)["BOX"]: 1},
        by=None,
        now=NOW,
    )
    told = queries.slip(order=order_id, shipment=shipment, place=None, channels=None)

    assert [(one.code, one.quantity) for one in told.lines] == [("BOX", 1)]
    assert told.from_title == "Berlin"
    with pytest.raises(NoSuchShipment):
        queries.slip(order=placed("S-2"), shipment=shipment, place=None, channels=None)
    with pytest.raises(NoSuchOrder):
        queries.slip(order=order_id, shipment=None, place=None, channels=[])


def test_the_slip_of_what_leaves_a_place_has_no_more_than_that(counted, placed):
    order_id = placed(BOX=3, LID=1)
    services.plan(
        order=order_id,
        place=counted.berlin,
        lines={lines_of(order_id)["BOX"]: 1},
        by=None,
        now=NOW,
    )

    def told(place: int | None) -> Slip:
        return queries.slip(order=order_id, shipment=None, place=place, channels=None)

    assert [(one.code, one.quantity) for one in told(counted.berlin).lines] == [("BOX", 1)]
    assert [(one.code, one.quantity) for one in told(counted.shenzhen).lines] == [
        ("BOX", 2),
        ("LID", 1),
    ]
    assert told(None).from_title == ""
    with pytest.raises(NothingToPrint):
        told(counted.dallas)


def test_where_nothing_waits_there_is_nothing_to_print(counted, placed):
    def made(place: int) -> bytes:
        return queries.pick_list(
            place=place, channels=None, limit=9, language="en", paper="a4", now=NOW
        )

    placed(BOX=2)
    assert "BOX" in words(made(counted.shenzhen))
    with pytest.raises(NothingToPrint):
        made(counted.berlin)
    with pytest.raises(NoSuchPlace):
        made(0)
