"""The practitioner's rules of thumb, each with its exact meaning, asked of one option.

An answer is None where a rule has nothing to say of the option, else whether the option follows it,
with the figures that decided. A rule stands aside where the seller's own figures contradict it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from argosy.strategy.changing import Strength, rule_here
from argosy.strategy.options import BROAD, FORMS, parts_of
from argosy.strategy.policies import policies
from argosy.strategy.standing import Standing
from argosy.strategy.types import ModeName, OptionRef, Profile, Range

BRANDED: Final = ("distribution_dealers", "distribution_agent", "distribution_vendor")
FEW: Final = 5  # core distributors to begin with
MOST: Final = 0.7  # of all sales on one platform: a single basket
HALF: Final = 0.5  # of an option's sales: what a main mode has at least

Values = dict[str, float | str]


@dataclass(frozen=True, slots=True)
class Thumb:
    """A rule of thumb as this seller wants it."""

    key: str
    limit: float | None  # None where the rule turns on no number
    unit: str
    strength: Strength


def thumbs(profile: Profile) -> list[Thumb]:
    """The rules of thumb, with what this seller has changed."""
    found = [rule_here(policy=policy, profile=profile) for policy in policies().values()]
    return [Thumb(one.policy.key, one.limit, one.policy.unit, one.strength) for one in found]


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says of an option."""

    follows: bool
    values: Values = field(default_factory=dict)
    overruled: Values | None = None  # the own figures that contradict the rule


@dataclass(frozen=True, slots=True)
class Asked:
    """An option as rules see it."""

    option: OptionRef
    purse: float
    main_share: float  # of its second year's sales: the mode that sells most
    standing: Standing

    @property
    def parts(self) -> tuple[str, ...]:
        """The single forms it is made of."""
        return parts_of(self.option.form)

    @property
    def new_modes(self) -> list[ModeName]:
        """Modes of the option that the seller does not run yet."""
        running = set(self.standing.modes)
        return [FORMS[part].mode for part in self.parts if FORMS[part].mode not in running]

    def has(self, mode: str) -> bool:
        """Whether the option sells in a mode."""
        return mode in self.option.modes


def start_one_platform(asked: Asked, _thumb: Thumb) -> Said | None:
    """Who begins, begins with one platform."""
    if not asked.standing.is_newcomer or not asked.parts:
        return None
    if asked.option.modes == ("marketplace",) and len(asked.parts) == 1:
        return Said(True)
    mode: ModeName = asked.option.modes[0]
    return Said(False, {}, _own_figures(asked, mode) if len(asked.option.modes) == 1 else None)


def own_store_after(asked: Asked, thumb: Thumb) -> Said | None:
    """An own store once sales are stable above a limit: three months, none below."""
    if not asked.has("storefront") or thumb.limit is None:
        return None
    steady = asked.standing.steady_sales
    said: Values = {"steady": steady, "limit": thumb.limit}
    if steady >= thumb.limit:
        return Said(True, said)
    return Said(False, said, _own_figures(asked, "storefront"))


def own_store_outlay(asked: Asked, thumb: Thumb) -> Said | None:
    """An own store wants money to begin with."""
    if not asked.has("storefront") or thumb.limit is None:
        return None
    said: Values = {"cash": asked.purse, "limit": thumb.limit}
    if asked.purse >= thumb.limit:
        return Said(True, said)
    return Said(False, said, _own_figures(asked, "storefront"))


def distribution_after_brand(asked: Asked, _thumb: Thumb) -> Said | None:
    """Distributors once the brand means something; goods for the price alone want none."""
    if not set(asked.parts) & set(BRANDED):
        return None
    influence = asked.standing.profile.stage.brand_influence
    said: Values = {"influence": influence or "unknown"}
    if influence in ("some", "sought"):
        return Said(True, said)
    return Said(False, said, _own_figures(asked, "distribution"))


def few_dealers_first(asked: Asked, thumb: Thumb) -> Said | None:
    """A few core distributors first, more once that works."""
    if "distribution_dealers" not in asked.parts:
        return None
    trial = asked.standing.trial("distribution")
    partners = trial.partners if trial is not None else 0
    if partners >= (thumb.limit or FEW):
        return None
    said: Values = {"partners": float(partners)}
    if asked.option.breadth != BROAD:
        return Said(True, said)
    return Said(False, said, _own_figures(asked, "distribution"))


