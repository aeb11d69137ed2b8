"""Rules of thumb as one seller wants them: what was typed of a rule, and what it comes to."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _

from argosy.strategy.answers import is_unknown, quantity
from argosy.strategy.errors import BadAnswer, ReasonNeeded, UnknownRule
from argosy.strategy.policies import Policy, policies
from argosy.strategy.profiles import SHARES
from argosy.strategy.types import REASON_MAX, REASON_MIN, PolicyChange, Profile

Strength = Literal["gate", "advice", "off"]
STRENGTHS: Final[tuple[Strength, ...]] = ("gate", "advice", "off")
# The rules that draw their line at a number; the others turn on what the goods or the seller are.
MEASURED: Final = frozenset(
    {
        "own_store_after",
        "own_store_outlay",
        "few_dealers_first",
        "small_team_focus",
        "one_main_mode",
        "spread_after_halving",
    }
)
PUT_BACK: Final = "put back"
_LIMIT_MAX: Final = 1e9


@dataclass(frozen=True, slots=True)
class RuleHere:
    """A rule of thumb beside what one seller made of it."""

    policy: Policy
    usual_limit: float | None  # None where the rule states no number
    limit: float | None
    strength: Strength
    reason: str  # why the seller changed it; "": as it comes


def usual_limit(policy: Policy) -> float | None:
    """The number at which a rule draws its line as it comes; None where it states none."""
    numbers = [one for one in policy.limit.values() if isinstance(one, int | float)]
    return float(numbers[0]) if numbers else None


def rule_here(*, policy: Policy, profile: Profile) -> RuleHere:
    """A rule of thumb as it is for a seller."""
    usual = usual_limit(policy)
    change = next((one for one in profile.policies if one.policy == policy.key), None)
    if change is None:
        return RuleHere(policy, usual, usual, policy.strength, "")
    return RuleHere(
        policy,
        usual,
        usual if change.limit is None else change.limit,
        change.strength or policy.strength,
        change.reason,
    )


def change_of(*, rule: str, limit: str, strength: str, reason: str) -> PolicyChange:
    """A change of a rule from what people type; what is as the rule comes is left out of it.

    A limit is in the rule's unit, a share in per cent; an empty one is the rule's own.

    :raises UnknownRule: there is no such rule.
    :raises BadAnswer: the limit is no number that the rule can have, or the strength is none.
    :raises ReasonNeeded: the reason is none.
    """
    policy = policies().get(rule)
    if policy is None:
        raise UnknownRule(rule=rule[:60], known=", ".join(policies()))
    strengths: dict[str, Strength] = {one: one for one in STRENGTHS}
    if strength not in strengths:
        remedy = _("choose one of {choices}.").format(choices=", ".join(STRENGTHS))
        raise BadAnswer(question=_("How strong the rule is"), given=strength[:60], remedy=remedy)
    number = _limit(policy, limit) if rule in MEASURED else None
    why = reason.strip()
    if not REASON_MIN <= len(why) <= REASON_MAX:
        raise ReasonNeeded(least=REASON_MIN, most=REASON_MAX)
    usual = usual_limit(policy)
    return PolicyChange(
        policy=rule,
        limit=None if number == usual else number,
        strength=None if strength == policy.strength else strengths[strength],
        reason=why,
    )


def put_back(*, rule: str) -> PolicyChange:
    """The change that leaves a rule as it comes."""
    return PolicyChange(policy=rule[:60], reason=PUT_BACK)


def _limit(policy: Policy, text: str) -> float | None:
    if is_unknown(text):
        return None
    question, is_share = _("The rule’s line"), policy.unit in SHARES
    typed = f"{text.strip()}%" if is_share and not set("%％") & set(text) else text
    try:
        found = quantity(question, typed)
    except BadAnswer:
        found = None
    most = 1.0 if is_share else _LIMIT_MAX
    if not isinstance(found, float):
        remedy = _("write one number, such as 12.")
    elif found <= 0:
        remedy = _("it is more than {limit}.").format(limit=0)
    elif found > most or not math.isfinite(found):
        said = "100%" if is_share else f"{most:,.0f}"
        remedy = _("it is at most {limit}.").format(limit=said)
    else:
        return found
    raise BadAnswer(question=question, given=text.strip()[:60], remedy=remedy)
