"""The questions as a form: what is known, what was typed, what stands in, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from argosy.console import fitproducts, fittyped, fitwords
from argosy.console.fittyped import ENDS, LISTS, Errors, Typed
from argosy.kernel.errors import DomainError
from argosy.strategy import queries as strategy
from argosy.strategy.types import Advice, Profile, Range

PICKED: Final = frozenset({"choice", "level", "yesno"})
NAME: Final = "name"
NAME_MAX: Final = 80


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer to choose; its label in two parts, the second explains the first."""

    value: str
    label: str
    more: str
    is_picked: bool
    can_up: bool = False
    can_down: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One question with all that its place on the page needs."""

    key: str
    kind: str
    text: str
    why: str
    help: str
    unit: str
    mode: str
    typed: str
    low: str
    high: str
    picks: Sequence[Pick]
    rest: Sequence[Pick]  # of an order: what is not named yet
    is_known: bool
    from_book: bool
    error: str
    doubts: Sequence[str]
    stands_in: str


@dataclass(frozen=True, slots=True)
class Step:
    """One section: its fields, and how many of them are answered."""

    key: str
    nth: int
    title: str
    text: str
    fields: Sequence[Field]
    known: int

    @property
    def done(self) -> str:
        """How much of it is answered, for the width of a meter."""
        return f"{100 * self.known / max(1, len(self.fields)):.0f}"


def typed_of(profile: Profile) -> Typed:
    """What the form shows of a profile before anybody types."""
    found: dict[str, Sequence[str]] = {NAME: [profile.name]}
    for one in strategy.questions():
        value = strategy.value_of(profile, one.key)
        if one.kind in LISTS:
            found[one.key] = list(map(str, value)) if isinstance(value, tuple | dict) else []
        elif isinstance(value, Range):
            found |= fittyped.ends(one, value)
        elif isinstance(value, float | int) and not isinstance(value, bool):
            found[one.key] = [fittyped.number(one, float(value))]
        else:
            found[one.key] = [strategy.shown(profile=profile, key=one.key)]
    return found | fitproducts.typed_of(profile)


def typed_in(given: QueryDict) -> Typed:
    """What somebody typed, by the names of the form."""
    return {name: [fittyped.kept(text) for text in given.getlist(name) if text] for name in given}


def moved(typed: Typed, move: str) -> Typed:
    """The same with one goal moved: `profit:up`, `:down`, `:add` or `:drop`; or one product."""
    name, _colon, way = move.partition(":")
    if name == fitproducts.ROWS:
        return fitproducts.moved(typed, way)
    goals = list(typed.get("goals", []))
    known = {choice.value for choice in strategy.question(key="goals").choices}
    if name not in known:
        return typed
    if way == "add" and name not in goals:
        goals.append(name)
    elif way == "drop" and name in goals:
        goals.remove(name)
    elif way in {"up", "down"} and name in goals:
        at = goals.index(name)
        to = min(max(at + (1 if way == "down" else -1), 0), len(goals) - 1)
        goals.insert(to, goals.pop(at))
    return {**typed, "goals": goals}


def answers(profile: Profile, typed: Typed) -> tuple[Profile, Errors]:
    """The profile with what was typed, and what is wrong, by question; nothing is kept yet."""
    errors: dict[str, str] = {}
    good: dict[str, str] = {}
    for one in strategy.questions():
        if not any(f"{one.key}{end}" in typed for end in ENDS):
            continue
        text = fittyped.text(one, typed)
        if text is None:
            errors[one.key] = _("Say both ends of the range, or only the likely value.")
        else:
            good[one.key] = text
    made, refused = _answered(profile, good)
    name = "".join(typed.get(NAME, [profile.name])[:1]).strip()
    if not 1 <= len(name) <= NAME_MAX:
        errors[NAME] = _("A name has 1 to {limit} letters.").format(limit=NAME_MAX)
        name = profile.name
    products, wrong = fitproducts.answers(made, typed)
    update: dict[str, object] = {"name": name, "products": products}
    if products != profile.products:
        update["from_book"] = tuple(one for one in made.from_book if one != fitproducts.ROWS)
    return made.model_copy(update=update), {**errors, **refused, **wrong}


def _answered(profile: Profile, given: Mapping[str, str]) -> tuple[Profile, dict[str, str]]:
    """The profile with these answers; where some are none, which, found one by one."""
    try:
        return strategy.answered(profile=profile, given=given), {}
    except DomainError:
        errors = {}
    made = profile
    for key, text in given.items():
        try:
            made = strategy.answered(profile=made, given={key: text})
        except DomainError as refused:
            remedy = refused.facts.get("remedy")
            errors[key] = fittyped.sentence(str(remedy)) if remedy else refused.message(_)
    return made, errors


def steps(profile: Profile, typed: Typed, errors: Errors, advice: Advice | None) -> list[Step]:
    """The sections in order, each with its fields."""
    doubts: dict[str, list[str]] = {}
    for doubt in strategy.contradictions(profile=profile):
        doubts.setdefault(doubt.keys[0], []).append(strategy.say_contradiction(doubt))
    assumed = _stand_ins(advice)
    found = []
    for nth, section in enumerate(strategy.sections(), 1):
        fields = [
            _field(one, profile, typed, errors, doubts, assumed)
            for one in strategy.questions()
            if one.section == section.key
        ]
        asked = [one for one in fields if not one.mode or one.mode in typed.get("stage.trials", [])]
        found.append(
            Step(
                key=section.key,
                nth=nth,
                title=_(section.title),
                text=_(section.text),
                fields=fields,
                known=sum(one.is_known for one in asked),
            )
        )
    return found


def _field(
    one: strategy.Question,
    profile: Profile,
    typed: Typed,
    errors: Errors,
    doubts: Mapping[str, Sequence[str]],
    assumed: Mapping[str, str],
) -> Field:
    values = list(typed.get(one.key, []))
    low, middle, high = ("".join(typed.get(f"{one.key}{end}", [])[:1]) for end in ENDS)
    is_known = bool(values) if one.kind in LISTS else bool(low or middle or high)
    return Field(
        key=one.key,
        kind=one.kind,
        text=_(one.text),
        why=_(one.why),
        help=_(one.help) if one.help else "",
        unit=_(one.unit_text) if one.unit_text else "",
        mode=one.mode,
        typed=middle,
        low=low,
        high=high,
        picks=_order(one, values) if one.kind == "order" else _picks(one, values),
        rest=_rest(one, values) if one.kind == "order" else [],
        is_known=is_known,
        from_book=one.key in profile.from_book,
        error=errors.get(one.key, ""),
        doubts=doubts.get(one.key, []),
        stands_in="" if is_known else _stands_in(one, profile, assumed),
    )


def _picks(one: strategy.Question, values: Sequence[str]) -> list[Pick]:
    if one.kind == "yesno":
        choices = [("yes", _("Yes")), ("no", _("No"))]
    else:
        choices = [(choice.value, _(choice.label)) for choice in one.choices]
    return [_pick(value, label, is_picked=value in values) for value, label in choices]


def _pick(value: str, label: str, *, is_picked: bool) -> Pick:
    for colon in (": ", "："):
        head, found, more = label.partition(colon)
        if found:
            return Pick(value, head, more, is_picked)
    return Pick(value, label, "", is_picked)


def _order(one: strategy.Question, values: Sequence[str]) -> list[Pick]:
    labels = {choice.value: _(choice.label) for choice in one.choices}
    known = [value for value in values if value in labels]
    return [
        Pick(value, labels[value], "", True, nth > 0, nth < len(known) - 1)
        for nth, value in enumerate(known)
    ]


def _rest(one: strategy.Question, values: Sequence[str]) -> list[Pick]:
    return [
        Pick(choice.value, _(choice.label), "", False)
        for choice in one.choices
        if choice.value not in values
    ]


def _stand_ins(advice: Advice | None) -> dict[str, str]:
    """What the last answer assumed for each question, in words."""
    if advice is None:
        return {}
    return {
        one.question: _("assumed: {range}").format(
            range=fitwords.ends(one.low, one.likely, one.high, one.unit)
        )
        for one in advice.assumptions
        if one.question and one.origin in {"benchmark", "rule"}
    }


def _stands_in(one: strategy.Question, profile: Profile, assumed: Mapping[str, str]) -> str:
    if one.key in assumed:
        return assumed[one.key]
    if one.essential:
        return _("needed: nothing stands in for it")
    if strategy.benchmark_of(key=one.key, profile=profile):
        return _("not known: a benchmark stands in")
    # Of what is chosen, “don't know” says it already.
    return "" if one.kind in PICKED else _("not known")
