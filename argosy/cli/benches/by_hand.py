"""The two limits of `argosy bench ingest`, written by hand: nothing is looked up or checked.

The lean one keeps orders, lines and a reserved counter. The full one writes the very rows that we
write, by COPY, from the same plain orders; it knows every id beforehand.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import psycopg
from psycopg.sql import SQL, Identifier

from argosy.cli.benches.ingest_world import Plain, World
from argosy.cli.benches.scratch import CURRENCY
from argosy.kernel import sql

CENTS: Final = 999
FEE: Final = 15  # of a hundred
SHIP_WITHIN: Final = timedelta(hours=72)

Connection = psycopg.Connection[Any]


class Lean:
    """One statement a batch."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.execute(sql.text("cli/ingest/lean_stage").encode())

    def write(self, orders: Sequence[Plain]) -> None:
        """Insert orders and lines and reserve, in one transaction."""
        rows = [
            f"{one.number}\t{one.at.isoformat()}\t{rank + 1}\t{units}\t{CENTS}"
            for one in orders
            for rank, units in one.lines
        ]
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(sql.text("cli/ingest/lean_clear").encode())
            with cursor.copy(sql.text("cli/ingest/lean_copy").encode()) as copy:
                copy.write("\n".join(rows) + "\n")
            cursor.execute(sql.text("cli/ingest/lean_batch").encode())


class Full:
    """The rows that we write, into tables of this prefix ("" is our own)."""

    def __init__(self, connection: Connection, world: World, prefix: str) -> None:
        self._connection, self._world, self._prefix = connection, world, prefix

    def write(self, orders: Sequence[Plain], shop: int) -> None:
        """Write a batch of new orders of one shop in one transaction."""
        world, now = self._world, orders[-1].at.isoformat()
        lines = sum(len(one.lines) for one in orders)
        with self._connection.transaction(), self._connection.cursor() as cursor:
            told = {"orders": len(orders), "lines": lines}
            drawn = cursor.execute(sql.text("cli/ingest/full_numbers").encode(), told).fetchone()
            if drawn is None:
                raise AssertionError("numbers were asked for")
            file = self._evidence(cursor, orders, now)
            rows = _Rows(world, shop, file, drawn, now)
            for one in orders:
                rows.add(one)
            for table, columns, encoded in rows.tables():
                self._copy(cursor, table, columns, encoded)
            self._reserve(cursor, rows.units, now)

    def _evidence(self, cursor: "psycopg.Cursor[Any]", orders: Sequence[Plain], now: str) -> int:
        said = "\n".join(json.dumps([one.number, one.lines]) for one in orders).encode()
        blob = self._insert(
            cursor,
            "evidence_blob",
            ("sha256", "size_bytes", "stored_at"),
            (hashlib.sha256(said).digest(), len(said), now),
        )
        chunk = (blob, 0, zlib.compress(said, 1))
        self._insert(cursor, "evidence_chunk", ("blob_id", "position", "data"), chunk)
        columns = ("blob_id", "name", "received_at")
        return self._insert(cursor, "evidence_file", columns, (blob, "by hand", now))

    def _insert(
        self,
        cursor: "psycopg.Cursor[Any]",
        table: str,
        columns: Sequence[str],
        values: Sequence[object],
    ) -> int:
        names = SQL(", ").join(map(Identifier, columns))
        marks = SQL(", ").join([SQL("%s")] * len(columns))
        statement = SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id")
        cursor.execute(statement.format(Identifier(self._prefix + table), names, marks), values)
        row = cursor.fetchone()
        return int(row[0]) if row else 0

    def _copy(
        self, cursor: "psycopg.Cursor[Any]", table: str, columns: str, rows: Sequence[str]
    ) -> None:
        names = SQL(", ").join(map(Identifier, columns.split()))
        statement = SQL("COPY {} ({}) FROM STDIN")
        with cursor.copy(statement.format(Identifier(self._prefix + table), names)) as copy:
            copy.write("\n".join(rows) + "\n")

    def _reserve(self, cursor: "psycopg.Cursor[Any]", units: dict[int, int], now: str) -> None:
        skus = sorted(units)
        statement = SQL(
            "UPDATE {} AS level SET reserved = level.reserved + given.units"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS given (sku, units)"
            " WHERE level.sku_id = given.sku"
            " AND level.on_hand - level.reserved - level.leased >= given.units"
        )
        told = (sql.array(skus), sql.array(units[sku] for sku in skus))
        cursor.execute(statement.format(Identifier(self._prefix + "inventory_level")), told)
        columns = ("skus", "takers", "taken", "touched_at")
        values = (skus, ["listing"] * len(skus), [units[sku] for sku in skus], now)
        self._insert(cursor, "inventory_touch", columns, values)


