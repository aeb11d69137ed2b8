"""Who asks: the key that a request to the API carries. Nobody's session counts here."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from argosy.api.errors import KeyNeeded, KeyRefused, MethodNotAllowed, ScopeMissing
from argosy.api.replies import refuse
from argosy.identity import queries, services
from argosy.kernel.errors import DomainError
from argosy.web.access import Access, declared
from argosy.web.people import API, BEARER
from argosy.web.types import View


class KeyMiddleware:
    """Put the scope of the key on the request, instead of a person's; refuse who has none."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done once the view is known."""
        if request.path.startswith(API):
            setattr(request, "speaks_json", True)  # noqa: B010 - HttpRequest has no such field
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Answer instead of the view where the key may not. What is undeclared, others refuse."""
        access = declared(view)
        if access is None or not access.methods:
            return None
        try:
            _admit(request, access)
        except MethodNotAllowed as refusal:
            response = refuse(request, refusal)
            response.headers["Allow"] = str(refusal.facts["known"])
            return response
        except DomainError as refusal:
            return refuse(request, refusal)
        return None


def _admit(request: HttpRequest, access: Access) -> None:
    method = request.method or ""
    if method not in access.methods:
        raise MethodNotAllowed(method=method, known=", ".join(sorted(access.methods)))
    given = request.headers.get("Authorization", "")
    if not given.startswith(BEARER):
        raise KeyNeeded
    now = datetime.now(UTC)
    scope = queries.key_scope(secret=given.removeprefix(BEARER).strip(), now=now)
    if scope is None:
        raise KeyRefused
    for wanted in access.methods[method]:
        if not scope.may(wanted):
            raise ScopeMissing(scope=wanted)
    services.touch_key(key=scope.key_id, last_used_at=scope.last_used_at, now=now)
    setattr(request, "scope", scope)  # noqa: B010 - HttpRequest has no such field to type
