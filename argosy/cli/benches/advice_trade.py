"""The trade in which the sellers of `argosy bench advice` live: its ways to sell, in round numbers.

Written for the bench alone, as somebody would who has sold in each way: nothing is read from the
adviser or from its data. Each number is the middle of what is met; a world draws its own around it,
`spread` being the standard deviation of the logarithm. Money is US dollars, time is months.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from argosy.strategy.types import ModeName


@dataclass(frozen=True, slots=True)
class Way:
    """One way to sell. `sends` is who brings a unit to its buyer, and so who pays the way in."""

    family: ModeName
    platform: str  # whose policy can halve it; "" where nobody's
    needs: tuple[str, ...]  # skills; the weakest counts
    sends: str  # platform, hired, parcel, pallet; at home or by the buyer: no way in to pay
    reach: float  # ripe sales of one SKU, in units of a comparable one on the first platform
    spread: float
    price: float  # of the shop price
    price_spread: float
    ads: float  # of net sales
    ads_spread: float
    ripens: float  # months until half of it is reached
    takes: float  # of the price: commission or payment


@dataclass(frozen=True, slots=True)
class Family:
    """What ways of one family have in common."""

    rent: float  # a month
    start: float  # once
    hours: float  # a week
    hours_100: float  # a week, for a hundred units a week
    payout: float
    halved: float  # chance a year that sales are halved for good
    shut: float  # chance a year that an account is closed for half a month
    luck: float  # of a month's sales
    returned: float  # of usual returns
    basket: float  # units in an order


FAMILIES: Final[Mapping[ModeName, Family]] = {
    "marketplace": Family(150, 1900, 14, 1.0, 0.75, 0.09, 0.08, 0.22, 1.0, 1.1),
    "storefront": Family(620, 9500, 32, 3.0, 0.15, 0.04, 0.04, 0.28, 0.88, 1.7),
    "distribution": Family(450, 7000, 20, 0.5, 1.8, 0.07, 0.01, 0.45, 0.27, 20.0),
    "social": Family(480, 4800, 36, 4.0, 0.65, 0.17, 0.12, 0.5, 1.75, 1.2),
}
_WAYS: Final = """
way                         platform sends    reach +-   price +- ads +-  ripe takes needs
marketplace_amazon          amazon   platform .86  .8   .99  .03 .12 .5  2.4 .15  operations
marketplace_ebay            ebay     hired    .14  .95  .95  .06 .05 .65 2.1 .155 operations
marketplace_aliexpress      ali      parcel   .24  1.   .75  .16 .09 .6  2.1 .08  operations
marketplace_aliexpress_semi ali      hired    .33  .95  .73  .16 .05 .65 1.9 .08  operations
marketplace_temu_full       temu     home     .75  1.1  .3   .3  .01 .8  1.5 .02  operations
marketplace_temu_semi       temu     hired    .48  1.1  .65  .18 .03 .8  1.7 .02  operations
marketplace_tiktok          tiktok   hired    .23  1.2  .9   .09 .18 .45 1.9 .065 operations+content
storefront                  -        hired    .24  1.2  1.03 .07 .27 .4  6.0 .03  traffic+content
distribution_vendor         amazon   pallet   .65  .9   .52  .17 .08 .6  4.6 0    wholesale
distribution_dealers        -        pallet   .4   1.15 .5   .15 .04 .7  6.0 0    wholesale
distribution_agent          -        buyer    .35  1.1  .42  .18 .02 .8  7.0 0    wholesale
distribution_wholesale      -        buyer    .55  1.15 .45  .18 .02 .8  4.3 0    wholesale
social_content              meta     hired    .21  1.2  .97  .09 .2  .5  4.7 .03  content+traffic
social_live                 tiktok   hired    .38  1.3  .82  .13 .22 .45 3.4 .06  live+content
"""


def _read(line: str) -> tuple[str, Way]:
    key, platform, sends, *numbers, needs = line.split()
    family = cast(ModeName, key.split("_")[0])
    where = "" if platform == "-" else platform
    return key, Way(family, where, tuple(needs.split("+")), sends, *map(float, numbers))


WAYS: Final[Mapping[str, Way]] = dict(map(_read, _WAYS.strip().splitlines()[1:]))
# Several ways at once; the first is the main one and its stock serves the others.
TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "hybrid": ("marketplace_amazon", "storefront"),
    "amazon_ebay": ("marketplace_amazon", "marketplace_ebay"),
    "amazon_social": ("marketplace_amazon", "social_content"),
    "amazon_wholesale": ("marketplace_amazon", "distribution_wholesale"),
    "storefront_social": ("storefront", "social_content"),
    "everywhere": (
        "marketplace_amazon",
        "storefront",
        "distribution_dealers",
        "social_content",
    ),
}
WIDE: Final = ("marketplace_amazon", "storefront", "distribution_dealers", "social_content")
# What comes back of a hundred sold on a marketplace; duty on goods from China.
CATEGORIES: Final[Mapping[str, tuple[float, float, float]]] = {
    # returned, duty in the US, duty in Europe
    "home": (0.08, 0.4, 0.035),
    "fashion": (0.25, 0.37, 0.115),
    "electronics": (0.1, 0.2, 0.01),
    "beauty": (0.06, 0.36, 0.01),
    "toys": (0.06, 0.14, 0.01),
    "sports": (0.1, 0.25, 0.027),
    "pet": (0.06, 0.38, 0.027),
}
MARKETS: Final[Mapping[str, tuple[float, float]]] = {  # VAT in the price, size
    "US": (0.0, 1.0),
    "DE": (0.19, 0.4),
    "GB": (0.2, 0.4),
}
CROWDED: Final[Mapping[str, tuple[float, float]]] = {  # competition: sales, cost of advertising
    "low": (1.13, 0.82),
    "medium": (1.0, 1.0),
    "high": (0.76, 1.27),
    "extreme": (0.48, 1.6),
}


@dataclass(frozen=True, slots=True)
class Traits:
    """What a product and its name are, in words."""

    character: str  # standard, distinct, unique
    explaining: str  # none, some, much
    visual: str  # low, medium, high
    influence: str  # none, some, sought


def suits(traits: Traits, family: str) -> tuple[float, float]:
    """How a product suits a family: factors on its sales, and on what finding a buyer costs."""
    sales, ads = 1.0, 1.0
    if family == "marketplace":
        sales *= {"standard": 1.06, "unique": 0.78}.get(traits.character, 1.0)
        sales *= {"much": 0.72, "some": 0.95}.get(traits.explaining, 1.0)
    if family == "storefront":
        sales *= {"standard": 0.5, "unique": 1.35}.get(traits.character, 1.0)
        sales *= {"much": 1.25, "some": 1.05}.get(traits.explaining, 1.0)
        sales *= {"some": 1.25, "sought": 1.8}.get(traits.influence, 1.0)
        ads *= {"standard": 1.35, "unique": 0.86}.get(traits.character, 1.0)
        ads *= {"some": 0.88, "sought": 0.66}.get(traits.influence, 1.0)
    if family == "social":
        sales *= {"high": 1.5, "low": 0.45}.get(traits.visual, 1.0)
        ads *= {"high": 0.86, "low": 1.6}.get(traits.visual, 1.0)
    if family == "distribution":
        sales *= {"none": 0.38, "sought": 1.7}.get(traits.influence, 1.0)
    return sales, ads


def skilled(level: int) -> tuple[float, float, float]:
    """What the weakest skill does: factors on sales, cost of advertising and time to ripen."""
    return 0.58 + 0.14 * level, 1.45 - 0.15 * level, 1 + 0.2 * (3 - level)


def sending(way: Way, kilos: float) -> float:
    """What it costs to store away, pick and send a unit."""
    basket = FAMILIES[way.family].basket
    if way.sends == "platform":
        return 3.9 + 2.6 * float(kilos**0.7)
    if way.sends == "hired":
        return 4.3 / basket + 1.6 * kilos
    if way.sends == "parcel":
        return 1.6 + 9.8 * kilos
    return 0.5 * kilos
