"""What the API answers: JSON throughout, and one shape for everything that is refused."""

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja.errors import ValidationError

from argosy.api import errors
from argosy.identity.types import Reply
from argosy.kernel.errors import DomainError
from argosy.web.refusals import STATUS, spoken

# What HTTP has a status of its own for; everything else goes by the kind of refusal.
OF_HTTP: Final[Mapping[type[DomainError], HTTPStatus]] = {
    errors.KeyNeeded: HTTPStatus.UNAUTHORIZED,
    errors.KeyRefused: HTTPStatus.UNAUTHORIZED,
    errors.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.Garbled: HTTPStatus.BAD_REQUEST,
    errors.NotJson: HTTPStatus.BAD_REQUEST,
    errors.BadIdempotencyKey: HTTPStatus.BAD_REQUEST,
    errors.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.LengthNeeded: HTTPStatus.LENGTH_REQUIRED,
    errors.Failed: HTTPStatus.INTERNAL_SERVER_ERROR,
}
RETRY_S: Final = 2
JSON: Final = "application/json"


def encoded(body: object) -> bytes:
    """A body as bytes: compact JSON in UTF-8."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_spelled)
    return text.encode("utf-8", "replace")


def answer(status: int, body: object) -> HttpResponse:
    """An answer."""
    return HttpResponse(encoded(body), status=status, content_type=JSON)


def sent(reply: Reply, *, again: bool = False) -> HttpResponse:
    """A reply as it was kept."""
    response = HttpResponse(reply.body, status=reply.status, content_type=JSON)
    if again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def reply_of(refusal: DomainError, **more: object) -> Reply:
    """A refusal as a reply, in the reader's language."""
    return Reply(status=status_of(refusal), body=encoded(told(refusal) | more))


def told(refusal: DomainError) -> dict[str, Any]:
    """The one shape in which the API says no."""
    facts = {name: _plain(value) for name, value in refusal.facts.items()}
    error: dict[str, Any] = {"code": refusal.code, "message": spoken(refusal), "facts": facts}
    if "field" in facts:
        error["field"] = facts["field"]
    return {"error": error}


def status_of(refusal: DomainError) -> int:
    """The status of a refusal."""
    return int(OF_HTTP.get(type(refusal), STATUS[refusal.kind]))


def refuse(_request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Answer a refusal."""
    response = sent(reply_of(refusal))
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="argosy"'
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_S)
    return response


def refuse_parameter(request: HttpRequest, found: ValidationError) -> HttpResponse:
    """Answer parameters that do not fit."""
    first = found.errors[0]
    place, *path = [str(part) for part in first["loc"]]
    field = ".".join(path) or place
    value = str(first.get("input", ""))[:80]
    return refuse(request, errors.BadField(field=field, problem=first["type"], value=value))


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value)


def _spelled(value: object) -> str:
    """What JSON has no form for: instants, exact numbers, texts that wait for their language."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
