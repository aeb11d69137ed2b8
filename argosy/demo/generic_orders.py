"""Order lists without a platform's layout: TikTok Shop's, and what two distributors send.

TikTok Shop's own export has no layout that we could confirm, so this is the plain list that our
generic profile reads, with English headers; the distributors' lists have Chinese ones.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from argosy.demo.chance import Dice
from argosy.demo.sales import Line, Order, rounded
from argosy.demo.sheets import money
from argosy.demo.windows import Window
from argosy.demo.world import Plan, World

TIKTOK_HEADER = (
    *("Order ID", "Order Date", "Paid At", "Shipped At", "Cancelled At", "SKU", "Product Name"),
    *("Quantity", "Unit Price", "Discount", "Shipping", "Tax", "Refund Amount", "Commission"),
    *("Fulfilment Fee", "Currency", "Buyer", "Country"),
)
DISTRIBUTOR_HEADER = (
    *("订单号", "下单时间", "付款时间", "发货时间", "取消时间", "SKU", "商品名称", "数量", "单价"),
    *("运费", "退款金额", "物流费", "币种", "客户", "国家"),
)
COMMISSION = 600  # hundredths of a per cent
PARCEL = (410, 95)  # cents for an order and for a kilogram
SEA = (4_200, 38)
UNTIDY = 3  # per cent of rows with a blank too many
COUNTRY_NAMES = {"DE": "德国", "AE": "阿联酋"}


def tiktok(
    world: World, plan: Plan, orders: Sequence[Order], window: Window
) -> Iterator[list[str]]:
    """Orders of the broadcasts, with the blanks that a copy by hand leaves behind."""
    dice = Dice(plan.seed, "tiktok", window.name)
    yield list(TIKTOK_HEADER)
    for order in orders:
        if window.covers(order.placed):
            for position, line in enumerate(order.lines):
                row = _tiktok_row(world, order, line, window, is_first=not position)
                if dice.happens(UNTIDY):
                    row[5], row[6] = f"{row[5]} ", f"{row[6]}  "
                yield row


def _tiktok_row(
    world: World, order: Order, line: Line, window: Window, *, is_first: bool
) -> list[str]:
    at = window.made_at
    return [
        order.id,
        local(order.placed, window),
        local(order.paid, window),
        local(order.shipped if order.happened(order.shipped, at) else None, window),
        local(order.cancelled if order.happened(order.cancelled, at) else None, window),
        world.code(order.channel, line.product),
        line.product.title,
        str(line.quantity),
        money(line.unit),
        money(line.off) if line.off else "",
        money(order.freight) if is_first and order.freight else "",
        money(order.tax) if is_first and order.tax else "",
        _given_back(order, at, is_first=is_first),
        _commission(order, at) if is_first else "",
        _carried(order, at, PARCEL) if is_first else "",
        order.channel.currency,
        f"user{order.buyer:06d}",
        order.town.country,
    ]


def _given_back(order: Order, at: datetime, *, is_first: bool) -> str:
    return money(order.refund()) if is_first and order.happened(order.refunded, at) else ""


def _commission(order: Order, at: datetime) -> str:
    """The platform's share of what the buyer keeps."""
    if order.happened(order.cancelled, at):
        return ""
    back = order.refund() if order.happened(order.refunded, at) else 0
    return money(rounded(max(order.goods - order.off - back, 0), COMMISSION))


def _carried(order: Order, at: datetime, rate: tuple[int, int]) -> str:
    """What it cost to send the order: so much, and so much for a kilogram."""
    if not order.happened(order.shipped, at):
        return ""
    return money(rate[0] + rate[1] * order.grams // 1000)


def distributor(world: World, orders: Sequence[Order], window: Window) -> Iterator[list[str]]:
    """One distributor's orders; the clerk adds a 合计 row."""
    yield list(DISTRIBUTOR_HEADER)
    units = amount = 0
    for order in orders:
        if window.covers(order.placed):
            for position, line in enumerate(order.lines):
                yield _distributor_row(world, order, line, window, is_first=not position)
                units, amount = units + line.quantity, amount + line.gross
    yield ["合计", *[""] * 6, str(units), money(amount), *[""] * 6]


def _distributor_row(
    world: World, order: Order, line: Line, window: Window, *, is_first: bool
) -> list[str]:
    at = window.made_at
    return [
        order.id,
        local(order.placed, window),
        local(order.paid, window),
        local(order.shipped if order.happened(order.shipped, at) else None, window),
        local(order.cancelled if order.happened(order.cancelled, at) else None, window),
        world.code(order.channel, line.product),
        line.product.title_zh,
        str(line.quantity),
        money(line.unit),
        money(order.freight) if is_first and order.freight else "",
        _given_back(order, at, is_first=is_first),
        _carried(order, at, SEA) if is_first else "",
        order.channel.currency,
        order.channel.title["zh"],
        COUNTRY_NAMES[order.town.country],
    ]


def with_no_such_day(rows: list[list[str]], plan: Plan) -> list[list[str]]:
    """One order's date typed as 30 February: a row to mend."""
    march = f"{february(plan):%Y}-03"
    place = next((i for i, row in enumerate(rows) if i and row[1][:7] >= march), len(rows) - 1)
    return _spoiled(rows, place, column=1, text=f"{february(plan):%Y}-02-30 20:15:00")


def with_a_word_for_a_number(rows: list[list[str]]) -> list[list[str]]:
    """One quantity written as a word: a row to mend. The last row is the total."""
    return _spoiled(rows, len(rows) // 2, column=7, text="二")


def february(plan: Plan) -> date:
    """The last February that lies whole in the two years."""
    year = plan.until.year if plan.until >= date(plan.until.year, 3, 1) else plan.until.year - 1
    return date(year, 2, 1)


def _spoiled(rows: list[list[str]], place: int, *, column: int, text: str) -> list[list[str]]:
    row = list(rows[place])
    row[column] = text
    return [*rows[:place], row, *rows[place + 1 :]]


def local(instant: datetime | None, window: Window) -> str:
    """An instant in the channel's own hours, without saying so, as people's lists do."""
    zone: ZoneInfo = window.zone
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S}" if instant else ""
