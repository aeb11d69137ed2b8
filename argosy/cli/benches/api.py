"""`argosy bench api`: orders over HTTP, one by one and in batches, against one transaction each.

The server is started as `argosy up` starts it, with its own number of processes and threads. Its
clients run on the same cores, in a process of their own.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import typer

from argosy.cli.benches.processes import done
from argosy.cli.benches.result import Result
from argosy.cli.benches.serving import HOST, served
from argosy.cli.session import COULD_NOT_RUN, tell
from argosy.cli.words import _
from argosy.database.url import Where

CLIENTS: Final = 8
BATCH: Final = 500
RATE_MIN: Final = 200
SHARE_MIN: Final = 0.25
P99_MAX_MS: Final = 100
WARM_S: Final = 2.0
FINE: Final = {str(HTTPStatus.CREATED.value)}


def measure(where: Where, company: str, seconds: float) -> Result:
    """Ask a server of a company made for it, then place orders by hand in the same database."""
    secret = done("argosy.cli.benches.api_world", company=company).answer["secret"]
    with served(company) as port:
        ask = _Asking(port, secret)
        ask.seen(clients=CLIENTS, seconds=WARM_S)
        tell(_("One by one …"))
        singles = ask.seen(clients=CLIENTS, seconds=seconds)
        half = ask.seen(clients=CLIENTS, seconds=seconds, rate=singles["rate"] / 2)
        tell(_("In batches …"))
        batches = ask.seen(clients=1, seconds=seconds / 2, orders=BATCH)
    tell(_("By hand …"))
    database = where.database(company)
    by_hand = done("argosy.cli.benches.single", database, str(seconds)).answer
    return _result(singles, half, batches, by_hand)


class _Asking:
    """Runs clients, each run with numbers of its own."""

    def __init__(self, port: int, secret: str) -> None:
        self._to = {"host": HOST, "port": port, "secret": secret}
        self._runs = 0

    def seen(self, **plan: float) -> dict[str, Any]:
        """What one run of clients saw."""
        self._runs += 1
        asked = json.dumps(self._to | plan | {"seed": self._runs})
        ran = subprocess.run(
            [sys.executable, "-m", "argosy.cli.benches.api_clients"],
            input=asked,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            typer.echo(ran.stderr, err=True)
            raise typer.Exit(COULD_NOT_RUN)
        found: dict[str, Any] = json.loads(ran.stdout)
        return found


def _result(
    singles: dict[str, Any],
    half: dict[str, Any],
    batches: dict[str, Any],
    by_hand: Mapping[str, float],
) -> Result:
    share = singles["rate"] / by_hand["rate"]
    missed = []
    if singles["rate"] < RATE_MIN:
        text = _("Fewer than {least} orders a second one by one.")
        missed.append(text.format(least=RATE_MIN))
    if share < SHARE_MIN:
        missed.append(_("Less than a quarter of one transaction by hand."))
    if half["p99_ms"] > P99_MAX_MS:
        text = _("At half that rate one in a hundred takes longer than {limit} ms.")
        missed.append(text.format(limit=P99_MAX_MS))
    text = _("Some were not booked: {statuses}")
    missed += [
        text.format(statuses=run["statuses"])
        for run in (singles, half, batches)
        if set(run["statuses"]) - FINE
    ]
    detail = {
        "figure": "orders a second, one by one over HTTP, two lines each",
        "clients": f"{CLIENTS} connections in one process, on the same cores as the server",
        "one_by_one": singles,
        "at_half_the_rate": half,
        f"in_batches_of_{BATCH}": batches,
        "by_hand": {name: round(figure, 1) for name, figure in by_hand.items()},
    }
    return Result("api", singles["rate"], by_hand["rate"], "orders/s", detail, missed)
