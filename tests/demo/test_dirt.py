"""The dirt of real exports is there, and the business behind it is plausible."""

import csv
import io
from datetime import timedelta
from itertools import pairwise

from argosy.demo import amazon_money, costs, seasons
from argosy.demo.catalogue_files import counted_at
from argosy.demo.sales import Seller, tally
from argosy.demo.world import Plan, load


def rows_of(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def test_exports_overlap_and_the_later_one_knows_more(written):
    names = written.named("amazon-us_all-orders")
    pairs = []
    for earlier, later in pairwise(names):
        before = {
            row["amazon-order-id"]: row["order-status"]
            for row in rows_of(written.text(earlier), "\t")
        }
        after = {
            row["amazon-order-id"]: row["order-status"]
            for row in rows_of(written.text(later), "\t")
        }
        pairs += [(before[key], after[key]) for key in before.keys() & after.keys()]

    assert len(pairs) > 10
    assert ("Shipped", "Shipped") in pairs
    assert {later for _, later in pairs} <= {"Shipped", "Cancelled"}


def test_one_file_was_downloaded_twice(written):
    [twice] = [name for name in written.named("tiktok_orders") if "(1)" in name]

    assert written.text(twice) == written.text(twice.replace(" (1)", ""))


def test_codes_and_titles_carry_blanks_and_mixed_case(written):
    codes = [
        row["SKU"] for name in written.named("tiktok_orders") for row in rows_of(written.text(name))
    ]

    assert any(code.endswith(" ") for code in codes)
    assert any(code != code.upper() for code in codes)
    assert any(code.startswith("LIVE-") for code in codes)


def test_thirty_five_of_a_hundred_live_orders_come_back(written):
    shipped = [order for order in written.orders["tiktok-shop"] if order.shipped]

    back = sum(order.refunded is not None for order in shipped)
    assert 25 <= 100 * back // len(shipped) <= 45


def test_the_new_policy_halves_amazon_germany_overnight(plan):
    world = load()
    channel = world.channel("amazon-de")
    shock = seasons.shock_day(channel, plan)
    day = timedelta(days=7)  # the same weekday

    before = seasons.day_weight(world, channel, plan, shock - day)
    after = seasons.day_weight(world, channel, plan, shock)
    assert 0.4 < after / before < 0.5
    sold = {
        line.product.group
        for order in orders_of(plan, "amazon-de")
        if order.placed.date() > shock
        for line in order.lines
    }
    assert not sold & {"kitchen", "carts", "furniture", "laundry", "kits"}


def orders_of(plan: Plan, key: str):
    return Seller(load(), load().channel(key), plan).orders()


def test_prices_costs_and_fees_are_those_of_the_trade():
    world = load()
    us, shop = world.channel("amazon-us"), world.channel("shopify")
    for product in world.products:
        assert 9_00 <= product.price <= 80_00
        assert us.currency == shop.currency == "USD"
        assert 3_00 <= amazon_money.fba_fee(product, us) <= 8_00
        if product.cost is not None:
            share = product.cost / 7 / product.price  # at about 7 yuan a dollar
            assert 0.18 <= share <= 0.36, product.sku
    assert len(world.products) == 40
    assert sum(bool(product.components) for product in world.products) == 3
    without = {p.sku for p in world.products if p.cost is None and not p.components}
    assert without == {"NF-BTH-MUG", "NF-DSK-PEG", "NF-SMT-HUM"}


def test_advertising_takes_its_share_of_the_own_store(written, plan):
    channel = load().channel("shopify")
    orders = written.orders["shopify"]
    sales = sum(order.goods - order.off for order in orders if order.shipped)

    spent = sum(one.amount for one in costs.charges(channel, plan, orders) if one.kind == "推广费")
    assert 0.26 <= spent / sales <= 0.4


def test_the_count_covers_what_was_sold_after_it(written, plan):
    world = load()
    counted: dict[tuple[str, str], int] = {}
    for row in rows_of(written.text("stock-count.csv", "utf-8-sig")):
        counted[row["仓库"], row["SKU"]] = int(row["数量"])
    assert {place for place, _ in counted} == {"深圳仓", "FBA US", "FBA DE", "海外仓 US"}
    at = counted_at(plan)
    for place in world.places:
        here = [
            order
            for channel in world.channels
            if channel.place == place["key"]
            for order in written.orders[channel.key]
        ]
        sold = tally(here, lambda order: order.shipped is not None and order.shipped >= at)
        for sku, units in sold.items():
            assert counted[place["title"]["zh"], sku] > units
