"""Reads of imports: what was asked, how far it is, what came of it."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from argosy.evidence import queries as evidence_queries
from argosy.intake import importing, plain
from argosy.intake.classes import CLASSES
from argosy.intake.errors import NoSuchRun
from argosy.intake.models import LIVE, Run, RunState
from argosy.intake.profiles.detecting import BASIS, detect, guess_mapping
from argosy.intake.profiles.problems import TEXTS
from argosy.intake.reading import open_files
from argosy.intake.types import (
    ClassTotal,
    ClassView,
    Fingerprint,
    ProfileView,
    RunView,
    SourceRows,
    UndoPreview,
    Unknown,
)
from argosy.kernel import sql

SAMPLE_ROWS = 8
WORDED = {"remedy", "what"}  # facts of a refusal that are words of ours, kept in English


def fingerprint() -> Fingerprint:
    """A digest of the book: equal for equal books, however and in whatever order they were told."""
    digests, counts = zip(
        *(
            sql.rows(part)[0]
            for part in (
                "intake/fingerprint_orders",
                "intake/fingerprint_lines",
                "intake/fingerprint_moves",
                "intake/fingerprint_postings",
            )
        ),
        strict=True,
    )
    whole = hashlib.sha256("".join(digests).encode()).hexdigest()
    return Fingerprint(whole, *counts)


def profiles() -> list[ProfileView]:
    """Every import profile, by key."""
    return [
        ProfileView(
            key=one.key,
            title_en=one.title.get("en", one.key),
            title_zh=one.title.get("zh", one.key),
            document=one.document,
            confirmed=one.confirmed,
            source=one.source,
            built_in=one.built_in,
        )
        for _key, one in sorted(importing.profiles().items())
    ]


def run(*, run: int, now: datetime) -> RunView:
    """One import.

    :raises NoSuchRun: there is none.
    """
    found = Run.objects.select_related("channel").filter(pk=run).first()
    if found is None:
        raise NoSuchRun(run=run)
    return _view(found, now)


def list_runs(
    *, limit: int, now: datetime, channels: Collection[int] | None = None
) -> list[RunView]:
    """The latest imports, newest first; of these channels and of none, where channels are named."""
    found = _of(channels).order_by("-created_at", "-pk")[:limit]
    return [_view(one, now) for one in found]


def running(*, now: datetime, channels: Collection[int] | None = None) -> list[RunView]:
    """The imports that wait or are under way, oldest first."""
    found = _of(channels).filter(state__in=importing.OPEN).order_by("pk")
    return [_view(one, now) for one in found]


def _of(channels: Collection[int] | None) -> "QuerySet[Run, Run]":
    found = Run.objects.select_related("channel").exclude(profile=LIVE)
    if channels is None:
        return found
    return found.filter(Q(channel=None) | Q(channel__in=channels))


def line_classes() -> dict[str, ClassView]:
    """What becomes of each class of line, by class."""
    return {
        one.key: ClassView(one.key, one.kind or "", one.layer or "", one.goods, one.stock or "")
        for one in CLASSES
    }


def undo_preview(*, run: int) -> UndoPreview:
    """What undoing an import would touch."""
    gone, kept = evidence_queries.undo_preview(run=run)
    orders, postings, moves = sql.rows("intake/undo_extent", {"run": run})[0]
    return UndoPreview(documents=gone, kept=kept, orders=orders, postings=postings, moves=moves)


def source_rows(*, document: int) -> SourceRows:
    """The rows of a document as they stand in its file, read from the bytes that were kept."""
    file, number, wanted = evidence_queries.whereabouts(document=document)
    if Run.objects.filter(pk=number, profile=LIVE).exists():
        return _told_live(file, number, wanted)
    member = Run.objects.filter(pk=number).values_list("member", flat=True).first() or ""
    name = evidence_queries.file_name(file=file)
    with TemporaryDirectory(prefix="argosy-rows-") as folder:
        path = Path(folder) / "file"
        evidence_queries.write_file(file=file, target=path)
        sources = open_files(path=path, name=name)
        source = next((one for one in sources if one.name == member), sources[0])
        rows: list[tuple[int, tuple[str, ...]]] = []
        for frame in source.frames():
            found = frame.filter(pl.col("row_no").is_in(wanted))
            rows += [
                (row["row_no"], tuple(row.get(column) or "" for column in source.header))
                for row in found.to_dicts()
            ]
            if len(rows) == len(wanted):
                break
        return SourceRows(
            file_name=name,
            table=source.name,
            run=number,
            header=tuple(source.header),
            rows=tuple(rows),
        )


def _told_live(file: int, run: int, wanted: Sequence[int]) -> SourceRows:
    """What a document said that came as a value: its own row as 0, then its lines."""
    with TemporaryDirectory(prefix="argosy-rows-") as folder:
        path = Path(folder) / "file"
        evidence_queries.write_file(file=file, target=path)
        told = path.read_bytes().split(b"\n")
    header, rows = plain.read_back(told[wanted[0] - 1])
    return SourceRows(
        file_name=evidence_queries.file_name(file=file),
        table="",
        run=run,
        header=header,
        rows=tuple(enumerate(rows)),
    )


def problem(*, code: str) -> tuple[str, str]:
    """Why a cell could not be read, and what to do about it, in words."""
    text = TEXTS.get(code)
    return (str(text.reason), str(text.remedy)) if text else (code, "")


def fields(*, document: str) -> dict[str, bool]:
    """Our fields of one sort of document, and whether a file must have each."""
    spec = importing.profiles()[BASIS[document]].spec
    return {one.name: one.required for one in spec.fields}


def unknown_in(*, file: int, document: str, every: bool = False) -> list[Unknown]:
    """The tables of a kept file that no profile fits (or every table), guessed at as one document.

    :raises NoSuchFile: there is none.
    """
    stored = evidence_queries.stored_file(file=file)
    with TemporaryDirectory(prefix="argosy-unknown-") as folder:
        path = Path(folder) / "file"
        evidence_queries.write_file(file=file, target=path)
        return unknown_tables(path=path, name=stored.name, document=document, every=every)


def unknown_tables(
    *, path: Path, name: str, document: str = "orders", every: bool = False
) -> list[Unknown]:
    """The tables of a file that no profile fits, with a guess for each of our fields."""
    known = importing.profiles()
    return [
        Unknown(
            table=source.name,
            header=tuple(source.header),
            sample=tuple(
                tuple(row.get(column) or "" for column in source.header)
                for row in next(source.frames(SAMPLE_ROWS), pl.DataFrame())
                .head(SAMPLE_ROWS)
                .to_dicts()
            ),
            guesses={
                field: (guess.column, guess.confidence)
                for field, guess in guess_mapping(source=source, document=document).items()
            },
        )
        for source in open_files(path=path, name=name)
        if every or not detect(source=source, profiles=known)
    ]


def _view(found: Run, now: datetime) -> RunView:
    counts = found.counts
    return RunView(
        id=found.pk,
        file=found.file,
        file_name=evidence_queries.file_name(file=found.file),
        table=found.member,
        profile=found.profile,
        channel=found.channel_id,
        channel_title=found.channel.title if found.channel else "",
        state=found.state,
        rows_total=found.rows_total,
        rows_done=found.rows_done,
        documents_total=found.documents_total,
        documents_done=found.documents_done,
        new=counts.get("new", 0),
        known=counts.get("known", 0),
        changed=counts.get("changed", 0),
        quarantined=counts.get("quarantined", 0),
        merchandise_lines=counts.get("merchandise", 0),
        other_lines=counts.get("other", 0),
        quarantined_lines=counts.get("quarantined_lines", 0),
        totals=tuple(ClassTotal(*row) for row in counts.get("totals", [])),
        skipped=tuple((row, reason, text) for row, reason, text in found.skipped),
        error_code=found.error_code,
        error_message=_error_message(found.error_facts),
        notes=tuple(counts.get("notes", ())),
        created_at=found.created_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
        seconds_left=_seconds_left(found, now),
        peak_rss_mb=found.peak_rss_mb,
        started_by=found.started_by,
        can_undo=found.channel_id is not None
        and found.state in (RunState.DONE, RunState.CANCELLED),
    )


def _error_message(error: Mapping[str, object]) -> str:
    if not error:
        return ""
    facts = error.get("facts")
    said = dict(facts) if isinstance(facts, dict) else {}
    for name in WORDED & said.keys():
        said[name] = _(said[name]) if said[name] else ""
    return _(str(error["template"])).format(**said)


def _seconds_left(found: Run, now: datetime) -> float | None:
    """From the rate so far: reading is about a quarter of the work, applying the rest."""
    if found.state not in importing.OPEN or found.started_at is None:
        return None
    read = found.rows_done / found.rows_total if found.rows_total else 0.0
    applied = found.documents_done / found.documents_total if found.documents_total else 0.0
    done = 0.25 * min(read, 1.0) + 0.75 * applied
    passed = (now - found.started_at).total_seconds()
    return passed / done - passed if done > 0 else None
