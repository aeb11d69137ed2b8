"""Lists that are no orders: products with their costs, stock counts, monthly rates.

They are small, so rows are read as values; what they change is still one statement each.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import StatedSku
from argosy.company import queries as company
from argosy.evidence import services as evidence
from argosy.evidence.types import Bad, Problem
from argosy.finance import services as finance
from argosy.finance.types import StatedCost, StatedRate
from argosy.intake import mapping
from argosy.intake.errors import NothingToImport
from argosy.intake.models import Run
from argosy.intake.profiles import Normalised, Profile
from argosy.intake.reading import Source
from argosy.inventory import services as inventory
from argosy.inventory.types import Count, CountResult
from argosy.kernel import sql

Row = dict[str, Any]
EVERYWHERE = 0  # the channel of a document that belongs to none


def apply(*, run: Run, source: Source, profile: Profile, now: datetime) -> None:
    """Take over a list as a whole, in one transaction; bad rows are set aside and block nothing.

    :raises NothingToImport: the list has no rows.
    """
    entity = company.main_entity()
    reader = profile.bind(source=source)
    rows: list[Row] = []
    bad: list[Bad] = []
    for frame in source.frames():
        made = reader.normalise(frame, zone=profile.zone or "UTC", currency=entity.currency)
        rows += made.parts.to_dicts()
        bad += _bad(made.problems.to_dicts(), made.raw.to_dicts())
    if not rows and not bad:
        raise NothingToImport(file=source.name)
    with transaction.atomic():
        sql.run("intake/wait_longer")
        fresh = _take_over(run, profile.document, rows, now)
        held = evidence.quarantine(
            run=run.pk, file=run.file, channel=EVERYWHERE, profile=profile.key, bad=bad, now=now
        )
        run.rows_total = run.documents_total = run.documents_done = len(rows) + len(bad)
        run.counts |= {
            "new": fresh,
            "known": len(rows) - fresh,
            "other": fresh,
            "quarantined": held,
            "quarantined_lines": held,
        }
        run.save(update_fields=["rows_total", "documents_total", "documents_done", "counts"])


def apply_rows(*, run: Run, document: str, made: Normalised, now: datetime) -> None:
    """Take over rows of a list that were mended, inside the caller's transaction."""
    fresh = _take_over(run, document, made.parts.to_dicts(), now)
    run.counts["new"] = run.counts.get("new", 0) + fresh


def _take_over(run: Run, document: str, rows: list[Row], now: datetime) -> int:
    finance.hold_book(alone=True)
    documents = receive(run, document, rows, now)
    fresh = [row for row in rows if row["document"] in documents]
    if fresh:
        _APPLY[document](fresh, company.main_entity().id, now)
    return len(fresh)


def _bad(problems: Iterable[Row], raw: Iterable[Row]) -> list[Bad]:
    cells = {
        row.pop("row_no"): {
            key: value
            for key, value in row.items()
            if value is not None and not key.startswith("\x1f")
        }
        for row in raw
    }
    by_row: dict[int, list[Problem]] = {}
    for one in problems:
        problem = Problem(one["row_no"], one["field"], one["code"], one["value"] or "")
        by_row.setdefault(one["row_no"], []).append(problem)
    return [
        Bad(external_id="", rows=((row, cells.get(row, {})),), problems=tuple(found))
        for row, found in by_row.items()
    ]


def receive(run: Run, kind: str, rows: list[Row], now: datetime) -> set[int]:
    """Record each row as a document, under what it is about. Returns those that are fresh."""
    evidence.open_incoming()
    seen: dict[tuple[str, bytes], Row] = {}
    for row in rows:
        row["external_id"] = f"{kind}:{row.get('sku') or row.get('currency')}"
        if kind != "products":
            row["external_id"] += f":{row.get('place') or ''}{row.get('month') or ''}"
        digest = sha256(row["content"].encode()).digest()
        seen.setdefault((row["external_id"], digest), row)
    sql.run(
        "intake/offer_rows",
        {
            "channel": EVERYWHERE,
            "kind": kind,
            "file": run.file,
            "run": run.pk,
            "as_of": now,
            "external_ids": [key for key, _ in seen],
            "digests": [digest for _, digest in seen],
            "rows": [row["row_no"] for row in seen.values()],
        },
    )
    evidence.receive(now=now)
    answers = sql.rows("intake/received_rows")
    for (_, row), (document, _) in zip(seen.items(), answers, strict=True):
        row["document"] = document
    for row in rows:
        row.setdefault("document", 0)
    return {document for document, fate in answers if fate in {"new", "changed"}}


