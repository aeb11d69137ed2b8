"""What the seller keeps by hand: products with costs, a stock count, monthly rates."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from currency_converter import CurrencyConverter

from argosy.demo.chance import Dice
from argosy.demo.sales import Order, tally
from argosy.demo.sheets import money
from argosy.demo.world import Plan, Product, World

PRODUCTS_HEADER = (
    *("SKU", "商品名称", "英文名称", "品牌", "采购成本", "币种", "生效日期", "HS编码", "原产国"),
    *("重量(g)", "长(mm)", "宽(mm)", "高(mm)", "组件"),
)
COUNT_HEADER = ("SKU", "仓库", "数量", "盘点时间")
RATES_HEADER = ("月份", "币种", "本位币", "汇率")
SECOND_LOT_DAY = 365  # from then on the factory asks more
DEARER = 109  # per cent of the first lot's cost
COUNTED_BEFORE_END_DAYS = 45
SHORT = frozenset({"NF-VAC-8", "NF-KIT-UND", "NF-DRW-6"})  # soon out of stock
RATE_PAIRS = (("USD", "CNY"), ("EUR", "CNY"), ("HKD", "CNY"), ("CNY", "USD"))


def products(world: World, plan: Plan) -> Iterator[list[object]]:
    """The product list: a row for each SKU and lot, kits with their components."""
    yield list(PRODUCTS_HEADER)
    second = plan.start + timedelta(days=SECOND_LOT_DAY)
    for product in world.products:
        yield _product(world, product, plan.start, product.cost)
    for product in world.products:
        if product.cost is not None and product.launched < SECOND_LOT_DAY:
            yield _product(world, product, second, product.cost * DEARER // 100)


def _product(world: World, product: Product, since: date, cost: int | None) -> list[object]:
    components = ";".join(f"{sku}:{quantity}" for sku, quantity in product.components)
    return [
        product.sku,
        product.title_zh,
        product.title,
        world.brand.split()[0],
        money(cost) if cost is not None else "",
        "CNY" if cost is not None else "",
        since.isoformat(),
        product.hs_code,
        "CN",
        str(product.weight_g),
        *map(str, product.size_mm),
        components,
    ]


def counted_at(plan: Plan) -> datetime:
    """When the shelves were counted: in the evening, some weeks before the end."""
    day = plan.until - timedelta(days=COUNTED_BEFORE_END_DAYS)
    return datetime.combine(day, time(18), tzinfo=ZoneInfo("Asia/Shanghai"))


def stock_count(
    world: World, plan: Plan, orders: Mapping[str, Sequence[Order]]
) -> Iterator[list[object]]:
    """One count of every place: what has been sold since, and some weeks more."""
    yield list(COUNT_HEADER)
    at = counted_at(plan)
    dice = Dice(plan.seed, "count")
    for place in world.places:
        here = [
            order
            for channel in world.channels
            if channel.place == place["key"]
            for order in orders[channel.key]
        ]
        sold = tally(here, lambda order: order.shipped is not None and order.shipped >= at)
        kinds = {p.product.sku for order in here for p in order.lines}
        for product in world.products:
            if not product.components and (product.sku in kinds or product.sku in sold):
                gone = sold.get(product.sku, 0)
                spare = 4 if product.sku in SHORT else 12 + gone * dice.whole(60, 260) // 100
                yield [product.sku, place["title"]["zh"], str(gone + spare), f"{at:%Y-%m-%d %H:%M}"]


def monthly_rates(plan: Plan) -> Iterator[list[object]]:
    """The seller's own rates from the month in which the packaged ECB rates end."""
    yield list(RATES_HEADER)
    ecb = CurrencyConverter()
    last: date = ecb.bounds["USD"].last_date
    month, step = last.replace(day=1), 0
    while month < plan.until or not step:
        for currency, base in RATE_PAIRS:
            # A slow drift, so that nobody takes the months for copies of each other.
            drift = Decimal(1000 + (step * 7 + len(currency + base)) % 9 - 4) / 1000
            rate = Decimal(str(ecb.convert(1, currency, base, last))) * drift
            yield [f"{month:%Y-%m}", currency, base, f"{rate:.6f}"]
        month, step = (month + timedelta(days=32)).replace(day=1), step + 1
