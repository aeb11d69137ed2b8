"""Shapes that HTTP code shares."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller asked for JSON rather than a page; an address of the API always did."""
    if getattr(request, "speaks_json", False):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
