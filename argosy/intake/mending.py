"""A quarantined document, mended in place and applied: the same way it would have gone at first."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.db import transaction

from argosy.channels import queries as channels_queries
from argosy.evidence import queries as evidence_queries
from argosy.evidence import services as evidence
from argosy.evidence.types import Held
from argosy.intake import booking, importing, live, plain, staging, tables
from argosy.intake.errors import StillBad
from argosy.intake.models import LIVE, Run
from argosy.intake.profiles import Reader
from argosy.intake.profiles.engine import Normalised
from argosy.intake.reading import open_files
from argosy.intake.vetting import faults
from argosy.kernel import sql


def mend(
    *, quarantined: int, cells: Mapping[int, Mapping[str, str]], by: int | None, now: datetime
) -> None:
    """Apply a document with corrected cells, or change nothing and say what is still wrong."""
    held = evidence_queries.held(quarantined=quarantined)
    run = Run.objects.get(pk=held.run)
    if held.profile == LIVE:
        _mend_live(held, run, cells, by, now)
        return
    mended = [{**row, **cells.get(number, {})} for number, row in held.rows]
    numbers = [number for number, _ in held.rows]
    made, reader = _read(run, held, numbers, mended)
    for problem in made.problems.to_dicts():
        raise StillBad(
            row=problem["row_no"],
            field=problem["field"],
            value=problem["value"] or "",
            problem=problem["code"],
        )
    with transaction.atomic():
        evidence.close_quarantined(quarantined=quarantined, mended=True, by=by, now=now)
        locked = Run.objects.select_for_update().get(pk=held.run)
        if locked.channel_id is None:
            tables.apply_rows(run=locked, document=reader.spec.document, made=made, now=now)
        else:
            _book(locked, made, now)
        locked.counts["quarantined"] = max(0, locked.counts.get("quarantined", 0) - 1)
        left = locked.counts.get("quarantined_lines", 0) - len(numbers)
        locked.counts["quarantined_lines"] = max(0, left)
        locked.save(update_fields=["counts"])


def _mend_live(
    held: Held, run: Run, cells: Mapping[int, Mapping[str, str]], by: int | None, now: datetime
) -> None:
    """A document that came as a value goes the way it would have gone, once nothing is wrong."""
    rows = {number: {**row, **cells.get(number, {})} for number, row in held.rows}
    document, problems = plain.from_rows(rows)
    problems = problems or (faults(document, now=now) if document else [])
    for one in problems:
        raise StillBad(row=one.row, field=one.field, value=one.value, problem=one.code)
    if document is None:
        raise AssertionError("what cannot be read has a problem")
    with transaction.atomic():
        booked = live.book(
            documents=[document], channel=run.channel_id, run=None, file=None, now=now
        )
        for one in booked.outcomes[0].problems if booked.quarantined else ():
            raise StillBad(row=one.row, field=one.field, value=one.value, problem=one.code)
        evidence.close_quarantined(quarantined=held.id, mended=True, by=by, now=now)


def _read(
    run: Run, held: Held, numbers: list[int], rows: list[dict[str, str]]
) -> tuple[Normalised, Reader]:
    """Read the mended rows by what was learned from the whole file they came from."""
    with TemporaryDirectory(prefix="argosy-mend-") as folder:
        path = Path(folder) / "file"
        evidence_queries.write_file(file=run.file, target=path)
        sources = open_files(path=path, name=held.file_name)
        source = next((one for one in sources if one.name == run.member), sources[0])
        reader = importing.profiles()[held.profile].bind(source=source)
        zone, currency = importing.zone_and_currency(run)
        # Of equal lines of a statement the mended one is another, not one that is known.
        reader.remember(source.frames(), zone=zone, currency=currency)
        frame = pl.DataFrame(
            {"row_no": numbers} | {name: [row.get(name) for row in rows] for name in source.header},
            schema={"row_no": pl.Int64} | dict.fromkeys(source.header, pl.String),
        )
        return reader.normalise(frame, zone=zone, currency=currency), reader


def _book(run: Run, made: Normalised, now: datetime) -> None:
    sql.run("intake/open_stage")
    staging.stage_made(made)
    staging.gather()
    booking.open_batch()
    everything = {"first": 1, "last": 2**31 - 1}
    sql.run("intake/take_documents", everything)
    sql.run("intake/take_lines", everything)
    channel = channels_queries.by_id(channel=run.channel_id or 0)
    ticket = booking.Ticket(run=run.pk, file=run.file, channel=channel)
    booked = booking.apply_batch(ticket=ticket, now=now, match=True)
    importing.count(run, booked)
