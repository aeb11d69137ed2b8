"""The Import page and what became of one import."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from argosy.intake import queries
from argosy.web.access import require

LATEST = 50


@require("import.run")
def imports(request: HttpRequest) -> HttpResponse:
    """Where files are dropped, what runs, and what ran."""
    runs = queries.list_runs(limit=LATEST, now=datetime.now(UTC))
    return render(request, "console/imports/imports.html", {"runs": runs})


@require("import.run")
def one(request: HttpRequest, run: int) -> HttpResponse:
    """What became of one import."""
    found = queries.run(run=run, now=datetime.now(UTC))
    return render(request, "console/imports/one.html", {"run": found})
