"""What can be told of each way while price or purse are missing: no gate of money, no ranking."""

from dataclasses import dataclass
from typing import Final

from argosy.strategy.options import NOT_YET
from argosy.strategy.types import Advice, Assumption, Outcome

# Gates that weigh a way against the purse, or against a gain that nobody can vouch for yet.
OF_MONEY: Final = frozenset({"ruin", "cash", "loss", "no_gain", "own_store_outlay"})
PURSE: Final = "capital.cash"
# Warnings that speak of gates of money.
_OF_GATES: Final = frozenset({"nothing_passed"})


@dataclass(frozen=True, slots=True)
class Way:
    """One way of selling with what was simulated of it, and which gates close it in any case."""

    outcome: Outcome
    closed: tuple[str, ...]


def ways_told(*, advice: Advice) -> list[Way]:
    """Every way by median profit, then by sales: an order of figures and never a recommendation.

    Chance of ruin and all else that turns on the purse is left to a later answer.
    """
    closed: dict[str, list[str]] = {}
    for gate in advice.gates:
        if gate.closed and gate.code not in OF_MONEY:
            closed.setdefault(gate.option, []).append(gate.code)
    found = [
        Way(one, tuple(closed.get(one.option.key, ())))
        for one in advice.outcomes
        if one.option.form != NOT_YET
    ]
    return sorted(
        found,
        key=lambda way: (
            -way.outcome.profit.p50,
            -way.outcome.run_rate,
            way.outcome.option.key,
        ),
    )


def stand_in(*, advice: Advice, key: str) -> Assumption | None:
    """What was assumed for a question that nobody answered; None where its figure is not used.

    Of the purse none is used: what a way earns does not turn on it.
    """
    if key == PURSE:
        return None
    return next((one for one in advice.assumptions if one.question == key), None)


def warnings_told(*, advice: Advice) -> list[str]:
    """The warnings that hold whatever the purse is, by code; with an answer, all of them."""
    is_open = advice.verdict.kind == "insufficient"
    return [code for code in advice.warnings if not (is_open and code in _OF_GATES)]
