"""One answer: its page, how far it has come while it is worked on, and its paper."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from argosy.console import fitpage, fitpaper, fitwords, words
from argosy.console.middleware import scope_of
from argosy.console.views.fit.seen import answered, seller_seen
from argosy.identity import services as identity
from argosy.kernel.errors import DomainError
from argosy.strategy import queries as strategy
from argosy.strategy.types import Advice
from argosy.strategy.types.kept import Answered, AnswerRow
from argosy.web.access import require
from argosy.web.refusals import STATUS, spoken

OPEN: Final = ("waiting", "working")
PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class Older:
    """One line of what was answered before."""

    row: AnswerRow
    kind: str
    tone: str
    option: str


@require("strategy.view")
def latest(request: HttpRequest, key: str) -> HttpResponse:
    """The latest answer about a seller; its questions where there is none yet."""
    seller_seen(request, key)
    rows = strategy.answers(key=key, limit=1)
    if rows:
        return HttpResponseRedirect(reverse("fit-answer", args=[rows[0].id]))
    return HttpResponseRedirect(reverse("fit-questions", args=[key]))


@require("strategy.view")
def answer(request: HttpRequest, answer: int) -> HttpResponse:
    """An answer under its own address, or how far it has come."""
    return page(request, answered(request, answer))


@require("strategy.view")
def live(request: HttpRequest, answer: int) -> HttpResponse:
    """How far an answer has come; once it is done, the browser opens it."""
    found = answered(request, answer)
    response = render(request, "console/fit/_live.html", {"row": found.row, **status_of(found.row)})
    if found.row.status == "done" and "stay" not in request.GET:
        response.headers["HX-Redirect"] = reverse("fit-answer", args=[answer])
    return response


@require("strategy.view")
def paper(request: HttpRequest, answer: int) -> HttpResponse:
    """An answer as PDF, in the reader's language; written to the log of exports."""
    found, now = answered(request, answer), datetime.now(UTC)
    if found.advice is None:
        return HttpResponseRedirect(reverse("fit-answer", args=[answer]))
    made = fitpaper.paper(advice=found.advice, language=translation.get_language() or "en")
    identity.log_export(
        user_id=scope_of(request).user_id,
        what="fit",
        query=f"answer={answer}",
        file_format="pdf",
        rows=1,
        now=now,
    )
    name = f"argosy-fit-{answer}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type=PDF, headers=headers)


def page(request: HttpRequest, found: Answered, refusal: DomainError | None = None) -> HttpResponse:
    """The page of an answer; a refused act leaves what was typed in its form."""
    seller = strategy.seller(key=found.row.key)
    rows = strategy.answers(key=found.row.key)
    context: dict[str, Any] = {
        "row": found.row,
        "seller": seller,
        "latest": seller.row,
        "newest": rows[0] if rows and rows[0].id != found.row.id else None,
        "older": [_older(one) for one in rows],
        "may_edit": scope_of(request).may("strategy.edit"),
        "given": request.POST,
        "message": spoken(refusal) if refusal else "",
        "refused": refusal.code if refusal else "",
    }
    if found.advice is None:
        context |= status_of(found.row)
        return render(request, "console/fit/waiting.html", context)
    context |= shown(found.advice)
    status = STATUS[refusal.kind] if refusal else 200
    return render(request, "console/fit/answer.html", context, status=status)


def shown(advice: Advice) -> dict[str, Any]:
    """What comes of the answer alone, in the reader's language."""
    return fitpage.context_of(advice, language=fitwords.language()) | {
        "line_heads": fitpage.line_heads()
    }


def status_of(row: AnswerRow) -> dict[str, Any]:
    """How far an answer has come, in words."""
    return {"status": words.say(fitwords.STATUS, row.status), "is_open": row.status in OPEN}


def _older(row: AnswerRow) -> Older:
    if row.status != "done":
        return Older(row, words.say(fitwords.STATUS, row.status), "", "")
    return Older(
        row=row,
        kind=words.say(fitwords.KINDS, row.kind),
        tone=fitwords.TONES.get(row.kind, ""),
        option=fitwords.option(row.option) if row.option else "",
    )
