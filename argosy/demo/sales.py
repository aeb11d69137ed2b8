"""What is sold: orders as the platforms know them, before anybody exports them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argosy.demo import seasons
from argosy.demo.chance import Dice, Weights
from argosy.demo.world import Channel, Plan, Product, Town, World

BULKY = frozenset({"carts", "furniture", "laundry"})
# What a live broadcast can show well.
SHOWN_LIVE = frozenset({"drawers", "wardrobe", "kitchen", "desk", "smart", "kits"})
# Product groups that Amazon took down in Germany on the day of the new packaging rule.
TAKEN_DOWN = frozenset({"kitchen", "carts", "furniture", "laundry", "kits"})
PRICE_RISE_DAY = 400
LINES = {
    "marketplace": ((1, 2, 3), (91, 8, 1)),
    "storefront": ((1, 2, 3, 4), (56, 28, 12, 4)),
    "social": ((1, 2), (92, 8)),
    "distribution": ((3, 4, 5, 6, 7, 8), (10, 20, 25, 20, 15, 10)),
}
UNITS = Weights((1, 2, 3, 4), (88, 9, 2, 1))
CARTONS = Weights((6, 12, 18, 24, 36, 48), (20, 30, 20, 15, 10, 5))


@dataclass(slots=True)
class Line:
    """One article in an order. Money in the channel's minor unit."""

    product: Product
    quantity: int
    unit: int  # without tax
    off: int  # discount on the whole line, positive
    tax: int

    @property
    def gross(self) -> int:
        """Before discount and tax."""
        return self.unit * self.quantity


@dataclass(slots=True)
class Order:
    """One order with everything that will ever happen to it."""

    channel: Channel
    id: str
    number: int  # from 1, by time
    placed: datetime
    paid: datetime
    shipped: datetime | None
    cancelled: datetime | None
    refunded: datetime | None
    refunded_lines: int  # the first so many
    lines: list[Line]
    freight: int  # paid by the buyer, without tax
    freight_tax: int
    campaign: str
    town: Town
    postcode: str
    buyer: int

    @property
    def goods(self) -> int:
        """The goods before discount and tax."""
        return sum(line.gross for line in self.lines)

    @property
    def off(self) -> int:
        """All discounts, positive."""
        return sum(line.off for line in self.lines)

    @property
    def grams(self) -> int:
        """What the parcel weighs."""
        return sum(line.product.weight_g * line.quantity for line in self.lines)

    @property
    def tax(self) -> int:
        """All tax on goods and freight."""
        return self.freight_tax + sum(line.tax for line in self.lines)

    @property
    def total(self) -> int:
        """What the buyer pays."""
        return self.goods - self.off + self.freight + self.tax

    def refund(self) -> int:
        """What the buyer gets back, tax included; the freight only with the whole order."""
        lines = self.lines[: self.refunded_lines]
        back = sum(line.gross - line.off + line.tax for line in lines)
        whole = self.refunded_lines == len(self.lines)
        return back + (self.freight + self.freight_tax if whole else 0)

    def happened(self, instant: datetime | None, asked_at: datetime) -> bool:
        """Whether an export made at that moment knows of the event."""
        return instant is not None and instant <= asked_at


def rounded(amount: int, per_ten_thousand: int) -> int:
    """That share of an amount in the minor unit, rounded half up."""
    return (amount * per_ten_thousand + 5_000) // 10_000


