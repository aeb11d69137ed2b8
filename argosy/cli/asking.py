"""The adviser's questions in a terminal, one by one; Enter is "don't know", `<` goes back."""

from datetime import date
from typing import Final

import typer
from django.utils.translation import gettext

from argosy.cli.words import _
from argosy.kernel.errors import DomainError
from argosy.strategy import queries
from argosy.strategy.queries import Question
from argosy.strategy.types import Profile

BACK: Final = "<"
NAME_MAX: Final = 80
_PICKED: Final = frozenset({"choice", "modes", "order"})


def ask_all(on: date) -> Profile:
    """Ask everything that makes sense for this seller. The end of the input ends the asking."""
    typer.echo(_("Enter: don't know. 18-24: a range. <: back. Ctrl-D: enough of it."))
    name = _line(_("What shall this seller be called?"))
    profile = Profile(name=(name or "").strip()[:NAME_MAX] or _("New seller"), on=on)
    at, section = 0, ""
    while at < len(asked := queries.questions(profile=profile)):
        question = asked[at]
        if question.section != section:
            section = question.section
            _open(section)
        given = _line(_asked(question, profile))
        if given is None:
            break
        if given.strip() == BACK:
            at = max(0, at - 1)
            continue
        try:
            said = {question.key: _meant(question, given)}
            profile = queries.answered(profile=profile, given=said)
        except DomainError as error:
            typer.echo(f"  {error.message(gettext)}")
            continue
        at += 1
    return profile


def _open(section: str) -> None:
    found = next(one for one in queries.sections() if one.key == section)
    typer.echo(f"\n== {gettext(found.title)} ==")
    typer.echo(gettext(found.text))


def _asked(question: Question, profile: Profile) -> str:
    mode = f"[{queries.say_mode(question.mode)}] " if question.mode else ""
    lines = [f"\n{mode}{gettext(question.text)}", f"  {gettext(question.why)}"]
    if question.help:
        lines.append(f"  {gettext(question.help)}")
    for number, choice in enumerate(question.choices, 1):
        sign = number if question.kind in _PICKED else choice.value
        lines.append(f"  {sign}  {gettext(choice.label)}")
    unit = f" {gettext(question.unit_text)}" if question.unit_text else ""
    known = queries.shown(profile=profile, key=question.key)
    now = f" ({known})" if known else ""
    return "\n".join([*lines, f"  {unit.strip()}{now}".rstrip()]).rstrip()


def _line(prompt: str) -> str | None:
    """What was typed; None at the end of the input."""
    typer.echo(prompt)
    try:
        return input("> ")
    except EOFError:
        typer.echo()
        return None


def _meant(question: Question, given: str) -> str:
    """The values of choices that were named by their numbers."""
    if question.kind not in _PICKED:
        return given
    values = [choice.value for choice in question.choices]
    words = given.replace(",", " ").replace("，", " ").replace("、", " ").split()
    picked = [
        values[int(word) - 1] if word.isdecimal() and 0 < int(word) <= len(values) else word
        for word in words
    ]
    return ", ".join(picked)
