"""Which platform for which product: the same simulation, and what the platform's buyers like."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from argosy.strategy.costs import Part
from argosy.strategy.counting import simulate
from argosy.strategy.inputs import Inputs
from argosy.strategy.options import FORMS, option
from argosy.strategy.outcomes import Played, played, running
from argosy.strategy.platforms import Platform, platforms
from argosy.strategy.simulating import Fortune
from argosy.strategy.standing import likely
from argosy.strategy.streams import streams
from argosy.strategy.types import PlatformFit, Profile, Spread, Variant

FORM_OF: Final[Mapping[str, str]] = {
    "amazon": "marketplace_amazon",
    "ebay": "marketplace_ebay",
    "aliexpress": "marketplace_aliexpress",
    "temu": "marketplace_temu_full",
    "tiktok": "marketplace_tiktok",
    "instagram": "social_content",
    "facebook": "social_content",
    "pinterest": "social_content",
}
PRODUCTS_MAX: Final = 5
PATHS: Final = 500
SMALL_KG: Final = 0.4
NOTHING: Final = Spread(p05=0, p10=0, p50=0, mean=0, p90=0, p95=0)


def fits(profile: Profile, *, seed: int) -> tuple[PlatformFit, ...]:
    """Every platform for each product, best first; those that take nothing new come last."""
    market = (profile.market.countries or ("US",))[0]
    variants = [None, *profile.products][: PRODUCTS_MAX + 1]
    found: list[PlatformFit] = []
    for variant in variants:
        found += _of_product(_as_profile(profile, variant), variant, market, seed)
    return tuple(found)


def _of_product(
    profile: Profile, variant: Variant | None, market: str, seed: int
) -> list[PlatformFit]:
    title, traits = profile.product.title, traits_of(profile, variant)
    inputs = Inputs(profile, seed=seed, paths=PATHS)
    fortune = Fortune(inputs)
    base = running(inputs, fortune)
    tried: list[tuple[Platform, Played]] = []
    idle: list[PlatformFit] = []
    for platform in platforms().values():
        form = FORM_OF.get(platform.key)
        served = platform.reaches(market=market)
        if form is None or not platform.usable or not served:
            if not platform.usable and served:
                idle.append(_idle(title, platform, traits))
            continue
        (stream,) = streams(inputs, [Part(FORMS[form], market)], affinity(inputs, platform, traits))
        flows = simulate(inputs, stream, fortune.of(stream))
        tried.append((platform, played(inputs, option(form, market, "narrow"), [flows], base)))
    if not tried:
        return idle
    profits = np.stack([one.profit for _platform, one in tried], axis=1)
    first = np.bincount(profits.argmax(axis=1), minlength=len(tried)) / PATHS
    ranked = [
        PlatformFit(
            product=title,
            platform=platform.key,
            first=round(float(share), 4),
            profit=one.outcome.profit,
            ruin=one.outcome.ruin,
            fits=tuple(sorted(platform.likes & traits)),
            against=tuple(sorted(platform.dislikes & traits)),
            usable=True,
        )
        for (platform, one), share in zip(tried, first, strict=True)
    ]
    ranked.sort(key=lambda one: (-one.first, -one.profit.mean, one.platform))
    return ranked + idle


def _idle(title: str, platform: Platform, traits: frozenset[str]) -> PlatformFit:
    return PlatformFit(
        product=title,
        platform=platform.key,
        first=0.0,
        profit=NOTHING,
        ruin=0.0,
        fits=tuple(sorted(platform.likes & traits)),
        against=tuple(sorted(platform.dislikes & traits)),
        usable=False,
    )


def affinity(inputs: Inputs, platform: Platform, traits: frozenset[str]) -> np.ndarray:
    """How much more or less a product sells where buyers look for what it is, or do not."""
    found = np.ones(inputs.paths)
    for _trait in sorted(platform.likes & traits):
        found = found * inputs.usual("platform_likes")
    for _trait in sorted(platform.dislikes & traits):
        found = found * inputs.usual("platform_dislikes")
    price = likely(inputs.profile.product.price)
    if price is not None and not platform.price[0] <= price <= platform.price[1]:
        found = found * inputs.usual("platform_dislikes")
    category = inputs.profile.product.category
    if platform.categories and category is not None and category in platform.categories:
        found = found * inputs.usual("platform_likes")
    return found


def traits_of(profile: Profile, variant: Variant | None) -> frozenset[str]:
    """What a product is, in the words in which platforms are described."""
    product, price = profile.product, likely(profile.product.price)
    weight = likely(product.weight_kg)
    marks = {
        "brand": product.own_brand in ("registered", "known"),
        "quality": product.own_brand == "known",
        "standard": product.character == "standard",
        "unique": product.character == "unique",
        "explaining": product.explaining == "much",
        "visual": product.visual == "high",
        "cheap": price is not None and price < 15,  # noqa: PLR2004 - US dollars
        "impulse": price is not None and price < 25 and product.visual != "low",  # noqa: PLR2004
        "small": weight is not None and weight <= SMALL_KG,
        "scarce": variant is not None and variant.scarce,
        "collectable": variant is not None and variant.scarce,
    }
    return frozenset(name for name, holds in marks.items() if holds)


def _as_profile(profile: Profile, variant: Variant | None) -> Profile:
    if variant is None:
        title = profile.product.title or profile.name
        return profile.model_copy(
            update={"product": profile.product.model_copy(update={"title": title})}
        )
    said = {
        key: value
        for key, value in variant.model_dump().items()
        if value is not None and key not in ("scarce", "comparable_units")
    }
    product = profile.product.model_validate(profile.product.model_dump() | said)
    market = profile.market
    if variant.comparable_units is not None:
        market = market.model_copy(update={"comparable_units": variant.comparable_units})
    return profile.model_copy(update={"product": product, "market": market})
