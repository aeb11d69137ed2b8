"""Every address of the product. The console owns them all so far."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("argosy.console.urls"))]

handler400 = "argosy.console.views.session.garbled"
handler403 = "argosy.console.views.session.forbidden"
handler404 = "argosy.console.views.session.missing"
handler500 = "argosy.console.views.session.broken"
