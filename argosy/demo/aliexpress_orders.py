"""AliExpress's order export: one row for each order, all its articles together in one cell.

Column names: those of the seller centre's 订单导出, which AliExpress documents nowhere.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from argosy.demo.sales import Order
from argosy.demo.sheets import Number, money
from argosy.demo.windows import Window
from argosy.demo.world import World

HEADER = (
    *("订单号", "订单状态", "负责人", "买家名称", "下单时间", "付款时间", "产品总金额", "物流费用"),
    *("满立减", "订单金额", "产品信息（双击单元格展开所有产品信息！）", "订单备注", "收货人名称"),
    *(
        "收货国家",
        "州/省",
        "城市",
        "地址",
        "邮编",
        "手机",
        "买家选择物流",
        "实际发货物流",
        "发货时间",
    ),
)
SIGNIFICANT_DIGITS = 15  # of a number in a spreadsheet
DELIVERED_AFTER = timedelta(days=40)
ROUNDED = 5  # so many orders of the file that Excel spoiled
COUNTRIES = {
    "ES": "Spain",
    "FR": "France",
    "PL": "Poland",
    "BR": "Brazil",
    "KR": "Korea",
    "MX": "Mexico",
    "NL": "Netherlands",
    "CL": "Chile",
}


def rows(
    world: World, orders: Sequence[Order], window: Window, *, rounded: bool
) -> Iterator[list[object]]:
    """The export's rows; in a spoiled file some ids went through Excel as numbers."""
    yield list(HEADER)
    count = 0
    for order in orders:
        if window.covers(order.placed):
            count += 1
            spoiled = rounded and count % 3 == 0 and count // 3 <= ROUNDED
            yield _row(world, order, window, spoiled=spoiled)


def _row(world: World, order: Order, window: Window, *, spoiled: bool) -> list[object]:
    at = window.made_at
    sent, called_off = order.happened(order.shipped, at), order.happened(order.cancelled, at)
    state = "交易关闭" if called_off else "等待买家收货" if sent else "等待您发货"
    if order.shipped and at - order.shipped > DELIVERED_AFTER:
        state = "已完成"
    items = " ".join(
        f"【{number}】{line.product.title} (商家编码:{world.code(order.channel, line.product)})"
        f" (产品数量:{line.quantity} 件)"
        for number, line in enumerate(order.lines, start=1)
    )
    return [
        excel_number(order.id) if spoiled else order.id,
        state,
        "平台运营",
        f"buyer{order.buyer:06d}",
        local(order.placed, window),
        local(order.paid, window),
        money(order.goods),
        money(order.freight),
        money(order.off),
        money(order.total),
        items,
        "",
        f"Buyer {order.buyer}",
        COUNTRIES[order.town.country],
        order.town.region,
        order.town.city,
        f"{order.buyer} Example Street",
        order.postcode,
        "",
        "AliExpress Standard Shipping",
        "AliExpress Standard Shipping" if sent else "",
        local(order.shipped, window) if sent else "",
    ]


def excel_number(identifier: str) -> Number:
    """The id after Excel took it for a number: 15 digits are kept, the rest become 0."""
    kept = identifier[:SIGNIFICANT_DIGITS]
    return Number(f"{kept[0]}.{kept[1:]}E+{len(identifier) - 1}")


def local(instant: datetime | None, window: Window) -> str:
    """An instant in the shop's hours, which are those of the Pacific coast."""
    return f"{instant.astimezone(window.zone):%Y-%m-%d %H:%M:%S}" if instant else ""
