"""Simulated sellers whose best way to sell is known by construction, for `argosy bench advice`.

Seeded. A world is drawn first as it is, each way to sell from ranges wider than anybody's rule of
thumb; then lived through many times for the value of each option; then told, with what a seller
would know, guess and not know. Kinds are mixed by seed; `unknowable` worlds are built so that
nothing that is told decides between two options.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from argosy.cli.benches import advice_sellers
from argosy.cli.benches.advice_months import MONTHS, Floats, Luck, live, luck
from argosy.cli.benches.advice_profiles import profile
from argosy.cli.benches.advice_trade import FAMILIES, MARKETS, TOGETHER, WAYS
from argosy.cli.benches.advice_truths import NOTHING, Truth, margin, options, trades
from argosy.strategy.types import Profile

FATES: Final = 200  # paths of luck that a value is the mean of
KINDS: Final[Mapping[str, float]] = {
    "newcomer_little": 0.10,
    "newcomer_medium": 0.11,
    "newcomer_ample": 0.10,
    "amazon_book": 0.18,
    "store_trial": 0.11,
    "wholesaler": 0.08,
    "live_team": 0.07,
    "nothing_pays": 0.07,
    "contradicting": 0.07,
    "equal": 0.06,
    "hidden": 0.05,
}
UNKNOWABLE: Final = ("equal", "hidden")
PLACES: Final = (*dict.fromkeys(one.platform for one in WAYS.values() if one.platform), *FAMILIES)
TRIES: Final = 40
COIN: Final = 3.0
USUAL: Final = (80.0, 450.0)  # units a month of one SKU
ENOUGH: Final = 1.5  # months of a trial's sales, as profit of two years: that is worth going on for


@dataclass(frozen=True, slots=True)
class World:
    """One simulated seller. Values and outcomes are US dollars over 24 months, by option."""

    seed: int
    kind: str
    truth: Truth
    profile: Profile
    value: Mapping[str, float]  # expected, with ruin: what is judged by
    ruin: Mapping[str, float]  # how often the purse is emptied
    financed: Mapping[str, float]  # one outcome, were there always cash
    lived: Mapping[str, float]  # the same, with the purse there is
    twins: tuple[str, ...] = ()  # options that nothing told decides between

    @property
    def is_unknowable(self) -> bool:
        """Whether it was built so that what is told does not decide."""
        return self.kind in UNKNOWABLE

    @property
    def best(self) -> float:
        """The value of the best option; doing nothing is one."""
        return max(self.value.values())

    @property
    def stakes(self) -> float:
        """How far the best option and the worst lie apart."""
        return max(self.best - min(self.value.values()), 1.0)


def world(seed: int) -> World:
    """The world of a seed; equal seeds give equal worlds."""
    dice = np.random.default_rng([seed, 20261127])
    kind = str(dice.choice(list(KINDS), p=list(KINDS.values())))
    fate, one = _fate(dice, FATES), _fate(dice, 1)
    truth, twins = _built(kind, fate, dice)
    base, base_one = _base(truth, fate, FATES), _base(truth, one, 1)
    value, ruin, financed, lived = {}, {}, {}, {}
    for option in options(truth):
        made = trades(truth, option)
        many = live(made, fate, base, truth.cash)
        value[option] = float(many.profit.mean())
        ruin[option] = float(many.is_ruined.mean())
        financed[option] = float(live(made, one, base_one, None).profit[0])
        lived[option] = float(live(made, one, base_one, truth.cash).profit[0])
    told = profile(truth, dice, f"{kind} {seed}", advice_sellers.HIDES.get(kind, frozenset()))
    return World(seed, kind, truth, told, value, ruin, financed, lived, twins)


def _fate(dice: np.random.Generator, n: int) -> Luck:
    return luck(dice, tuple(FAMILIES), PLACES, n)


def _base(truth: Truth, fate: Luck, n: int) -> Floats:
    """What comes in from what is sold already: a month's margin, with its luck and its blows."""
    found = np.zeros((MONTHS, n))
    for way, running in truth.running.items():
        family = FAMILIES[WAYS[way].family]
        pace = np.exp(fate.pace[WAYS[way].family] * family.luck - family.luck**2 / 2)
        place = WAYS[way].platform or WAYS[way].family
        when = np.log(fate.halved[place]) / np.log1p(-family.halved) * 12
        pace = np.where(np.arange(MONTHS)[:, None] >= when, pace / 2, pace)
        found += running.sales * margin(truth, way) * pace
    return found


def _built(kind: str, fate: Luck, dice: np.random.Generator) -> tuple[Truth, tuple[str, ...]]:
    """Draw sellers and bend their world, until it is what its kind says."""

    def worth(one: Truth, option: str) -> float:
        base = _base(one, fate, FATES)
        return float(live(trades(one, option), fate, base, one.cash).profit.mean())

    for _try in range(TRIES):
        truth = advice_sellers.seller(kind, dice)
        if kind == "nothing_pays":
            return _made_hopeless(truth, worth), ()
        if kind == "contradicting":
            return _made_best(truth, worth), ()
        if kind not in UNKNOWABLE:
            return truth, ()
        made = _made_equal(truth, worth) if kind == "equal" else _made_hidden(truth, worth, dice)
        if made is not None:
            return made
    raise AssertionError(f"no world of the kind {kind} comes about")


