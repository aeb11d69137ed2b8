"""Stopping an import that runs, and taking back one that ran."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from argosy.console.views.imports import seen
from argosy.intake import queries, services
from argosy.web.access import require


@require("import.run")
@require_POST
def cancel(request: HttpRequest, run: int) -> HttpResponse:
    """Ask a running import to stop after the batch under way."""
    services.cancel(run=seen.run_of(request, run).id)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)  # The card says so itself when it is asked for next.
    return HttpResponseRedirect(reverse("import-one", args=[run]))


@require("import.run", "import.undo")
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, run: int) -> HttpResponse:
    """Take an import back, once what it would touch has been read."""
    found = seen.run_of(request, run)
    if request.method == "POST":
        services.undo(run=run, now=datetime.now(UTC))
        return HttpResponseRedirect(reverse("import-one", args=[run]))
    fragment = request.headers.get("HX-Target") == "undo-words"
    context = {"run": found, "preview": queries.undo_preview(run=run), "dialog": fragment}
    name = "console/imports/_undo.html" if fragment else "console/imports/undo.html"
    return render(request, name, context)