class _Rows:
    """A batch as rows of COPY."""

    def __init__(
        self, world: World, shop: int, file: int, drawn: tuple[Any, ...], now: str
    ) -> None:
        self._world, self._file, self._now = world, file, now
        self._shop, self._listings = world.channels[shop], world.listings[shop]
        self._documents, self._orders, self._lines = map(iter, drawn[:3])
        self._xact = drawn[3]
        self._tables: dict[str, list[str]] = {name: [] for name in _COLUMNS}
        self._sums: dict[tuple[int, str, str], list[int]] = {}
        self.units: dict[int, int] = {}

    def add(self, one: Plain) -> None:
        """Add an order's rows."""
        document, order, tables = next(self._documents), next(self._orders), self._tables
        at, now, shop = one.at.isoformat(), self._now, self._shop
        until = (one.at + SHIP_WITHIN).isoformat()
        total = pieces = 0
        day = one.at.date().isoformat()
        digest = hashlib.sha256(repr(one).encode()).hexdigest()
        for row, (rank, units) in enumerate(one.lines, start=1):
            sku = self._world.skus[rank]
            listing, line, amount = self._listings[sku], next(self._lines), units * CENTS
            total, pieces = total + amount, pieces + units
            tables["orders_line"].append(
                f"{line}\t{order}\t{document}\t{row}\tmerchandise\t{listing}\t{sku}\t{units}\t9.99\t"
                f"{amount}\t{at}"
            )
            self._post(
                sku, listing, line, (units, amount, day), f"{document}\t{row}\t0\t0\t{at}\t{now}"
            )
            tables["inventory_reservation"].append(
                f"order:{order}\t{sku}\t{self._world.place}\t{self._world.entity}\t{units}\tactive\t"
                f"{until}\t{now}"
            )
            self.units[sku] = self.units.get(sku, 0) + units
        tables["evidence_document"].append(
            f"{document}\t{shop}\torder\t{one.number}\t\\\\x{digest}\t{self._file}\t{{1}}\t1\t{at}\t\t"
            f"applied\t{now}"
        )
        tables["orders_order"].append(
            f"{order}\t{document}\t{self._world.entity}\t{shop}\t{one.number}\torder\t{CURRENCY}\tGB\t\t{at}\t"
            f"{total}\t0\t{pieces}\t{until}\t{now}"
        )
        tables["orders_fact"].append(f"{order}\t{document}\tplaced\t{at}\t{now}\t{self._xact}")

    def _post(
        self, sku: int, listing: int, line: int, said: tuple[int, int, str], end: str
    ) -> None:
        units, amount, day = said
        fee = -((amount * FEE + 50) // 100)
        head = f"{self._world.entity}\t{self._shop}\tmarketplace\tGB\t{listing}\t{sku}\t{line}\t"
        for what, pieces, minor in (
            ("sale\trevenue\tstated\tactual", units, amount),
            ("platform_fee\tselling\tcomputed\testimate", 0, fee),
        ):
            self._tables["finance_posting"].append(
                f"{head}{what}\t{pieces}\t{minor}\t{CURRENCY}\t{minor}\t1\tsame\t{day}\t{day}\t{end}"
            )
            summed = self._sums.setdefault((sku, what, day), [0, 0, 0])
            summed[0] += minor
            summed[1] += pieces
            summed[2] += 1

    def tables(self) -> list[tuple[str, str, list[str]]]:
        """Each table with its columns and rows."""
        head = f"{self._world.entity}\t{self._shop}\tmarketplace\tGB\t"
        totals: dict[tuple[str, str], list[int]] = {}
        for (sku, what, day), (minor, units, postings) in self._sums.items():
            self._tables["finance_dailysum"].append(
                f"{head}{sku}\t{what}\t{day}\t{CURRENCY}\t{minor}\t{minor}\t0\t{units}\t{postings}\tf"
            )
            total = totals.setdefault((what, day), [0, 0, 0])
            for position, value in enumerate((minor, units, postings)):
                total[position] += value
        self._tables["finance_dailytotal"] = [
            f"{head}{what}\t{day}\t{CURRENCY}\t{minor}\t{minor}\t0\t{units}\t{postings}\tf"
            for (what, day), (minor, units, postings) in totals.items()
        ]
        return [(table, _COLUMNS[table], rows) for table, rows in self._tables.items()]


_SUMMED: Final = "kind layer basis certainty day currency amount_minor base_minor rateless_minor"
_COLUMNS: Final = {
    "evidence_document": "id channel kind external_id digest file_id row_numbers run as_of"
    " reference state received_at",
    "orders_order": "id document entity_id channel_id external_id kind currency market"
    " country_label placed_at total_minor refunded_minor units promised_until recorded_at",
    "orders_line": "id order_id document source_row kind listing_id sku_id quantity unit_price"
    " amount_minor occurred_at",
    "orders_fact": "order_id document kind occurred_at recorded_at xact",
    "finance_posting": "entity channel mode market listing sku order_line kind layer basis"
    " certainty units amount_minor currency base_minor rate rate_source rate_date day document"
    " source_row part revision occurred_at recorded_at",
    "finance_dailysum": f"entity channel mode market sku {_SUMMED} units postings folded",
    "finance_dailytotal": f"entity channel mode market {_SUMMED} units postings folded",
    "inventory_reservation": "holder sku_id place_id entity_id quantity state promised_until"
    " created_at",
}
