"""`argosy bench lastunits`: the last units of a SKU, wanted by many; how fast a hot one goes.

Attempts come from processes of their own, each with several connections, through the service that
our own checkout uses. The limit is one guarded update and one insert in a transaction, by hand.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier
from time import perf_counter
from typing import Any, Final

from argosy.cli.benches.processes import done
from argosy.cli.benches.result import Result
from argosy.cli.session import company_session, tell
from argosy.cli.words import _
from argosy.database.url import Where, connect, resolve
from argosy.kernel import sql

UNITS: Final = 50
ATTEMPTS: Final = 2_000
CONNECTIONS: Final = 16
HOT_SECONDS: Final = 3.0
HOT_CONNECTIONS: Final = 4
HOT_ROUNDS: Final = 3
HOT_UNITS: Final = 100_000_000
OF_LIMIT: Final = 0.60
NOW: Final = datetime(2026, 11, 10, 19, tzinfo=UTC)


def measure(company: str) -> Result:
    """Measure in a process of its own, in a company made for it."""
    found = done("argosy.cli.benches.lastunits", company=company).answer
    missed = []
    if found["sold"] != UNITS:
        missed.append(_("Sold {sold} of {units} units.").format(sold=found["sold"], units=UNITS))
    if set(found["answers"]) - {"sold", "out_of_stock"}:
        missed.append(_("There were other answers than sold and out of stock."))
    if found["ours_hot"] < OF_LIMIT * found["limit_hot"]:
        missed.append(_("The hot SKU goes slower than promised."))
    return Result("lastunits", found["ours_hot"], found["limit_hot"], "1/s", found, missed)


def main() -> None:
    """Measure the company of the environment, and print what was found as JSON."""
    with company_session() as session:
        where, database = resolve(), session.where.database(session.company)
        entity, place, last, hot, by_hand = _stocked()
        with connect(where, database) as connection:
            connection.execute(sql.text("cli/bench/hand_tables").encode())
        tell(_("The last units …"))
        answers, seconds = _last_units(entity, place, last)
        tell(_("A hot SKU …"))
        ours, limit = [], []
        for round_ in range(HOT_ROUNDS):
            ours.append(_rate(partial(_reserve, entity, place, hot, f"hot:{round_}:")))
            limit.append(_rate_by_hand(where, database, place, entity, by_hand, round_))
        found = {
            "units": UNITS,
            "attempts": ATTEMPTS,
            "connections": CONNECTIONS,
            "sold": _sold(last),
            "answers": dict(answers),
            "seconds": round(seconds, 3),
            "ours_hot": sorted(ours)[HOT_ROUNDS // 2],
            "limit_hot": sorted(limit)[HOT_ROUNDS // 2],
            "all_hot": {"ours": ours, "limit": limit},
        }
    sys.stdout.write(json.dumps(found))


def _stocked() -> tuple[int, int, int, int, int]:
    from argosy.catalogue import services as catalogue  # noqa: PLC0415 - after Django
    from argosy.catalogue.types import StatedSku  # noqa: PLC0415
    from argosy.company import queries as company  # noqa: PLC0415
    from argosy.inventory import services as inventory  # noqa: PLC0415
    from argosy.inventory.types import Count  # noqa: PLC0415

    entity = company.main_entity().id
    place = inventory.open_place(key="w", title="W", kind="warehouse", country="", now=NOW)
    stated = [StatedSku(code=code) for code in ("LAST", "HOT", "HAND")]
    last, hot, hand = catalogue.state_skus(stated=stated, now=NOW).values()
    counts = [
        Count(sku, place, units, NOW - timedelta(days=1), document=0, source_row=1)
        for sku, units in ((last, UNITS), (hot, HOT_UNITS), (hand, HOT_UNITS))
    ]
    inventory.count(counts=counts, entity=entity, now=NOW)
    return entity, place, last, hot, hand


def _reserve(entity: int, place: int, sku: int, prefix: str, number: str) -> str:
    from argosy.inventory import services as inventory  # noqa: PLC0415 - after Django
    from argosy.inventory.errors import OutOfStock  # noqa: PLC0415
    from argosy.inventory.types import Basket, Want  # noqa: PLC0415

    basket = Basket(holder=prefix + number, place=place, entity=entity, lines=(Want(sku, 1),))
    try:
        inventory.reserve_one(basket=basket, now=NOW)
    except OutOfStock:
        return "out_of_stock"
    return "sold"


def _last_units(entity: int, place: int, sku: int) -> tuple[Counter[str], float]:
    """Every attempt's answer; whatever else is raised is an answer of its own name."""
    from django.db import DatabaseError, connection  # noqa: PLC0415 - after Django

    gate = Barrier(CONNECTIONS)

    def attempts(worker: int) -> list[str]:
        connection.ensure_connection()
        gate.wait(timeout=30)
        given = []
        for number in range(ATTEMPTS // CONNECTIONS):
            try:
                given.append(_reserve(entity, place, sku, f"basket:{worker}:", str(number)))
            except DatabaseError as error:
                given.append(type(error.__cause__ or error).__name__)
        connection.close()
        return given

    since = perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        answers = Counter(one for given in pool.map(attempts, range(CONNECTIONS)) for one in given)
    return answers, perf_counter() - since


def _sold(sku: int) -> int:
    """Units reserved by the rows; the level's counter must agree."""
    (counter, rows), *_rest = sql.rows("cli/bench/reserved_of", {"sku": sku})
    if counter != rows:
        raise AssertionError(f"the counter says {counter}, the rows {rows}")
    return int(rows)


def _rate(attempt: Callable[[str], object]) -> float:
    """Attempts a second over several connections at once."""
    from django.db import connection  # noqa: PLC0415 - after Django

    gate = Barrier(HOT_CONNECTIONS)

    def work(worker: int) -> int:
        connection.ensure_connection()
        gate.wait(timeout=30)
        until, made = perf_counter() + HOT_SECONDS, 0
        while perf_counter() < until:
            attempt(f"{worker}:{made}")
            made += 1
        connection.close()
        return made

    return _at_once(work)


def _rate_by_hand(
    where: Where, database: str, place: int, entity: int, sku: int, round_: int
) -> float:
    statement = sql.text("cli/bench/reserve_by_hand").encode()
    gate = Barrier(HOT_CONNECTIONS)

    def work(worker: int) -> int:
        made = 0
        with connect(where, database) as connection:
            gate.wait(timeout=30)
            until = perf_counter() + HOT_SECONDS
            while perf_counter() < until:
                told: dict[str, Any] = {"sku": sku, "place": place, "entity": entity, "now": NOW}
                holder = f"hand:{round_}:{worker}:{made}"
                with connection.transaction():
                    connection.execute(statement, told | {"holder": holder})
                made += 1
        return made

    return _at_once(work)


def _at_once(work: Callable[[int], int]) -> float:
    with ThreadPoolExecutor(HOT_CONNECTIONS) as pool:
        made: Sequence[int] = list(pool.map(work, range(HOT_CONNECTIONS)))
    return round(sum(made) / HOT_SECONDS, 1)


if __name__ == "__main__":
    main()