def _products(rows: Sequence[Row], entity: int, now: datetime) -> None:  # noqa: ARG001
    skus = catalogue.state_skus(stated=[_sku(row) for row in rows], now=now)
    mapping.map_known(now=now)
    costs = [
        StatedCost(
            sku=skus[row["sku"].upper()],
            valid_from=row["valid_from"] or datetime(2000, 1, 1, tzinfo=UTC).date(),
            unit_cost=Decimal(row["unit_cost"]),
            currency=row["cost_currency"],
            document=row["document"],
            source_row=row["row_no"],
        )
        for row in rows
        if row["unit_cost"] is not None
    ]
    finance.keep_costs(costs=costs, now=now)
    kits = [skus[row["sku"].upper()] for row in rows if row["components"]]
    finance.cost_kits(kits=kits, now=now)
    mapping.promise_kits(kits=kits, now=now)


def _sku(row: Row) -> StatedSku:
    return StatedSku(
        code=row["sku"].upper(),
        title=row["title"] or "",
        title_zh=row["title_zh"] or "",
        brand=row["brand"] or "",
        barcode=row["barcode"] or "",
        hs_code=row["hs_code"] or "",
        origin=row["origin"] or "",
        weight_g=row["weight_g"],
        length_mm=row["length_mm"],
        width_mm=row["width_mm"],
        height_mm=row["height_mm"],
        package_weight_g=row["pack_weight_g"],
        components=tuple(
            (code.strip().upper(), int(quantity or 1))
            for code, _, quantity in (
                part.rpartition(":") if ":" in part else (part, "", "1")
                for part in (row["components"] or "").split(";")
                if part.strip()
            )
        ),
    )


def _counts(rows: Sequence[Row], entity: int, now: datetime) -> None:
    # Of two counts of one SKU at one place the later holds; of one instant, the later row.
    last = {
        (row["sku"].upper(), row["place"] or ""): row
        for row in sorted(rows, key=lambda row: (row["counted_at"] or now, row["row_no"]))
    }
    rows = list(last.values())
    skus = catalogue.state_skus(
        stated=[StatedSku(code=code) for code in sorted({code for code, _ in last})],
        now=now,
    )
    places = {name: _place(name, now) for name in sorted({name for _, name in last})}
    counts = [
        Count(
            sku=skus[row["sku"].upper()],
            place=places[row["place"] or ""],
            quantity=row["quantity"],
            counted_at=row["counted_at"] or now,
            document=row["document"],
            source_row=row["row_no"],
        )
        for row in rows
    ]
    take_counts(counts=counts, entity=entity, now=now)


def take_counts(*, counts: Sequence[Count], entity: int, now: datetime) -> CountResult:
    """Take counts over, and bring home what left after them before anybody told of them."""
    result = inventory.count(counts=counts, entity=entity, now=now, serves=False)
    skus = sorted({one.sku for one in counts})
    inventory.open_incoming()
    before_count = inventory.ends(now=now).before_count
    sql.run("intake/offer_late_moves", {"skus": skus, "before_count": before_count})
    inventory.move_incoming(now=now)
    # Only what is still there after them is promised to those whom it is owed.
    inventory.serve_owed(skus=skus, now=now)
    return result


def _place(name: str, now: datetime) -> int:
    kind = "platform" if name.upper().startswith(("FBA", "WFS", "FBT")) else "warehouse"
    key = slugify(name, allow_unicode=True) or "warehouse"
    return inventory.open_place(key=key, title=name or "Warehouse", kind=kind, country="", now=now)


def _rates(rows: Sequence[Row], entity: int, now: datetime) -> None:  # noqa: ARG001
    finance.keep_monthly_rates(
        rates_by_month=[
            StatedRate(row["currency"], row["base"], row["month"], Decimal(row["rate"]))
            for row in rows
        ],
        now=now,
    )


_APPLY = {"products": _products, "counts": _counts, "rates": _rates}
