"""One import from its file to the book: staged once, then batch by batch, each whole or not at all.

Killed anywhere, it is taken up again: the file is staged anew from the bytes that were kept, and
batches that were applied are recognised as its own and not counted twice.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

from django.db import transaction

from argosy.channels import queries as channels_queries
from argosy.channels.types import ChannelRef
from argosy.company import queries as company
from argosy.database.locks import FileLock, is_held
from argosy.evidence import queries as evidence_queries
from argosy.evidence import services as evidence
from argosy.finance import services as finance
from argosy.intake import booking, staging, tables
from argosy.intake.errors import NoSuchRun, NothingToImport, RunBusy
from argosy.intake.memory import peak_rss_mb
from argosy.intake.models import Run, RunState, SavedProfile
from argosy.intake.profiles import Profile, load
from argosy.intake.reading import Source, open_files
from argosy.intake.types import Booked, Progress
from argosy.kernel import sql
from argosy.kernel.errors import DomainError
from argosy.orders import services as orders

DOCUMENTS_PER_BATCH: Final = 2_500
TEMPORARY: Final = "argosy-import-"
IN_USE: Final = "in-use"  # a file that whoever uses the folder keeps locked
MARKED_WITHIN_S: Final = 60
OPEN: Final = (RunState.QUEUED, RunState.READING, RunState.APPLYING)
LOCK_SPACE: Final = 0x41726779  # of the advisory lock that one import holds while it runs
TAKE_OVER_S = 10.0  # the session of a killed process ends when its last statement does

Clock = Callable[[], datetime]
Watcher = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """What every step of one import needs."""

    run: Run
    source: Source
    profile: Profile
    channel: ChannelRef | None
    clock: Clock
    watch: Watcher


def profiles() -> dict[str, Profile]:
    """Every profile: those that ship and those the seller saved."""
    return load(list(SavedProfile.objects.values_list("definition", flat=True)))


def carry_out(*, run: int, clock: Clock, watch: Watcher) -> None:
    """Bring one import to its end: done, failed or cancelled.

    :raises NoSuchRun: there is none.
    :raises RunBusy: another process has it in hand.
    """
    with _only_here(run):
        found = Run.objects.filter(pk=run).first()
        if found is None:
            raise NoSuchRun(run=run)
        if found.state not in OPEN:
            return
        try:
            with _opened(found, clock, watch) as job:
                _read_and_apply(job)
        except DomainError as error:
            if Run.objects.filter(pk=run, documents_done__gt=0).exists():
                raise  # A refusal comes before the first batch; later it is a bug, and resumable.
            _fail(found, error, clock())


@contextmanager
def _only_here(run: int) -> Iterator[None]:
    """Hold the import for this session: it ends with the session, however that ends."""
    lock = {"space": LOCK_SPACE, "run": run}
    deadline = time.monotonic() + TAKE_OVER_S
    while not sql.rows("intake/hold_run", lock)[0][0]:
        if time.monotonic() > deadline:
            raise RunBusy(run=run)
        time.sleep(0.2)
    try:
        yield
    finally:
        sql.rows("intake/let_go_run", lock)


@contextmanager
def _folder() -> Iterator[Path]:
    """A temporary folder, marked as in use for as long as this process lives."""
    _forget_killed()
    with TemporaryDirectory(prefix=TEMPORARY) as name:
        mark = FileLock(Path(name) / IN_USE)
        mark.take(shared=False)
        try:
            yield Path(name)
        finally:
            mark.release()


def _forget_killed() -> None:
    """Remove what imports that were killed left behind: files of a seller hold people's data."""
    for folder in Path(gettempdir()).glob(f"{TEMPORARY}*"):
        try:
            # By the system's clock, which the folder has its time from: not by the caller's.
            is_new = time.time() - folder.stat().st_mtime < MARKED_WITHIN_S
            if not is_new and not is_held(folder / IN_USE):
                shutil.rmtree(folder)
        except OSError:
            continue  # another process was faster, or it is another user's


@contextmanager
def _opened(run: Run, clock: Clock, watch: Watcher) -> Iterator[_Job]:
    """Write the kept bytes to a temporary file and open the run's table in it."""
    with _folder() as folder:
        name = evidence_queries.file_name(file=run.file)
        path = folder / "file"
        evidence_queries.write_file(file=run.file, target=path)
        sources = open_files(path=path, name=name)
        source = next((one for one in sources if one.name == run.member), sources[0])
        channel = (
            channels_queries.by_id(channel=run.channel_id) if run.channel_id is not None else None
        )
        yield _Job(run, source, profiles()[run.profile], channel, clock, watch)


def _read_and_apply(job: _Job) -> None:
    run = job.run
    run.state, run.started_at = RunState.READING, run.started_at or job.clock()
    run.beat_at, run.rows_total = job.clock(), job.source.rows_estimate
    run.save(update_fields=["state", "started_at", "beat_at", "rows_total"])
    if job.channel is None:
        tables.apply(run=run, source=job.source, profile=job.profile, now=job.clock())
    else:
        _stage_and_book(job, job.channel)
    skipped = [(one.row_no, one.reason, one.text) for one in job.source.skipped]
    Run.objects.filter(pk=run.pk).update(skipped=skipped, rows_done=run.rows_total)
    if Run.objects.get(pk=run.pk).state in OPEN:
        _round_off(job, RunState.DONE)


