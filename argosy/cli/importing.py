"""`argosy import`: files that platforms give, into the book."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from argosy.cli.session import DONE, REFUSED, WARNINGS, company_session
from argosy.cli.words import _
from argosy.kernel.errors import DomainError

if TYPE_CHECKING:
    from argosy.intake.types import Progress, RunView


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import", help=_("Import files: orders, transactions, products, counts, rates."))(
        import_files
    )


def import_files(
    files: Annotated[
        list[Path], typer.Argument(help=_("CSV, TSV, XLSX, XLS, Parquet, gzip, zip."))
    ],
    channel: Annotated[
        str | None, typer.Option(help=_("The channel the files are of, by its key."))
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help=_("Which export it is; found out where not said."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would happen, change nothing."))
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Import one file after the other; a refused file does not keep the others out."""
    with company_session():
        reports, refused = [], False
        for path in files:
            try:
                reports += _import(path, channel, profile, dry_run=dry_run, quiet=json_)
            except DomainError as error:
                refused = True
                reports.append({"file": path.name, "error": _refusal(error)})
                typer.echo(error.message(_), err=True)
            except FileNotFoundError:
                refused = True
                text = _("There is no file {file}.").format(file=path)
                reports.append({"file": path.name, "error": {"message": text}})
                typer.echo(text, err=True)
        if json_:
            typer.echo(json.dumps({"files": reports}, ensure_ascii=False))
        raise typer.Exit(_exit_code(reports, refused=refused))


def _exit_code(reports: list[dict[str, Any]], *, refused: bool) -> int:
    if refused or any("error" in one for one in reports):
        return REFUSED
    quarantined = any(one["documents"]["quarantined"] for one in reports)
    return WARNINGS if quarantined else DONE


def _refusal(error: DomainError) -> dict[str, object]:
    facts = {name: str(value) for name, value in error.facts.items()}
    return {"code": error.code, "message": error.message(_), "facts": facts}


def _import(
    path: Path, channel: str | None, profile: str | None, *, dry_run: bool, quiet: bool
) -> list[dict[str, Any]]:
    from django.db import transaction  # noqa: PLC0415 - Django is set up by now

    from argosy.intake import queries, services  # noqa: PLC0415

    reports = []
    started = time.monotonic()
    file = services.receive_file(path=path, name=path.name, received_by=None, now=datetime.now(UTC))
    runs = services.plan(
        path=path, file=file, profile=profile, channel=channel, by=None, now=datetime.now(UTC)
    )
    for run in runs:
        with _bar(quiet=quiet) as watch:
            if dry_run:
                with transaction.atomic():
                    services.carry_out(run=run, clock=lambda: datetime.now(UTC), watch=watch)
                    view = queries.run(run=run, now=datetime.now(UTC))
                    transaction.set_rollback(True)
                services.discard(run=run)
            else:
                services.carry_out(run=run, clock=lambda: datetime.now(UTC), watch=watch)
                view = queries.run(run=run, now=datetime.now(UTC))
        if not quiet:
            _say(view, dry_run=dry_run)
        reports.append(_report(view, time.monotonic() - started))
    return reports


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Any]:
    """A bar with rows, rate and time left on a terminal; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda _progress: None
        return
    words = {"reading": _("Reading"), "applying": _("Booking")}
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as bar:
        tasks: dict[str, Any] = {}
        began = {phase: time.monotonic() for phase in words}

        def watch(progress: "Progress") -> None:
            if progress.phase not in tasks:
                began[progress.phase] = time.monotonic()
                tasks[progress.phase] = bar.add_task(words[progress.phase], rate="")
            passed = max(time.monotonic() - began[progress.phase], 0.001)
            bar.update(
                tasks[progress.phase],
                completed=progress.done,
                total=progress.total,
                rate=f"{progress.done / passed:,.0f}/s",
            )

        yield watch


def _report(view: "RunView", seconds: float) -> dict[str, Any]:
    report: dict[str, Any] = {
        "file": view.file_name,
        "profile": view.profile,
        "channel": view.channel_title,
        "state": view.state,
        "rows": view.rows_total,
        "documents": {
            "new": view.new,
            "known": view.known,
            "changed": view.changed,
            "quarantined": view.quarantined,
        },
        "lines": {
            "merchandise": view.merchandise_lines,
            "other": view.other_lines,
            "quarantined": view.quarantined_lines,
        },
        "totals": [
            {
                "class": one.line_class,
                "kind": one.kind,
                "currency": one.currency,
                "lines": one.lines,
                "amount": _amount(one.amount_minor, one.currency),
            }
            for one in view.totals
        ],
        "seconds": round(seconds, 2),
        "peak_rss_mb": view.peak_rss_mb,
        "run": view.id,
    }
    if view.error_code:
        report["error"] = {"code": view.error_code, "message": view.error_message}
    return report


def _amount(minor: int, currency: str) -> str:
    from argosy.kernel.money import Money  # noqa: PLC0415

    return str(Money(minor, currency).decimal)


def _say(view: "RunView", *, dry_run: bool) -> None:
    if view.error_code:
        typer.echo(view.error_message, err=True)
        return
    head = _("{file}: {rows} rows as {profile}, import {run}")
    typer.echo(
        head.format(
            file=view.file_name, rows=f"{view.rows_total:,}", profile=view.profile, run=view.id
        )
        + (" " + _("(dry run: nothing was changed)") if dry_run else "")
    )
    counts = _(
        "  documents: {new} new, {known} already known, {changed} changed, {bad} quarantined"
    )
    typer.echo(
        counts.format(
            new=f"{view.new:,}",
            known=f"{view.known:,}",
            changed=f"{view.changed:,}",
            bad=f"{view.quarantined:,}",
        )
    )
    for one in view.totals:
        amount = _amount(one.amount_minor, one.currency)
        typer.echo(f"  {one.line_class:<20} {one.lines:>10,}  {amount:>16} {one.currency}")