def price(product: Product, channel: Channel, since: int) -> int:
    """The channel's price of the product on a day, without tax, in the channel's minor unit."""
    listed = product.price * channel.price // 100
    if since >= PRICE_RISE_DAY:
        listed = listed * 104 // 100
    if channel.mode == "distribution":
        return listed // 10 * 10
    return max((listed + 65) // 100 * 100 - 1, 499)  # ends in .99, as prices do


def offered(product: Product, channel: Channel, since: int, shock: int | None) -> bool:
    """Whether the channel sells the product on that day."""
    if since < product.launched:
        return False
    if channel.mode == "social":
        return product.group in SHOWN_LIVE
    if channel.mode == "distribution":
        return not product.components and product.group != "smart"
    if channel.platform == "aliexpress":
        return product.group not in BULKY
    return shock is None or since < shock or product.group not in TAKEN_DOWN


class Shelf:
    """What a channel offers on a day, each product as often as it is asked for."""

    def __init__(self, world: World, channel: Channel, plan: Plan, dice: Dice) -> None:
        self.channel = channel
        day = seasons.shock_day(channel, plan)
        self.shock = None if day is None else (day - plan.start).days
        self.wanted = {one.sku: one.popularity * dice.whole(55, 150) for one in world.products}
        self.products = world.products
        self.turns = {one.launched for one in world.products} | {self.shock or 0}
        self._kept: dict[int, Weights[Product]] = {}

    def on(self, since: int) -> Weights[Product]:
        """The products of that day; it changes only on days when one comes or goes."""
        turn = max(day for day in self.turns if day <= since)
        if turn not in self._kept:
            there = [p for p in self.products if offered(p, self.channel, turn, self.shock)]
            self._kept[turn] = Weights(there, [self.wanted[one.sku] for one in there])
        return self._kept[turn]


def freight_charged(channel: Channel, goods: int, dice: Dice) -> int:
    """What the buyer pays for shipping."""
    said = channel.freight
    free = said.free_from is not None and goods >= said.free_from
    return 0 if free or not dice.happens(said.chance) else dice.whole(said.low, said.high)


def identifier(channel: Channel, number: int, placed: datetime, dice: Dice) -> str:
    """An order id in the platform's own shape."""
    if channel.platform == "amazon":
        head = dice.whole(111, 114) if channel.market == "US" else dice.whole(302, 306)
        return f"{head}-{dice.digits(7)}-{dice.digits(7)}"
    if channel.platform == "shopify":
        return f"#{1000 + number}"
    if channel.platform == "tiktok":
        return f"5764{dice.digits(14)}"
    if channel.platform == "aliexpress":
        return f"81{dice.digits(14)}"
    return f"{channel.key[12:].upper()}-{placed:%y}{number:04d}"


class Seller:
    """Makes one channel's orders."""

    def __init__(self, world: World, channel: Channel, plan: Plan) -> None:
        self.world, self.channel, self.plan = world, channel, plan
        self.dice = Dice(plan.seed, channel.key)
        self.clock = seasons.Clock(world, channel, plan)
        self.shelf = Shelf(world, channel, plan, self.dice)
        self.line_counts = Weights(*LINES[channel.mode])
        towns = [town for country in channel.buyers for town in world.towns[country]]
        heads = {c: sum(town.weight for town in world.towns[c]) for c in channel.buyers}
        self.towns = Weights(
            towns,
            [town.weight * channel.buyers[town.country] / heads[town.country] for town in towns],
        )

    def orders(self) -> list[Order]:
        """All of them, by time."""
        count = max(int(self.plan.orders * self.channel.share / 100), 14)
        placed = sorted(self.clock.draw(self.dice) for _ in range(count))
        return [self._order(number, at, count) for number, at in enumerate(placed, start=1)]

    def _order(self, number: int, placed: datetime, count: int) -> Order:
        dice, channel = self.dice, self.channel
        town = dice.draw(self.towns)
        lines, campaign = self._lines(placed, town)
        freight = freight_charged(channel, sum(line.gross - line.off for line in lines), dice)
        order = Order(
            channel=channel,
            id=identifier(channel, number, placed, dice),
            number=number,
            placed=placed,
            paid=placed + timedelta(seconds=dice.whole(5, 900)),
            shipped=None,
            cancelled=None,
            refunded=None,
            refunded_lines=0,
            lines=lines,
            freight=freight,
            freight_tax=rounded(freight, town.tax),
            campaign=campaign,
            town=town,
            postcode=town.postcode + dice.digits(max(5 - len(town.postcode), 1)),
            buyer=dice.whole(1, max(count * 7 // 10, 2)),
        )
        self._fate(order)
        return order

    def _lines(self, placed: datetime, town: Town) -> tuple[list[Line], str]:
        dice, channel = self.dice, self.channel
        day = placed.astimezone(self.clock.zone).date()
        since = (day - self.plan.start).days
        promotion = seasons.promotion_on(self.world, channel, day)
        off, campaign = (promotion.off, promotion.name) if promotion else (0, "")
        if not off and channel.platform == "shopify" and dice.happens(14):
            off, campaign = 10, "welcome10"
        shelf = self.shelf.on(since)
        products = {
            one.sku: one for one in (dice.draw(shelf) for _ in range(dice.draw(self.line_counts)))
        }
        return [self._line(one, since, off, town) for one in products.values()], campaign

    def _line(self, product: Product, since: int, off: int, town: Town) -> Line:
        wholesale = self.channel.mode == "distribution"
        quantity = self.dice.draw(CARTONS if wholesale else UNITS)
        unit = price(product, self.channel, since)
        less = unit * quantity * off // 100
        return Line(product, quantity, unit, less, rounded(unit * quantity - less, town.tax))

    def _fate(self, order: Order) -> None:
        """What becomes of the order: cancelled, or shipped and perhaps sent back."""
        dice, channel = self.dice, self.channel
        if dice.happens(channel.cancels):
            order.cancelled = order.placed + timedelta(minutes=dice.whole(20, 1_400))
            return
        slow = {"distribution": (70, 240), "marketplace": (6, 52)}
        order.shipped = order.placed + timedelta(
            hours=dice.whole(*slow.get(channel.mode, (10, 70)))
        )
        if dice.happens(channel.returns):
            days = (4, 18) if channel.mode == "social" else (6, 33)
            order.refunded = order.shipped + timedelta(
                hours=24 * dice.whole(*days) + dice.whole(0, 23)
            )
            order.refunded_lines = len(order.lines) if dice.happens(80) else 1


def tally(orders: list[Order], wanted: Callable[[Order], bool]) -> dict[str, int]:
    """Units by SKU over the wanted orders, kits taken apart into what leaves the shelf."""
    units: dict[str, int] = {}
    for order in orders:
        if wanted(order):
            for line in order.lines:
                parts = line.product.components or ((line.product.sku, 1),)
                for sku, each in parts:
                    units[sku] = units.get(sku, 0) + each * line.quantity
    return units
