"""What is true of one simulated seller, and each way to sell as it would be for that seller."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from argosy.cli.benches.advice_months import MONTHS, SALVAGE, Trade
from argosy.cli.benches.advice_trade import (
    CATEGORIES,
    CROWDED,
    FAMILIES,
    MARKETS,
    TOGETHER,
    WAYS,
    WIDE,
    Traits,
    sending,
    skilled,
    suits,
)

WIDER_SKUS: Final = 12.0  # that a broad range adds at most
SHARED: Final = 0.18  # of a minimum, where goods are bought for something else anyway
AHEAD: Final = 24
ABSORBED: Final = 0.95  # of their cost: too many goods of what sells anyway are sold in the end
PEAKS: Final = {"year_end": 11.0, "summer": 6.0, "winter": 0.5}
NOTHING: Final = "not_yet"


@dataclass(frozen=True, slots=True)
class Way:
    """How one way turns out in one world, as factors on what is usual."""

    reach: float
    price: float
    ads: float
    returned: float
    ripens: float
    rent: float
    start: float
    hours: float
    payout: float
    blows: float
    luck: float


@dataclass(frozen=True, slots=True)
class Running:
    """What a seller sells already, and what more of it could be had."""

    sales: float  # a month, net
    extra: float  # units a month that trying harder would add, once ripe
    months: float
    orders: int
    partners: int = 0


@dataclass(frozen=True, slots=True)
class Truth:
    """One seller's world. Nobody in it knows all of this."""

    market: str
    category: str
    traits: Traits
    competition: str
    season: str
    height: float  # of the season
    comparable: float  # units a month of one SKU like it
    price: float
    goods: float
    freight: float
    kilos: float
    duty: float
    returned: float
    lost: float  # of a unit's goods, when it comes back
    lead: float
    minimum: float
    skus: float
    deposit: float
    credit: float
    skills: dict[str, int]
    people: int
    hours: float
    hour_price: float
    hour_budget: float
    cash: float
    ways: dict[str, Way]
    believed: float  # the seller's own guess of `comparable`
    wider: float  # how much more a broad range sells
    taken: float  # of a main mode's sales that a second one only takes over
    running: dict[str, Running] = field(default_factory=dict)  # by way


def options(truth: Truth) -> list[str]:
    """Everything that could be done, by the names that the adviser uses; doing nothing first."""
    narrow = [f"{key}@{truth.market}/narrow" for key in (*WAYS, *TOGETHER)]
    return [NOTHING, *narrow, *(f"{key}@{truth.market}/broad" for key in WIDE)]


def trades(truth: Truth, option: str) -> list[Trade]:
    """The ways to sell of an option, each as it would be beside the others."""
    if option == NOTHING:
        return []
    form, _at, rest = option.partition("@")
    parts = TOGETHER.get(form, (form,))
    is_broad = rest.endswith("/broad")
    found = [
        _ripe(truth, key, is_broad=is_broad) * (1 - truth.taken if len(parts) > 1 and nth else 1)
        for nth, key in enumerate(parts)
    ]
    pace, bought = _people(truth, parts, found, is_broad=is_broad)
    return [
        _trade(truth, key, ripe * pace, bought / len(parts), nth > 0, is_broad=is_broad)
        for nth, (key, ripe) in enumerate(zip(parts, found, strict=True))
    ]


def margin(truth: Truth, key: str) -> float:
    """Of net sales, what a ripe unit leaves, before what is paid every month."""
    one = _trade(truth, key, 1.0, 0.0, False)
    back = one.returned * (one.net + one.return_cost)
    return (one.net * (1 - one.ads) - one.goods - one.way_in - one.unit - back) / one.net


def net_price(truth: Truth, key: str) -> float:
    """What is left of a unit's price after VAT."""
    vat, _size = MARKETS[truth.market]
    return truth.price * WAYS[key].price * truth.ways[key].price / (1 + vat)


def potential(truth: Truth, key: str, *, comparable: float | None = None) -> float:
    """Units a month that a way would sell once ripe, from nothing."""
    way, luck = WAYS[key], truth.ways[key].reach
    if comparable is not None:
        luck = 1.0
    sales, _ads = suits(truth.traits, way.family)
    skill, _dearer, _slower = skilled(min(truth.skills[one] for one in way.needs))
    crowd, _cost = CROWDED[truth.competition]
    units = truth.comparable if comparable is None else comparable
    return float(units * truth.skus**0.8 * way.reach * luck * sales * skill * crowd)


def _ripe(truth: Truth, key: str, *, is_broad: bool) -> float:
    known = truth.running.get(key)
    if known is None:
        return potential(truth, key) * (truth.wider if is_broad else 1.0)
    if not is_broad:
        return known.extra
    return known.extra + max(0.0, truth.wider - 1) * known.sales / net_price(truth, key)


