"""The book of `argosy bench screens`: `python -m argosy.cli.benches.screens_world ORDERS`.

Orders of the last 30 days, written by hand as in `argosy bench ingest`; then some thousands that
are owed units, through `book`. None of them has left.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from argosy.cli.session import company_session
from argosy.database.url import connect, resolve

BATCH: Final = 10_000
FIRST: Final = 2_000_000_000
SPREAD: Final = timedelta(days=30)
OWED: Final = 5_000
OWED_BATCH: Final = 500
OWED_SKUS: Final = 50


def main() -> None:
    """Grow the book of the company of the environment."""
    orders, now = int(sys.argv[1]), datetime.now(UTC)
    with company_session() as session:
        from argosy.cli.benches import by_hand, ingest_world  # noqa: PLC0415 - after Django

        world = ingest_world.made()
        where, database = resolve(), session.where.database(session.company)
        with connect(where, database) as connection:
            hand = by_hand.Full(connection, world, "")
            for first in range(0, orders, BATCH):
                count = min(BATCH, orders - first)
                told = [
                    replace(one, at=now - SPREAD * (1 - (first + nth) / orders))
                    for nth, one in enumerate(ingest_world.orders(FIRST + first, count))
                ]
                hand.write(told, 1)
            owe(now)
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")


def owe(now: datetime) -> None:
    """Book orders of what no place holds."""
    from argosy.catalogue import services as catalogue  # noqa: PLC0415
    from argosy.catalogue.types import StatedSku  # noqa: PLC0415
    from argosy.channels.queries import list_channels  # noqa: PLC0415
    from argosy.cli.benches import ingest_world  # noqa: PLC0415
    from argosy.intake import services as intake  # noqa: PLC0415

    channel = list_channels()[0].id
    codes = [f"OWED-{nth}" for nth in range(OWED_SKUS)]
    catalogue.state_skus(stated=[StatedSku(code=code, title=code) for code in codes], now=now)
    for first in range(0, OWED, OWED_BATCH):
        documents = []
        for one in ingest_world.orders(first, OWED_BATCH):
            told = ingest_world.document(replace(one, number=f"OWED-{one.number}", at=now))
            lines = tuple(
                replace(line, sku=codes[rank % OWED_SKUS])
                for line, (rank, _units) in zip(told.lines, one.lines, strict=True)
            )
            documents.append(replace(told, lines=lines))
        intake.book(documents=documents, channel=channel, now=now)


if __name__ == "__main__":
    main()
