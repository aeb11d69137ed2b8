"""How much is sold on which day: growth, weekdays, months, promotions, broadcasts and one shock."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from argosy.demo.chance import Dice, Weights
from argosy.demo.world import Channel, Plan, Promotion, World

UTC = ZoneInfo("UTC")
WEEKDAYS = {
    "marketplace": (102, 100, 98, 97, 95, 101, 107),
    "storefront": (98, 96, 97, 98, 97, 105, 109),
    "social": (35, 170, 40, 170, 60, 260, 90),  # broadcasts on Tuesday, Thursday and Saturday
    "distribution": (130, 120, 110, 100, 90, 0, 0),
}
HOURS = (9, 6, 4, 3, 3, 4, 10, 18, 28, 36, 42, 46, 48, 46, 44, 44, 46, 50, 56, 64, 70, 66, 46, 22)
LIVE_HOURS = (0,) * 19 + (46, 100, 72, 20, 0)
OFFICE_HOURS = (0,) * 8 + (20, 60, 80, 70, 20, 60, 80, 70, 40, 10) + (0,) * 6
SATURDAY = 5
HIT_EVERY_WEEKS = 6  # now and then a broadcast sells what weeks of others sell


def promotion_on(world: World, channel: Channel, day: date) -> Promotion | None:
    """The promotion that the channel runs that day."""
    for promotion in world.promotions:
        if channel.key in promotion.channels and promotion.covers(day):
            return promotion
    return None


def shock_day(channel: Channel, plan: Plan) -> date | None:
    """The first day of the platform's new policy, where the channel suffers one."""
    return None if channel.shock is None else plan.until - timedelta(days=channel.shock)


def is_hit(since: int, day: date) -> bool:
    """Whether that day's broadcast is one of the few that everybody watches."""
    return day.weekday() == SATURDAY and since // 7 % HIT_EVERY_WEEKS == 0


def day_weight(world: World, channel: Channel, plan: Plan, day: date) -> float:
    """How much the channel sells that day, against its other days."""
    since = (day - plan.start).days
    if since < channel.opens:
        return 0.0
    grown = 100 + (channel.growth - 100) * since / (plan.until - plan.start).days
    weight = grown * WEEKDAYS[channel.mode][day.weekday()] * world.months[day.month - 1] / 1e4
    if promotion := promotion_on(world, channel, day):
        weight *= promotion.lift / 100
    if channel.mode == "social" and is_hit(since, day):
        weight *= 5
    shock = shock_day(channel, plan)
    return weight * channel.shock_to / 100 if shock and day >= shock else weight


class Clock:
    """Draws the instants at which a channel's orders are placed."""

    def __init__(self, world: World, channel: Channel, plan: Plan) -> None:
        span = (plan.until - plan.start).days
        days = [plan.start + timedelta(days=i) for i in range(span)]
        self.days = Weights(days, [day_weight(world, channel, plan, day) for day in days])
        hours = {"social": LIVE_HOURS, "distribution": OFFICE_HOURS}.get(channel.mode, HOURS)
        self.hours = Weights(range(24), hours)
        self.strolling = Weights(range(24), HOURS)
        self.zone = ZoneInfo(channel.zone)
        self.live = channel.mode == "social"

    def draw(self, dice: Dice) -> datetime:
        """An instant in UTC, on a day as the channel counts days."""
        day = dice.draw(self.days)
        stroller = self.live and dice.happens(22)  # buys from the shelf, not from the broadcast
        hour = dice.draw(self.strolling if stroller else self.hours)
        second = dice.whole(0, 3599)
        at = time(hour, second // 60, second % 60, tzinfo=self.zone)
        return datetime.combine(day, at).astimezone(UTC)
