"""In what two answers differ: of two sellers, or of one on two days."""

from collections.abc import Iterator, Mapping

from argosy.strategy.profiles import value_of
from argosy.strategy.questions import questions
from argosy.strategy.types import Advice, Assumption, Range
from argosy.strategy.types.kept import Difference

Value = float | str | None
# What of an option's outcome is compared, and its unit.
FIGURES = (
    ("ruin", "share"),
    ("need95", "usd"),
    ("tail10", "usd"),
    ("gain_chance", "share"),
    ("launch", "usd"),
    ("run_rate", "usd_month"),
    ("hours_week", "hours_week"),
)


def differences(left: Advice, right: Advice) -> list[Difference]:
    """Everything that is not equal: verdict, answers, assumptions, gates and outcomes."""
    found = [
        *_verdicts(left, right),
        *_answers(left, right),
        *_assumptions(left, right),
        *_gates(left, right),
        *_outcomes(left, right),
    ]
    return [one for one in found if one.left != one.right]


def _verdicts(left: Advice, right: Advice) -> Iterator[Difference]:
    for name, unit in (("kind", ""), ("option", ""), ("lead", "share"), ("confidence", "share")):
        pair = [getattr(one.verdict, name) for one in (left, right)]
        yield Difference("verdict", name, pair[0], pair[1], unit)


def _answers(left: Advice, right: Advice) -> Iterator[Difference]:
    for question in questions():
        pair = [_shown(value_of(one.profile, question.key)) for one in (left, right)]
        yield Difference("profile", question.key, pair[0], pair[1], question.unit)


def _assumptions(left: Advice, right: Advice) -> Iterator[Difference]:
    """What was assumed where nobody answered; answers are compared as such."""
    sides = [
        {one.key: one for one in advice.assumptions if not _is_answer(one)}
        for advice in (left, right)
    ]
    for key in _keys(*sides):
        pair = [side.get(key) for side in sides]
        unit = next(one.unit for one in pair if one)
        yield Difference("assumption", key, _ends(pair[0]), _ends(pair[1]), unit)


def _gates(left: Advice, right: Advice) -> Iterator[Difference]:
    sides = [
        {f"{gate.option} {gate.code}": gate.closed for gate in advice.gates}
        for advice in (left, right)
    ]
    words = {True: "closed", False: "open"}
    for key in _keys(*sides):
        pair = [words.get(side[key]) if key in side else None for side in sides]
        # A gate that one answer has no need of is as good as open.
        if "closed" in pair:
            yield Difference("gate", key, pair[0] or "open", pair[1] or "open")


def _outcomes(left: Advice, right: Advice) -> Iterator[Difference]:
    sides = [{one.option.key: one for one in advice.outcomes} for advice in (left, right)]
    firsts = [{one.option: one.first for one in advice.ranking} for advice in (left, right)]
    for key in _keys(*sides):
        pair = [side.get(key) for side in sides]
        profit = [one.profit.mean if one else None for one in pair]
        yield Difference("outcome", f"{key} profit", profit[0], profit[1], "usd")
        for name, unit in FIGURES:
            figures = [getattr(one, name) if one else None for one in pair]
            yield Difference("outcome", f"{key} {name}", figures[0], figures[1], unit)
        yield Difference("outcome", f"{key} first", firsts[0].get(key), firsts[1].get(key), "share")


def _keys(*sides: Mapping[str, object]) -> list[str]:
    return list(dict.fromkeys(key for side in sides for key in side))


def _is_answer(one: Assumption) -> bool:
    return one.origin in {"seller", "book"}


def _ends(one: Assumption | None) -> Value:
    return None if one is None else f"{one.low:g}-{one.likely:g}-{one.high:g}"


def _shown(value: object) -> Value:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Range):
        return f"{value.low:g}-{value.likely:g}-{value.high:g}"
    if isinstance(value, tuple | dict):
        return ", ".join(map(str, value))
    return str(value)
