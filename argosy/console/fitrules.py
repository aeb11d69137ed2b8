"""Rules of thumb on an answer: what each said, what the seller changed of it, and its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.console import fitwords, words
from argosy.strategy import queries as strategy
from argosy.strategy.types import Advice, RuleSaid

PERCENT: Final = 100
STANCES: Final = {
    "follows": "ok",
    "contradicts": "attention",
    "overruled": "attention",
    "": "",
    "off": "",
}
STANCE_WORDS: Final[words.Words] = {
    "follows": gettext_lazy("followed"),
    "contradicts": gettext_lazy("not followed"),
    "overruled": gettext_lazy("overruled by your own figures"),
    "": gettext_lazy("of other ways"),
    "off": gettext_lazy("switched off"),
}
ORDER: Final = ("overruled", "contradicts", "off", "follows", "")
STRENGTHS: Final[words.Words] = {
    "gate": gettext_lazy("Gate: closes what goes against it"),
    "advice": gettext_lazy("Advice: is said, closes nothing"),
    "off": gettext_lazy("Off: is not asked"),
}
STRENGTH_NAMES: Final[words.Words] = {
    "gate": gettext_lazy("a gate"),
    "advice": gettext_lazy("advice"),
    "off": gettext_lazy("off"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """What may be changed of a rule, as it is now."""

    is_measured: bool  # whether it draws its line at a number
    limit: str  # as one types it
    usual: str  # in words
    unit: str  # the sign beside the field
    strength: str
    strengths: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Thumb:
    """One rule of thumb as the answer has it."""

    key: str
    title: str
    says: str
    quote: str
    stance: str  # of the answer: follows, contradicts, overruled; "" where it is of other ways
    stance_words: str
    tone: str
    figures: str
    others: tuple[tuple[str, tuple[str, ...]], ...]  # for each stance, the ways it is said of
    as_of: date
    changes: tuple[str, ...]  # what this seller changed, each with what it was before
    reason: str
    form: Form

    @property
    def own(self) -> str:
        """What the seller changed, and why; empty where the rule is as it comes."""
        if not self.reason:
            return ""
        return " ".join([*self.changes, _("Why: {reason}").format(reason=self.reason)])


def thumbs(advice: Advice) -> list[Thumb]:
    """Each rule once: those that own figures overrule, not followed, switched off, followed.

    What the seller changed is there even where the rule said nothing: else nobody could undo it.
    """
    by: dict[str, list[RuleSaid]] = {}
    for said in advice.rules:
        by.setdefault(said.policy, []).append(said)
    for change in advice.profile.policies:
        if change.policy in strategy.policies():
            by.setdefault(change.policy, [])
    about = advice.verdict.option
    if about == "not_yet":
        about = advice.verdict.rival
    found = [_thumb(advice, rule, said, about) for rule, said in by.items()]
    return sorted(found, key=lambda one: ORDER.index(one.stance))


def changed(advice: Advice) -> list[tuple[str, str]]:
    """Each rule that the seller changed, by its title: what was changed, and why."""
    return [(one.title, one.own) for one in thumbs(advice) if one.own]


def _thumb(advice: Advice, rule: str, said: Sequence[RuleSaid], about: str) -> Thumb:
    policy = strategy.policies()[rule]
    here = strategy.rule_here(policy=policy, profile=advice.profile)
    mine = next((one for one in said if about in one.options), None)
    stance = "off" if here.strength == "off" else mine.stance if mine else ""
    is_silent = not about and not stance  # no way is answered: a rule is of none
    shown = mine or (said[0] if said else None)
    return Thumb(
        key=rule,
        title=_(policy.title),
        says=_(policy.says),
        quote=policy.quote_zh,
        stance=stance,
        stance_words="" if is_silent else words.say(STANCE_WORDS, stance),
        tone=STANCES[stance],
        figures=fitwords.rule_figures(shown.values, policy.unit) if shown else "",
        others=tuple(
            (words.say(STANCE_WORDS, one.stance), tuple(map(fitwords.option, one.options)))
            for one in said
        ),
        as_of=policy.as_of,
        changes=_changes(here),
        reason=here.reason,
        form=_form(here),
    )


def _changes(here: strategy.RuleHere) -> tuple[str, ...]:
    found = []
    if here.limit is not None and here.usual_limit is not None and here.limit != here.usual_limit:
        found.append(
            _("Its line is {limit} instead of {usual}.").format(
                limit=_limit(here.limit, here.policy.unit),
                usual=_limit(here.usual_limit, here.policy.unit),
            )
        )
    if here.strength != here.policy.strength:
        found.append(
            _("It is {strength} instead of {usual}.").format(
                strength=words.say(STRENGTH_NAMES, here.strength),
                usual=words.say(STRENGTH_NAMES, here.policy.strength),
            )
        )
    return tuple(found)


def _limit(value: float, unit: str) -> str:
    return strategy.say_value(value, unit)


def _form(here: strategy.RuleHere) -> Form:
    policy, limit = here.policy, here.limit
    is_measured = policy.key in strategy.MEASURED and limit is not None
    is_share = policy.unit == "share"
    typed = "" if limit is None else f"{limit * PERCENT if is_share else limit:.10g}"
    return Form(
        is_measured=is_measured,
        limit=typed if is_measured else "",
        usual=_limit(here.usual_limit or 0.0, policy.unit) if is_measured else "",
        unit=UNITS.get(policy.unit, ""),
        strength=here.strength,
        strengths=tuple((one, words.say(STRENGTHS, one)) for one in strategy.STRENGTHS),
    )


UNITS: Final[Mapping[str, str]] = {"usd": "US$", "usd_month": "US$", "share": "%"}
