"""Today: where I earn, what is at risk, what to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from argosy.web.access import require


@require("today.view")
def today(request: HttpRequest) -> HttpResponse:
    """The three answers."""
    return render(request, "console/today.html")
