"""Headers that keep a page from running or showing anything that is not ours."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from argosy.web.types import View

# No unsafe-inline and no unsafe-eval, on every answer, without an exception to ask for.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
FEATURES: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Put the policy on every answer; what is personal is not kept by shared caches."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = FEATURES
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        # A static file sets its own; a page with a company's figures belongs to one browser.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
