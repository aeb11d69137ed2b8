"""`argosy bench advice`: the adviser before sellers whose best way to sell is known to us alone.

What an option is worth is its mean over many lives in the seller's true world, ruin included. A
piece of advice is judged by what it is worth less than the best option there; by how often it says
"go" to what loses; and by how often one more life ends within the interval that was told.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from argosy.cli.benches import advice_plain
from argosy.cli.benches.advice_truths import NOTHING
from argosy.cli.benches.advice_worlds import World, world
from argosy.cli.benches.result import Result
from argosy.cli.session import tell
from argosy.cli.words import _
from argosy.strategy.types import Advice, Outcome

PATHS: Final = 1000  # of the adviser's simulation: a fifth of what it takes for a seller
TOLD_EVERY: Final = 20  # worlds
RESAMPLED: Final = 4000
HEDGED: Final = 0.5  # chance of a gain with which "not separable" is still acted upon
WRONG_MOST: Final = 0.05
COVERED: Final = (0.85, 0.95)
MARGIN: Final = 0.25  # by how much "not separable" is to be likelier where it is true
PLAIN: Final[Mapping[str, Callable[..., str]]] = {
    "everywhere": advice_plain.everywhere,
    "stay": advice_plain.stay,
    "rules": advice_plain.rules,
}
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Checked:
    """One option of one world: what was told of it, and one life."""

    option: str
    family: str
    is_measured: bool
    low: float
    high: float
    financed: float
    lived: float
    ruin_told: float
    ruin: float


@dataclass(frozen=True, slots=True)
class Row:
    """One world and what came of every piece of advice in it."""

    seed: int
    kind: str
    is_unknowable: bool
    verdict: str
    said: str  # the option that was named
    done: str  # what a seller would do upon it
    gain_chance: float
    best: str
    stakes: float
    value_best: float
    values: dict[str, float]  # by adviser: advice, everywhere, stay, rules
    value_said: float
    checked: tuple[Checked, ...]


def measure(seeds: int, first_seed: int, paths: int = PATHS) -> Result:
    """Ask the adviser in so many worlds, and count."""
    return counted(rows(range(first_seed, first_seed + seeds), paths), paths)


def rows(seeds: Sequence[int], paths: int) -> list[Row]:
    """Every world in turn, on as many processes as there are cores."""
    jobs = [(seed, paths) for seed in seeds]
    if len(jobs) < TOLD_EVERY:
        return [row(one) for one in jobs]
    found = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        for one in pool.map(row, jobs, chunksize=2):
            found.append(one)
            if len(found) % TOLD_EVERY == 0:
                text = _("{done} of {seeds} sellers …")
                tell(text.format(done=len(found), seeds=len(jobs)))
    return found


def row(job: tuple[int, int]) -> Row:
    """One world, told to the adviser, and what its advice is worth there."""
    seed, paths = job
    made = world(seed)
    advice = _asked()(profile=made.profile, seed=seed, paths=paths, platforms=False)
    outcomes = {one.option.key: one for one in advice.outcomes}
    done = _lived(action(advice))
    said = outcomes.get(advice.verdict.option)
    does = {name: plain(made.profile) for name, plain in PLAIN.items()}
    return Row(
        seed=seed,
        kind=made.kind,
        is_unknowable=made.is_unknowable,
        verdict=advice.verdict.kind,
        said=advice.verdict.option,
        done=done,
        gain_chance=said.gain_chance if said else 0.0,
        best=max(made.value, key=lambda option: made.value[option]),
        stakes=made.stakes,
        value_best=made.best,
        values={name: made.value[option] for name, option in {"advice": done, **does}.items()},
        value_said=made.value.get(_lived(advice.verdict.option), 0.0),
        checked=tuple(
            _checked(made, one) for one in advice.outcomes if one.option.key in made.value
        ),
    )


@cache
def _asked() -> Callable[..., Advice]:
    """The adviser's public door. Each process sets Django up for it, and asks no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "argosy.config.settings")
    import django  # noqa: PLC0415 - its settings read the line above

    django.setup()
    from argosy.strategy import queries  # noqa: PLC0415 - Django is set up by now

    return queries.advise