Worth = Callable[[Truth, str], float]


def _made_hopeless(truth: Truth, worth: Worth) -> Truth:
    """Dearer goods and fewer buyers, until nothing pays."""
    for _try in range(TRIES):
        if max(worth(truth, option) for option in options(truth)) <= 0:
            return truth
        truth = replace(
            truth,
            goods=min(truth.goods * 1.12, 0.8 * truth.price),
            comparable=truth.comparable * 0.85,
            believed=truth.believed * 0.85,
        )
    return truth


def _made_best(truth: Truth, worth: Worth) -> Truth:
    """What the seller has tried against the rules pays, and nothing else pays more."""
    tried = list(truth.running)[-1]
    mine = f"{tried}@{truth.market}/narrow"
    more = f"{next(iter(truth.running))}@{truth.market}/narrow"
    for _try in range(TRIES // 2):
        enough = max(ENOUGH * truth.running[tried].sales, 1.3 * worth(truth, more))
        if worth(truth, mine) > enough:
            break
        truth = _with_extra(truth, tried, truth.running[tried].extra * 1.25)
    kept = tuple(option for option in options(truth) if tried in _forms(option))
    return _others_below(truth, worth, worth(truth, mine) / 1.1, kept, {tried})


def _forms(option: str) -> tuple[str, ...]:
    form = option.partition("@")[0]
    return TOGETHER.get(form, (form,))


def _others_below(
    truth: Truth, worth: Worth, limit: float, kept: tuple[str, ...], spared: set[str]
) -> Truth:
    """Fewer buyers for whatever is worth more than that, and less to win where it runs already."""
    for _try in range(TRIES):
        over = [
            option
            for option in options(truth)
            if option not in (NOTHING, *kept) and worth(truth, option) > max(limit, 0.0)
        ]
        if not over:
            break
        if any(option.endswith("/broad") for option in over):
            truth = replace(truth, wider=max(0.5, truth.wider * 0.85))
        for form in dict.fromkeys(form for option in over for form in _forms(option)):
            if form in spared:
                continue
            if form in truth.running:
                truth = _with_extra(truth, form, truth.running[form].extra * 0.7)
            else:
                mine = replace(truth.ways[form], reach=truth.ways[form].reach * 0.7)
                truth = replace(truth, ways=truth.ways | {form: mine})
    return truth


def _made_equal(truth: Truth, worth: Worth) -> tuple[Truth, tuple[str, ...]] | None:
    """Two ways that run already and have the same to give; everything else has less."""
    first, second = list(truth.running)[:2]
    pair = tuple(f"{key}@{truth.market}/narrow" for key in (first, second))
    low, high = 0.0, 8.0
    target = worth(truth, pair[0])
    if (
        target <= 0
        or worth(_with_extra(truth, second, truth.running[second].extra * high), pair[1]) < target
    ):
        return None
    for _try in range(TRIES):
        middle = (low + high) / 2
        tried = _with_extra(truth, second, truth.running[second].extra * middle)
        low, high = (middle, high) if worth(tried, pair[1]) < target else (low, middle)
    truth = _with_extra(truth, second, truth.running[second].extra * (low + high) / 2)
    truth = replace(truth, wider=0.9)  # neither gains by being broader
    return _others_below(truth, worth, 0.85 * target, pair, {first, second}), pair


def _with_extra(truth: Truth, way: str, extra: float) -> Truth:
    more = replace(truth.running[way], extra=extra)
    return replace(truth, running=truth.running | {way: more})


def _made_hidden(
    truth: Truth, worth: Worth, dice: np.random.Generator
) -> tuple[Truth, tuple[str, ...]] | None:
    """What buyers ask for is not known, and decides: a coin makes it thrice or a third.

    Before the coin, one platform and doing nothing are worth the same. None where that would take
    another market than a usual one: then what is usual would decide.
    """
    pair = (f"marketplace_amazon@{truth.market}/narrow", NOTHING)
    low, high = (one * MARKETS[truth.market][1] for one in USUAL)

    def scaled(units: float) -> Truth:
        return replace(truth, comparable=units)

    def fair(units: float) -> float:
        return worth(scaled(units * COIN), pair[0]) + worth(scaled(units / COIN), pair[0])

    if not fair(low) < 0 < fair(high):
        return None
    for _try in range(TRIES // 3):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if fair(middle) < 0 else (low, middle)
    units = (low * high) ** 0.5
    truth = scaled(units * COIN if dice.random() < 0.5 else units / COIN)  # noqa: PLR2004 - a coin
    limit = 0.85 * max(worth(truth, pair[0]), 0.0)
    return _others_below(truth, worth, limit, pair, {"marketplace_amazon"}), pair