def _people(
    truth: Truth, parts: Sequence[str], units: Sequence[float], *, is_broad: bool
) -> tuple[float, float]:
    """How much of it the people can do, and what the hours cost a month that are bought."""
    needed = 0.0
    for key, found in zip(parts, units, strict=True):
        family = FAMILIES[WAYS[key].family]
        own = family.hours * truth.ways[key].hours * (1.6 if is_broad else 1.0)
        own *= 0.5 if key in truth.running else 1.0
        needed += own + family.hours_100 * found / 4.33 / 100
    short = max(0.0, needed - truth.hours)
    hired = min(short, truth.hour_budget / 4.33 / truth.hour_price) if truth.hour_price else 0.0
    pace = min(1.0, (truth.hours + hired) / needed) ** 0.55
    return pace, hired * truth.hour_price * 4.33


def _trade(
    truth: Truth, key: str, ripe: float, bought: float, is_second: bool, *, is_broad: bool = False
) -> Trade:
    way, mine, family = WAYS[key], truth.ways[key], FAMILIES[WAYS[key].family]
    _sales, suited = suits(truth.traits, way.family)
    _skill, dearer, slower = skilled(min(truth.skills[one] for one in way.needs))
    _crowd, crowded = CROWDED[truth.competition]
    gross = truth.price * way.price * mine.price
    brings = way.sends in ("platform", "hired", "parcel", "pallet")
    freight = 0.0 if way.sends == "parcel" or not brings else truth.freight
    way_in = freight + (truth.goods * truth.duty if brings else 0.0)
    fees = gross * way.takes + (0.3 / family.basket if way.takes == 0.03 else 0.0)  # noqa: PLR2004 - card payments
    ads = way.ads * mine.ads * suited * dearer * crowded ** (1 if way.platform else 0.5)
    runs = key in truth.running and not is_broad
    is_light = is_second or (key in truth.running and is_broad)  # what is there already is used
    more = min(3 * truth.skus, WIDER_SKUS) if is_broad else 0.0
    skus = more if key in truth.running and is_broad else truth.skus + more
    is_shared = is_second or (bool(truth.running) and not is_broad)
    believed = _expected(truth, key) * (1.5 if is_broad else 1.0)
    returned = min(0.85, truth.returned * family.returned * mine.returned)
    return Trade(
        family=way.family,
        platform=way.platform,
        ripe=ripe,
        expected=believed,
        ripens=way.ripens * mine.ripens * slower * (0.6 if runs else 1.0),
        season=season(truth),
        net=net_price(truth, key),
        goods=truth.goods,
        way_in=way_in,
        unit=fees + sending(way, truth.kilos),
        ads=min(0.9, ads * (1.12 if is_broad else 0.97)),
        early=0.0 if way.family == "distribution" else 0.9,
        returned=returned,
        return_cost=5.5 * (1.0 if brings else 0.4)
        - 0.8 * fees
        - (1 - truth.lost) * (truth.goods + way_in),
        storage=truth.kilos * 4 * 0.042,
        rent=family.rent * mine.rent * (0.3 if runs else 0.6 if is_light else 1.0) + bought,
        start=family.start * mine.start * (0.3 if runs else 0.6 if is_light else 1.0),
        lead=truth.lead / 4.33,
        minimum=truth.minimum * skus * (SHARED if is_shared else 1.0),
        cover=1.0,
        deposit=truth.deposit,
        credit=truth.credit / 30.4,
        payout=family.payout * mine.payout,
        halved=min(0.6, family.halved * mine.blows),
        shut=min(0.6, family.shut * mine.blows),
        luck=family.luck * mine.luck,
        salvage=ABSORBED if runs else SALVAGE,
    )


def _expected(truth: Truth, key: str) -> float:
    known = truth.running.get(key)
    if known is not None:
        return 0.3 * known.sales / net_price(truth, key)
    return potential(truth, key, comparable=truth.believed)


def season(truth: Truth) -> tuple[float, ...]:
    """The factor of each month, from December on."""
    months = np.arange(MONTHS + AHEAD)
    peak = PEAKS.get(truth.season)
    if peak is None:
        return tuple(np.ones(len(months)).tolist())
    away = (months + 11 - peak + 6) % 12 - 6
    found = 1 + truth.height * np.exp(-0.5 * (away / 1.1) ** 2)
    return tuple((found / found[:12].mean()).tolist())


def known_returned(truth: Truth, key: str) -> float:
    """The share that comes back in one way."""
    return _trade(truth, key, 1.0, 0.0, False).returned


def known_ads(truth: Truth, key: str) -> float:
    """What buyers cost in one way, of net sales."""
    return _trade(truth, key, 1.0, 0.0, False).ads


def usual_return(category: str) -> float:
    """What comes back of a category on a marketplace."""
    return CATEGORIES[category][0]