def _lived(option: str) -> str:
    """What an option is in a world: its sellers never order for more than their purse, so that a
    small first batch there is what any first batch is."""
    return option.replace("/lean", "/narrow")


def action(advice: Advice) -> str:
    """What a seller does upon a verdict.

    "Go" is done. "Not yet" and "insufficient" mean nothing new. "Not separable" asks to find out
    first: who cannot, does what is named if it rather gains than loses, and else nothing.
    """
    verdict = advice.verdict
    if verdict.kind == "go":
        return verdict.option
    if verdict.kind == "not_separable":
        named = {one.option.key: one for one in advice.outcomes}[verdict.option]
        return verdict.option if named.gain_chance >= HEDGED else NOTHING
    return NOTHING


def _checked(made: World, outcome: Outcome) -> Checked:
    option = outcome.option
    family = option.modes[0] if len(option.modes) == 1 else "several"
    return Checked(
        option=option.key,
        family=family,
        is_measured=option.form in made.truth.running,
        low=outcome.profit.p05,
        high=outcome.profit.p95,
        financed=made.financed[option.key],
        lived=made.lived[option.key],
        ruin_told=outcome.ruin,
        ruin=made.ruin[option.key],
    )


def counted(found: Sequence[Row], paths: int) -> Result:
    """Everything that is reported of some worlds."""
    share, money = _regrets(found, scaled=True), _regrets(found, scaled=False)
    dice = np.random.default_rng(1)
    picks = dice.integers(0, len(found), (RESAMPLED, len(found)))
    regret = {name: _regret(share[name], money[name], picks) for name in share}
    gaps = {name: _interval(share[name] - share["advice"], picks) for name in PLAIN}
    detail: dict[str, Any] = {
        "regret": regret,
        "regret_more_than_advice": gaps,
        "wrong_go_rate": _wrong(found),
        "not_separable_rate_when_unknowable": _withheld(found, is_unknowable=True),
        "not_separable_rate_otherwise": _withheld(found, is_unknowable=False),
        "interval_coverage": _coverage(found),
        "ruin": _ruin(found),
        "verdicts": _verdicts(found),
        "by_kind": _by_kind(found, share),
        "seeds": len(found),
        "first_seed": min(one.seed for one in found),
        "paths": paths,
    }
    ours = regret["advice"]["mean"]
    limit = min(regret[name]["mean"] for name in PLAIN)
    return Result("advice", 100 * ours, max(1e-9, 100 * limit), "%", detail, missed(detail))


def missed(detail: Mapping[str, Any]) -> Sequence[str]:
    """What was promised and not kept."""
    found = []
    for name, gap in detail["regret_more_than_advice"].items():
        if gap["low"] <= 0:
            text = _("The advice is not clearly better than this: {name}.")
            found.append(text.format(name=name))
    wrong = detail["wrong_go_rate"]
    if wrong["rate"] > WRONG_MOST:
        text = _('Too many a "go" loses: {share} % instead of at most {most} %.')
        found.append(
            text.format(share=f"{100 * wrong['rate']:.1f}", most=f"{100 * WRONG_MOST:.0f}")
        )
    covered = detail["interval_coverage"]["rate"]
    if not COVERED[0] <= covered <= COVERED[1]:
        text = _("90 % intervals hold {share} % of outcomes instead of 85 to 95 %.")
        found.append(text.format(share=f"{100 * covered:.1f}"))
    true, other = (
        detail[f"not_separable_rate_{when}"]["rate"] for when in ("when_unknowable", "otherwise")
    )
    if true < other + MARGIN:
        found.append(_("Not separable is hardly said more often where it is true."))
    return found


def _regrets(found: Sequence[Row], *, scaled: bool) -> dict[str, Floats]:
    """What each adviser's seller has less than could be had, by world."""
    names = ("advice", *PLAIN)
    return {
        name: np.array(
            [(one.value_best - one.values[name]) / (one.stakes if scaled else 1.0) for one in found]
        )
        for name in names
    }


