"""Addresses of which one declares nothing: what the check must find."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from argosy.web.access import public


@public
def fine(_request: HttpRequest) -> HttpResponse:
    """Open on purpose."""
    return HttpResponse("fine")


def oversight(_request: HttpRequest) -> HttpResponse:
    """Open by oversight."""
    return HttpResponse("oops")


urlpatterns = [path("fine", fine), path("oversight", oversight)]
