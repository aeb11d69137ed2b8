"""Every address of the product: the pages, and the API."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("argosy.api.urls")),
    path("", include("argosy.console.urls")),
]

handler400 = "argosy.config.wrong.garbled"
handler403 = "argosy.config.wrong.forbidden"
handler404 = "argosy.config.wrong.missing"
handler500 = "argosy.config.wrong.broken"
