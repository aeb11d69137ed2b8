"""The list of sellers: what each was answered last, what is being answered, and how to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from argosy.console import fitwords, words
from argosy.console.middleware import scope_of
from argosy.console.views.fit.seen import is_narrowed, may_see
from argosy.kernel.errors import DomainError
from argosy.strategy import queries as strategy
from argosy.strategy.types import Profile
from argosy.strategy.types.kept import AnswerRow, SellerRow
from argosy.web.access import require
from argosy.web.refusals import STATUS, spoken

OPEN: Final = ("waiting", "working")
SHOWN_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One seller, with the latest answer in a sentence."""

    row: SellerRow
    about: str  # product and markets, in a line
    sentence: str
    kind: str
    tone: str
    sure: str
    done: AnswerRow | None
    pending: AnswerRow | None
    pending_words: str
    origin: str


@dataclass(frozen=True, slots=True)
class Example:
    """One seller that comes with Argosy."""

    key: str
    name: str
    about: str


@require("strategy.view")
def sellers(request: HttpRequest) -> HttpResponse:
    """Every seller, and the ways to begin."""
    return page(request)


def page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    """The list; a refused act says why above it and leaves what was typed."""
    scope = scope_of(request)
    narrowed = is_narrowed(scope)
    rows = strategy.profiles()
    lines = [
        _line(row, found.profile)
        for row in rows[:SHOWN_MAX]
        for found in [strategy.seller(key=row.key)]
        if may_see(scope, found.profile)
    ]
    context: dict[str, Any] = {
        "lines": lines,
        "examples": [
            Example(key, _(profile.name), about_of(profile))
            for key, profile in strategy.built_in().items()
        ],
        "may_edit": scope.may("strategy.edit"),
        "may_ask_book": scope.may("strategy.edit") and not narrowed,
        "given": request.POST,
        "comparable": sum(one.done is not None for one in lines) > 1,
        "message": spoken(refusal) if refusal else "",
    }
    status = STATUS[refusal.kind] if refusal else 200
    return render(request, "console/fit/sellers.html", context, status=status)


def about_of(profile: Profile) -> str:
    """A seller's product and markets, in a line."""
    markets = ", ".join(map(strategy.say_country, profile.market.countries))
    parts = [_(profile.product.title) if profile.product.title else "", markets]
    return " · ".join(part for part in parts if part)


def _line(row: SellerRow, profile: Profile) -> Line:
    answers: Sequence[AnswerRow] = strategy.answers(key=row.key, limit=10)
    done = next((one for one in answers if one.status == "done"), None)
    pending = next((one for one in answers if one.status in OPEN), None)
    sentence = sure = ""
    if done is not None:
        advice = strategy.answer(answer=done.id).advice
        if advice is not None:
            sentence, sure = strategy.say_verdict(advice)[0], fitwords.how_sure(advice)
    return Line(
        row=row,
        about=about_of(profile),
        sentence=sentence,
        kind=words.say(fitwords.KINDS, done.kind) if done else "",
        tone=fitwords.TONES.get(done.kind, "") if done else "",
        sure=sure,
        done=done,
        pending=pending,
        pending_words=words.say(fitwords.STATUS, pending.status) if pending else "",
        origin=_origin(row),
    )


def _origin(row: SellerRow) -> str:
    if row.based_on == "book":
        return _("from your book")
    example = strategy.built_in().get(row.based_on)
    return _("after the example “{name}”").format(name=_(example.name)) if example else ""
