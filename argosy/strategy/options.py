"""The ways of selling that are weighed, and what sets each apart; texts are in `words`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from argosy.strategy.types import ModeName, OptionRef, Profile

NOT_YET: Final = "not_yet"
MARKETS_MAX: Final = 3  # a seller with more asks again for the others
NARROW, BROAD, LEAN = "narrow", "broad", "lean"


@dataclass(frozen=True, slots=True)
class Form:
    """One way of selling that earns by itself.

    `way` is how a unit reaches the buyer: by the platform's warehouse (`fba`), a hired one
    (`hired`), by parcel from home (`parcel`), by the pallet to a dealer (`pallet`), to the
    platform's warehouse at home (`home`) or to a buyer who imports (`fob`): after these two neither
    freight nor duty is the seller's.
    `cover` is how much of the usual stock it needs. The scales run from 0 to 1:
    `customers` 0: the platform's, unknown to us; 1: ours, with consent to write to them.
    `brand` 0: nobody sees a name; 1: every buyer meets the brand alone.
    """

    key: str
    mode: ModeName
    platform: str  # "" where no platform can close it
    way: str
    skills: tuple[str, ...]
    cover: float
    customers: float
    brand: float
    markets: tuple[str, ...] = ()  # empty: everywhere


_MARKETPLACE: Final = ("operations",)
_TEMU: Final = ("US", "GB", "DE", "FR", "IT", "ES", "JP", "CA", "AU", "MX")
_TIKTOK: Final = ("US", "GB", "DE", "FR", "IT", "ES", "JP", "MX")
_AMAZON: Final = (
    *("US", "CA", "MX", "GB", "DE", "FR", "IT", "ES", "NL", "SE", "PL", "BE", "IE"),
    *("JP", "AU", "AE", "SG", "BR", "IN"),
)
FORMS: Final[Mapping[str, Form]] = {
    one.key: one
    for one in (
        Form(
            "marketplace_amazon",
            "marketplace",
            "amazon",
            "fba",
            _MARKETPLACE,
            1.0,
            0.1,
            0.45,
            _AMAZON,
        ),
        Form("marketplace_ebay", "marketplace", "ebay", "hired", _MARKETPLACE, 1.0, 0.2, 0.3),
        Form(
            "marketplace_aliexpress",
            "marketplace",
            "aliexpress",
            "parcel",
            _MARKETPLACE,
            0.6,
            0.2,
            0.25,
        ),
        Form(
            "marketplace_aliexpress_semi",
            "marketplace",
            "aliexpress",
            "hired",
            _MARKETPLACE,
            0.9,
            0.1,
            0.2,
        ),
        Form(
            "marketplace_temu_full",
            "marketplace",
            "temu",
            "home",
            _MARKETPLACE,
            0.7,
            0.0,
            0.05,
            _TEMU,
        ),
        Form(
            "marketplace_temu_semi",
            "marketplace",
            "temu",
            "hired",
            _MARKETPLACE,
            0.9,
            0.05,
            0.1,
            _TEMU,
        ),
        Form(
            "marketplace_tiktok",
            "marketplace",
            "tiktok",
            "hired",
            ("operations", "content"),
            0.9,
            0.2,
            0.45,
            _TIKTOK,
        ),
        Form("storefront", "storefront", "", "hired", ("traffic", "content"), 1.0, 1.0, 1.0),
        Form(
            "distribution_vendor",
            "distribution",
            "amazon",
            "pallet",
            ("wholesale", "operations"),
            0.8,
            0.0,
            0.45,
            _AMAZON,
        ),
        Form("distribution_dealers", "distribution", "", "pallet", ("wholesale",), 0.8, 0.3, 0.65),
        Form("distribution_agent", "distribution", "", "fob", ("wholesale",), 0.4, 0.1, 0.55),
        Form("distribution_wholesale", "distribution", "", "fob", ("wholesale",), 0.4, 0.1, 0.1),
        Form("social_content", "social", "meta", "hired", ("content", "traffic"), 0.8, 0.7, 0.85),
        Form("social_live", "social", "tiktok", "hired", ("live", "content"), 1.0, 0.45, 0.7),
    )
}
# The form that is meant where a seller names the mode alone.
HOME: Final[Mapping[str, str]] = {
    "marketplace": "marketplace_amazon",
    "storefront": "storefront",
    "distribution": "distribution_wholesale",
    "social": "social_live",
}
# Several at once: the first is the main one, the others share its stock, people and attention.
MIXES: Final[Mapping[str, tuple[str, ...]]] = {
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
# What is also weighed with a small first batch: a third of the SKUs, half of what is hoped for, and
# growth from what it earns.
SMALL: Final = (
    "marketplace_amazon",
    "marketplace_ebay",
    "marketplace_tiktok",
    "marketplace_temu_full",
    "storefront",
    "distribution_dealers",
    "social_content",
    "social_live",
    "hybrid",
)
# What is also weighed as a broad range, and in the markets after the first.
WIDENED: Final = ("marketplace_amazon", "storefront", "distribution_dealers", "social_content")


def home_form(profile: Profile, mode: ModeName) -> str:
    """The form in which a seller has measured a mode, or would."""
    trial = profile.stage.trials.get(mode)
    return trial.form if trial is not None and trial.form in FORMS else HOME[mode]


def option(form: str, market: str, breadth: str) -> OptionRef:
    """The option of a form or mix in one market."""
    if form == NOT_YET:
        return OptionRef(key=NOT_YET, form=NOT_YET, modes=(), market="", breadth="")
    parts = parts_of(form)
    modes = tuple(dict.fromkeys(FORMS[part].mode for part in parts))
    wide: Literal["narrow", "broad", "lean"] = "narrow"
    if breadth in (BROAD, LEAN):
        wide = "broad" if breadth == BROAD else "lean"
    return OptionRef(
        key=f"{form}@{market}/{wide}", form=form, modes=modes, market=market, breadth=wide
    )


def parts_of(form: str) -> tuple[str, ...]:
    """The single forms that a form or mix is made of; none for `not_yet`."""
    if form == NOT_YET:
        return ()
    return MIXES.get(form, (form,))


def options_for(profile: Profile) -> list[OptionRef]:
    """Every option that is weighed for a profile, `not_yet` first.

    All forms and mixes in the first market; the main ones also broad, and in the next markets;
    those that tie cash up in stock also with a small first batch.
    """
    markets = list(dict.fromkeys(profile.market.countries))[:MARKETS_MAX] or ["US"]
    found = [option(NOT_YET, "", "")]
    found += _narrow([*FORMS, *MIXES], markets[0])
    found += [option(form, markets[0], LEAN) for form in SMALL if sells(form, markets[0])]
    found += [option(form, markets[0], BROAD) for form in WIDENED if sells(form, markets[0])]
    for market in markets[1:]:
        found += _narrow(WIDENED, market)
    return found


def _narrow(forms: Sequence[str], market: str) -> list[OptionRef]:
    return [option(form, market, NARROW) for form in forms if sells(form, market)]


def sells(form: str, market: str) -> bool:
    """Whether every part of a form exists in a market."""
    return all(not FORMS[part].markets or market in FORMS[part].markets for part in parts_of(form))