def small_team_focus(asked: Asked, thumb: Thumb) -> Said | None:
    """A small team stays with one platform or one narrow range."""
    people = asked.standing.people
    if people is None or thumb.limit is None or people > thumb.limit or not asked.parts:
        return None
    said: Values = {"people": people, "limit": thumb.limit}
    if len(asked.parts) == 1 and asked.option.breadth != BROAD:
        return Said(True, said)
    return Said(False, said, _all_earn(asked))


def standard_to_platform(asked: Asked, _thumb: Thumb) -> Said | None:
    """Standard goods in much competition go to platforms."""
    if asked.standing.profile.product.character != "standard" or not asked.parts:
        return None
    if asked.option.modes[0] == "marketplace":
        return Said(True)
    own = asked.standing.margin(FORMS[asked.parts[0]].mode)
    platform = asked.standing.margin("marketplace")
    better = own is not None and own > (platform if platform is not None else 0.0)
    return Said(False, {}, {"margin": own or 0.0, "platform": platform or 0.0} if better else None)


def teaching_to_own_store(asked: Asked, _thumb: Thumb) -> Said | None:
    """What is unlike others and must be explained goes to an own store."""
    product = asked.standing.profile.product
    if product.character != "unique" and product.explaining != "much":
        return None
    if not asked.parts:
        return None
    if asked.has("storefront"):
        return Said(True)
    mode = FORMS[asked.parts[0]].mode
    own = _own_figures(asked, mode)
    return Said(False, {}, own)


def visual_to_social(asked: Asked, _thumb: Thumb) -> Said | None:
    """What has to be seen and tried goes to social selling."""
    if asked.standing.profile.product.visual != "high" or not asked.parts:
        return None
    if asked.has("social"):
        return Said(True)
    return Said(False, {}, _own_figures(asked, FORMS[asked.parts[0]].mode))


def one_main_mode(asked: Asked, thumb: Thumb) -> Said | None:
    """Several modes only with one main mode; the others stay as small as they can live."""
    if len(asked.option.modes) < 2:  # noqa: PLR2004 - one mode is its own main one
        return None
    limit = thumb.limit or HALF
    said: Values = {"share": asked.main_share, "limit": limit}
    if asked.main_share >= limit:
        return Said(True, said)
    return Said(False, said, _all_earn(asked))


def spread_after_halving(asked: Asked, thumb: Thumb) -> Said | None:
    """Who lives off one platform spreads before its policy changes overnight."""
    share = asked.standing.profile.stage.main_platform_share
    held = share.likely if isinstance(share, Range) else share
    if held is None or held < (thumb.limit or MOST) or not asked.parts:
        return None
    if asked.new_modes:
        return Said(True, {"share": held})
    losing = [mode for mode in asked.standing.modes if asked.standing.loses(mode)]
    own: Values = {"losing": float(len(losing))}
    return Said(False, {"share": held}, own if losing else None)


Rule = Callable[[Asked, Thumb], Said | None]
RULES: Final[Mapping[str, Rule]] = {
    "start_one_platform": start_one_platform,
    "own_store_after": own_store_after,
    "own_store_outlay": own_store_outlay,
    "distribution_after_brand": distribution_after_brand,
    "few_dealers_first": few_dealers_first,
    "small_team_focus": small_team_focus,
    "standard_to_platform": standard_to_platform,
    "teaching_to_own_store": teaching_to_own_store,
    "visual_to_social": visual_to_social,
    "one_main_mode": one_main_mode,
    "spread_after_halving": spread_after_halving,
}


def _all_earn(asked: Asked) -> Values | None:
    """That each of several modes has been seen to earn; None where one has not."""
    modes = asked.option.modes
    earning = [mode for mode in modes if asked.standing.earns(mode)]
    if len(modes) < 2 or len(earning) < len(modes):  # noqa: PLR2004 - several
        return None
    return {"modes": float(len(earning))}


def _own_figures(asked: Asked, mode: ModeName) -> Values | None:
    """What the seller has measured of a mode that earns; None where it does not, or too little."""
    if not asked.standing.earns(mode):
        return None
    trial = asked.standing.trial(mode)
    margin = asked.standing.margin(mode)
    if trial is None or margin is None:
        return None
    return {"orders": float(trial.orders), "margin": margin}
