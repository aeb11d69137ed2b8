"""`argosy bench screens`: the screens that are open all night, over a book of millions of orders.

Asked over HTTP of a server that runs as `argosy up` runs it, by a signed-in owner, one request
after the other. Nothing of the book has left yet: more waits, is late and is owed than ever would.
"""

import json
import math
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from argosy.cli.benches.processes import done
from argosy.cli.benches.result import Result
from argosy.cli.benches.serving import HOST, served
from argosy.cli.session import company_session
from argosy.cli.words import _

REQUESTS: Final = 40  # of each screen
WARM: Final = 2
LIMIT_MS: Final = 300
# A screen by its name, with what its address says; several are asked in turn.
SCREENS: Final = {
    "today": ("/?p=month", "/?p=30d", "/?p=12m"),
    "orders": ("/orders", "/orders?p=7d", "/orders?p=all"),
    "orders_open": ("/orders?standing=open",),
    "orders_late": ("/orders?standing=late",),
    "orders_owed": ("/orders?standing=owed", "/orders?standing=owed&sort=-total"),
    "orders_sorted": tuple(
        f"/orders?p=all&sort={way}{name}"
        for name in ("placed", "total", "units", "order", "market", "refunded")
        for way in ("", "-")
    ),
    "orders_searched": ("/orders?p=all&q=N-20000001", "/orders?q=N-2000123456", "/orders?q=X"),
    "orders_stated": tuple(
        f"/orders?p=all&state={name}" for name in ("placed", "shipped", "cancelled")
    ),
    "stock": ("/stock", "/stock?sort=-cover", "/stock?state=owed", "/stock?q=BOX"),
}


def measure(company: str, grown: int) -> Result:
    """Grow the book to so many orders, or take it as it is, and ask for its screens."""
    if grown:
        done("argosy.cli.benches.screens_world", str(grown), company=company)
    found = done("argosy.cli.benches.screens", company=company).answer
    asked = found["screens"]
    worst = max(float(one["p95"]) for one in asked.values())
    missed = [
        _("Slower than promised: {limit} ms.").format(limit=LIMIT_MS) + f" {name}"
        for name, one in asked.items()
        if one["p95"] > LIMIT_MS
    ]
    if failed := sum(int(one["failed"]) for one in asked.values()):
        missed.append(_("{count} requests were not answered.").format(count=failed))
    detail = {"figure": "p95 of the slowest screen", "requests_each": REQUESTS} | found
    return Result("screens", worst, LIMIT_MS, "ms", detail, missed)


def main() -> None:
    """Ask for the screens of the company of the environment, and print the times as JSON."""
    with company_session() as session:
        from django.contrib.auth import get_user_model  # noqa: PLC0415 - Django is set up by now
        from django.test import Client  # noqa: PLC0415

        from argosy.identity.services import ensure_first_user  # noqa: PLC0415
        from argosy.kernel import sql  # noqa: PLC0415

        owner = ensure_first_user(now=datetime.now(UTC)).username
        client = Client()
        client.force_login(get_user_model().objects.get(username=owner))
        cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        try:
            with served(session.company) as port:
                found = {name: _times(port, cookie, said) for name, said in SCREENS.items()}
            ((orders,),) = sql.rows("cli/screens/orders")
        finally:
            client.logout()  # Leaves no session behind.
    sys.stdout.write(json.dumps({"orders": orders, "screens": found}))


def _times(port: int, cookie: str, addresses: Sequence[str]) -> dict[str, Any]:
    taken, failed, used = [], 0, 0.0
    for number, address in enumerate(_in_turn(addresses, WARM + REQUESTS)):
        since, before = perf_counter(), _database_cpu()
        status = _status(port, cookie, address)
        milliseconds, spent = round((perf_counter() - since) * 1000, 1), _database_cpu() - before
        if number < WARM:
            continue
        taken.append(milliseconds)
        used += spent
        failed += status != HTTPStatus.OK
    ordered = sorted(taken)
    return {
        "p50": ordered[len(ordered) // 2],
        "p95": ordered[math.ceil(0.95 * len(ordered)) - 1],
        "max": ordered[-1],
        "database_cpu": round(used * 1000 / REQUESTS, 1),  # ms a request; 0 where nobody tells
        "failed": failed,
    }


def _in_turn(addresses: Sequence[str], count: int) -> Iterator[str]:
    for number in range(count):
        yield addresses[number % len(addresses)]


def _status(port: int, cookie: str, address: str) -> int:
    connection = HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _database_cpu() -> float:
    """Seconds of CPU of the processes that serve this book, where the system tells."""
    from argosy.kernel import sql  # noqa: PLC0415 - Django is set up by now

    if not os.access("/proc/self/schedstat", os.R_OK):
        return 0.0
    total = 0
    for (pid,) in sql.rows("cli/screens/processes"):
        told = Path(f"/proc/{pid}/schedstat")
        if told.exists():
            total += int(told.read_text(encoding="ascii").split()[0])
    return total / 1e9


if __name__ == "__main__":
    main()