def _regret(share: Floats, money: Floats, picks: NDArray[np.int64]) -> dict[str, float]:
    """Means with what resampled worlds would say of them."""
    found, usd = _interval(share, picks), _interval(money, picks, digits=0)
    return (
        found
        | {f"usd_{name}": value for name, value in usd.items()}
        | {"usd_median": round(float(np.median(money)))}
    )


def _interval(values: Floats, picks: NDArray[np.int64], *, digits: int = 4) -> dict[str, float]:
    means = values[picks].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return {
        "mean": round(float(values.mean()), digits),
        "low": round(float(low), digits),
        "high": round(float(high), digits),
    }


def _rate(events: Iterable[bool]) -> dict[str, float]:
    """A share with Wilson's interval at 95 %."""
    flags = list(events)
    hits, n, z = sum(flags), len(flags), 1.959964
    if not n:
        return {"rate": 0.0, "low": 0.0, "high": 1.0, "of": 0, "count": 0}
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * ((share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5)
    return {
        "rate": round(share, 4),
        "low": round(max(0.0, middle - half), 4),
        "high": round(min(1.0, middle + half), 4),
        "count": hits,
        "of": n,
    }


def _wrong(found: Sequence[Row]) -> dict[str, float]:
    return _rate(one.value_said < 0 for one in found if one.verdict == "go")


def _withheld(found: Sequence[Row], *, is_unknowable: bool) -> dict[str, float]:
    these = [one for one in found if one.is_unknowable == is_unknowable]
    rate = _rate(one.verdict == "not_separable" for one in these)
    without_go = _rate(one.verdict != "go" for one in these)
    return rate | {"no_go_rate": without_go["rate"]}


def _coverage(found: Sequence[Row]) -> dict[str, Any]:
    """How many outcomes lie within the interval that was told: as a whole and by part."""
    every = [one for each in found for one in each.checked]

    def held(some: Iterable[Checked]) -> float:
        flags = [one.low <= one.financed <= one.high for one in some]
        return round(sum(flags) / len(flags), 4) if flags else 0.0

    families = sorted({one.family for one in every})
    return {
        "rate": held(every),
        "of": len(every),
        "below": round(sum(one.financed < one.low for one in every) / max(1, len(every)), 4),
        "above": round(sum(one.financed > one.high for one in every) / max(1, len(every)), 4),
        "with_the_purse": round(
            sum(one.low <= one.lived <= one.high for one in every) / max(1, len(every)), 4
        ),
        "by_family": {name: held(one for one in every if one.family == name) for name in families},
        "measured": held(one for one in every if one.is_measured),
        "not_measured": held(one for one in every if not one.is_measured),
    }


def _ruin(found: Sequence[Row]) -> dict[str, float]:
    """How often purses were emptied, and what was told; of all options of all worlds."""
    told = np.array([one.ruin_told for each in found for one in each.checked])
    true = np.array([one.ruin for each in found for one in each.checked])
    return {
        "told": round(float(told.mean()), 4),
        "lived": round(float(true.mean()), 4),
        "brier": round(float(((told - true) ** 2).mean()), 4),
    }


def _verdicts(found: Sequence[Row]) -> dict[str, int]:
    kinds = ("go", "not_separable", "not_yet", "insufficient")
    return {kind: sum(one.verdict == kind for one in found) for kind in kinds}


def _by_kind(found: Sequence[Row], share: Mapping[str, Floats]) -> dict[str, dict[str, float]]:
    """For each kind of world: how many, mean regrets, and what was said."""
    told = {}
    for kind in sorted({one.kind for one in found}):
        these = np.array([one.kind == kind for one in found])
        told[kind] = {"worlds": int(these.sum())} | {
            name: round(float(values[these].mean()), 3) for name, values in share.items()
        }
        for verdict in ("go", "not_separable", "not_yet"):
            told[kind][verdict] = sum(one.verdict == verdict for one in found if one.kind == kind)
    return told
