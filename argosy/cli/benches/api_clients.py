"""The clients of `argosy bench api`: connections in one process, as cheap as can be.

Clients and server share the machine's cores, so each request is bytes that were made beforehand
and each answer is read no further than its status. `python -m argosy.cli.benches.api_clients` reads
what to do as JSON from its input and prints what it saw.
"""

import json
import random
import selectors
import socket
import sys
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from argosy.cli.benches.zipf import pair

CHUNK: Final = 65_536
WAIT_S: Final = 0.05
HEAD_ENDS: Final = b"\r\n\r\n"
LENGTH: Final = b"content-length:"


@dataclass(slots=True)
class Client:
    """One connection: one request at a time."""

    line: socket.socket
    due_at: float = 0.0
    read: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class Plan:
    """How much to ask for: for so long, at what rate, how many orders a request."""

    host: str
    port: int
    secret: str
    clients: int
    seconds: float
    rate: float = 0.0  # requests a second, come what may; 0: each as soon as the last is answered
    orders: int = 1  # in each request
    seed: int = 1


def main() -> None:
    """Do what the input says."""
    seen = play(Plan(**json.load(sys.stdin)))
    sys.stdout.write(json.dumps(seen))


def play(plan: Plan) -> dict[str, Any]:
    """Ask, and say how it went: orders a second, and the time each took from when it was due."""
    requests = _requests(plan)
    idle = deque(_connected(plan) for _ in range(plan.clients))
    chance = random.Random(plan.seed)  # noqa: S311 - a seeded world, not a secret
    taken: list[float] = []
    statuses: Counter[int] = Counter()
    with selectors.DefaultSelector() as lines:
        since = monotonic()
        due_at, until = since, since + plan.seconds
        while True:
            now = monotonic()
            while idle and due_at <= now and due_at < until:
                client = idle.popleft()
                client.due_at = due_at
                client.line.sendall(requests())
                lines.register(client.line, selectors.EVENT_READ, client)
                due_at = due_at + chance.expovariate(plan.rate) if plan.rate else now
            if not lines.get_map() and due_at >= until:
                break
            for key, _ in lines.select(max(0.0, min(WAIT_S, due_at - now)) if idle else WAIT_S):
                client = key.data
                client.read += client.line.recv(CHUNK)
                if (status := _status(client.read)) is not None:
                    taken.append(monotonic() - client.due_at)
                    statuses[status] += 1
                    client.read.clear()
                    lines.unregister(client.line)
                    idle.append(client)
            if not plan.rate:
                due_at = monotonic()
        return _seen(plan, taken, statuses, monotonic() - since)


def _seen(plan: Plan, taken: list[float], statuses: Counter[int], seconds: float) -> dict[str, Any]:
    ordered = sorted(taken)
    return {
        "orders": len(taken) * plan.orders,
        "rate": round(len(taken) * plan.orders / seconds, 1),
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 1),
        "p99_ms": round(ordered[int(len(ordered) * 0.99)] * 1000, 1),
        "max_ms": round(ordered[-1] * 1000, 1),
        "statuses": dict(statuses),
    }


def _connected(plan: Plan) -> Client:
    line = socket.create_connection((plan.host, plan.port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Client(line)


def _status(read: bytearray) -> int | None:
    """The status of an answer that has arrived whole."""
    end = read.find(HEAD_ENDS)
    if end < 0:
        return None
    head = bytes(read[:end]).lower()
    at = head.find(LENGTH)
    length = int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return int(head.split(b" ", 2)[1]) if len(read) >= end + len(HEAD_ENDS) + length else None


def _requests(plan: Plan) -> Callable[[], bytes]:
    """Requests that are made one after the other, each of orders that nobody has placed before."""
    chance = random.Random(plan.seed)  # noqa: S311 - a seeded world, not a secret
    numbers = iter(range(sys.maxsize))

    def made() -> bytes:
        orders = [_order(f"{plan.seed}-{next(numbers)}", chance) for _ in range(plan.orders)]
        body = orders[0] if plan.orders == 1 else f'{{"orders":[{",".join(orders)}]}}'
        head = (
            f"POST /api/v1/orders HTTP/1.1\r\nHost: {plan.host}:{plan.port}\r\n"
            f"Authorization: Bearer {plan.secret}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return (head + body).encode("ascii")

    return made


def _order(external_id: str, chance: random.Random) -> str:
    lines = ",".join(
        f'{{"sku":"SKU-{sku}","quantity":{quantity},"unit_price":"9.99"}}'
        for sku, quantity in pair(chance)
    )
    return (
        f'{{"channel":"shop","external_id":"{external_id}","currency":"GBP","placed_at":'
        f'"2026-11-11T00:00:00Z","customer":"c{external_id}","country":"United Kingdom",'
        f'"market":"GB","lines":[{lines}]}}'
    )


if __name__ == "__main__":
    main()
