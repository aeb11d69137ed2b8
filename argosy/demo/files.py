"""All exports of the seeded company, and the manifest that says what each is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from argosy.demo import (
    aliexpress_orders,
    amazon_money,
    amazon_orders,
    amazon_statement,
    catalogue_files,
    costs,
    generic_orders,
    shopify_orders,
    windows,
)
from argosy.demo.sales import Order, Seller
from argosy.demo.sheets import separated, workbook
from argosy.demo.types import MANIFEST, Listed
from argosy.demo.world import DATA, Channel, Plan, World, load

HALF_YEAR = 6
AMAZON_MONTHS = {"small": HALF_YEAR}  # fewer files for tests
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Export:
    """One file: what it is called, whose it is, how it is read."""

    name: str
    channel: str | None
    profile: str
    content: bytes


def write(plan: Plan, out: Path) -> list[Listed]:
    """Write every export and the manifest into a folder. Returns the files in order of import."""
    world = load()
    out.mkdir(parents=True, exist_ok=True)
    listed = []
    for export in exports(world, plan):
        (out / export.name).write_bytes(export.content)
        listed.append(Listed(export.name, export.channel, export.profile))
    text = yaml.safe_dump(manifest(world, plan, listed), allow_unicode=True, sort_keys=False)
    (out / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return listed


def manifest(world: World, plan: Plan, listed: Sequence[Listed]) -> dict[str, Any]:
    """The world around the files: who sells where, and what each file is."""
    shown = ("key", "title", "platform", "mode", "commercial_model", "entity", "market")
    return {
        "seed": plan.seed,
        "size": plan.size,
        "since": plan.start.isoformat(),
        "until": plan.until.isoformat(),
        "brand": world.brand,
        "entities": world.entities,
        "operators": world.operators,
        "places": world.places,
        "channels": [
            {key: getattr(one, key) for key in (*shown, "currency", "zone", "operator", "place")}
            for one in world.channels
        ],
        "profiles": [costs_profile()],
        "files": [asdict(one) for one in listed],
    }


def last_file(world: World) -> str:
    """The file that is imported last."""
    return f"costs_{world.channels[-1].key}.csv"


def costs_profile() -> dict[str, object]:
    """How the seller's own sheet of charges is read: a profile that they would have saved."""
    said: dict[str, object] = yaml.safe_load(
        (DATA / "costs_profile.yaml").read_text(encoding="utf-8")
    )
    return said


def exports(world: World, plan: Plan) -> Iterator[Export]:
    """Every file in the order in which a person would import it."""
    orders = {one.key: Seller(world, one, plan).orders() for one in world.channels}
    yield from _kept_by_hand(world, plan, orders)
    makers: dict[str, Callable[[World, Plan, Channel, Sequence[Order]], Iterator[Export]]] = {
        "amazon": _amazon,
        "shopify": _shopify,
        "aliexpress": _aliexpress,
        "tiktok": _tiktok,
        "distributor": _distributor,
    }
    for channel in world.channels:
        yield from makers[channel.platform](world, plan, channel, orders[channel.key])
        if channel.platform in costs.HABITS:
            sheet = separated(costs.rows(channel, plan, orders[channel.key]), encoding="utf-8-sig")
            yield Export(f"costs_{channel.key}.csv", channel.key, "channel-costs", sheet)


def _kept_by_hand(world: World, plan: Plan, orders: dict[str, list[Order]]) -> Iterator[Export]:
    rates = separated(catalogue_files.monthly_rates(plan), encoding="utf-8-sig")
    yield Export("monthly-rates.csv", None, "monthly-rates", rates)
    products = workbook(catalogue_files.products(world, plan), sheet="商品与成本")
    yield Export("products-and-costs.xlsx", None, "product-costs", products)
    count = separated(catalogue_files.stock_count(world, plan, orders), encoding="utf-8-sig")
    yield Export("stock-count.csv", None, "stock-count", count)


def _amazon(
    world: World, plan: Plan, channel: Channel, orders: Sequence[Order]
) -> Iterator[Export]:
    cuts = list(windows.cut(plan, channel.zone, months=AMAZON_MONTHS.get(plan.size, QUARTER)))
    for window in cuts:
        report = separated(amazon_orders.rows(world, orders, window), separator="\t")
        name = f"{channel.key}_all-orders_{window.name}.txt"
        yield Export(name, channel.key, "amazon-all-orders", report)
    events = amazon_money.events(channel, plan, orders)
    preamble = amazon_statement.texts(channel.market)["preamble"]
    for window in cuts:
        statement = separated(
            amazon_statement.rows(world, channel, events, window), quote_all=True, preamble=preamble
        )
        name = f"{channel.key}_transactions_{window.name}.csv"
        yield Export(name, channel.key, "amazon-date-range-transactions", statement)


def _shopify(
    world: World, plan: Plan, channel: Channel, orders: Sequence[Order]
) -> Iterator[Export]:
    for window in windows.cut(plan, channel.zone, months=HALF_YEAR, overlap_days=40):
        name = f"shopify_orders_{window.name}.csv"
        content = separated(shopify_orders.rows(world, orders, window))
        yield Export(name, channel.key, "shopify-orders", content)


def _aliexpress(
    world: World, plan: Plan, channel: Channel, orders: Sequence[Order]
) -> Iterator[Export]:
    cuts = list(windows.cut(plan, channel.zone, months=HALF_YEAR))
    for window in cuts:
        spoiled = window is cuts[-2]
        sheet = aliexpress_orders.rows(world, orders, window, rounded=spoiled)
        name = f"aliexpress_orders_{window.name}.xlsx"
        yield Export(name, channel.key, "aliexpress-orders", workbook(sheet, sheet="订单"))


def _tiktok(
    world: World, plan: Plan, channel: Channel, orders: Sequence[Order]
) -> Iterator[Export]:
    """The live channel's lists; one of them was downloaded twice."""
    cuts = list(windows.cut(plan, channel.zone, months=HALF_YEAR, overlap_days=40))
    for window in cuts:
        rows = list(generic_orders.tiktok(world, plan, orders, window))
        if len(rows) == 1:
            continue  # before the first broadcast
        if window is cuts[-2]:
            rows = generic_orders.with_no_such_day(rows, plan)
        name = f"tiktok_orders_{window.name}"
        content = separated(rows)
        yield Export(f"{name}.csv", channel.key, "generic-orders", content)
        if window is cuts[-3]:
            yield Export(f"{name} (1).csv", channel.key, "generic-orders", content)


def _distributor(
    world: World, plan: Plan, channel: Channel, orders: Sequence[Order]
) -> Iterator[Export]:
    window = windows.whole(plan, channel.zone)
    rows = list(generic_orders.distributor(world, orders, window))
    if channel.key == "distributor-nord":
        rows = generic_orders.with_a_word_for_a_number(rows)
    name = f"distributors_{channel.key.removeprefix('distributor-')}.csv"
    yield Export(name, channel.key, "generic-orders", separated(rows, encoding="gb18030"))
