"""The questions of one seller: answered, saved as the next revision, and asked."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from argosy.console import fitproducts, fitquestions
from argosy.console.fittyped import Errors, Typed
from argosy.console.middleware import scope_of
from argosy.console.views.fit.seen import seller_seen
from argosy.kernel.errors import DomainError
from argosy.strategy import queries, services
from argosy.strategy.types.kept import Seller
from argosy.web.access import require
from argosy.web.errors import BadParameter, NotAllowed
from argosy.web.refusals import STATUS, spoken

DIGITS_MAX = 9


@require("strategy.view")
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """The questions; a refused answer stays in its field, and nothing is saved."""
    seller = seller_seen(request, key)
    if request.method != "POST":
        return _page(request, seller, fitquestions.typed_of(seller.profile))
    if not scope_of(request).may("strategy.edit"):
        raise NotAllowed(permission="strategy.edit")
    typed = fitquestions.typed_in(request.POST)
    if move := request.POST.get("move", ""):
        return _page(request, seller, fitquestions.moved(typed, move))
    return _save(request, seller, typed)


def _save(request: HttpRequest, seller: Seller, typed: Typed) -> HttpResponse:
    key, now = seller.row.key, datetime.now(UTC)
    made, errors = fitquestions.answers(seller.profile, typed)
    if errors:
        return _page(request, seller, typed, errors=errors)
    made = made.model_copy(update={"on": now.date()})
    try:
        if made != seller.profile:
            services.save_profile(
                profile=made,
                by=scope_of(request).display_name,
                now=now,
                key=key,
                revision=_revision(request),
            )
        if "ask" in request.POST:
            asked = services.ask(key=key, now=now)
            return HttpResponseRedirect(reverse("fit-answer", args=[asked]))
    except DomainError as refusal:
        return _page(request, seller, typed, refusal=refusal)
    return HttpResponseRedirect(f"{reverse('fit-questions', args=[key])}?saved=1")


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX):
        raise BadParameter(name="revision", value=text)
    return int(text)


def _page(
    request: HttpRequest,
    seller: Seller,
    typed: Typed,
    *,
    errors: Errors | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    last = queries.latest_answer(key=seller.row.key)
    steps = fitquestions.steps(
        seller.profile, typed, errors or {}, last.advice if last is not None else None
    )
    further = fitproducts.further(seller.profile, typed, errors or {})
    is_example = seller.row.key in queries.built_in()
    context: dict[str, Any] = {
        "seller": seller,
        "steps": steps,
        "known": sum(step.known for step in steps),
        "asked": len(queries.questions(profile=seller.profile)),
        "name": "".join(typed.get(fitquestions.NAME, [])[:1]),
        "errors": errors or {},
        "further": further,
        "dropped": request.POST.get("move", "").startswith("products:drop"),
        "wrong": [
            *((one.key, one.text, one.error) for step in steps for one in step.fields if one.error),
            *further.wrong,
        ],
        "name_error": (errors or {}).get(fitquestions.NAME, ""),
        "is_example": is_example,
        "may_edit": scope_of(request).may("strategy.edit") and not is_example,
        "may_copy": scope_of(request).may("strategy.edit"),
        "saved": "saved" in request.GET,
        "last": last,
        "revision": request.POST.get("revision", seller.row.revision),
        "message": spoken(refusal) if refusal else "",
    }
    status = 422 if errors else STATUS[refusal.kind] if refusal else 200
    return render(request, "console/fit/questions.html", context, status=status)
