"""The addresses of the API."""

from django.urls import URLPattern, URLResolver, include, path

from argosy.api import door
from argosy.api.views import acts, description, following, orders, stock

# Importing a module of views registers its addresses.
VIEWS = (orders, following, acts, stock)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(door.patterns())),
    path("api/v1/openapi.json", description.openapi, name="api-openapi"),
    path("api/v1/docs", description.docs, name="api-docs"),
]
