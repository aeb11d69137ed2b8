"""Profiles as files (YAML) and as answers one by one; both ways lose nothing."""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Final

import yaml
from django.utils.translation import gettext
from pydantic import BaseModel, ValidationError

from argosy.strategy import trees
from argosy.strategy.answers import (
    BETWEEN,
    is_unknown,
    middle,
    one,
    refusal,
    understood,
)
from argosy.strategy.errors import BadAnswer, UnknownQuestion
from argosy.strategy.questions import Question, by_key
from argosy.strategy.types import Profile, Range, Size, Trial

# Shown and typed in per cent; a file may say 0.35 or 35%.
SHARES: Final = frozenset({"share", "per_year"})


def read_profile(*, content: bytes, on: date | None = None, name: str = "") -> Profile:
    """The profile that a YAML file holds. `on` and `name` stand in where the file says neither.

    :raises ProfileTooLarge: the file is larger than any profile.
    :raises ProfileUnreadable: it is no plain YAML, with the line.
    :raises UnknownQuestion: it names an answer that nobody asks for, with the nearest.
    :raises BadAnswer: an answer is none, with what would be one.
    """
    given = understood(Profile, trees.parse(content))
    if on is not None:
        given.setdefault("on", on)
    if name:
        given.setdefault("name", name)
    return checked(given)


def write_profile(*, profile: Profile) -> str:
    """The YAML file of a profile; reading it gives the same profile."""
    said = profile.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)


def checked(given: Mapping[str, object]) -> Profile:
    """A profile from answers as its type takes them.

    :raises BadAnswer: an answer does not fit its question.
    """
    try:
        return Profile.model_validate(dict(given))
    except ValidationError as error:
        raise refusal(error) from error


def answered(*, profile: Profile, given: Mapping[str, str]) -> Profile:
    """The profile with these answers, as people type them; an empty one is "not known".

    Keys are those of questions. Shares are typed in per cent, with or without the sign. An answer
    that was taken from the book and is changed counts as the seller's from now on.

    :raises UnknownQuestion: there is no such question.
    :raises BadAnswer: an answer is none, with what would be one.
    """
    known = by_key()
    said: dict[str, object] = profile.model_dump()
    # Which ways are begun comes first: their answers need a place to go.
    for key in sorted(given, key=lambda each: (each != "stage.trials", each)):
        if key not in known:
            raise UnknownQuestion(key=key[:80], nearest=_nearest(key))
        if known[key].mode and known[key].mode not in _trials(said):
            continue
        value = typed_answer(known[key], given[key])
        if key == "stage.trials":
            value = {mode: _trials(said).get(mode, {}) for mode in _modes(given[key])}
        _put(said, key, value)
    made = checked(said)
    changed = {key for key in given if value_of(made, key) != value_of(profile, key)}
    kept = tuple(key for key in made.from_book if key not in changed)
    return made.model_copy(update={"from_book": kept})


def shown(*, profile: Profile, key: str) -> str:
    """An answer as people would type it; empty where it is not known."""
    question, value = by_key()[key], value_of(profile, key)
    if value is None or value == "":
        return ""
    if isinstance(value, Range):
        ends = [value.low, value.likely, value.high]
        if value.likely == middle(value.low, value.high):
            ends.pop(1)
        return "-".join(_number(question, each) for each in ends)
    show = _SHOWN.get(type(value))
    return show(question, value) if show else str(value)


def _shown_list(_question: Question, value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | dict) else str(value)


def _shown_size(_question: Question, value: object) -> str:
    sides = [getattr(value, name) for name in Size.model_fields]
    return " x ".join(f"{side:g}" for side in sides)


def _number(question: Question, value: object) -> str:
    number = float(str(value))
    if question.unit in SHARES:
        # Through its shortest text: 0.35 is 35 and not 35.00000000000001.
        number = float(f"{number * 100:.12g}")
    return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)  # noqa: PLR2004 - below it every whole number is exact


_SHOWN: Final[dict[type, Callable[[Question, object], str]]] = {
    float: _number,
    bool: lambda _, value: "yes" if value else "no",
    tuple: _shown_list,
    dict: _shown_list,
    Size: _shown_size,
}


def typed_answer(question: Question, text: str) -> object:
    """An answer as its field takes it; shares are typed in per cent.

    :raises BadAnswer: it is none, with what would be one.
    """
    if question.kind == "choice":
        return _chosen(question, text)
    if question.unit in SHARES and not is_unknown(text) and not set("%％") & set(text):
        text = f"{text.strip()}%"
    return one(question.key, _annotation(question.key), text)


def _chosen(question: Question, text: str) -> str | None:
    value = text.strip()
    if is_unknown(value):
        return None
    known = [each.value for each in question.choices]
    if value not in known:
        remedy = gettext("choose one of {choices}.").format(choices=", ".join(known))
        raise BadAnswer(question=question.key, given=value[:60], remedy=remedy)
    return value


def _annotation(key: str) -> object:
    model: type[BaseModel] = Profile
    for part in key.split("."):
        if part == "trials":
            return _of_trial(model, key)
        annotation = model.model_fields[part].annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            model = annotation
    return annotation


def _of_trial(stage: type[BaseModel], key: str) -> object:
    annotation = stage.model_fields["trials"].annotation
    *_, last = key.split(".")
    if last == "trials":
        return annotation
    return Trial.model_fields[last].annotation


def _trials(said: dict[str, object]) -> dict[str, object]:
    stage = said["stage"]
    found = stage.get("trials", {}) if isinstance(stage, dict) else {}
    return found if isinstance(found, dict) else {}


def _modes(text: str) -> list[str]:
    return [] if is_unknown(text) else [each for each in BETWEEN.split(text) if each]


def _put(said: dict[str, object], key: str, value: object) -> None:
    *path, last = key.split(".")
    place: dict[str, object] = said
    for part in path:
        inner = place[part]
        place = inner if isinstance(inner, dict) else {}
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value


def value_of(profile: Profile, key: str) -> object:
    """The answer to a question as the profile holds it; None where it is not known."""
    value: object = profile
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
    return value


def _nearest(key: str) -> str:
    return get_close_matches(key, list(by_key()), n=1, cutoff=0)[0]
