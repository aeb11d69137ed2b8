"""What selling costs where no platform's report says it: the seller's own list of charges.

Amazon's charges stand in its statements. For the other channels a Chinese seller keeps a sheet
(渠道费用表) from the bills of the platform, the freight forwarder, the warehouse and the agencies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from argosy.demo.chance import Dice
from argosy.demo.sales import Order, rounded
from argosy.demo.sheets import money
from argosy.demo.world import Channel, Plan

HEADER = ("费用日期", "账单号", "费用类别", "费用说明", "关联订单号", "币种", "金额")


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge in the channel's minor unit. The amount is positive: a cost."""

    day: date
    bill: str
    kind: str
    text: str
    amount: int
    order: str = ""


@dataclass(frozen=True, slots=True)
class Habit:
    """A charge that comes back every month."""

    kind: str
    text: str
    of_sales: tuple[int, int] = (0, 0)  # hundredths of a per cent, from and to
    kept_only: bool = False  # the share is of what was not given back
    an_order: int = 0
    a_kilo: int = 0
    a_return: int = 0
    a_month: int = 0


HABITS: dict[str, tuple[Habit, ...]] = {
    "shopify": (
        Habit("推广费", "Meta 与 Google 广告", of_sales=(2700, 3900)),
        Habit("支付手续费", "Shopify Payments 手续费", of_sales=(290, 290), an_order=30),
        Habit("物流费", "海外仓出库与尾程", an_order=410, a_kilo=95, a_return=380),
        Habit("平台费", "Shopify 月租与应用", a_month=11_800),
    ),
    "tiktok": (
        Habit("推广费", "达人佣金", of_sales=(1100, 1500), kept_only=True),
        Habit("推广费", "直播间投流", of_sales=(300, 600)),
        Habit("推广费", "主播与直播间租用", a_month=32_000),
        Habit("物流费", "退件处理", a_return=450),
    ),
    "aliexpress": (
        Habit("平台费", "速卖通平台佣金", of_sales=(800, 800), kept_only=True),
        Habit("推广费", "直通车与联盟推广", of_sales=(500, 800)),
        Habit("物流费", "国际小包运费", an_order=190, a_kilo=320),
    ),
    "distributor": (
        Habit("银行费", "信用证与收汇手续费", of_sales=(60, 90)),
        Habit("返利", "季度返利预提", of_sales=(200, 200)),
    ),
}


def rows(channel: Channel, plan: Plan, orders: Sequence[Order]) -> Iterator[list[str]]:
    """The sheet, header first."""
    yield list(HEADER)
    for one in charges(channel, plan, orders):
        yield [
            one.day.isoformat(),
            one.bill,
            one.kind,
            one.text,
            one.order,
            channel.currency,
            money(one.amount),
        ]


def charges(channel: Channel, plan: Plan, orders: Sequence[Order]) -> list[Charge]:
    """Every charge of the two years by day, each dated on the last day of what it is for."""
    dice = Dice(plan.seed, channel.key, "costs")
    zone = ZoneInfo(channel.zone)
    shipped: dict[date, list[Order]] = {}
    for order in orders:
        if order.shipped is not None:
            day = order.placed.astimezone(zone).date()
            shipped.setdefault(day.replace(day=1), []).append(order)
    found = list(_monthly(channel, plan, shipped, dice))
    if channel.platform == "aliexpress":  # whose export of orders does not tell of refunds
        found += _refunds(plan, orders, zone)
    return sorted(found, key=lambda one: one.day)


def _monthly(
    channel: Channel, plan: Plan, shipped: dict[date, list[Order]], dice: Dice
) -> Iterator[Charge]:
    for month in sorted(shipped):
        after = (month + timedelta(days=32)).replace(day=1)
        last = min(after, plan.until) - timedelta(days=1)
        for habit in HABITS.get(channel.platform, ()):
            if amount := _amount(habit, shipped[month], dice):
                yield Charge(
                    last, f"{month:%Y%m}", habit.kind, f"{habit.text} {month:%Y-%m}", amount
                )


def _refunds(plan: Plan, orders: Sequence[Order], zone: ZoneInfo) -> Iterator[Charge]:
    for order in orders:
        if order.refunded is not None:
            day = order.refunded.astimezone(zone).date()
            if day < plan.until:
                yield Charge(day, f"{day:%Y%m}", "退款", "纠纷退款", order.refund(), order.id)


def _amount(habit: Habit, orders: Sequence[Order], dice: Dice) -> int:
    sales = sum(order.goods - order.off for order in orders)
    back = sum(order.refund() for order in orders if order.refunded)
    returns = sum(1 for order in orders if order.refunded)
    grams = sum(order.grams for order in orders)
    share = rounded(sales - (back if habit.kept_only else 0), dice.whole(*habit.of_sales))
    pieces = habit.an_order * len(orders) + habit.a_return * returns + habit.a_kilo * grams // 1000
    return share + pieces + habit.a_month
