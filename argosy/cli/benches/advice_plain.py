"""What others would tell a seller: `everywhere`, `stay` with Amazon, and the rules of thumb alone.

The rules are the practitioner's, as the account tells them, applied by code of the bench's own to
what the seller says; where an answer is missing its rule says nothing.
"""

from typing import Final

from argosy.strategy.types import Profile, Quantity, Range

STEADY: Final = 50_000.0  # US$ a month, stable, before an own store
OUTLAY: Final = 20_000.0  # US$ that an own store takes at least
CHEAP: Final = 12.0  # US$: goods for where the price decides


def everywhere(profile: Profile) -> str:
    """All ways at once."""
    return f"everywhere@{profile.market.countries[0]}/narrow"


def stay(profile: Profile) -> str:
    """Amazon alone: begin there, or sell more there."""
    return f"marketplace_amazon@{profile.market.countries[0]}/narrow"


def rules(profile: Profile) -> str:
    """The rules of thumb, in the order in which a practitioner would ask."""
    return f"{_form(profile)}@{profile.market.countries[0]}/narrow"


def _form(profile: Profile) -> str:
    product, stage, team = profile.product, profile.stage, profile.team
    if not stage.trials:
        price = _likely(product.price) or CHEAP
        return "marketplace_amazon" if price >= CHEAP else "marketplace_aliexpress"
    steady = sum(_likely(one.lowest_month) or 0.0 for one in stage.trials.values())
    can_store = steady >= STEADY and (_likely(profile.capital.cash) or 0.0) >= OUTLAY
    if can_store and (product.character == "unique" or product.explaining == "much"):
        return "storefront"
    if product.visual == "high":
        return "social_live" if (team.live or 0) > (team.content or 0) else "social_content"
    if can_store and product.character != "standard":
        return "storefront"
    if stage.brand_influence in ("some", "sought"):
        return "distribution_dealers"
    return "marketplace_amazon"


def _likely(value: Quantity) -> float | None:
    return value.likely if isinstance(value, Range) else value
