"""The answer: what to do now, what next and by which sign, what not; or that it cannot be told."""

from collections.abc import Mapping
from typing import Final

from argosy.strategy.options import NOT_YET
from argosy.strategy.outcomes import Played
from argosy.strategy.ranking import Standings, family_of
from argosy.strategy.types import CRITERIA, Criterion, Gate, Profile, Step, Verdict

LEAD: Final = 0.10  # of first places: nearer than this, two options are not told apart
CONFIDENT: Final = 0.5
SURE: Final = 0.9  # chance of a gain that a "go" wants
UNDECIDED: Final = 0.35  # chance of a gain below which losing is sure enough to wait
EVERYTHING: Final = "everywhere"
NEXT_MAX: Final = 2
REASONS: Final = 4
SHOWN: Final = 6
Gates = Mapping[str, tuple[Gate, ...]]


def verdict_of(
    profile: Profile,
    options: Mapping[str, Played],
    gates: Gates,
    standings: Standings,
    hour: float,
) -> Verdict:
    """Go, not yet, not separable, or that what is known is not enough to say."""
    missing = _missing(profile)
    if missing:
        return _verdict("insufficient", missing=missing)
    if not standings.order:
        undecided = undecided_of(options, gates)
        if undecided is not None:
            name, unsure = undecided.option.key, ("gain_unsure", "gate:no_gain")
            return _verdict("not_separable", option=name, rival=NOT_YET, why=unsure)
        nearest = _nearest(options, gates)
        shut = tuple(f"gate:{gate.code}" for gate in gates.get(nearest, ()) if gate.closed)
        return _verdict("not_yet", option=NOT_YET, rival=nearest, why=shut)
    first, ranked = standings.order[0], standings.ranked
    lead = ranked[0].first - (ranked[1].first if len(ranked) > 1 else 0.0)
    rival = standings.order[1].option.key if len(standings.order) > 1 else ""
    confidence = ranked[0].confidence
    doubts = _doubts(first, hour)
    is_sure = not doubts
    clear = lead >= LEAD and (confidence or 0.0) >= CONFIDENT
    why = (*doubts, *_reasons(standings))
    return _verdict(
        "go" if is_sure and clear else "not_separable",
        option=first.option.key,
        rival=rival if clear == is_sure and rival else NOT_YET if not is_sure else rival,
        lead=lead,
        confidence=confidence,
        why=why,
    )


def _doubts(first: Played, hour: float) -> tuple[str, ...]:
    """What keeps the first option from being advised, whatever stands beside it.

    `hour` is what an hour of the team is worth: what earns less of it is work given away.
    """
    outcome = first.outcome
    holds = {
        "gain_unsure": outcome.gain_chance < SURE,
        "hours_unpaid": outcome.profit_per_hour is not None and outcome.profit_per_hour < hour,
    }
    return tuple(code for code, is_so in holds.items() if is_so)


def undecided_of(options: Mapping[str, Played], gates: Gates) -> Played | None:
    """The option that earns in the mean and yet rather loses, where nothing else stands against it.

    Waiting is not better than that, nor worse: what is not known decides.
    """
    found = [
        one
        for key, one in options.items()
        if one.outcome.profit.mean > 0
        and one.outcome.gain_chance >= UNDECIDED
        and [gate.code for gate in gates[key] if gate.closed] == ["no_gain"]
    ]
    return max(found, key=lambda one: (one.outcome.gain_chance, one.option.key), default=None)


def _verdict(
    kind: str,
    *,
    option: str = "",
    rival: str = "",
    lead: float = 0.0,
    confidence: float | None = None,
    why: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
) -> Verdict:
    return Verdict.model_validate(
        {
            "kind": kind,
            "option": option,
            "rival": rival,
            "lead": round(lead, 4),
            "confidence": confidence,
            "why": why,
            "missing": missing,
        }
    )


def _missing(profile: Profile) -> tuple[str, ...]:
    """The questions without which any figure would be made of nothing."""
    product, found = profile.product, []
    if profile.capital.cash is None:
        found.append("capital.cash")
    if product.price is None:
        found.append("product.price")
    if product.unit_cost is None and product.category is None:
        found.append("product.unit_cost")
    if not profile.market.countries:
        found.append("market.countries")
    return tuple(found) if "product.price" in found or "capital.cash" in found else ()


