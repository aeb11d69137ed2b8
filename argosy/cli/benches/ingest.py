"""`argosy bench ingest`: orders through `book`, against two limits written by hand.

All three write batches of new two-line orders into one database in turn, in the same minutes; then
the book is grown by hand and ours is measured again, for its cost is to stay flat. What a connector
has parsed already is made before the clock starts, for all three alike.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, Final

from argosy.cli.benches.processes import done
from argosy.cli.benches.result import Result
from argosy.cli.session import company_session, tell
from argosy.cli.words import _
from argosy.database.url import Where, connect, resolve
from argosy.kernel import sql

if TYPE_CHECKING:
    from argosy.cli.benches.ingest_world import Plain, World

SIZES: Final = (500, 1_000, 5_000)
ROUNDS: Final = 5  # of each way and size, in turn
OF_FULL: Final = 0.60
OF_LEAN: Final = 0.25
FLAT: Final = 1.3
GROW_BATCH: Final = 10_000
SMALL: Final = 20_000
SHOPS: Final = 2
SKUS: Final = 1_000
TICK: Final = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01


def measure(company: str, grown: int) -> Result:
    """Measure in a process of its own, in a company made for it."""
    found = done("argosy.cli.benches.ingest", str(grown), company=company).answer
    best = max(found["sizes"].values(), key=lambda one: float(one["ours"]))
    missed = list(_missed(found, best))
    return Result("ingest", best["ours"], best["full"], "orders/s", found, missed)


def _missed(found: dict[str, Any], best: dict[str, Any]) -> Iterator[str]:
    if best["of_full"] < OF_FULL:
        yield _("Less than promised of the full limit: {share}.").format(share=best["of_full"])
    if best["of_lean"] < OF_LEAN:
        yield _("Less than promised of the lean limit: {share}.").format(share=best["of_lean"])
    if found["growth"] and found["growth"]["cost_ratio"] > FLAT:
        ratio = found["growth"]["cost_ratio"]
        yield _("An order costs {ratio} times as much in the grown book.").format(ratio=ratio)
    if not found["same_rows"]:
        yield _("The limit wrote other rows than we did: the ratio compares two different works.")


@dataclass(slots=True)
class _Way:
    """One way of writing orders, with what it took."""

    write: Callable[[int], Callable[[], object]]  # of so many orders: prepared, to be run
    pid: Callable[[], int]  # of its server process
    seconds: list[float] = field(default_factory=list)
    client: float = 0.0
    server: float = 0.0
    orders: int = 0

    def run(self, orders: int) -> None:
        """Write one batch on the clock."""
        ready = self.write(orders)
        pid = self.pid()
        server, client, since = _cpu(pid), process_time(), perf_counter()
        ready()
        self.seconds.append(perf_counter() - since)
        self.client += process_time() - client
        self.server += _cpu(pid) - server
        self.orders += orders

    def taken(self, orders: int) -> dict[str, float]:
        """Orders a second by the median batch, and CPU milliseconds an order on both sides."""
        ordered = sorted(self.seconds)
        return {
            "rate": round(orders / ordered[len(ordered) // 2], 1),
            "best": round(orders / ordered[0], 1),
            "cpu_ms_client": round(self.client * 1000 / self.orders, 4),
            "cpu_ms_server": round(self.server * 1000 / self.orders, 4),
        }


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process of this machine has used; 0 where nobody tells."""
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return 0.0
    told = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) * TICK


@contextmanager
def _ways(where: Where, database: str, world: "World") -> Iterator[dict[str, Callable[[], _Way]]]:
    """Ours, the full and the lean limit, each made anew for a size."""
    from django.db import connection  # noqa: PLC0415 - after Django

    from argosy.cli.benches import by_hand, ingest_world  # noqa: PLC0415
    from argosy.intake import services as intake  # noqa: PLC0415

    numbers = count(1, 1_000_000)
    with connect(where, database) as first, connect(where, database) as second:
        lean, full = by_hand.Lean(first), by_hand.Full(second, world, "full_")

        def plain(orders: int) -> "list[Plain]":
            return list(ingest_world.orders(next(numbers), orders))

        def ours(orders: int) -> Callable[[], object]:
            documents = [ingest_world.document(one) for one in plain(orders)]
            return lambda: intake.book(
                documents=documents, channel=world.channels[0], now=ingest_world.NIGHT
            )

        def by_full(orders: int) -> Callable[[], object]:
            told = plain(orders)
            return lambda: full.write(told, 0)

        def by_lean(orders: int) -> Callable[[], object]:
            told = plain(orders)
            return lambda: lean.write(told)

        yield {
            "ours": lambda: _Way(ours, lambda: connection.connection.info.backend_pid),
            "full": lambda: _Way(by_full, lambda: second.info.backend_pid),
            "lean": lambda: _Way(by_lean, lambda: first.info.backend_pid),
        }


