"""The Import pages: what is dropped, asked, brought, mended and taken back."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from argosy.channels import queries as channels_queries
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.evidence import queries as evidence
from argosy.identity import queries as identity_queries
from argosy.identity import services as identity
from argosy.intake import queries, services
from argosy.intake.profiles import problems
from tests.console.conftest import NOW, PASSWORD, import_text

GOOD = """Order ID,SKU,Quantity,Unit price,Currency,Order date,Platform fee
G-1,BOX-1,2,19.90,USD,2026-03-31 10:00:00,3.10
G-2,BAG-1,1,9.90,USD,2026-03-31 11:00:00,1.10
"""
BAD = GOOD.replace("G-2,BAG-1,1", "G-2,BAG-1,zwei")
STRANGE = """Ref;What;Pieces;Each;When
B-1;BOX-1;2;12,50;03/04/2026
B-2;BAG-1;1;7,00;05/04/2026
"""
MAPPING = {
    "document": "orders",
    "title": "Strange shop",
    "channel": "store",
    "column.doc_key": "Ref",
    "column.sku": "What",
    "column.quantity": "Pieces",
    "column.unit_price": "Each",
    "column.occurred_at": "When",
}
PDF = b"%PDF-1.4 nothing to see"


def sent(name, content):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def upload(client, *files, htmx=False, **said):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post("/import/upload", {"files": list(files), **said}, headers=headers)


def runs():
    return queries.list_runs(limit=100, now=NOW)


def latest():
    return max(runs(), key=lambda run: run.id)


def book_of():
    return queries.fingerprint()


def carry_out(run):
    services.carry_out(run=run, clock=lambda: NOW)


def said(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def world(lasting_world, db):
    return lasting_world


@pytest.fixture
def store(world, tmp_path):
    """A run of two orders on the own store, one of them in quarantine."""
    (run,) = import_text(tmp_path, "store.csv", BAD, profile="generic-orders", channel="store")
    (held,) = evidence.list_held(run=run, limit=9)
    return run, held


def test_a_file_is_kept_planned_and_left_to_a_worker(world, signed_in):
    client = signed_in()
    before = len(runs())

    answer = upload(client, sent("good.csv", GOOD), channel="store")

    run = latest()
    assert answer.headers["Location"] == reverse("import-one", args=[run.id])
    assert (len(runs()), run.state, run.file_name) == (before + 1, "queued", "good.csv")
    assert run.started_by == identity.sign_in(
        username="owner-user", password=PASSWORD, source="", now=NOW
    )
    page = said(client.get(answer.headers["Location"]))
    assert f"import/live?open={run.id}&amp;only={run.id}" in page

    carry_out(run.id)
    result = said(client.get(answer.headers["Location"]))
    assert "What its lines became" in result
    assert "Platform fees: is a cost of selling" in result
    assert "$45.50" in result  # 2 × 19.90 + 9.90 − 3.10 − 1.10


def test_of_several_files_each_gets_its_own_answer(world, signed_in):
    client = signed_in()
    before, held = len(runs()), book_of()

    answer = upload(
        client,
        sent("letter.pdf", PDF),
        sent("strange.csv", STRANGE),
        sent("good.csv", GOOD),
        htmx=True,
    )

    text = said(answer)
    assert "“letter.pdf” is not a table but a PDF document." in text
    assert "<b>strange.csv</b> None of the exports we know has these columns." in text
    assert "good.csv is kept; its import has begun." in text
    assert 'hx-swap-oob="outerHTML"' in text
    assert len(runs()) == before + 1
    assert book_of() == held


def test_one_unknown_file_leads_straight_to_its_columns(world, signed_in):
    answer = upload(signed_in(), sent("strange.csv", STRANGE), htmx=True)

    assert answer.headers["HX-Redirect"].endswith("/columns")


def test_a_file_of_no_certain_channel_asks_whose_it_is(world, signed_in):
    client = signed_in()
    for key in ("shop-1", "shop-2"):
        channels.open_channel(
            new=NewChannel(
                key=key,
                title=key,
                entity=world.entity,
                mode="storefront",
                currency="USD",
                zone="UTC",
                platform="shop",
            ),
            now=NOW,
        )
    before = len(runs())

    answer = upload(client, sent("good.csv", GOOD))
    where = answer.headers["Location"]
    assert "/import/files/" in where
    assert len(runs()) == before

    client.post(where, {"channel": "shop-2", "profile": ""})
    assert latest().channel == channels_queries.by_key(key="shop-2").id
    assert len(runs()) == before + 1


def test_the_page_asks_again_only_while_something_is_under_way(world, signed_in):
    client = signed_in()
    upload(client, sent("good.csv", GOOD), channel="store")
    run = latest().id

    waiting = client.get("/import")
    assert f'hx-get="/import/live?open={run}"' in said(waiting)

    carry_out(run)
    ended = client.get(f"/import/live?open={run}")
    assert ended.headers["HX-Trigger"] == "imports-changed"
    assert "hx-get" not in said(ended)
    assert "See what came of it" in said(ended)
    assert "HX-Trigger" not in client.get(f"/import/live?ended={run}").headers
    only = client.get(f"/import/live?open={run}&only={run}")
    assert only.headers["HX-Refresh"] == "true"


def test_an_import_that_waits_can_be_stopped(world, signed_in):
    client = signed_in()
    upload(client, sent("good.csv", GOOD), channel="store")
    run, before = latest().id, book_of()

    client.post(f"/import/{run}/cancel")
    carry_out(run)

    assert queries.run(run=run, now=NOW).state == "cancelled"
    assert book_of() == before
    assert "This import was stopped." in said(client.get(f"/import/{run}"))


def test_what_is_refused_later_says_so_and_offers_the_columns(world, signed_in):
    client = signed_in()
    before = book_of()
    upload(client, sent("strange.csv", STRANGE), profile="generic-orders", channel="store")
    run = latest()

    carry_out(run.id)

    page = said(client.get(f"/import/{run.id}"))
    assert "this is no “generic-orders” file" in page
    assert f"/import/files/{run.file}/columns?table=strange.csv" in page
    assert book_of() == before
    mapping = client.get(f"/import/files/{run.file}/columns?table=strange.csv")
    assert "what does each column mean?" in said(mapping)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"column.sku": ""}, "Say which column is: Platform SKU."),
        ({}, "no date in the column “When” tells day and month apart"),
        ({"zone": "Atlantis"}, "Atlantis is not a value for Time zone."),
        ({"currency": "XYZ"}, "XYZ"),
    ],
)
def test_a_mapping_that_cannot_be_read_by_is_not_kept(world, signed_in, changes, refusal):
    client = signed_in()
    where = upload(client, sent("strange.csv", STRANGE)).headers["Location"]
    before = len(queries.profiles()), len(runs())

    answer = client.post(where, MAPPING | changes)

    assert answer.status_code == 422
    assert refusal in said(answer)
    assert 'value="Strange shop"' in said(answer)
    assert (len(queries.profiles()), len(runs())) == before


def test_a_mapping_is_kept_and_the_next_file_is_known(world, signed_in):
    client = signed_in()
    where = upload(client, sent("strange.csv", STRANGE)).headers["Location"]
    assert '<option value="Each" selected>' in said(client.get(where))

    client.post(where, MAPPING | {"date_order": "dmy"})
    first = latest()
    carry_out(first.id)
    upload(client, sent("strange.csv", STRANGE), channel="store")
    again = latest()
    carry_out(again.id)

    assert (first.profile, again.profile) == ("own-strange-shop", "own-strange-shop")
    assert queries.run(run=first.id, now=NOW).new == 2
    assert queries.run(run=again.id, now=NOW).known == 2


def test_a_bad_cell_is_shown_with_its_reason_and_remedy(store, signed_in):
    _run, held = store
    client = signed_in()

    page = said(client.get(f"/import/quarantine/{held.id}"))

    text = problems.TEXTS["bad_number"]
    assert f"{text.reason} {text.remedy}" in page
    assert 'value="zwei"' in page
    assert page.count('aria-invalid="true"') == 1
    assert held.external_id in said(client.get("/import/quarantine"))


def test_what_is_still_wrong_changes_nothing_and_loses_nothing(store, signed_in):
    _run, held = store
    before = book_of()

    answer = signed_in().post(
        f"/import/quarantine/{held.id}", {"cell.3.2": "drei", "cell.3.3": "8.80"}
    )

    assert answer.status_code == 422
    assert 'value="drei"' in said(answer)
    assert 'value="8.80"' in said(answer)
    assert "Still not right" in said(answer)
    assert book_of() == before
    assert evidence.held(quarantined=held.id).state == "open"


def test_what_is_mended_is_booked(store, signed_in):
    run, held = store
    before = book_of()

    answer = signed_in().post(f"/import/quarantine/{held.id}", {"cell.3.2": "3"})

    assert answer.headers["Location"] == f"/import/{run}?mended={held.id}"
    assert evidence.held(quarantined=held.id).state == "mended"
    assert book_of().orders == before.orders + 1
    assert queries.run(run=run, now=NOW).quarantined == 0


def test_what_is_dismissed_counts_nowhere(store, signed_in):
    _run, held = store
    client, before = signed_in(), book_of()

    assert "Dismiss G-2?" in said(client.get(f"/import/quarantine/{held.id}"))
    client.post(f"/import/quarantine/{held.id}/dismiss")

    assert evidence.held(quarantined=held.id).state == "dismissed"
    assert book_of() == before
    settled = said(client.get(f"/import/quarantine/{held.id}"))
    assert "This document is settled" in settled
    assert "Apply mended" not in settled


def test_undoing_says_first_what_it_would_touch(world, tmp_path, signed_in):
    before = book_of()
    (run,) = import_text(tmp_path, "s.csv", GOOD, profile="generic-orders", channel="store")
    client = signed_in()

    words = said(client.get(f"/import/{run}/undo", headers={"HX-Target": "undo-words"}))
    preview = queries.undo_preview(run=run)
    assert (preview.documents, preview.orders, preview.kept) == (2, 2, 0)
    assert '<dt>Orders withdrawn</dt><dd class="num">2</dd>' in words
    assert "<html" not in words

    client.post(f"/import/{run}/undo")
    assert queries.run(run=run, now=NOW).state == "undone"
    assert book_of().fingerprint == before.fingerprint
    page = said(client.get(f"/import/{run}"))
    assert "This import was undone." in page
    assert "/undo" not in page


def test_the_sheet_of_costs_comes_back_as_it_left(world, tmp_path, signed_in):
    client = signed_in()
    # In the base currency: worth is known without a rate of the day.
    text = GOOD.replace("BOX-1", "SHELF-1").replace("USD", "CNY")
    (sold,) = import_text(tmp_path, "c.csv", text, profile="generic-orders", channel="store")
    assert "/profit/costs?format=csv" in said(client.get(f"/import/{sold}"))
    content = b"".join(client.get("/profit/costs?all=1&format=csv").streaming_content)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["SKU"] for row in rows] == ["SHELF-1"]
    for row in rows:
        row["Unit cost"] = "12.5"
    filled = io.StringIO()
    writer = csv.DictWriter(filled, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)

    upload(client, sent("costs.csv", filled.getvalue()))
    run = latest()
    carry_out(run.id)

    assert run.profile == "product-costs"
    assert queries.run(run=run.id, now=NOW).new == 1
    left = b"".join(client.get("/profit/costs?all=1&format=csv").streaming_content)
    assert left.count(b"\n") == 1


def test_who_may_not_import_sees_none_of_it(store, signed_in):
    run, held = store
    client = signed_in("read_only")

    for where in ("/import", f"/import/{run}", f"/import/quarantine/{held.id}"):
        assert client.get(where).status_code == 403
    assert upload(client, sent("good.csv", GOOD)).status_code == 403


def test_who_sees_no_costs_is_offered_no_sheet(world, tmp_path, signed_in):
    (run,) = import_text(
        tmp_path, "o.csv", GOOD.replace("BOX-1", "NEW-1"), profile="generic-orders", channel="store"
    )

    assert "Get the sheet" in said(signed_in("owner").get(f"/import/{run}"))
    operations = said(signed_in("operations").get(f"/import/{run}"))
    assert "Get the sheet" not in operations
    assert "/profit/postings" not in operations
    assert "Undo this import" in operations


def test_who_is_narrowed_to_a_channel_sees_nothing_of_the_others(store, world, signed_in):
    run, held = store
    client = signed_in("operations")
    narrow(world, "amazon-us")
    before = len(runs())

    assert client.get(f"/import/{run}").status_code == 404
    assert client.post(f"/import/{run}/undo").status_code == 404
    assert client.get(f"/import/quarantine/{held.id}").status_code == 404
    assert client.post(f"/import/quarantine/{held.id}/dismiss").status_code == 404
    assert client.get(f"/import/files/{queries.run(run=run, now=NOW).file}").status_code == 404
    page = said(client.get("/import"))
    assert "store.csv" not in page
    assert "orders.csv" in page

    refused = upload(client, sent("good.csv", GOOD), channel="store")
    assert "this channel" in said(refused)
    assert len(runs()) == before


def narrow(world, key):
    account = identity_queries.account(username="operations-user")
    identity.change_account(
        username="operations-user",
        role="operations",
        display_name=account.display_name,
        may_export=False,
        entities=[],
        channels=[world.channels[key]],
    )
