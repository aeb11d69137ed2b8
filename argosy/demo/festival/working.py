"""A worker of a festival: reads steps from its standard input, answers each on its output.

The process that runs it has Django set up and was started with `ARGOSY_FAULTS`.
"""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, connection

from argosy.demo.festival.breaking import breaking
from argosy.demo.festival.carrying import Answer, Carrier
from argosy.demo.festival.types import Sale, Step
from argosy.kernel.errors import DomainError
from argosy.kernel.faults import arm, disarm, fault


def encode(step: Step, sales: list[Sale], broken: tuple[str, str] | None) -> str:
    """A step as a line for a worker; `broken` is where it fails and what ends there."""
    asked = {"step": asdict(step), "sales": [asdict(sale) for sale in sales], "broken": broken}
    return f"{json.dumps(asked)}\n"


def work(*, began: datetime, home: Path) -> None:
    """Carry out steps until there are no more."""
    carrier = Carrier(began)
    for line in sys.stdin:
        answer = _answer(carrier, json.loads(line), home)
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


def _answer(carrier: Carrier, asked: dict[str, Any], home: Path) -> Answer:
    step = Step(**asked["step"] | {"words": [(n, word) for n, word in asked["step"]["words"]]})
    sales = [_sale(one) for one in asked["sales"]]
    point, what = asked["broken"] or ("", "")
    if point:
        arm(point, breaking(what, home))
    try:
        answer = carrier.carry(step, sales)
        fault("festival.before_answer")
    except (DatabaseError, InterfaceError) as error:
        # Committed or not, nobody knows: the step will come again.
        connection.close()
        answer = {"error": type(error.__cause__ or error).__name__}
    except DomainError as error:
        answer = {"error": error.code}
    if disarm():  # A step that was refused early does not come by every point.
        breaking(what, home)()
    return answer | ({"broke": what} if what else {})


def _sale(told: dict[str, Any]) -> Sale:
    lines = {name: tuple(map(tuple, told[name])) for name in ("lines", "changed")}
    return Sale(**told | lines)
