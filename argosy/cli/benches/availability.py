"""`argosy bench availability`: what ten thousand listings may show, after a burst of orders.

The limit is one grouped statement over the same tables that knows no policy, no pace, no lag and
no pool, and writes as many rows.
"""

from typing import Final

from argosy.cli.benches.processes import done
from argosy.cli.benches.result import Result
from argosy.cli.words import _

SECONDS_MAX: Final = 1.0


def measure(company: str, orders: int) -> Result:
    """Book bursts in a company made for it, each followed by one refresh."""
    found = done("argosy.cli.benches.availability_world", str(orders), company=company).answer
    ours, limit = found["seconds"], found["limit_seconds"]
    detail = {
        "figure": "seconds for what all listings show, the median of the bursts; each its commit",
        **{
            name: value for name, value in found.items() if name not in {"seconds", "limit_seconds"}
        },
    }
    missed = []
    if ours > SECONDS_MAX:
        text = _("It took longer than {limit} s.")
        missed.append(text.format(limit=SECONDS_MAX))
    return Result("availability", ours, limit, "s", detail, missed)
