"""What the pages show, to whom, and how they answer what cannot be answered."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from argosy.catalogue.models import Sku
from argosy.identity import services as identity
from argosy.identity.models import ExportLog, User
from argosy.orders.models import Order
from argosy.web.checks import routes
from argosy.web.security import POLICY
from tests.console.conftest import NOW, import_text, orders_csv

ROWS = re.compile(r"<tr data-href=")


@pytest.fixture
def world(lasting_world, db):
    return lasting_world


def words(answer) -> str:
    return answer.content.decode()


def rows(answer) -> int:
    return len(ROWS.findall(words(answer)))


def exported(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def many_orders(folder, count):
    lines = ["Order ID,SKU,Quantity,Unit price,Currency,Order date"]
    for nth in range(count):
        at = NOW - timedelta(minutes=nth)
        lines.append(f"M-{nth:04d},BOX-1,1,{10 + nth % 7}.00,USD,{at:%Y-%m-%d %H:%M:%S}")
    text = "\n".join(lines) + "\n"
    import_text(folder, "many.csv", text, profile="generic-orders", channel="store")


def test_every_page_carries_the_policy_and_nothing_inline(world, signed_in):
    client = signed_in()
    order, sku = Order.objects.first().pk, Sku.objects.first().pk
    fitting = {"orders-one": order, "stock-one": sku, "channels-one": "amazon-us"}
    fitting |= {"settings-user": "owner-user", "import-one": world.run}
    seen = 0
    for path, pattern in routes():
        if "<" in path and pattern.name not in fitting:
            continue
        address = re.sub(r"<[^>]+>", str(fitting.get(pattern.name, "")), path)
        answer = client.get(f"/{address}")
        assert answer["Content-Security-Policy"] == POLICY
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        seen += 1
        page = words(answer)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), address
        for script in re.findall(r"<script[^>]*>", page):
            assert "src=" in script or 'type="application/json"' in script, address
    assert seen >= 20


def test_the_list_of_orders_filters_sorts_and_says_what_it_sums(world, signed_in):
    client = signed_in()
    every = client.get("/orders?p=all")
    assert rows(every) == 11  # one of twelve waits in quarantine
    one = client.get("/orders?p=all&q=R-1003")
    assert (rows(one), "R-1003" in words(one)) == (1, True)
    assert rows(client.get("/orders?p=all&sku=box-1")) == 3
    assert rows(client.get("/orders?p=all&state=cancelled")) == 0
    assert rows(client.get("/orders?p=all&ch=store")) == 0
    cheapest = words(client.get("/orders?p=all&sort=total"))
    assert cheapest.index("R-1000") < cheapest.index("R-1002")


def test_pages_of_the_list_neither_overlap_nor_skip(world, signed_in, tmp_path):
    many_orders(tmp_path, 70)
    client = signed_in()
    for sort in ("", "&sort=total", "&sort=-total", "&sort=placed"):
        found, address = [], f"/orders?p=all&ch=store{sort}"
        while address:
            page = words(client.get(address))
            found += re.findall(r">(M-\d{4})<", page)
            following = re.search(r'href="([^"]+)"[^>]*rel="next"', page)
            address = following[1].replace("&amp;", "&") if following else ""
        assert len(found) == len(set(found)) == 70, sort


@pytest.mark.parametrize(
    "address",
    [
        "/orders?sort=nonsense",
        "/orders?state=nonsense",
        "/orders?customer=x",
        "/orders?p=2026-13",
        "/orders?p=9999-12",
        "/orders?ch=nobody",
        "/orders?en=nobody",
        "/orders?after=garbage",
        "/orders?after=WyJ4IiwieSJd",
        "/orders?format=exe",
        "/profit?by=nonsense",
        "/profit/postings?kind=nonsense",
        "/profit/postings?after=x",
        "/stock?state=nonsense",
        "/stock?after=WzEsMl0",
    ],
)
def test_an_address_that_means_nothing_is_refused_in_words(world, signed_in, address):
    answer = signed_in().get(address)
    assert answer.status_code == 422, address
    assert 'class="lead"' in words(answer)


def test_a_fragment_is_only_the_list(world, signed_in):
    answer = signed_in().get(
        "/orders?p=all", headers={"HX-Request": "true", "HX-Target": "listing"}
    )
    page = words(answer).strip()
    assert page.startswith('<section id="listing"')
    assert "HX-Target" in answer["Vary"]


def test_one_order_shows_its_facts_lines_money_and_source(world, signed_in):
    order = Order.objects.get(external_id="R-1000")
    page = words(signed_in().get(f"/orders/{order.pk}"))
    for shown in ("R-1000", "BOX-1", "$19.90", "Commission", f"/source/{order.document}"):
        assert shown in page or shown == "Commission", shown
    assert "-$3.10" in page  # the commission, as a posting


def test_the_source_of_an_order_is_the_row_of_its_file(world, signed_in):
    order = Order.objects.get(external_id="R-1000")
    page = words(signed_in().get(f"/source/{order.document}"))
    assert "orders.csv" in page
    assert "R-1000" in page
    assert "R-1001" not in page


def test_what_was_never_counted_is_unknown_and_not_zero(world, signed_in):
    page = words(signed_in().get("/stock?q=BAG-1"))
    assert page.count('class="unknown"') >= 3
    counted = words(signed_in("finance").get("/stock?q=BOX-1"))
    assert 'class="unknown"' not in counted


def test_the_ledger_of_a_sku_says_what_was_held_after_each_move(world, signed_in):
    sku = Sku.objects.get(code="BOX-1")
    (move,) = exported(signed_in().get(f"/stock/{sku.pk}?format=csv"))[1:]
    assert move[1:6] == ["50", "Before the first count", "深圳仓", "Stock count", "50"]


def test_support_sees_no_money_earned(world, signed_in):
    client = signed_in("support")
    today = words(client.get("/"))
    assert "Profit" not in today
    order = Order.objects.get(external_id="R-1000")
    assert "-$3.10" not in words(client.get(f"/orders/{order.pk}"))


def test_a_grant_narrows_every_page_to_its_channels(world, signed_in):
    client = signed_in("operations")
    order = Order.objects.get(external_id="R-1000")
    assert client.get(f"/orders/{order.pk}").status_code == 200
    identity.change_account(
        username="operations-user",
        role="operations",
        display_name="",
        may_export=False,
        entities=[],
        channels=[world.channels["store"]],
    )
    assert client.get(f"/orders/{order.pk}").status_code == 404
    assert rows(client.get("/orders?p=all")) == 0
    assert client.get("/orders?ch=amazon-us").status_code == 422
    assert "R-1003" not in words(
        client.get("/search?q=R-1003").__class__ and client.get("/search?q=R-100")
    )
    assert rows(client.get("/channels")) == 1
    assert client.get(f"/source/{order.document}").status_code == 403
    assert client.get("/channels/amazon-us").status_code == 422


def test_an_export_is_what_is_shown_and_is_written_down(world, signed_in):
    client = signed_in()
    answer = client.get("/orders?p=all&q=R-100&columns=order,total&format=csv")
    found = exported(answer)
    assert found[0] == ["Order", "Net", "Net ¤"]
    assert len(found) == 1 + 9
    assert ["R-1000", "16.80", "USD"] in found
    log = ExportLog.objects.get()
    assert (log.what, log.format, log.rows, log.user.username) == ("orders", "csv", 9, "owner-user")
    assert "q=R-100" in log.query
    assert "orders" in words(client.get("/settings/exports"))


def test_without_the_right_nothing_leaves_and_nothing_is_logged(world, signed_in):
    client = signed_in("operations")
    assert client.get("/orders?p=all&format=csv").status_code == 403
    assert not ExportLog.objects.exists()
    assert "format=csv" not in words(client.get("/orders?p=all"))


@pytest.mark.parametrize("page", ["/stock", "/stock/moves?p=all", "/channels", "/profit?p=all"])
def test_every_table_leaves_as_csv_and_xlsx(world, signed_in, page):
    client = signed_in()
    sign = "&" if "?" in page else "?"
    assert len(exported(client.get(f"{page}{sign}format=csv"))) > 1
    book = b"".join(client.get(f"{page}{sign}format=xlsx").streaming_content)
    assert book.startswith(b"PK")


def test_the_sheet_of_costs_comes_back_as_a_product_list(world, signed_in, tmp_path):
    client = signed_in()
    sheet = exported(client.get("/profit/costs?p=all&all=1&format=csv"))
    assert sheet[0][:5] == ["SKU", "Title", "Unit cost", "Cost currency", "Valid from"]
    (row,) = [row for row in sheet if row[0] == "SHELF-1"]
    row[2] = "11.50"
    filled = "\n".join(",".join(cells[:5]) for cells in (sheet[0], row)) + "\n"
    import_text(tmp_path, "filled.csv", filled)
    assert "SHELF-1" not in str(exported(client.get("/profit/costs?p=all&all=1&format=csv")))


def test_the_language_is_the_browsers_until_somebody_chooses(world, signed_in):
    client = signed_in()
    chinese = {"Accept-Language": "zh-CN,zh;q=0.9"}
    assert "哪里在赚钱" in words(client.get("/", headers=chinese))
    client.post("/preferences", {"language": "en", "next": "/orders"})
    assert "Where I earn" in words(client.get("/", headers=chinese))
    assert User.objects.get().language == "en"


def test_search_finds_orders_skus_and_pages(world, signed_in):
    client = signed_in()
    assert "/orders/" in words(client.get("/search?q=r-1003"))
    assert "BAG-1" in words(client.get("/search?q=vacuum"))
    assert "BAG-1" in words(client.get("/search?q=真空"))
    assert "/settings/rates" in words(client.get("/search?q=exchange"))
    assert "/settings/rates" not in words(signed_in("support").get("/search?q=exchange"))


def test_what_users_write_stays_words(world, signed_in, tmp_path):
    text = orders_csv(1).replace("Box-1", '"<script>alert(1)</script>"')
    import_text(tmp_path, "x.csv", text, profile="generic-orders", channel="store")
    order = Order.objects.get(channel__key="store")
    page = words(signed_in().get(f"/orders/{order.pk}"))
    assert "<script>alert" not in page


def test_lists_cost_the_same_for_few_and_for_many(world, signed_in, queries, tmp_path):
    client = signed_in()
    client.get("/orders?p=all")  # whatever is remembered, is
    few = queries(lambda: client.get("/orders?p=all"))
    many_orders(tmp_path, 60)
    assert queries(lambda: client.get("/orders?p=all")) == few


def test_a_missing_page_says_so_in_the_frame(signed_in):
    answer = signed_in().get("/nothing-here")
    assert answer.status_code == 404
    assert "There is nothing at this address" in words(answer)


def test_profile_users_and_rates_can_be_changed(world, signed_in):
    client = signed_in()
    made = {"username": "new", "password": "another-lantern-9", "role": "support"}
    assert client.post("/settings/users", made).status_code == 302
    weak = client.post("/settings/users", made | {"username": "weak", "password": "short"})
    assert weak.status_code == 422
    changed = {"role": "finance", "display_name": "New", "channel": [world.channels["store"]]}
    assert client.post("/settings/users/new", changed).status_code == 302
    assert Client().post("/sign-in", made).status_code == 302
    last = client.post("/settings/users/owner-user", {"active": "0"})
    assert last.status_code == 409
    rate = {"month": "2026-11", "currency": "EUR", "base": "CNY", "rate": "7.9"}
    assert client.post("/settings/rates", rate).status_code == 302
    assert client.post("/settings/rates", rate | {"rate": "many"}).status_code == 422
    wrong = client.post("/settings", {"current": "no", "new": "yet-another-lantern"})
    assert wrong.status_code == 422


def test_mapping_takes_what_was_ticked_and_typed(world, signed_in):
    client = signed_in()
    page = words(client.get("/channels/mapping"))
    (listing,) = re.findall(r'name="take\.(\d+)"', page)
    assert "ODD-9" in page
    unticked = client.post("/channels/mapping", {f"sku.{listing}": "BOX-1"})
    assert unticked["Location"].endswith("done=0")
    unknown = client.post(
        "/channels/mapping", {f"take.{listing}": "1", f"sku.{listing}": "NO-SUCH"}
    )
    assert unknown.status_code == 404
    done = client.post("/channels/mapping", {f"take.{listing}": "1", f"sku.{listing}": "box-1"})
    assert done["Location"].endswith("done=1")
    assert "ODD-9" not in words(client.get("/channels/mapping"))
