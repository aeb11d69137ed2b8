"""`argosy doctor`: whether everything that must never be false is true."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from argosy.cli.session import COULD_NOT_RUN, DONE, REFUSED, WARNINGS, Session, company_session
from argosy.cli.words import _

if TYPE_CHECKING:
    from argosy.doctor.types import Examination, Finding, Trial

SHOWN = 5  # rows of a finding; --json has up to twenty


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", help=_("Check every invariant of the book, read-only."))(doctor)


def doctor(
    only: Annotated[
        list[str] | None,
        typer.Option(help=_("Only these checks (STK-4) or families of them (STK), by commas.")),
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help=_("Leave out what reads the whole book."))
    ] = False,
    recent: Annotated[
        bool,
        typer.Option("--recent", help=_("Only what has changed since the last examination.")),
    ] = False,
    self_test: Annotated[
        bool,
        typer.Option(
            "--self-test",
            help=_("Plant each corruption, see that its check fires, take everything back."),
        ),
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Examine the book: 0 sound, 1 warnings, 2 something is wrong, 3 could not be checked."""
    codes = [code for text in only or () for code in text.split(",")]
    with company_session() as session:
        from argosy.doctor import services  # noqa: PLC0415 - Django is set up by now

        now = datetime.now(UTC)
        if self_test:
            trials = services.self_test(now=now, only=codes)
            typer.echo(_trials_json(trials) if json_ else _trials_text(trials))
            raise typer.Exit(_trials_code(trials))
        examination = services.examine(now=now, only=codes, is_fast=fast, is_recent=recent)
        typer.echo(_json(examination) if json_ else _text(examination, session))
        raise typer.Exit(_code(examination))


def _code(examination: "Examination") -> int:
    if not examination.is_complete:
        return COULD_NOT_RUN
    if not examination.is_ok:
        return REFUSED
    return WARNINGS if any(one.rows for one in examination.findings) else DONE


def _json(examination: "Examination") -> str:
    checks: list[dict[str, Any]] = [
        {
            "code": one.check.code,
            "severity": one.check.severity.value,
            "rows": one.rows,
            "ms": one.ms,
            "promise": _(one.check.promise),
            "sample": list(one.sample),
            "first_seen": one.first_seen.isoformat() if one.first_seen else None,
            "remedy": _(one.check.remedy),
            "trouble": one.trouble,
        }
        for one in examination.findings
    ]
    return json.dumps({"ok": examination.is_ok, "checks": checks}, ensure_ascii=False)


def _text(examination: "Examination", session: Session) -> str:
    head = _("doctor {at}  company {company}  {seconds} s")
    lines = [
        head.format(
            at=f"{examination.at:%Y-%m-%dT%H:%M:%SZ}",
            company=session.company,
            seconds=f"{examination.seconds:.1f}",
        )
    ]
    for one in examination.findings:
        if not one.is_clean:
            lines += _broken(one)
    kept = sum(one.is_clean for one in examination.findings)
    lines.append(
        _("{kept} of {all} promises hold.").format(kept=kept, all=len(examination.findings))
    )
    return "\n".join(lines)


def _broken(finding: "Finding") -> list[str]:
    words = {"critical": _("CRITICAL"), "error": _("ERROR"), "warning": _("WARNING")}
    word, check = words[finding.check.severity.value], finding.check
    if finding.rows is None:
        said = _("could not be checked: {trouble}").format(trouble=finding.trouble)
        return [f"{word}  {check.code}  {said}", f"    {_(check.promise)}"]
    lines = [
        f"{word}  {check.code}  {_(check.found).format(rows=f'{finding.rows:,}')}",
        f"    {_(check.promise)}",
    ]
    if finding.first_seen:
        since = f"{finding.first_seen:%Y-%m-%dT%H:%M:%SZ}"
        lines.append("    " + _("First seen {since}.").format(since=since))
    lines += [f"    {_row(row)}" for row in finding.sample[:SHOWN]]
    if finding.rows > SHOWN:
        more = _("… and {count} more; --json names up to twenty.")
        lines.append("    " + more.format(count=f"{finding.rows - SHOWN:,}"))
    return [*lines, f"    → {_(check.remedy)}"]


def _row(row: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if value is not None)


def _trials_code(trials: "tuple[Trial, ...]") -> int:
    if any(one.found is None for one in trials):
        return COULD_NOT_RUN
    return DONE if all(one.has_fired for one in trials) else REFUSED


def _trials_json(trials: "tuple[Trial, ...]") -> str:
    checks: list[dict[str, Any]] = [
        {
            "code": one.check.code,
            "severity": one.check.severity.value,
            "rows": one.found,
            "ms": one.ms,
            "planted": one.planted,
            "fired": one.has_fired,
            "trouble": one.trouble,
        }
        for one in trials
    ]
    ok = all(one.has_fired for one in trials)
    return json.dumps({"ok": ok, "checks": checks}, ensure_ascii=False)


def _trials_text(trials: "tuple[Trial, ...]") -> str:
    lines = []
    for one in trials:
        if one.has_fired:
            said = _("fired")
        elif one.found is None:
            said = _("could not be tried: {trouble}").format(trouble=one.trouble)
        else:
            said = _("DID NOT FIRE")
        lines.append(f"{one.planted}  {said}")
    fired = sum(one.has_fired for one in trials)
    text = _("{fired} of {all} corruptions were noticed. Nothing was changed.")
    return "\n".join([*lines, text.format(fired=fired, all=len(trials))])
