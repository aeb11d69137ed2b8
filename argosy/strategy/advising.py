"""The adviser: simulate each way of selling, close what is too risky, rank the rest, say how sure.

Method: cash simulation, gates, SMAA-2 over the survivors, and what would change the answer. Equal
profiles, seeds and data give equal answers, byte for byte.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from argosy.strategy import benchmarks as data
from argosy.strategy import fitting, learning
from argosy.strategy.costs import Part
from argosy.strategy.counting import Flows, simulate
from argosy.strategy.gating import gates_of
from argosy.strategy.inputs import Inputs
from argosy.strategy.options import BROAD, FORMS, LEAN, NOT_YET, options_for, parts_of
from argosy.strategy.outcomes import Played, Running, cash_of, played, running
from argosy.strategy.ranking import Standings, rank
from argosy.strategy.simulating import Fortune, Luck
from argosy.strategy.standing import Standing
from argosy.strategy.streams import Stream, streams
from argosy.strategy.thumb import Asked
from argosy.strategy.types import Advice, Gate, OptionRef, Profile, RuleSaid
from argosy.strategy.verdict import path_of, undecided_of, verdict_of

VERSION: Final = 1
PATHS: Final = 5000
SEED: Final = 1
THREADS: Final = 2
Told = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Every option, played and gated."""

    options: tuple[Played, ...]
    gates: Mapping[str, tuple[Gate, ...]]
    rules: tuple[RuleSaid, ...]

    @property
    def survivors(self) -> list[Played]:
        """The options that no gate closes, without waiting."""
        return [
            one
            for one in self.options
            if one.option.form != NOT_YET
            and not any(gate.closed for gate in self.gates[one.option.key])
        ]


def advise(
    *,
    profile: Profile,
    on: date | None = None,
    seed: int = SEED,
    paths: int = PATHS,
    told: Told | None = None,
    platforms: bool = True,
) -> Advice:
    """Answer a profile, as of its own day or another. `told` hears how much is done, 0 to 1.

    :raises FaultyData: a data file of ours cannot be used.
    """
    if on is not None:
        profile = profile.model_copy(update={"on": on})
    inputs = Inputs(profile, seed=seed, paths=paths)
    weighed = _weigh(inputs, told or (lambda _done: None))
    tossed = np.random.Generator(np.random.Philox(key=seed))
    standings = rank(weighed.survivors, profile.goals, tossed)
    hour = inputs.answer("team.hour_cost", profile.team.hour_cost, usual="hour_cost")
    drawn = learning.Draws(inputs.drawn())
    options = {one.option.key: one for one in weighed.options}
    undecided = undecided_of(options, weighed.gates)
    asked = standings.order or ((undecided,) if undecided is not None else ())
    learn = learning.learnables(inputs, drawn, asked)
    verdict = verdict_of(profile, options, weighed.gates, standings, float(np.median(hour)))
    chosen = options.get(verdict.option) or weighed.options[0]
    rival = options.get(verdict.rival)
    if told:
        told(0.9)
    return Advice(
        version=VERSION,
        seed=seed,
        paths=paths,
        on=profile.on,
        data_as_of=data.as_of(),
        data_digest=data.digest(),
        profile=profile,
        verdict=verdict,
        path=path_of(options, weighed.gates, standings, verdict),
        outcomes=tuple(one.outcome for one in weighed.options),
        gates=tuple(gate for found in weighed.gates.values() for gate in found),
        rules=weighed.rules,
        ranking=standings.ranked,
        swings=learning.swings(drawn, chosen.profit),
        ruin_swings=learning.swings(drawn, (chosen.need > cash_of(inputs)).astype(np.float64)),
        break_evens=learning.tips(drawn, chosen, rival) if rival is not None else (),
        learn=learn,
        platforms=fitting.fits(profile, seed=seed) if platforms else (),
        assumptions=tuple(inputs.assumed[key] for key in sorted(inputs.assumed)),
        warnings=tuple(_warnings(inputs, standings)),
    )


def _weigh(inputs: Inputs, told: Told) -> Weighed:
    fortune, standing = Fortune(inputs), Standing(inputs.profile)
    base = running(inputs, fortune)
    purse = float(np.median(cash_of(inputs)))
    found: list[Played] = []
    gates: dict[str, tuple[Gate, ...]] = {}
    rules: list[RuleSaid] = []
    wanted = options_for(inputs.profile)
    for one, share in _played(inputs, wanted, fortune, base):
        closed, said = gates_of(one, Asked(one.option, purse, share, standing))
        found.append(one)
        gates[one.option.key] = tuple(closed)
        rules += said
        told(0.85 * len(found) / len(wanted))
    return Weighed(tuple(found), gates, _gathered(rules))


def _played(
    inputs: Inputs, wanted: Sequence[OptionRef], fortune: Fortune, base: Running
) -> Iterator[tuple[Played, float]]:
    """Each option with how much its main mode sells of it, in order; two are worked on at once.

    What is drawn is drawn here, by one thread and in one order; the arithmetic lets others run.
    """
    played(inputs, wanted[0], [], base)  # nothing sold: it draws what every option's purse is of
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = []
        for option in wanted:
            parts = [
                Part(
                    FORMS[form],
                    option.market,
                    broad=option.breadth == BROAD,
                    first=nth == 0,
                    lean=option.breadth == LEAN,
                )
                for nth, form in enumerate(parts_of(option.form))
            ]
            made = streams(inputs, parts) if parts else []
            pairs = [(stream, fortune.of(stream)) for stream in made]
            waiting.append(pool.submit(_one, inputs, option, pairs, base))
        for one in waiting:
            yield one.result()


def _one(
    inputs: Inputs, option: OptionRef, pairs: Sequence[tuple[Stream, Luck]], base: Running
) -> tuple[Played, float]:
    flows = [simulate(inputs, stream, luck) for stream, luck in pairs]
    return played(inputs, option, flows, base), _main_share([one for one, _ in pairs], flows)


def _main_share(made: Sequence[Stream], flows: Sequence[Flows]) -> float:
    by: dict[str, float] = {}
    for stream, one in zip(made, flows, strict=True):
        mode = stream.form.mode
        by[mode] = by.get(mode, 0.0) + float(one.sales_late.mean())
    total = sum(by.values())
    return max(by.values()) / total if total > 0 else 1.0


def _gathered(rules: Sequence[RuleSaid]) -> tuple[RuleSaid, ...]:
    """One entry for each rule and stance, with all options that it is said of."""
    found: dict[tuple[str, str], RuleSaid] = {}
    for one in rules:
        known = found.get((one.policy, one.stance))
        options = (known.options if known else ()) + one.options
        found[one.policy, one.stance] = (known or one).model_copy(update={"options": options})
    return tuple(found.values())


def _warnings(inputs: Inputs, standings: Standings) -> list[str]:
    profile = inputs.profile
    asked = [one for one in inputs.assumed.values() if one.question]
    guessed = [one for one in asked if one.origin == "benchmark"]
    sources = {one.source for one in inputs.assumed.values()}
    trials = profile.stage.trials.values()
    holds = {
        "goals_unordered": not profile.goals,
        "mostly_benchmarks": len(guessed) * 2 > len(asked),
        "disputed_rules": any(
            one.origin == "rule" and one.confidence == "D" for one in inputs.assumed.values()
        ),
        "duty_unknown": "duty.unknown" in sources,
        "certificates_unknown": profile.product.certificates is None,
        "market_assumed": not profile.market.countries,
        "history_short": any(trial.months and trial.months < 1 for trial in trials),
        "nothing_passed": not standings.order,
    }
    return [code for code, is_so in holds.items() if is_so]
