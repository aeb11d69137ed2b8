"""What there is to ask: for programs as OpenAPI, for people as a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from argosy.api.description import described
from argosy.api.replies import answer
from argosy.web.access import public


@public
@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    return answer(200, described())


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    told = described()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            place = path.split("/")[3]
            shown = {
                "method": method.upper(),
                "path": path,
                "scope": operation["x-scope"],
                "fields": _fields(operation, told),
            }
            groups.setdefault(place, []).append(operation | shown)
    return render(request, "api/docs.html", {"groups": groups})


def _fields(operation: dict[str, Any], told: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body, one level deep."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = body.get("schema", {})
    schema = next(iter(schema.get("anyOf", [])), schema)
    name = schema.get("$ref", "").rpartition("/")[2]
    model = told["components"]["schemas"].get(name, schema)
    needed = model.get("required", [])
    return [
        {"name": field, "needed": field in needed, "type": _type(inside)}
        for field, inside in model.get("properties", {}).items()
    ]


def _type(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(map(_type, schema["anyOf"])))
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2].removesuffix("In")
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"[{_type(schema['items'])}]"
    return str(schema.get("format") or schema.get("type") or "any")
