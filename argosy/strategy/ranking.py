"""Which option comes first, over every weighting that agrees with the seller's order of goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from argosy.strategy import smaa
from argosy.strategy.inputs import Floats
from argosy.strategy.options import FORMS, MIXES
from argosy.strategy.outcomes import NEVER, Played
from argosy.strategy.types import CRITERIA, Criterion, Ranked

SCALED: Final[tuple[Criterion, ...]] = ("customers", "independence", "brand", "effort")


@dataclass(frozen=True, slots=True)
class Standings:
    """The options that passed, one a family, best first."""

    order: tuple[Played, ...]
    ranked: tuple[Ranked, ...]
    utilities: Mapping[str, Mapping[Criterion, float]]  # mean of each, by option


def family_of(form: str) -> str:
    """The kind of answer that a form is: forms of one family differ in how, not in what."""
    if form in FORMS:
        return FORMS[form].mode
    modes = {FORMS[part].mode for part in MIXES[form]}
    if len(modes) == 1:
        return modes.pop()
    return form if form in ("hybrid", "everywhere") else "mixed"


def rank(
    survivors: Sequence[Played], goals: Sequence[Criterion], rng: np.random.Generator
) -> Standings:
    """Choose the best of each family, then rank families against each other.

    Options of one family share most of their luck and would split first places between them, so
    that none would ever seem clear: a narrow and a broad shop on one platform are one answer.
    """
    if not survivors:
        return Standings((), (), {})
    count = len(survivors[0].profit)
    tiers = [[CRITERIA.index(goal)] for goal in goals]
    weights = smaa.order_weights(tiers=tiers, count=count, criteria=len(CRITERIA), rng=rng)
    families: dict[str, list[Played]] = {}
    for one in survivors:
        families.setdefault(family_of(one.option.form), []).append(one)
    best = [_best(found, weights) for found in families.values()]
    values = utilities(best)
    found = smaa.analyse(values, weights)
    first = [float(one) for one in found.ranks[:, 0]]
    order = sorted(range(len(best)), key=lambda nth: (-first[nth], best[nth].option.key))
    ranked = [_ranked(best, found, order, place) for place in range(len(order))]
    means = {
        one.option.key: dict(zip(CRITERIA, values[:, nth].mean(axis=0).tolist(), strict=True))
        for nth, one in enumerate(best)
    }
    return Standings(tuple(best[nth] for nth in order), tuple(ranked), means)


def utilities(options: Sequence[Played]) -> Floats:
    """The value of each option on each criterion between 0 and 1: (draws, options, criteria)."""
    count = len(options[0].profit)
    found = np.empty((count, len(options), len(CRITERIA)))
    profit = np.stack([one.profit for one in options], axis=1)
    deepest = np.stack([one.deepest for one in options], axis=1)
    found[:, :, 0] = _placed(profit)
    found[:, :, 1] = _placed(deepest)
    found[:, :, 2] = 1 - np.stack([one.payback for one in options], axis=1) / NEVER
    for nth, name in enumerate(CRITERIA):
        if name in SCALED:
            found[:, :, nth] = [one.outcome.scales[name] for one in options]
    return np.clip(found, 0, 1)


def _placed(draws: Floats) -> Floats:
    """Where a draw stands among all draws of all options: 0 the worst, 1 the best.

    Profits have long tails: between the ends of such a range every usual outcome looks the same.
    """
    order = np.argsort(draws, axis=None, kind="stable")
    found = np.empty(draws.size)
    found[order] = np.arange(draws.size) / max(draws.size - 1, 1)
    return found.reshape(draws.shape)


def _best(options: Sequence[Played], weights: Floats) -> Played:
    if len(options) == 1:
        return options[0]
    first = smaa.analyse(utilities(options), weights).ranks[:, 0]
    return max(
        zip(options, first, strict=True),
        key=lambda pair: (float(pair[1]), pair[0].outcome.profit.mean, pair[0].option.key),
    )[0]


def _ranked(
    options: Sequence[Played], found: smaa.Smaa, order: Sequence[int], place: int
) -> Ranked:
    nth = order[place]
    below = order[place + 1] if place + 1 < len(order) else None
    confidence = float(found.confidence[nth])
    central = found.central[nth]
    known = not np.isnan(confidence)
    return Ranked(
        option=options[nth].option.key,
        first=round(float(found.ranks[nth, 0]), 4),
        ranks=tuple(round(float(one), 4) for one in found.ranks[nth]),
        beats_second=None if below is None else round(float(found.pairwise[nth, below]), 4),
        confidence=round(confidence, 4) if known else None,
        central=(
            {name: round(float(one), 4) for name, one in zip(CRITERIA, central, strict=True)}
            if known
            else None
        ),
    )
