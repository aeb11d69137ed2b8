"""The hand-written limit of `argosy bench api`: one order, one transaction, five statements.

Lock the levels, insert the order, insert its lines, promise its units, commit; eight connections at
once, no evidence, no money, no facts, no HTTP.

`python -m argosy.cli.benches.single DATABASE SECONDS` prints what it reached as JSON.
"""

import json
import random
import sys
from threading import Thread
from time import monotonic
from typing import Any, Final

import psycopg

from argosy.cli.benches.zipf import pair
from argosy.database.url import connect, resolve
from argosy.kernel import sql

CONNECTIONS: Final = 8


def main() -> None:
    """Place orders for so many seconds and say how many."""
    database, seconds = sys.argv[1], float(sys.argv[2])
    where = resolve()
    with connect(where, database) as connection:
        connection.execute(sql.text("cli/single/tables").encode())
    done: list[int] = []
    since = monotonic()
    threads = [
        Thread(target=_place, args=(number, database, since + seconds, done))
        for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = monotonic() - since
    sys.stdout.write(json.dumps({"orders": sum(done), "seconds": taken, "rate": sum(done) / taken}))


def _place(number: int, database: str, until: float, done: list[int]) -> None:
    chance, count = random.Random(number), 0  # noqa: S311 - a seeded world, not a secret
    with connect(resolve(), database) as connection:
        while monotonic() < until:
            _one(connection, f"{number}-{count}", pair(chance))
            count += 1
    done.append(count)


def _one(
    connection: "psycopg.Connection[Any]", external_id: str, lines: list[tuple[int, int]]
) -> None:
    asked: dict[str, Any] = {
        "external_id": external_id,
        "skus": [sku for sku, _ in lines],
        "quantities": [quantity for _, quantity in lines],
    }
    with connection.transaction():
        connection.execute(sql.text("cli/single/lock").encode(), asked)
        made = connection.execute(sql.text("cli/single/order").encode(), asked).fetchone()
        asked["order"] = made[0] if made else 0
        connection.execute(sql.text("cli/single/lines").encode(), asked)
        connection.execute(sql.text("cli/single/reserve").encode(), asked)


if __name__ == "__main__":
    main()
