"""What is too risky, impossible or against the rules: gates, each with its figure and its limit."""

from typing import Final

from argosy.strategy.options import FORMS, parts_of
from argosy.strategy.outcomes import Played
from argosy.strategy.standing import lowest
from argosy.strategy.thumb import RULES, Asked, Said, Thumb, thumbs
from argosy.strategy.types import Gate, Override, Profile, RuleSaid

TOLERANCE: Final = 0.10  # of ruin, unless the seller says otherwise (decision, section 4)
EVEN: Final = 0.5  # an option that rather loses than gains is none

Values = dict[str, float | str]


def gates_of(played: Played, asked: Asked) -> tuple[list[Gate], list[RuleSaid]]:
    """Every gate of one option, closed or open, and what each rule of thumb says of it."""
    profile = asked.standing.profile
    gates = [*_money(played, profile, asked.purse), *_possible(played, profile)]
    rules: list[RuleSaid] = []
    for thumb in thumbs(profile):
        said = RULES[thumb.key](asked, thumb) if thumb.key in RULES else None
        if said is None or thumb.strength == "off":
            continue
        rules.append(_rule(thumb.key, played.option.key, said))
        if thumb.strength == "gate" and not said.follows:
            gates.append(_by_rule(thumb, played.option.key, said))
    return [_opened(gate, profile.overrides) for gate in gates], rules


def _rule(key: str, option: str, said: Said) -> RuleSaid:
    if said.follows:
        return RuleSaid(policy=key, stance="follows", options=(option,), values=said.values)
    if said.overruled is not None:
        values = said.values | said.overruled
        return RuleSaid(policy=key, stance="overruled", options=(option,), values=values)
    return RuleSaid(policy=key, stance="contradicts", options=(option,), values=said.values)


def _by_rule(thumb: Thumb, option: str, said: Said) -> Gate:
    own = said.overruled
    first = next((one for one in said.values.values() if isinstance(one, float)), None)
    return Gate(
        code=thumb.key,
        option=option,
        closed=own is None,
        measured=first,
        limit=thumb.limit,
        unit=thumb.unit,
        reason=thumb.key,
        values=said.values | (own or {}),
        overruled="own_data" if own is not None else "",
    )


def _money(played: Played, profile: Profile, purse: float) -> list[Gate]:
    outcome, option = played.outcome, played.option.key
    tolerance = profile.capital.ruin_tolerance or TOLERANCE
    found = [
        _gate("ruin", option, outcome.ruin, tolerance, "share", outcome.ruin > tolerance),
        _gate("cash", option, outcome.need95, purse, "usd", outcome.need95 > purse),
        _gate("no_gain", option, outcome.gain_chance, EVEN, "share", _loses(played)),
    ]
    bearable = lowest(profile.capital.monthly_loss)
    if bearable is not None:
        worst = outcome.worst_month
        found.append(_gate("loss", option, worst, bearable, "usd_month", worst > bearable))
    return found


def _loses(played: Played) -> bool:
    outcome = played.outcome
    return bool(parts_of(played.option.form)) and (
        outcome.gain_chance < EVEN or outcome.profit.mean <= 0
    )


def _possible(played: Played, profile: Profile) -> list[Gate]:
    option, product = played.option, profile.product
    if not parts_of(option.form):
        return []
    missing = product.certificates == "missing"
    found = [
        _gate("compliance", option.key, None, None, "", missing, {"market": option.market}),
        _gate("unshippable", option.key, None, None, "", product.hazard == "forbidden"),
    ]
    unproved = product.hazard == "medical" and product.certificates != "held"
    if unproved:
        found.append(_gate("medical", option.key, None, None, "", True))
    wants_mark = any(FORMS[part].key == "distribution_vendor" for part in parts_of(option.form))
    if wants_mark:
        unmarked = product.own_brand == "none"
        found.append(_gate("trademark", option.key, None, None, "", unmarked))
    return found


def _gate(
    code: str,
    option: str,
    measured: float | None,
    limit: float | None,
    unit: str,
    closed: bool,
    values: Values | None = None,
) -> Gate:
    return Gate(
        code=code,
        option=option,
        closed=closed,
        measured=measured,
        limit=limit,
        unit=unit,
        reason=code,
        values=values or {},
    )


def _opened(gate: Gate, overrides: tuple[Override, ...]) -> Gate:
    """A closed gate that the seller opens all the same, with the reason that was given."""
    if not gate.closed:
        return gate
    for one in overrides:
        if one.gate == gate.code and one.option in ("", gate.option):
            return gate.model_copy(
                update={"closed": False, "overruled": "seller", "overruled_reason": one.reason}
            )
    return gate