def _round_off(job: _Job, state: RunState) -> None:
    """What is worked out once at the end; repeated after an interruption it comes to the same."""
    with transaction.atomic():
        sql.run("intake/wait_longer")
        orders.analyze()
        orders.match_credits(documents=evidence_queries.documents_of(run=job.run.pk))
        finance.fold_sums()
        _finish(job.run, state, job.clock())


def _stage_and_book(job: _Job, channel: ChannelRef) -> None:
    run = job.run

    def on_rows(rows: int) -> None:
        Run.objects.filter(pk=run.pk).update(rows_done=rows, beat_at=job.clock())
        job.watch(Progress("reading", rows, max(run.rows_total, rows)))

    reader = job.profile.bind(source=job.source)
    rows = staging.stage(
        source=job.source,
        reader=reader,
        zone=channel.zone,
        currency=channel.currency,
        on_rows=on_rows,
    )
    if not rows:
        raise NothingToImport(file=job.source.name)
    documents = int(sql.rows("intake/stage_summary")[0][0])
    run.rows_total = rows
    Run.objects.filter(pk=run.pk).update(
        rows_total=rows, rows_done=rows, documents_total=documents, state=RunState.APPLYING
    )
    _set_bad_aside(job, channel)
    _book_batches(job, channel, documents)


def _set_bad_aside(job: _Job, channel: ChannelRef) -> None:
    bad = list(staging.bad_documents(job.source))
    with transaction.atomic():
        evidence.quarantine(
            run=job.run.pk,
            file=job.run.file,
            channel=channel.id,
            profile=job.profile.key,
            bad=bad,
            now=job.clock(),
        )
        run = Run.objects.select_for_update().get(pk=job.run.pk)
        run.counts["quarantined"] = len(bad)
        run.counts["quarantined_lines"] = sum(len(one.rows) for one in bad)
        run.save(update_fields=["counts"])


def _book_batches(job: _Job, channel: ChannelRef, documents: int) -> None:
    ticket = booking.Ticket(run=job.run.pk, file=job.run.file, channel=channel)
    for first in range(1, documents + 1, DOCUMENTS_PER_BATCH):
        last = min(first + DOCUMENTS_PER_BATCH - 1, documents)
        with transaction.atomic():
            sql.run("intake/wait_longer")
            run = Run.objects.select_for_update().get(pk=job.run.pk)
            if run.cancel_asked:
                _round_off(job, RunState.CANCELLED)
                return
            booking.open_batch()
            sql.run("intake/take_documents", {"first": first, "last": last})
            sql.run("intake/take_lines", {"first": first, "last": last})
            booked = booking.apply_batch(ticket=ticket, now=job.clock(), match=False)
            count(run, booked)
            run.documents_done, run.beat_at = last, job.clock()
            run.peak_rss_mb = max(run.peak_rss_mb, peak_rss_mb())
            run.save(update_fields=["counts", "documents_done", "beat_at", "peak_rss_mb"])
        job.watch(Progress("applying", last, documents))


def count(run: Run, booked: Booked) -> None:
    """Add a batch to the run's tallies, in the batch's own transaction: never lost or doubled."""
    for key, value in (
        ("new", booked.new),
        ("known", booked.known),
        ("changed", booked.changed),
        ("merchandise", booked.merchandise_lines),
        ("other", booked.other_lines),
    ):
        run.counts[key] = run.counts.get(key, 0) + value
    totals = {tuple(row[:3]): row[3:] for row in run.counts.get("totals", [])}
    for line_class, kind, currency, lines, amount in sql.rows("intake/class_totals"):
        before = totals.get((line_class, kind, currency), (0, 0))
        totals[line_class, kind, currency] = (before[0] + lines, before[1] + int(amount))
    run.counts["totals"] = [[*key, *value] for key, value in sorted(totals.items())]


def _fail(run: Run, error: DomainError, now: datetime) -> None:
    facts = {name: str(value) for name, value in error.facts.items()}
    Run.objects.filter(pk=run.pk).update(
        state=RunState.FAILED,
        finished_at=now,
        error_code=error.code,
        error_facts={"template": error.template(), "facts": facts},
    )


def _finish(run: Run, state: RunState, now: datetime) -> None:
    Run.objects.filter(pk=run.pk).update(
        state=state, finished_at=now, beat_at=now, peak_rss_mb=max(run.peak_rss_mb, peak_rss_mb())
    )


def zone_and_currency(run: Run) -> tuple[str, str]:
    """In which zone and currency a run's cells are meant where they do not say."""
    if run.channel_id is not None:
        channel = channels_queries.by_id(channel=run.channel_id)
        return channel.zone, channel.currency
    return profiles()[run.profile].zone or "UTC", company.main_entity().currency
