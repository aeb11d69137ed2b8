"""Who may call a view. Permissions are strings; a view that declares none cannot be called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Protocol, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url

from argosy.web.errors import AccessUndeclared, NotAllowed
from argosy.web.refusals import answer
from argosy.web.types import View, wants_json

MARK: Final = "argosy_access"
V = TypeVar("V", bound=Callable[..., HttpResponse])


class Principal(Protocol):
    """Whoever is signed in, as far as HTTP needs to know."""

    def may(self, permission: str) -> bool:
        """Whether they have the permission."""
        ...


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks of its caller; `permissions` is `None` for a public one.

    An address of the API asks for different things by method: `methods` has those it knows.
    """

    permissions: tuple[str, ...] | None
    methods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def asks(self, method: str | None) -> tuple[str, ...] | None:
        """What it asks of a caller by this method."""
        return self.methods.get(method or "", self.permissions)


def require(*permissions: str) -> Callable[[V], V]:
    """Let only signed-in callers with all these permissions in; with none, anybody signed in."""

    def mark(view: V) -> V:
        setattr(view, MARK, Access(permissions))
        return view

    return mark


def require_by_method(methods: Mapping[str, tuple[str, ...]]) -> Callable[[V], V]:
    """The same for a view that serves several methods, each with permissions of its own."""

    def mark(view: V) -> V:
        setattr(view, MARK, Access((), methods))
        return view

    return mark


def public(view: V) -> V:
    """Let everybody in, signed in or not."""
    setattr(view, MARK, Access(None))
    return view


def declared(view: object) -> Access | None:
    """What a view declares, if it does."""
    found = getattr(view, MARK, None)
    return found if isinstance(found, Access) else None


def principal(request: HttpRequest) -> Principal | None:
    """Who calls; set on the request by whoever knows accounts, and nobody otherwise."""
    return getattr(request, "scope", None)


class AccessMiddleware:
    """Refuse every view whose declared access the caller does not meet; undeclared is refused."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Answer instead of the view where the caller may not.

        Answered here, not raised: what is raised before a view never reaches `RefusalMiddleware`.
        """
        access = declared(view)
        if access is None:
            return answer(request, AccessUndeclared(view=getattr(view, "__qualname__", "?")))
        asked = access.asks(request.method)
        if asked is None:
            return None
        who = principal(request)
        if who is None:
            return _sign_in_first(request)
        if missing := [wanted for wanted in asked if not who.may(wanted)]:
            return answer(request, NotAllowed(permission=missing[0]))
        return None


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    where = resolve_url(settings.LOGIN_URL)
    if wants_json(request):
        return JsonResponse({"error": {"code": "web.sign_in"}}, status=HTTPStatus.UNAUTHORIZED)
    if request.headers.get("HX-Request"):
        # A fragment cannot be redirected by the browser: htmx would swap the sign-in page into it.
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": where})
    if request.method != "GET" or request.path == "/":
        return HttpResponseRedirect(where)
    return HttpResponseRedirect(f"{where}?{urlencode({'next': request.get_full_path()})}")
