"""`argosy demo`: the seeded company's exports as files, to look at, to import, to break."""

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from argosy.cli.session import REFUSED, outcome
from argosy.cli.words import _

commands = typer.Typer(help=_("The seeded company of `up`, as files."), no_args_is_help=True)


class Size(StrEnum):
    """How much business the files tell of."""

    SMALL = "small"
    DEFAULT = "default"
    LARGE = "large"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="demo")
    app.callback()(lambda: None)


@commands.command(help=_("Write the exports of the seeded company into a folder."))
def files(
    seed: Annotated[int, typer.Option(help=_("The same seed gives the same files."))],
    out: Annotated[Path, typer.Option(help=_("The folder; it is made if need be."))],
    size: Annotated[
        Size, typer.Option(help=_("About 1,500, 12,000 or 200,000 orders."))
    ] = Size.DEFAULT,
    until: Annotated[
        str | None, typer.Option(help=_("The day on which the two years end. Default: today."))
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Write the files and say how many; the manifest beside them says what each is."""
    from argosy.demo.queries import export_files  # noqa: PLC0415 - slow to import
    from argosy.demo.types import MANIFEST  # noqa: PLC0415

    with outcome():
        if out.exists() and not out.is_dir():
            typer.echo(_("{path} is not a folder.").format(path=out), err=True)
            raise typer.Exit(REFUSED)
        written = export_files(seed=seed, size=size.value, until=_day(until), out=out)
    if json_:
        names = [one.file for one in written]
        typer.echo(json.dumps({"out": str(out), "manifest": MANIFEST, "files": names}))
        return
    said = _("{count} files are in {path}; {manifest} says what each is.")
    typer.echo(said.format(count=len(written), path=out, manifest=MANIFEST))


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        typer.echo(_("{text} is no day such as 2026-11-23.").format(text=text), err=True)
        raise typer.Exit(REFUSED) from error