def main() -> None:
    """Measure the company of the environment, and print what was found as JSON."""
    grown = int(sys.argv[1])
    with company_session() as session:
        from argosy.cli.benches import ingest_world  # noqa: PLC0415 - after Django

        world = ingest_world.made()
        where, database = resolve(), session.where.database(session.company)
        with connect(where, database) as connection:
            _prepare(connection)
        with _ways(where, database, world) as ways:
            sizes = {str(size): _size(ways, size) for size in SIZES}
            same = _same_rows(where, database)
            growth = _growth(ways, where, database, world, grown) if grown else {}
    sys.stdout.write(json.dumps({"sizes": sizes, "same_rows": same, "growth": growth}))


def _prepare(connection: Any) -> None:
    connection.execute(sql.text("cli/ingest/lean_tables").encode())
    connection.execute(sql.text("cli/ingest/full_tables").encode())
    connection.commit()


def _size(ways: dict[str, Callable[[], _Way]], size: int) -> dict[str, Any]:
    tell(_("Batches of {size} …").format(size=size))
    measured = {name: way() for name, way in ways.items()}
    for _round in range(ROUNDS):
        for way in measured.values():
            way.run(size)
    taken = {name: way.taken(size) for name, way in measured.items()}
    ours, full, lean = (taken[name]["rate"] for name in ("ours", "full", "lean"))
    return {
        "ours": ours,
        "full": full,
        "lean": lean,
        "of_full": round(ours / full, 3),
        "of_lean": round(ours / lean, 3),
        "detail": taken,
    }


def _same_rows(where: Where, database: str) -> bool:
    """Whether the hand wrote as many rows an order as we did; sums fall together by chance."""
    with connect(where, database) as connection:
        rows = connection.execute(sql.text("cli/ingest/counts").encode()).fetchall()
    hand = {table: full for table, _ours, full in rows}
    ours = {table: here for table, here, _full in rows}
    orders = ours["orders_order"] - SHOPS, hand["orders_order"]
    named = SHOPS * SKUS  # each shop's first order names all its listings
    spare = {"orders_line": named, "finance_posting": 2 * named, "inventory_reservation": named}
    return all(
        (ours[table] - spare.get(table, SHOPS)) * orders[1] == hand[table] * orders[0]
        for table in ours
        if table != "finance_dailysum"
    )


def _growth(
    ways: dict[str, Callable[[], _Way]],
    where: Where,
    database: str,
    world: "World",
    grown: int,
) -> dict[str, Any]:
    """What an order costs in a small book and in a large one, batch by batch of the same size."""
    from argosy.cli.benches import by_hand, ingest_world  # noqa: PLC0415

    small = _cost(ways)
    tell(_("Growing the book to {orders} orders by hand …").format(orders=grown))
    with connect(where, database) as connection:
        hand = by_hand.Full(connection, world, "")
        for first in range(0, grown, GROW_BATCH):
            told = list(ingest_world.orders(2_000_000_000 + first, GROW_BATCH))
            hand.write(told, 1)
        connection.autocommit = True
        connection.execute("ANALYZE")
    large = _cost(ways)
    return {
        "orders": grown,
        "small": small,
        "large": large,
        "cost_ratio": round(small["rate"] / large["rate"], 3),
        "cpu_ratio": round(_total(large) / _total(small), 3) if _total(small) else None,
    }


def _cost(ways: dict[str, Callable[[], _Way]]) -> dict[str, float]:
    way = ways["ours"]()
    for _round in range(SMALL // SIZES[1]):
        way.run(SIZES[1])
    return way.taken(SIZES[1])


def _total(taken: dict[str, float]) -> float:
    return taken["cpu_ms_client"] + taken["cpu_ms_server"]


if __name__ == "__main__":
    main()
