"""`argosy bench pages`: how long the server takes to answer, page by page, on the full book.

Requests go through the whole of Django, by a signed-in owner, one after the other, in this process:
what is left out is the network and the web server's own few microseconds.
"""

import html
import json
import math
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, Final

from argosy.cli.benches.asking import Page, pages
from argosy.cli.benches.processes import argosy, done
from argosy.cli.benches.result import Result
from argosy.cli.session import company_session
from argosy.cli.words import _

if TYPE_CHECKING:
    from django.test import Client

REQUESTS: Final = 100  # of each page
LIMIT_MS: Final = 300
PROMISED: Final = ("orders", "profit", "today")
FOLLOWING: Final = re.compile(rb'href="([^"]*[?;&]after=[^"]*)"')
FOLLOW_EVERY: Final = 3  # so many addresses, then the page that follows on the last
LANGUAGES: Final = ("en", "zh-hans")


def measure(company: str) -> Result:
    """Ask for every page of a company's book in a process of its own."""
    asked = done("argosy.cli.benches.pages", company=company).answer
    book = argosy(company, "report", "fingerprint", "--json").answer
    worst = max(float(asked[name]["p95"]) for name in PROMISED)
    missed = []
    if worst > LIMIT_MS:
        missed.append(_("Slower than promised: {limit} ms.").format(limit=LIMIT_MS))
    failed = sum(int(one["failed"]) for one in asked.values())
    if failed:
        missed.append(_("{count} requests were not answered.").format(count=failed))
    detail = {
        "figure": "p95 of the slowest of orders, profit and today",
        "requests_each": REQUESTS,
        "pages": asked,
        "book": book,
    }
    return Result("pages", worst, LIMIT_MS, "ms", detail, missed)


def main() -> None:
    """Measure in this process and print the times as JSON."""
    with company_session():
        from django.contrib.auth import get_user_model  # noqa: PLC0415 - Django is set up by now
        from django.test import Client  # noqa: PLC0415

        from argosy.identity.services import ensure_first_user  # noqa: PLC0415

        owner = ensure_first_user(now=datetime.now(UTC)).username
        client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        client.force_login(get_user_model().objects.get(username=owner))
        try:
            found = {name: _times(client, page) for name, page in pages().items()}
        finally:
            client.logout()  # Leaves no session behind.
    sys.stdout.write(json.dumps(found))


def _times(client: "Client", page: Page) -> dict[str, Any]:
    taken, failed, since = [], [], process_time()
    for address, milliseconds, status in _asked(client, page):
        taken.append(milliseconds)
        if status != HTTPStatus.OK:
            failed.append(f"{status} {address}")
    first, ordered = taken[0], sorted(taken)
    return (
        {
            "p50": _quantile(ordered, 0.5),
            "p95": _quantile(ordered, 0.95),
            "max": ordered[-1],
            "first": first,
            "cpu": round(
                (process_time() - since) * 1000 / REQUESTS, 1
            ),  # ours a request, not SQL's
            "failed": len(failed),
        }
        | ({"failures": failed[:5]} if failed else {})
    )


def _asked(client: "Client", page: Page) -> Iterator[tuple[str, float, int]]:
    """Ask for different addresses of a page, now and then for the one that follows on the last."""
    fresh, following = page.addresses(REQUESTS), ""
    for number in range(REQUESTS):
        address = following if following and number % FOLLOW_EVERY == 0 else next(fresh)
        language = LANGUAGES[number % len(LANGUAGES)]
        since = perf_counter()
        answer = client.get(address, headers={"accept-language": language})
        milliseconds = round((perf_counter() - since) * 1000, 1)
        yield address, milliseconds, answer.status_code
        found = FOLLOWING.search(answer.content)
        following = html.unescape(found[1].decode()) if found else ""


def _quantile(ordered: list[float], share: float) -> float:
    """The least time that so large a share of the requests did not exceed."""
    return ordered[math.ceil(share * len(ordered)) - 1]


if __name__ == "__main__":
    main()
