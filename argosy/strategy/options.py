"""The ways of selling that are weighed, and what sets each apart; texts are in `words`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from argosy.strategy.reading import DATA, once, read
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
    `cover` is how much of the usual stock it needs. The scales `customers` and `brand` run from 0
    to 1; `data/forms.yaml` says what the ends mean.
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


# The form that is meant where a seller names the mode alone.
HOME: Final[Mapping[str, str]] = {
    "marketplace": "marketplace_amazon",
    "storefront": "storefront",
    "distribution": "distribution_wholesale",
    "social": "social_live",
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


def _form(row: Mapping[str, Any]) -> Form:
    return Form(
        key=row["key"],
        mode=row["mode"],
        platform=row["platform"],
        way=row["way"],
        skills=tuple(row["skills"]),
        cover=row["cover"],
        customers=row["customers"],
        brand=row["brand"],
        markets=tuple(row.get("markets", ())),
    )


_STATED: Final = read(DATA / "forms.yaml")
FORMS: Final[Mapping[str, Form]] = {key: _form(row) for key, row in once(_STATED["forms"], "key")}
MIXES: Final[Mapping[str, tuple[str, ...]]] = {
    key: tuple(parts) for key, parts in _STATED["mixes"].items()
}


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
