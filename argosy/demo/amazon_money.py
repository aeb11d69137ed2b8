"""What Amazon pays out and keeps: every event of money on one of its channels, in order of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from argosy.demo import seasons
from argosy.demo.chance import Dice
from argosy.demo.sales import Line, Order, rounded
from argosy.demo.world import Channel, Plan, Product

REFERRAL = 1500  # hundredths of a per cent
REFUND_FEE_SHARE = 2000  # of the referral fee, kept on a refund
REFUND_FEE_MOST = 500
FBA_LEAST, FBA_MOST, FBA_STEP_G = 322, 800, 454
SETTLEMENT_DAYS = 14
FEAST_MONTHS = frozenset({10, 11, 12})  # storage costs more
AMOUNTS = (
    *("sales", "sales_tax", "shipping", "shipping_tax", "promotion", "promotion_tax", "withheld"),
    *("selling", "fba", "other"),
)


@dataclass(slots=True)
class Event:
    """One line of the statement. Amounts as the seller's pocket sees them, minor unit."""

    at: datetime
    type: str  # a key of the texts
    description: str
    order: Order | None = None
    line: Line | None = None
    amounts: dict[str, int] = field(default_factory=dict)
    settlement: str = ""

    @property
    def total(self) -> int:
        """What the line adds to the payout."""
        return sum(self.amounts.values())


def fba_fee(product: Product, channel: Channel) -> int:
    """Fulfilment of one unit: between 3 and 8 of the channel's currency, by weight."""
    fee = FBA_LEAST + 38 * -(-product.weight_g // FBA_STEP_G)
    return min(fee, FBA_MOST) * (100 if channel.market == "US" else 94) // 100


def referral(line: Line) -> int:
    """Amazon's share of the price that the buyer pays."""
    return rounded(line.gross - line.off, REFERRAL)


def events(channel: Channel, plan: Plan, orders: Sequence[Order]) -> list[Event]:
    """Every line of the two years, by time, each in its settlement, payouts included."""
    dice = Dice(plan.seed, channel.key, "money")
    zone = ZoneInfo(channel.zone)
    begin = datetime.combine(plan.start, time(), tzinfo=zone)
    end = datetime.combine(plan.until, time(), tzinfo=zone)
    found = [event for order in orders for event in _of_order(order, dice)]
    found += _of_months(channel, plan, orders, dice)
    found += _advertising(channel, plan, orders, dice)
    known = sorted(
        (event for event in found if begin <= event.at < end), key=lambda event: event.at
    )
    return _settled(channel, plan, known)


def _of_order(order: Order, dice: Dice) -> Iterator[Event]:
    if order.shipped is None:
        return
    posted = order.shipped + timedelta(minutes=dice.whole(2, 240))
    for first, line in enumerate(order.lines):
        sold = _sold(order, line, with_freight=not first)
        yield Event(posted, "order", line.product.title, order, line, sold)
    if order.refunded is not None:
        for first, line in enumerate(order.lines[: order.refunded_lines]):
            whole = order.refunded_lines == len(order.lines)
            back = _given_back(order, line, with_freight=whole and not first)
            yield Event(order.refunded, "refund", line.product.title, order, line, back)


def _sold(order: Order, line: Line, *, with_freight: bool) -> dict[str, int]:
    freight = order.freight if with_freight else 0
    freight_tax = order.freight_tax if with_freight else 0
    full_tax = rounded(line.gross, order.town.tax)
    return {
        "sales": line.gross,
        "sales_tax": full_tax,
        "shipping": freight,
        "shipping_tax": freight_tax,
        "promotion": -line.off,
        "promotion_tax": line.tax - full_tax,
        "withheld": -(line.tax + freight_tax),
        "selling": -referral(line),
        "fba": -fba_fee(line.product, order.channel) * line.quantity,
    }


def _given_back(order: Order, line: Line, *, with_freight: bool) -> dict[str, int]:
    sold = _sold(order, line, with_freight=with_freight)
    back = {name: -amount for name, amount in sold.items()}
    kept = min(rounded(referral(line), REFUND_FEE_SHARE), REFUND_FEE_MOST)
    return back | {"selling": referral(line) - kept, "fba": 0}


def _turnover(orders: Sequence[Order], since: date, until: date, zone: ZoneInfo) -> int:
    return sum(
        order.goods - order.off
        for order in orders
        if order.shipped and since <= order.placed.astimezone(zone).date() < until
    )


def _advertising(
    channel: Channel, plan: Plan, orders: Sequence[Order], dice: Dice
) -> Iterator[Event]:
    """A charge every week, 9.5 to 15 per cent of its sales; after the shock the seller fights."""
    zone, shock = ZoneInfo(channel.zone), seasons.shock_day(channel, plan)
    day = plan.start
    while day < plan.until:
        after = day + timedelta(days=7)
        share = dice.whole(950, 1500) + (900 if shock and day >= shock else 0)
        spent = rounded(_turnover(orders, day, after, zone), share)
        at = datetime.combine(after, time(3, dice.whole(0, 59), dice.whole(0, 59)), tzinfo=zone)
        if spent:
            yield Event(at, "service", "advertising", amounts={"other": -spent})
        day = after


def _of_months(
    channel: Channel, plan: Plan, orders: Sequence[Order], dice: Dice
) -> Iterator[Event]:
    """Subscription, storage, placement, a lost unit now and then; and what the new policy costs."""
    zone, shock = ZoneInfo(channel.zone), seasons.shock_day(channel, plan)
    month = plan.start.replace(day=1)
    while month < plan.until:
        after = (month + timedelta(days=32)).replace(day=1)
        sold = _turnover(orders, month, after, zone)
        shocked = shock is not None and month >= shock
        dear = month.month in FEAST_MONTHS
        storage = rounded(sold, 480 if shocked else 360 if dear else 170)
        charges = [
            ("service", "subscription", -(3_999 if channel.market == "US" else 3_900)),
            ("storage", "storage_fee", -storage),
            ("service", "inbound", -rounded(sold, dice.whole(180, 320))),
            ("service", "policy", -18_000 if shocked else 0),
            ("adjustment", "lost", dice.whole(900, 2_900) if dice.happens(40) else 0),
        ]
        for day, (kind, text, amount) in enumerate(charges, start=7):
            at = datetime.combine(
                month.replace(day=day), time(dice.whole(0, 23), dice.whole(0, 59)), tzinfo=zone
            )
            if amount:
                yield Event(at, kind, text, amounts={"other": amount})
        month = after


def _settled(channel: Channel, plan: Plan, known: Sequence[Event]) -> list[Event]:
    """Give each event its settlement, and each finished settlement its payout."""
    zone = ZoneInfo(channel.zone)
    ids = Dice(plan.seed, channel.key, "settlements")
    closes = datetime.combine(plan.start + timedelta(days=9), time(5), tzinfo=zone)
    settlement, balance, settled = ids.digits(11), 0, []
    for event in known:
        while event.at >= closes:
            if balance > 0:
                paid = Event(closes, "transfer", "payout", amounts={"other": -balance})
                settled.append(replace(paid, settlement=settlement))
                balance = 0
            settlement, closes = ids.digits(11), closes + timedelta(days=SETTLEMENT_DAYS)
        settled.append(replace(event, settlement=settlement))
        balance += event.total
    return settled
