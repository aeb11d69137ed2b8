"""Reads of sellers and answers, and the public door to what the adviser asks, says and computes.

Importing this loads neither NumPy nor SciPy: `advise` does, when it is called.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import F

from argosy.strategy import contradictions as doubts
from argosy.strategy import questions as asked
from argosy.strategy.book import from_book as _from_book
from argosy.strategy.changing import MEASURED, STRENGTHS, RuleHere, change_of, put_back, rule_here
from argosy.strategy.comparing import differences
from argosy.strategy.contradictions import Contradiction
from argosy.strategy.errors import NoSuchAnswer, NoSuchRevision, NotAsked, UnknownProfile
from argosy.strategy.models import Answer, GateOverride, SellerRevision
from argosy.strategy.policies import Policy, policies
from argosy.strategy.profiles import answered, read_profile, shown, value_of, write_profile
from argosy.strategy.questions import Choice, Question, Section
from argosy.strategy.sellers import built_in as _built_in
from argosy.strategy.standins import Way, stand_in, warnings_told, ways_told
from argosy.strategy.types import Advice, Profile
from argosy.strategy.types.kept import (
    Answered,
    AnswerRow,
    Difference,
    OverrideRow,
    Seller,
    SellerRow,
)
from argosy.strategy.variants import ASKED, PRODUCTS_MAX, variant
from argosy.strategy.words import (
    say_contradiction,
    say_country,
    say_criterion,
    say_form,
    say_gate,
    say_gate_name,
    say_input,
    say_layer,
    say_mode,
    say_option,
    say_origin,
    say_reason,
    say_rule,
    say_step,
    say_test,
    say_trait,
    say_value,
    say_verdict,
    say_warning,
    say_worth,
)

__all__ = [
    "ASKED",
    "MEASURED",
    "PRODUCTS_MAX",
    "STRENGTHS",
    "Choice",
    "Contradiction",
    "Policy",
    "Question",
    "RuleHere",
    "Section",
    "Way",
    "advice_of",
    "advise",
    "answer",
    "answered",
    "answers",
    "benchmark_of",
    "built_in",
    "change_of",
    "compare",
    "contradictions",
    "from_book",
    "known_keys",
    "latest_answer",
    "missing",
    "overrides",
    "policies",
    "profiles",
    "put_back",
    "question",
    "questions",
    "read_profile",
    "revisions",
    "rule_here",
    "say_contradiction",
    "say_country",
    "say_criterion",
    "say_form",
    "say_gate",
    "say_gate_name",
    "say_input",
    "say_layer",
    "say_mode",
    "say_option",
    "say_origin",
    "say_reason",
    "say_rule",
    "say_step",
    "say_test",
    "say_trait",
    "say_value",
    "say_verdict",
    "say_warning",
    "say_worth",
    "sections",
    "seller",
    "shown",
    "stand_in",
    "value_of",
    "variant",
    "warnings_told",
    "ways_told",
    "write_profile",
]


def sections() -> tuple[Section, ...]:
    """The sections of the questionnaire, in order."""
    return asked.sections()


def questions(*, profile: Profile | None = None) -> tuple[Question, ...]:
    """Every question in order; with a profile, those that make sense for it."""
    return asked.questions() if profile is None else asked.asked_of(profile)


def question(*, key: str) -> Question:
    """One question by its key, the dotted name of its answer.

    :raises KeyError: there is none; whoever takes keys from outside uses `answered`.
    """
    return asked.by_key()[key]


def benchmark_of(*, key: str, profile: Profile) -> str:
    """The benchmark that stands in for an unknown answer; empty if none does."""
    return asked.benchmark_of(asked.by_key()[key], profile)


def missing(*, profile: Profile) -> tuple[str, ...]:
    """The questions without whose answers there is no advice, by key."""
    return asked.missing(profile)


def contradictions(*, profile: Profile) -> list[Contradiction]:
    """Answers that do not go together, in the order of the questions."""
    return doubts.contradictions(profile)


def built_in() -> dict[str, Profile]:
    """The sellers that come with Argosy, by key."""
    return dict(_built_in())


def from_book(*, now: datetime) -> Profile:
    """What the book knows of its seller; everything else is left unknown.

    :raises NothingSold: the book has no sale.
    """
    return _from_book(now=now)


def advise(
    *,
    profile: Profile,
    seed: int = 1,
    paths: int = 5_000,
    told: Callable[[float], None] | None = None,
    platforms: bool = True,
) -> Advice:
    """Compute an answer, here and now: seconds of work. `told` hears how much of it is done.

    Without `platforms`, which platform suits which product is left out.
    The same profile, seed and data give the same answer, byte for byte.
    """
    # NumPy comes with it, which the web process must not load before somebody asks for this.
    from argosy.strategy import advising  # noqa: PLC0415

    return advising.advise(profile=profile, seed=seed, paths=paths, told=told, platforms=platforms)


def profiles() -> list[SellerRow]:
    """Every saved seller at its latest revision, the latest saved first."""
    latest = SellerRevision.objects.order_by("key", "-revision").distinct("key")
    return sorted(map(_row, latest), key=lambda row: (row.made_at, row.key), reverse=True)


def known_keys() -> str:
    """The keys of all sellers, for a message."""
    saved = SellerRevision.objects.values_list("key", flat=True).distinct().order_by("key")
    return ", ".join([*_built_in(), *saved[:20]])


def seller(*, key: str, revision: int | None = None) -> Seller:
    """A seller, saved or built-in: the latest revision, or the one that is named.

    :raises UnknownProfile: there is none.
    :raises NoSuchRevision: it has no such revision.
    """
    if key in _built_in():
        return _seller_built_in(key)
    found = SellerRevision.objects.filter(key=key).order_by("-revision")
    latest = found.first()
    if latest is None:
        raise UnknownProfile(key=key[:40], known=known_keys())
    row = latest if revision is None else found.filter(revision=revision).first()
    if row is None:
        raise NoSuchRevision(key=key, revision=revision)
    return Seller(_row(row), Profile.model_validate(row.answers))


def revisions(*, key: str) -> list[SellerRow]:
    """Every revision of a saved seller, the latest first; none of a built-in one.

    :raises UnknownProfile: there is no such seller.
    """
    found = [_row(row) for row in SellerRevision.objects.filter(key=key).order_by("-revision")]
    if not found and key not in _built_in():
        raise UnknownProfile(key=key[:40], known=known_keys())
    return found


def answers(*, key: str, limit: int = 50) -> list[AnswerRow]:
    """What was asked about a seller, the latest first."""
    found = Answer.objects.filter(profile__key=key).order_by("-pk")
    return [_answer_row(values) for values in found.values(*_ANSWER, **_SAID)[:limit]]


def answer(*, answer: int) -> Answered:
    """One answer by its id, whole.

    :raises NoSuchAnswer: there is none.
    """
    values = Answer.objects.filter(pk=answer).values(*_ANSWER, "advice", **_SAID).first()
    if values is None:
        raise NoSuchAnswer(answer=answer)
    said = values.pop("advice")
    return Answered(_answer_row(values), None if said is None else Advice.model_validate(said))


def latest_answer(*, key: str) -> Answered | None:
    """The latest answer about a seller that is done; None before the first."""
    found = Answer.objects.filter(profile__key=key, status="done").order_by("-pk")
    pk = found.values_list("pk", flat=True).first()
    return None if pk is None else answer(answer=pk)


def advice_of(*, key: str) -> Advice:
    """What the latest answer about a seller says.

    :raises NotAsked: there is none yet.
    """
    found = latest_answer(key=key)
    if found is None or found.advice is None:
        raise NotAsked(key=key)
    return found.advice


def overrides(*, key: str) -> list[OverrideRow]:
    """Which gates of a seller were opened or closed again, by whom and why; the latest first."""
    found = GateOverride.objects.filter(key=key).order_by("-pk")
    return [
        OverrideRow(row.gate, row.option, row.is_withdrawn, row.reason, row.by, row.at)
        for row in found
    ]


def compare(*, left: Advice, right: Advice) -> list[Difference]:
    """In what two answers differ: what was said, what was assumed, and what came of it."""
    return differences(left, right)


_ANSWER = (
    *("id", "status", "progress", "asked_at", "answered_at", "seed", "paths"),
    *("data_digest", "failure"),
)
_SAID = {
    "key": F("profile__key"),
    "revision": F("profile__revision"),
    "kind": F("advice__verdict__kind"),
    "option": F("advice__verdict__option"),
}


def _row(row: SellerRevision) -> SellerRow:
    return SellerRow(
        key=row.key,
        name=row.name,
        revision=row.revision,
        dated=row.dated,
        made_by=row.made_by,
        made_at=row.made_at,
        based_on=row.based_on,
    )


def _seller_built_in(key: str) -> Seller:
    profile = _built_in()[key]
    made_at = datetime(profile.on.year, profile.on.month, profile.on.day, tzinfo=UTC)
    return Seller(SellerRow(key, profile.name, 0, profile.on, "", made_at, ""), profile)


def _answer_row(values: dict[str, Any]) -> AnswerRow:
    return AnswerRow(**values | {name: values[name] or "" for name in ("kind", "option")})