def _nearest(options: Mapping[str, Played], gates: Gates) -> str:
    """The option that would come nearest: one that pays, with the fewest closed gates."""
    closed = [_distance(key, one, gates) for key, one in options.items() if key != NOT_YET]
    return min(closed)[-1] if closed else ""


def _distance(key: str, one: Played, gates: Gates) -> tuple[bool, int, float, str]:
    """How far an option is from being taken: one that does not pay is farthest."""
    closed = [gate for gate in gates[key] if gate.closed]
    loses = any(gate.code == "no_gain" for gate in closed)
    return loses, len(closed), -one.outcome.profit.mean, key


def _reasons(standings: Standings) -> tuple[str, ...]:
    """Where the first is better than the second, by the weight that puts it first."""
    first = standings.ranked[0]
    if first.central is None:
        return ()
    own = standings.utilities[first.option]
    if len(standings.ranked) == 1:
        other: Mapping[Criterion, float] = dict.fromkeys(CRITERIA, 0.0)
    else:
        other = standings.utilities[standings.ranked[1].option]
    gain = {name: first.central[name] * (own[name] - other[name]) for name in CRITERIA}
    best = sorted(CRITERIA, key=lambda name: (-gain[name], name))
    found = [f"better:{name}" for name in best if gain[name] > 0.005][:REASONS]  # noqa: PLR2004
    worst = best[-1]
    if gain[worst] < -0.005:  # noqa: PLR2004 - a difference that nobody would see
        found.append(f"worse:{worst}")
    return tuple(found)


def path_of(
    options: Mapping[str, Played], gates: Gates, standings: Standings, verdict: Verdict
) -> tuple[Step, ...]:
    """Now, next with its sign, and not now with what would change it; one step a family."""
    if verdict.kind == "insufficient":
        return ()
    steps = [_now(verdict)]
    done = {family_of(one.option.form) for one in standings.order[:1]}
    if verdict.kind == "not_separable":
        done.add(family_of(options[verdict.option].option.form))
    done |= {family_of(one.option.form) for one in standings.order}
    # Everything at once is no step after something.
    after = [one for one in standings.order[1:] if one.option.form != EVERYTHING][:NEXT_MAX]
    steps += [
        Step(when="next", option=one.option.key, trigger="when_it_runs", values={}) for one in after
    ]
    waiting = _waiting(options, gates, done)
    soon = [step for step in waiting if step.when == "next"]
    return (*steps, *soon, *(step for step in waiting if step.when == "not_now"))[: SHOWN + 2]


def _now(verdict: Verdict) -> Step:
    if verdict.kind == "go":
        return Step(when="now", option=verdict.option, trigger="go", values={})
    if verdict.kind == "not_separable":
        return Step(when="now", option=verdict.option, trigger="find_out_first", values={})
    return Step(when="now", option=NOT_YET, trigger="wait", values={})


def _waiting(options: Mapping[str, Played], gates: Gates, done: set[str]) -> list[Step]:
    """For each family that did not pass, its best option and the gate that would have to open."""
    best: dict[str, tuple[bool, int, float, str]] = {}
    for key, one in options.items():
        if key == NOT_YET or family_of(one.option.form) in done:
            continue
        closed = [gate for gate in gates[key] if gate.closed]
        if not closed:
            continue
        mine = _distance(key, one, gates)
        family = family_of(one.option.form)
        best[family] = min(best.get(family, mine), mine)
    steps = []
    for *_far, key in sorted(best.values()):
        closed_gates = [gate for gate in gates[key] if gate.closed]
        gate = closed_gates[0]
        pays = options[key].outcome.gain_chance >= CONFIDENT
        soon = pays and not any(one.code == "no_gain" for one in closed_gates)
        values: dict[str, float | str] = {"gate": gate.code}
        if gate.measured is not None and gate.limit is not None:
            values |= {"measured": gate.measured, "limit": gate.limit}
        steps.append(
            Step(
                when="next" if soon and len(closed_gates) == 1 else "not_now",
                option=key,
                trigger=f"gate:{gate.code}",
                values=values,
            )
        )
    return steps
