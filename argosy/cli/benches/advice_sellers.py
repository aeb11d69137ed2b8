"""The kinds of sellers of `argosy bench advice`: what each has, knows how to do, and sells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from argosy.cli.benches.advice_trade import CATEGORIES, FAMILIES, MARKETS, WAYS, Traits
from argosy.cli.benches.advice_truths import (
    Running,
    Truth,
    Way,
    margin,
    net_price,
    potential,
    usual_return,
)

SKILLS: Final = ("operations", "traffic", "content", "live", "wholesale")
HIDES: Final[Mapping[str, frozenset[str]]] = {
    "hidden": frozenset({"market.comparable_units", "market.competition"}),
    "equal": frozenset({"market.comparable_units"}),
}
MARKET_SPREAD: Final = 0.9
MOST_COMPARABLE: Final = 900.0  # units a month of one SKU: beyond it there are only the famous
SEARCHING: Final = ("newcomer_little", "newcomer_medium", "newcomer_ample")  # choose what sells
REDRAWN: Final = 5000  # draws of a product until its seller would have survived with it


@dataclass(frozen=True, slots=True)
class Kind:
    """What sellers of a kind have. Pairs are ends of a range, evenly drawn in the logarithm."""

    cash: tuple[float, float]
    skus: tuple[int, int]
    people: tuple[int, int]
    skills: Mapping[str, tuple[int, int]]  # lowest and highest level; others 0 to 2
    influence: tuple[float, float, float]  # chances of none, some, sought


def _kind(
    cash: tuple[float, float],
    skus: tuple[int, int],
    people: tuple[int, int],
    influence: tuple[float, float, float],
    **skills: tuple[int, int],
) -> Kind:
    return Kind(cash, skus, people, skills, influence)


NEW: Final = (0.9, 0.1, 0.0)
BRAND: Final = (0.3, 0.6, 0.1)
KINDS: Final[Mapping[str, Kind]] = {
    "newcomer_little": _kind((3e3, 1e4), (1, 2), (1, 2), NEW),
    "newcomer_medium": _kind((1.2e4, 4.5e4), (1, 4), (1, 4), NEW, operations=(1, 3)),
    "newcomer_ample": _kind((6e4, 2.5e5), (2, 10), (3, 10), NEW, operations=(1, 4), traffic=(0, 3)),
    "amazon_book": _kind((1e4, 3e5), (2, 20), (2, 12), BRAND, operations=(2, 4)),
    "store_trial": _kind(
        (2e4, 3e5), (3, 20), (3, 12), BRAND, operations=(2, 4), traffic=(2, 4), content=(2, 4)
    ),
    "wholesaler": _kind((8e4, 6e5), (5, 20), (8, 30), BRAND, wholesale=(3, 4)),
    "live_team": _kind((2e4, 2e5), (8, 25), (4, 12), (0.5, 0.5, 0.0), live=(3, 4), content=(2, 4)),
    "nothing_pays": _kind((8e3, 1.5e5), (1, 8), (1, 6), NEW, operations=(0, 3)),
    "contradicting": _kind(
        (3e4, 1.5e5),
        (2, 12),
        (2, 6),
        BRAND,
        operations=(2, 4),
        traffic=(2, 4),
        content=(2, 4),
        wholesale=(1, 4),
    ),
    "equal": _kind(
        (8e4, 4e5),
        (4, 15),
        (4, 10),
        (0.0, 1.0, 0.0),
        traffic=(3, 4),
        content=(3, 4),
        wholesale=(3, 4),
        live=(3, 4),
    ),
    "hidden": _kind((6e4, 2.5e5), (1, 4), (3, 8), NEW, operations=(1, 3)),
}
Dice = np.random.Generator


def seller(kind: str, dice: Dice) -> Truth:
    """A seller of a kind, with what it sells already."""
    begin = _STARTS.get(kind)
    for _try in range(REDRAWN):
        truth = _anybody(KINDS[kind], kind, dice)
        if begin is None:
            return truth
        found = begin(truth, dice)
        if found is not None:
            return found
    raise AssertionError(f"no seller of the kind {kind} survives")


def _anybody(kind: Kind, name: str, dice: Dice) -> Truth:
    market = str(dice.choice(list(MARKETS), p=[0.66, 0.17, 0.17]))
    _vat, size = MARKETS[market]
    category = "fashion" if name == "live_team" else str(dice.choice(list(CATEGORIES)))
    price = float(np.clip(_about(dice, 29, 0.5), 11, 120))
    share = _about(dice, 0.22, 0.42)
    kilos = float(np.clip(_about(dice, 0.5, 0.75), 0.08, 4.0))
    usual = (240 if name in SEARCHING else 170) * size
    comparable = min(MOST_COMPARABLE, _about(dice, usual, MARKET_SPREAD))
    duty = CATEGORIES[category][1 if market == "US" else 2]
    skus, people = _whole(dice, kind.skus), _whole(dice, kind.people)
    hours = float(people * dice.uniform(20, 45))
    return Truth(
        market=market,
        category=category,
        traits=_traits(kind, dice),
        competition=str(
            dice.choice(["low", "medium", "high", "extreme"], p=[0.15, 0.4, 0.3, 0.15])
        ),
        season=str(dice.choice(["flat", "year_end", "summer", "winter"], p=[0.5, 0.25, 0.15, 0.1])),
        height=_about(dice, 0.7, 0.5),
        comparable=comparable,
        price=price,
        goods=float(min(share, 0.6)) * price,
        freight=kilos * _about(dice, 1.9, 0.5),
        kilos=kilos,
        duty=min(0.7, duty * _about(dice, 1.0, 0.25)),
        returned=min(0.5, usual_return(category) * _about(dice, 1.0, 0.45)),
        lost=float(dice.uniform(0.25, 0.85)),
        lead=float(np.clip(_about(dice, 9.5, 0.38), 3, 26)),
        minimum=float(np.clip(_about(dice, 220, 0.9), 20, 1500)),
        skus=float(skus),
        deposit=float(dice.choice([0.2, 0.3, 0.3, 0.5])),
        credit=float(dice.choice([0, 0, 0, 30, 60])),
        skills={one: int(dice.integers(*_ends(kind.skills.get(one, (0, 2))))) for one in SKILLS},
        people=people,
        hours=round(hours),
        hour_price=round(_about(dice, 12, 0.4), 1),
        hour_budget=float(round(people * _about(dice, 120, 0.8))),
        cash=round(_even(dice, kind.cash)),
        ways=_ways(dice),
        believed=comparable * _about(dice, 1.0, 0.4),
        wider=_about(dice, 1.75, 0.28),
        taken=float(dice.uniform(0.0, 0.12)),
    )


def _ways(dice: Dice) -> dict[str, Way]:
    """How every way turns out; ways of one family share part of their fate."""
    shared = {family: float(dice.normal()) for family in FAMILIES}
    found = {}
    for key, way in WAYS.items():
        pull = 0.6 * shared[way.family] + 0.8 * float(dice.normal())
        found[key] = Way(
            reach=float(np.exp(way.spread * pull)),
            price=_about(dice, 1.0, way.price_spread),
            ads=_about(dice, 1.0, way.ads_spread),
            returned=_about(dice, 1.0, 0.22),
            ripens=_about(dice, 1.0, 0.5),
            rent=_about(dice, 1.0, 0.6),
            start=_about(dice, 1.0, 0.5),
            hours=_about(dice, 1.0, 0.4),
            payout=_about(dice, 1.0, 0.35),
            blows=_about(dice, 1.0, 0.65),
            luck=_about(dice, 1.0, 0.4),
        )
    return found


def _traits(kind: Kind, dice: Dice) -> Traits:
    return Traits(
        character=str(dice.choice(["standard", "distinct", "unique"], p=[0.4, 0.42, 0.18])),
        explaining=str(dice.choice(["none", "some", "much"], p=[0.45, 0.4, 0.15])),
        visual=str(dice.choice(["low", "medium", "high"], p=[0.25, 0.5, 0.25])),
        influence=str(dice.choice(["none", "some", "sought"], p=list(kind.influence))),
    )


def _selling(truth: Truth, way: str, dice: Dice, sales: float, least: float) -> Truth | None:
    """The seller with a mode that runs: with a margin it can live on, and something left to win.

    What more could be sold hangs on how much of what there is to have has been had.
    """
    if not least <= margin(truth, way) <= 0.35:  # noqa: PLR2004 - more than that nobody keeps
        return None
    had = float(dice.uniform(0.4, 1.15))
    units = sales / net_price(truth, way)
    more = 0.12 * _about(dice, 1.0, 0.8) + 0.5 * max(0.0, 1 / had - 1) * _about(dice, 1.0, 0.6)
    months = float(dice.uniform(8, 60))
    orders = int(units * months * dice.uniform(0.5, 0.9) / FAMILIES[WAYS[way].family].basket) + 1
    partners = int(dice.integers(1, 20)) if WAYS[way].family == "distribution" else 0
    now = Running(sales, units * min(more, 2.0), months, orders, partners)
    running = truth.running | {way: now}
    if truth.running:
        return replace(truth, running=running)
    # Selling more than was to be expected says something of the market, and something of the way:
    # of each as much as it varies.
    scale, spread = units / had / potential(truth, way), WAYS[way].spread
    of_market = MARKET_SPREAD**2 / (MARKET_SPREAD**2 + spread**2)
    market = min(scale**of_market, MOST_COMPARABLE / truth.comparable)
    mine = truth.ways[way]
    return replace(
        truth,
        running=running,
        comparable=truth.comparable * market,
        believed=truth.believed * market,
        ways=truth.ways | {way: replace(mine, reach=mine.reach * scale / market)},
    )


def _tried(truth: Truth, way: str, dice: Dice, least: float) -> Truth | None:
    """The seller with a trial of 100 to 3,000 orders of a mode that it has not sold much in yet."""
    if not least <= margin(truth, way) <= 0.4:  # noqa: PLR2004 - more than that nobody keeps
        return None
    ripe, months = potential(truth, way), float(dice.uniform(3, 14))
    # What time has ripened of it, and how much of that a trial goes for.
    had = months / (months + WAYS[way].ripens) * float(dice.uniform(0.25, 0.95))
    basket = 1.0 if WAYS[way].family == "distribution" else FAMILIES[WAYS[way].family].basket
    orders = ripe * had * months / basket
    if not 100 <= orders <= 3000:  # noqa: PLR2004 - as docstring
        return None
    sales = ripe * had * net_price(truth, way)
    now = Running(sales, ripe * (1 - had), months, int(orders), 2)
    return replace(truth, running=truth.running | {way: now})


def _newcomer(truth: Truth, _dice: Dice) -> Truth | None:
    """Who begins has at least done the sum for one unit."""
    return truth if margin(truth, "marketplace_amazon") > 0 else None


def _amazon_book(truth: Truth, dice: Dice) -> Truth | None:
    return _selling(truth, "marketplace_amazon", dice, _even(dice, (5e3, 2e5)), 0.02)


def _store_trial(truth: Truth, dice: Dice) -> Truth | None:
    sold = _selling(truth, "marketplace_amazon", dice, _even(dice, (5e3, 2e5)), 0.02)
    return None if sold is None else _tried(sold, "storefront", dice, -0.15)


def _wholesaler(truth: Truth, dice: Dice) -> Truth | None:
    way = "distribution_wholesale"
    return _selling(truth, way, dice, _even(dice, (2e4, 2.5e5)), 0.04)


def _live_team(truth: Truth, dice: Dice) -> Truth | None:
    truth = replace(truth, returned=float(dice.uniform(0.15, 0.26)))
    return _selling(truth, "social_live", dice, _even(dice, (8e3, 8e4)), 0.0)


def _contradicting(truth: Truth, dice: Dice) -> Truth | None:
    """US$ 8,000 to 25,000 a month on Amazon, and a trial of what rules say is too early."""
    sold = _selling(truth, "marketplace_amazon", dice, _even(dice, (8e3, 2.5e4)), 0.02)
    if sold is None:
        return None
    way = str(
        dice.choice(["storefront", "distribution_dealers", "social_content"], p=[0.6, 0.2, 0.2])
    )
    return _tried(sold, way, dice, 0.12)


def _equal(truth: Truth, dice: Dice) -> Truth | None:
    """A business with dealers and one by live shows, alike in sales and margin.

    Neither has the customers to itself, and no option is these two together.
    """
    sales = _even(dice, (2.5e4, 9e4))
    ways = ("distribution_dealers", "social_live")
    sold: Truth | None = truth
    for way in ways:
        if sold is not None:
            sold = _selling(sold, way, dice, sales, 0.08)
    if sold is None or abs(margin(sold, ways[0]) - margin(sold, ways[1])) > 0.04:  # noqa: PLR2004
        return None
    return sold


_STARTS: Final[Mapping[str, Callable[[Truth, Dice], Truth | None]]] = {
    **dict.fromkeys(SEARCHING, _newcomer),
    "amazon_book": _amazon_book,
    "store_trial": _store_trial,
    "wholesaler": _wholesaler,
    "live_team": _live_team,
    "contradicting": _contradicting,
    "equal": _equal,
    "hidden": _newcomer,
}


def _about(dice: Dice, middle: float, spread: float) -> float:
    """Drawn around a middle; `spread` is the standard deviation of the logarithm."""
    return float(middle * np.exp(dice.normal(0, spread)))


def _even(dice: Dice, ends: tuple[float, float]) -> float:
    return float(np.exp(dice.uniform(np.log(ends[0]), np.log(ends[1]))))


def _whole(dice: Dice, ends: tuple[int, int]) -> int:
    return round(_even(dice, (float(ends[0]), float(ends[1]))))


def _ends(ends: tuple[int, int]) -> tuple[int, int]:
    return ends[0], ends[1] + 1
